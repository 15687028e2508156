import http from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchPages } from '#search/portal.tsx'
import { fill, makeTestPortal, type TestPortal } from './portal.fixture.ts'
import { serve, portalOn } from '../../test/setup/web.ts'
import { recordPages } from './portal.tsx'
import { publishOne, withdrawOne } from './record.fixture.ts'

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
})
afterAll(() => p.close())

/** A request exactly as written: no client tidies the path. */
function raw(path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  const { port } = new URL(p.url)
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>(
    (resolve, reject) => {
      const request = http.request(
        { host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers },
        response => {
          const parts: Buffer[] = []
          response.on('data', part => parts.push(part as Buffer))
          response.on('end', () =>
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              text: Buffer.concat(parts).toString(),
            }),
          )
        },
      )
      request.on('error', reject)
      request.end()
    },
  )
}

describe('门户服务', () => {
  it('发布后下一次请求就看得到，撤回后下一次请求就是 410', async () => {
    const before = (await p.get('/henan/list/all/')).text
    const address = await publishOne(p.t.house, { body: 2, title: '立等可见的通知', columns: ['notice'] })
    expect(before).not.toContain('立等可见')
    expect((await p.get('/henan/list/all/')).text).toContain('立等可见的通知')
    expect((await p.get('/')).text).toContain('立等可见的通知')
    expect((await p.get(address)).status).toBe(200)
    await withdrawOne(p.t.house, address, 2)
    expect((await p.get(address)).status).toBe(410)
    expect((await p.get('/henan/list/all/')).text).not.toContain('立等可见')
  })

  it('另一个进程的门户在一秒内看到发布；监听断开期间不用缓存，照样看到', async () => {
    const errors: string[] = []
    const other = await portalOn(p.t, {
      connection: p.t.connection('portal'),
      onError: text => errors.push(text),
      pages: [...recordPages([]), ...searchPages],
    })
    const { url, close } = await serve(other)
    const read = async () => (await fetch(`${url}/mem/list/all/`)).text()
    const shows = async (words: string) => {
      for (let i = 0; i < 400; i++) {
        if ((await read()).includes(words)) return true
        await new Promise(resolve => setTimeout(resolve, 50))
      }
      return false
    }
    await read()
    await publishOne(p.t.house, { body: 1, title: '别处听到的通知' })
    expect(await shows('别处听到的通知')).toBe(true)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'zhaoming-portal-listen' and datname = current_database()`
      .execute(await superuser())
      .catch(() => {})
    await expect.poll(() => errors.join()).toContain('页面暂不使用缓存')
    await read()
    await publishOne(p.t.house, { body: 1, title: '断线时的通知' })
    expect(await shows('断线时的通知')).toBe(true)
    await new Promise(resolve => setTimeout(resolve, 1200))
    await read()
    await publishOne(p.t.house, { body: 1, title: '重连后的通知' })
    expect(await shows('重连后的通知')).toBe(true)
    await close()
    await other.close()
    await (await superuser()).destroy()
  })

  let root: Awaited<ReturnType<typeof connectRoot>> | undefined
  async function connectRoot() {
    const { makeDb, makePool } = await import('#kit/db.ts')
    return makeDb(makePool({ connection: p.t.connection(), size: 1, name: 'test-root' }))
  }
  async function superuser() {
    root ??= await connectRoot()
    return root
  }

  it('在渲染途中发生的发布不会把旧页面留在缓存里', async () => {
    for (let i = 0; i < 8; i++) {
      const reading = Promise.all(Array.from({ length: 6 }, () => p.get('/mem/')))
      const publishing = publishOne(p.t.house, { body: 1, title: `竞争中的通知${i}` })
      await Promise.all([reading, publishing])
      expect((await p.get('/mem/')).text).toContain(`竞争中的通知${i}`)
    }
  })

  it('零点之后“本月公开”重新计算', async () => {
    expect((await p.get('/jiaozuo/')).text).toContain('2026-11')
    p.t.setNow('2026-12-01T00:00:01+08:00')
    expect((await p.get('/jiaozuo/')).text).toMatch(/本月公开<\/dt><dd><span class="figure">0/)
    p.t.setNow('2026-11-22T12:00:00+08:00')
  })

  it('条件请求、HEAD、压缩：内容相同，未变返回 304', async () => {
    const plain = await raw(data.live)
    const tag = plain.headers.etag!
    expect(plain.headers['cache-control']).toBe('no-cache')
    expect((await raw(data.live, { headers: { 'if-none-match': tag } })).status).toBe(304)
    const head = await raw(data.live, { method: 'HEAD' })
    expect(head).toMatchObject({ status: 200, text: '' })
    expect(head.headers['content-length']).toBe(plain.headers['content-length'])
    const zipped = await raw(data.live, { headers: { 'accept-encoding': 'gzip' } })
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(Number(zipped.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 2)
    for (const encoding of ['gzip', 'br', 'identity'])
      expect((await p.get(data.live, { 'accept-encoding': encoding })).text).toBe(plain.text)
    await publishOne(p.t.house, { body: 1 })
    expect((await raw(data.live, { headers: { 'if-none-match': tag } })).status).toBe(304)
  })

  it('安全响应头：只许本站自己的脚本、不许内联、不许嗅探；带指纹的样式表长期缓存', async () => {
    const { headers, text } = await p.get('/')
    expect(headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(headers.get('strict-transport-security')).toBeNull()
    const css = /href="(\/assets\/portal-[0-9a-f]{10}\.css)"/.exec(text)![1]!
    expect((await p.get(css)).headers.get('cache-control')).toContain('immutable')
    expect((await p.get('/assets/portal-0000000000.css')).status).toBe(404)
  })

  it('坏地址：状态码正确，页面说得清楚，不露内情', async () => {
    const cases: [string, number][] = [
      ['/../../etc/passwd', 400],
      ['/files/1/../../../etc/passwd', 400],
      ['/files/1/%2e%2e/passwd', 400],
      ['/mem/%00', 400],
      ['/%', 400],
      ['/%ff%fe', 400],
      ['//evil.example/', 400],
      ['/\\evil', 400],
      [`/${'a'.repeat(5000)}`, 414],
      [`/search?q=${'a'.repeat(15_000)}`, 200],
      ['/nosuchbody/', 404],
      ['/mem/content/20261122-999999.html', 404],
      ['/mem/content/20261122-99999999999999999999.html', 404],
      ['/jiaozuo/list/nosuchcolumn/', 404],
      ['/jiaozuo/list/constructor/', 404],
      ['/jiaozuo/list/all/?page=1000000000', 404],
      ['/jiaozuo/list/all/?page=0', 404],
      ['/jiaozuo/list/all/?page=-1', 404],
      ['/jiaozuo/list/all/?page=2;drop', 404],
      ['/jiaozuo/list/all/?year=99999', 404],
      ['/jiaozuo/list/all/?month=2026-13', 404],
      ['/jiaozuo/timeliness.html?year=3000', 404],
      ['/search?q=x&column=nosuch', 404],
      ['/search?q=x&body=nosuch', 404],
      ['/search?q=x&year=abcd', 404],
      ['/search?q=x&page=99999', 404],
      ['/files/1/00000000/x.pdf', 404],
      ['/mode/x', 404],
      ['/__proto__/', 404],
      ['/jiaozuo/list/all/?unknown=1', 200],
    ]
    for (const [path, status] of cases) {
      const answer = await raw(path)
      expect(answer.status, path).toBe(status)
      expect(answer.headers['content-type'], path).toBe('text/html; charset=utf-8')
      expect(answer.text, path).toContain('<meta name="SiteIDCode"')
      expect(answer.text, path).not.toMatch(/at .*\.ts|node_modules|Error:/)
    }
    expect(p.errors).toEqual([])
  })

  it('只许 GET、HEAD 和 OPTIONS，其余 405；伪造的 Host 不影响页面，整个网址指别处的请到主域名', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      const answer = await raw('/', { method })
      expect(answer.status, method).toBe(405)
      expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS')
    }
    const asked = await raw('/', { method: 'OPTIONS' })
    expect([asked.status, asked.headers.allow, asked.text]).toEqual([204, 'GET, HEAD, OPTIONS', ''])
    const whole = await raw('http://evil.example/mem/')
    expect([whole.status, whole.headers.location]).toEqual([301, 'http://zhaoming.test/mem/'])
    const forged = await raw('/', { headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } })
    expect(forged.text).not.toContain('evil.example')
  })

  it('未知参数不进缓存的键，已知参数的次序也不分家', async () => {
    const a = await raw('/jiaozuo/list/safety/?year=2026&page=1&utm=1')
    const b = await raw('/jiaozuo/list/safety/?x=2&page=1&year=2026')
    expect(a.headers.etag).toBe(b.headers.etag)
  })

  it('长者版、高对比、灰度：普通链接切换，记在 Cookie 里，由服务器写进页面', async () => {
    const on = await p.get('/mode?elder=1&back=%2Fmem%2F')
    expect(on.status).toBe(303)
    expect(on.headers.get('location')).toBe('/mem/')
    expect(on.headers.get('set-cookie')).toMatch(
      /^zm=elder; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/,
    )
    expect((await p.get('/mem/', { cookie: 'zm=elder' })).text).toContain('<html lang="zh-CN" class="elder">')
    const both = await p.get('/mode?contrast=1', { cookie: 'x=1; zm=elder' })
    expect(both.headers.get('set-cookie')).toContain('zm=elder.contrast;')
    const off = await p.get('/mode?elder=0', { cookie: 'zm=elder' })
    expect(off.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await p.get('/mem/', { cookie: 'zm=<script>' })).text).toContain('<html lang="zh-CN">')
    for (const back of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example/',
      'javascript:alert(1)',
      '/a\r\nX: y',
      '/mode?elder=1',
    ])
      expect(
        (await p.get(`/mode?elder=1&back=${encodeURIComponent(back)}`)).headers.get('location'),
        back,
      ).toBe('/')
    expect((await p.get('/mem/')).text).toContain('<html lang="zh-CN">')
  })

  it('列表里没有的页、写错的页码和年份：404，写明一共几页、应该怎样写，通到第 1 页', async () => {
    for (const [path, said, to] of [
      ['/jiaozuo/list/safety/?page=1000000000', '没有第 1,000,000,000 页', '/jiaozuo/list/safety/'],
      ['/jiaozuo/list/safety/?year=2025&page=99', '没有第 99 页', '/jiaozuo/list/safety/?year=2025'],
      ['/list/all/?page=-1', '页码应是', '/list/all/'],
      ['/list/all/?page=1e9', '页码应是', '/list/all/'],
      ['/list/all/?year=abc', '年份应像 2026', '/list/all/'],
      ['/jiaozuo/list/all/?below=1', '没有登记它的下级机关', '/jiaozuo/list/all/'],
      ['/library.html?page=500', '没有第 500 页', '/library.html'],
      ['/library.html?validity=x', '规范性文件库里没有', '/library.html'],
      ['/jiaozuo/timeliness.html?year=2099', '年份应像 2026', '/jiaozuo/timeliness.html'],
    ] as const) {
      const { status, text } = await p.get(path)
      expect([path, status]).toEqual([path, 404])
      expect(text, path).toContain(said)
      expect(text, path).toContain(`<a href="${to.replaceAll('&', '&amp;')}">`)
      expect((await p.get(to)).status, to).toBe(200)
    }
  })

  it('在搜索结果、筛选过的列表上换显示方式，回到同一结果：输入的词和筛选都还在', async () => {
    for (const path of [
      '/search?q=%E5%85%AC%E5%BC%80%26%3C&year=2026',
      '/jiaozuo/list/safety/?year=2025&page=1',
    ]) {
      const { text } = await p.get(path)
      const to = /href="(\/mode\?elder=1[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&')
      const back = (await p.get(to)).headers.get('location')!
      const known = (address: string) => [...new URL(address, p.url).searchParams].sort()
      expect(new URL(back, p.url).pathname).toBe(new URL(path, p.url).pathname)
      expect(known(back)).toEqual(known(path))
    }
    const long = await p.get(`/search?q=${encodeURIComponent('长'.repeat(1_000))}`)
    expect(/href="(\/mode\?elder=1[^"]*)"/.exec(long.text)![1]).toBe('/mode?elder=1&amp;back=%2Fsearch')
  })

  it('附件：只有公开的取得到，文件名按 RFC 5987，不许嗅探，可以续传', async () => {
    const path = data.fileOf(data.live)
    const whole = await raw(path)
    expect(whole.status).toBe(200)
    expect(whole.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      'content-length': String(data.attachment.size),
    })
    expect(whole.headers['content-disposition']).toBe(
      `inline; filename="__1 ___________2026__.pdf"; filename*=UTF-8''${encodeURIComponent(data.attachment.name)}`,
    )
    const part = await raw(path, { headers: { range: 'bytes=9-12' } })
    expect(part).toMatchObject({ status: 206, text: '0123' })
    expect((await raw(path, { headers: { range: 'bytes=900-' } })).status).toBe(416)
    expect((await raw(path, { headers: { 'if-none-match': whole.headers.etag! } })).status).toBe(304)
    expect((await raw(path.replace(/\/[0-9a-f]{8}\//, '/00000000/'))).status).toBe(404)
    expect((await raw(data.fileOf(data.withdrawn))).status).toBe(404)
    const html = await p.t.house.files.put(Buffer.from('<script>alert(1)</script>'))
    const address = await publishOne(p.t.house, {
      body: 1,
      title: '带网页附件',
      attachments: [{ name: 'x.html', size: html.size, contentType: 'text/html', hash: html.hash }],
    })
    const n = /-(\d+)\.html/.exec(address)![1]
    const evil = await raw(`/files/${n}/${html.hash.slice(0, 8)}/x.html`)
    expect(evil.headers['content-type']).toBe('application/octet-stream')
    expect(evil.headers['content-disposition']).toMatch(/^attachment;/)
  })

  it('存库的正文即使带有脚本，页面上也不会出现', async () => {
    const address = await publishOne(p.t.house, {
      body: 1,
      title: '<img src=x onerror=alert(1)>',
      html: '<h1>大</h1><p onclick="x()">字<script>alert(1)</script><img src="https://evil.example/a.png"><a href="javascript:alert(1)">链</a><iframe src="//x"></iframe></p><style>*{}</style>',
    })
    const { text } = await p.get(address)
    expect(/alert\(1\)<\/|onclick|evil\.example|<iframe|<style|javascript:/.exec(text)?.[0]).toBeUndefined()
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(text.match(/<h1/g)).toHaveLength(1)
  })

  it('数据库不通时返回 503 和能看懂的一句话', async () => {
    const { makeDb, makePool } = await import('#kit/db.ts')
    const errors: string[] = []
    const dead = makeDb(
      makePool({
        connection: { host: '127.0.0.1', port: 1, user: 'x', database: 'x' },
        size: 1,
        name: 'dead',
      }),
    )
    const portal = await portalOn(p.t, {
      db: dead,
      onError: text => errors.push(text),
      pages: recordPages([]),
    })
    const { url, close } = await serve(portal)
    const answer = await fetch(`${url}/mem/`)
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('暂时读不到内容')
    expect(errors).toHaveLength(1)
    await close()
    await portal.close()
  })

  it('没有写 PUBLIC_URL 时，规范网址用它监听的端口', async () => {
    const { makeSite } = await import('#portal/site.ts')
    expect(makeSite({ config: null, demo: true, publicUrl: null, port: 8141 }).origin).toBe(
      'http://localhost:8141',
    )
  })

  it('正式环境没有 site.json 或写错时，说明缺什么，不启动', async () => {
    const { makeSite } = await import('#portal/site.ts')
    expect(() => makeSite({ config: null, demo: false, publicUrl: null })).toThrow('缺少网站标识')
    expect(() =>
      makeSite({ config: { name: '某局', idCode: '12', organizer: '某局' }, demo: false, publicUrl: null }),
    ).toThrow(/idCode：网站标识码应为/)
    const site = makeSite({
      config: {
        name: '某市应急管理局',
        idCode: '4403000052',
        organizer: '某市应急管理局',
        conacId: 'A'.repeat(32),
        icp: '粤ICP备1号',
      },
      demo: false,
      publicUrl: 'https://yjj.example.gov.cn/yjj/',
    })
    expect(site).toMatchObject({
      origin: 'https://yjj.example.gov.cn',
      base: '/yjj',
      domain: 'yjj.example.gov.cn',
      demo: false,
    })
  })
})
