import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takes } from '#kit/page.ts'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne } from '#record/record.fixture.ts'

/** What an inspector's crawler and a collector's program meet besides pages that stand: what is not there, other methods, other encodings. */

let p: TestPortal
let published = ''
beforeAll(async () => {
  p = await makeTestPortal()
  published = await publishOne(p.t.house, { body: 3, title: '开展汛前检查', kind: 'news', columns: ['news'] })
  await publishOne(p.t.house, { body: 3, title: '关于做好汛期工作的通知', columns: ['policy'] })
})
afterAll(() => p.close())

const ask = (path: string, method: string, headers: Record<string, string> = {}) =>
  fetch(p.url + path, { method, headers, redirect: 'manual' })

describe('巡查的爬虫', () => {
  test('打不开的页不自称是首页：没有 canonical，不许收录；打得开的页恰有一个', async () => {
    for (const path of ['/nowhere.html', '/jiaozuo/content/20991231-999999.html', '/jiaozuo/list/none/']) {
      const { status, text } = await p.get(path)
      expect([path, status]).toEqual([path, 404])
      expect(text).not.toContain('rel="canonical"')
      expect(text).toContain('<meta name="robots" content="noindex"/>')
      for (const tag of ['SiteName', 'SiteDomain', 'SiteIDCode'])
        expect(text.split(`name="${tag}"`)).toHaveLength(2)
    }
    for (const path of ['/', published, '/jiaozuo/timeliness.html', '/timeliness.html']) {
      const { text } = await p.get(path)
      expect([...text.matchAll(/<link rel="canonical" href="([^"]+)"/g)].map(m => new URL(m[1]!).pathname + new URL(m[1]!).search), path).toEqual([path]) // prettier-ignore
    }
    expect((await p.get('/timeliness.html?year=2020')).text).toContain('timeliness.html?year=2020"')
  })

  test('列表的网址少写末尾的斜杠，301 到有斜杠的；没有的栏目仍是 404', async () => {
    for (const path of ['/list/all', '/list/policy', '/jiaozuo/list/all', '/jiaozuo']) {
      const answer = await ask(path, 'GET')
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 301, `${path}/`])
    }
    expect((await ask('/list/none', 'GET')).status).toBe(404)
  })

  test('站点地图列出每个有内容的栏目和公开时效，不列没有内容的；列出的都打得开', async () => {
    const { text } = await p.get('/sitemap-pages.xml')
    const paths = [...text.matchAll(/<loc>([^<]+)/g)].map(m => new URL(m[1]!).pathname)
    for (const path of [
      '/list/news/',
      '/jiaozuo/list/news/',
      '/jiaozuo/list/policy/',
      '/jiaozuo/timeliness.html',
    ])
      expect(paths).toContain(path)
    expect(paths).not.toContain('/jiaozuo/list/penalty/')
    expect(paths).not.toContain('/mem/list/news/')
    expect(new Set(paths).size).toBe(paths.length)
    for (const path of paths) expect([path, (await p.get(path)).status]).toEqual([path, 200])
  })

  test('问一个地址许用哪些方法（OPTIONS）：204 和 Allow；别的方法 405，Allow 相同（RFC 9110 第9.3.7节）', async () => {
    for (const path of [
      '/',
      published,
      '/list/all/rss.xml',
      '/jiaozuo/list/news/atom.xml',
      '/sitemap.xml',
      '/robots.txt',
    ]) {
      const asked = await ask(path, 'OPTIONS')
      expect([path, asked.status, asked.headers.get('allow')]).toEqual([path, 204, 'GET, HEAD, OPTIONS'])
      const put = await ask(path, 'PUT')
      expect([path, put.status, put.headers.get('allow')]).toEqual([path, 405, 'GET, HEAD, OPTIONS'])
    }
    expect((await ask('/mode', 'OPTIONS')).headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
    expect((await ask('/nowhere.html', 'OPTIONS')).status).toBe(404)
  })

  test('没有变过的不再送一遍：按标识（强弱不论）、按时间都答 304；页面、数据、源、站点地图都写 Last-Modified', async () => {
    for (const path of [
      '/',
      published,
      published.replace('.html', '.json'),
      '/list/all/rss.xml',
      '/sitemap.xml',
      '/chain.json',
    ]) {
      const first = await ask(path, 'GET')
      const tag = first.headers.get('etag')!
      const since = first.headers.get('last-modified')!
      expect([path, Number.isNaN(Date.parse(since))]).toEqual([path, false])
      for (const known of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*'])
        expect([path, known, (await ask(path, 'GET', { 'if-none-match': known })).status]).toEqual([path, known, 304]) // prettier-ignore
      expect((await ask(path, 'GET', { 'if-none-match': '"other"', 'if-modified-since': since })).status).toBe(200) // prettier-ignore
      expect((await ask(path, 'HEAD', { 'if-modified-since': since })).status).toBe(304)
    }
  })

  test('请求行写成完整的网址（RFC 9112 第3.2.2节），按其中的路径作答', async () => {
    const { port } = new URL(p.url)
    const raw = (line: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.end(`GET ${line} HTTP/1.1\r\nHost: x.example.gov.cn\r\nConnection: close\r\n\r\n`),
        )
        let got = ''
        socket.setEncoding('utf8').on('data', part => (got += part))
        socket.on('end', () => resolve(got)).on('error', reject)
      })
    expect(await raw(`http://zhaoming.test${published}`)).toMatch(/^HTTP\/1\.1 200 [\s\S]*开展汛前检查/)
    expect(await raw('http://zhaoming.test')).toMatch(/^HTTP\/1\.1 200 /)
    expect(await raw('http://zhaoming.test/nowhere.html?a=1')).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('公开时效的页面写明各栏目最近更新和最迟更新', async () => {
    const { text } = await p.get('/jiaozuo/timeliness.html')
    expect(text).toMatch(/<h2 id="columns"[^>]*>栏目更新[\s\S]*工作动态[\s\S]*2周[\s\S]*在期限以内/)
    expect(text).toMatch(/政策文件、工作动态，国办秘函〔2019〕19号[^<]*；其余为本站执行的期限。/)
    expect((await p.get('/timeliness.html')).text).not.toContain('id="columns"')
  })
})

describe('采集的程序', () => {
  test('跨源先问一声：表格、省平台的目录、开放接口都答 204 和允许的方法；别的方法 405 写明 Allow', async () => {
    for (const path of [
      '/list/all/list.csv',
      '/jiaozuo/list/all/list.json',
      '/gkmlpt/api/all/0?page=1',
      '/api/v1/documents',
    ]) {
      const asked = await ask(path, 'OPTIONS', { origin: 'https://x.example.gov.cn', 'access-control-request-method': 'GET' }) // prettier-ignore
      expect([path, asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([path, 204, '*'])
      const put = await ask(path, 'PUT')
      expect([path, put.status, put.headers.get('allow')]).toEqual([path, 405, 'GET, HEAD, OPTIONS'])
      expect((await ask(path, 'GET')).headers.get('access-control-allow-origin'), path).toBe('*')
    }
  })

  test('答错的不留：400、404、405 都不进缓存；省平台的目录页也带站点标签', async () => {
    for (const path of [
      '/api/v1/documents?cursor=zzz',
      '/api/v1/documents?body=none',
      '/gkmlpt/api/all/999999',
    ])
      expect((await ask(path, 'GET')).headers.get('cache-control'), path).toBe('no-store')
    const { text } = await p.get('/gkmlpt/index')
    for (const tag of ['SiteName', 'SiteDomain', 'SiteIDCode'])
      expect(text).toMatch(new RegExp(`<head>[\\s\\S]*<meta name="${tag}" content="[^"]+">[\\s\\S]*<script`))
    const lead = (await (await ask('/gkmlpt/gov/YAOWENLIEBIAO.json', 'GET')).json()) as { TITLE: string }[]
    expect(lead.map(l => l.TITLE)).toEqual(['开展汛前检查'])
  })

  test('把全站的下载都点一遍不会被当成攻击：短的表另算次数', async () => {
    for (let i = 0; i < 40; i++) {
      const answer = await ask('/jiaozuo/list/all/list.csv', 'GET')
      expect([i, answer.status]).toEqual([i, 200])
      await answer.arrayBuffer()
    }
  })

  test('不要压缩的不压缩：q=0 有没有空格都算', async () => {
    expect(takes('gzip, br', 'br')).toBe(true)
    for (const none of [undefined, '', 'identity', 'br;q=0', 'br; q=0', 'br;q=0.000', 'xbr', 'gzip'])
      expect(takes(none, 'br'), none).toBe(false)
    expect(takes('br;q=0.1', 'br')).toBe(true)
    for (const [accepted, given] of [['br;q=0.1, gzip', 'gzip'], ['gzip;q=0.5, br', 'br'], ['gzip, br', 'br'], ['br;q=0, gzip;q=0.2', 'gzip']]) // prettier-ignore
      expect([accepted, (await ask('/', 'GET', { 'accept-encoding': accepted! })).headers.get('content-encoding')]).toEqual([accepted, given]) // prettier-ignore
    const csv = await ask('/list/all/list.csv', 'GET', { 'accept-encoding': 'gzip; q=0' })
    expect(csv.headers.get('content-encoding')).toBeNull()
  })
})
