import { HtmlValidate } from 'html-validate'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fill, raiseAlert } from '#record/portal.fixture.ts'
import { setUpBodies } from '#record/record.fixture.ts'
import { doors, elsewhere, pages, siteState } from '../src/rooms.ts'
import { makeHouse, type TestHouse } from './setup/house.ts'
import { makeWeb, type Web } from './setup/web.ts'

/** The whole public site as the product puts it together, as a folder of a host site (47号文: 县级部门原则上不单独开设网站). */

let t: TestHouse
let web: Web
let data: Awaited<ReturnType<typeof fill>>
const base = '/zwgk/yjgl'
beforeAll(async () => {
  t = await makeHouse('2026-11-22T09:30:00+08:00')
  await setUpBodies(t.house)
  web = await makeWeb(t, {
    publicUrl: `https://www.zhaoming.test${base}`,
    pages,
    doors,
    state: siteState,
    elsewhere,
  })
  data = await fill(t)
  await raiseAlert(t, 1)
})
afterAll(async () => {
  await web.close()
  await t.close()
})

const validate = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: { 'void-style': 'off', 'tel-non-breaking': 'off', 'long-title': 'off', 'require-sri': 'off' },
})
const decode = (s: string) =>
  s
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&')
const meta = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`<meta name="${name}" content="([^"]*)"`, 'g'))].map(m => decode(m[1]!))
const kindOf = (path: string) =>
  path
    .replace(/\?.*/, '')
    .replace(/\d+/g, 'N')
    .replace(/\/(mem|henan|jiaozuo)\//, '/B/')
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(web.url + path, { redirect: 'manual', headers })

/** Every address in the site maps (sitemaps.org): absolute, at most 50,000 in one, each once. */
async function siteMap(): Promise<Set<string>> {
  const locs = async (path: string) =>
    [...(await (await get(path)).text()).matchAll(/<loc>https:\/\/www\.zhaoming\.test([^<]+)<\/loc>/g)].map(m => decode(m[1]!)) // prettier-ignore
  const parts = await locs(`${base}/sitemap.xml`)
  const all = (await Promise.all(parts.map(locs))).flat()
  expect(new Set(all).size).toBe(all.length)
  return new Set(all)
}

describe('作为上级网站的一个目录（base 不是 /）', () => {
  test(
    '爬遍全站：没有死链，没有一个地址漏掉目录，网页标签 T1–T8、HTML 校验、页面重量都合格',
    { timeout: 560_000 },
    async () => {
      const seen = new Set<string>()
      const perKind = new Map<string, number>()
      const queue: [string, string][] = [
        `${base}/`,
        base + data.withdrawn,
        `${base}/nowhere.html`,
        `${base}/search?q=%E5%85%AC%E5%BC%80`,
      ].map(a => [a, '(start)'])
      const faults: string[] = []
      const styles = new Map<string, number>()
      const meant = new Set<string>()
      while (queue.length > 0) {
        const [address, from] = queue.pop()!
        const bare = address.split('#')[0]!
        if (seen.has(bare)) continue
        seen.add(bare)
        const kind = kindOf(bare)
        // Every kind of page several times; pages that differ only by their number say nothing new.
        perKind.set(kind, (perKind.get(kind) ?? 0) + 1)
        if (perKind.get(kind)! > 12) continue
        if (!bare.startsWith(`${base}/`)) {
          faults.push(`${bare} on ${from}: outside ${base}`)
          continue
        }
        const answer = await get(bare)
        const text = await answer.text()
        const isGone = bare === base + data.withdrawn || bare === base + data.purged
        const expected = isGone
          ? 410
          : bare.endsWith('/nowhere.html')
            ? 404
            : bare.startsWith(`${base}/mode`)
              ? 303
              : 200
        // Tables of many rows are given a few at a time (429): an answer, not a dead link.
        if (answer.status !== expected && !(answer.status === 429 && /list\.(csv|json|xlsx)/.test(bare)))
          faults.push(`${bare} on ${from}: ${answer.status}`)
        if (expected === 303 && !answer.headers.get('location')?.startsWith(`${base}/`))
          faults.push(`${bare}: leads to ${answer.headers.get('location')}`)
        if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
        for (const name of ['SiteName', 'SiteDomain', 'SiteIDCode'])
          if (meta(text, name).length !== 1 || meta(text, name)[0] === '') faults.push(`${bare}: ${name}`)
        if (meta(text, 'SiteDomain')[0] !== 'www.zhaoming.test') faults.push(`${bare}: SiteDomain`)
        const names = [...text.matchAll(/<meta name="([^"]+)"/g)].map(m => m[1]!)
        if (new Set(names).size !== names.length) faults.push(`${bare}: a tag twice`)
        const columns = ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'].filter(n =>
          names.includes(n),
        )
        if (columns.length !== 0 && columns.length !== 4) faults.push(`${bare}: ${columns.join()}`)
        if (names.includes('ArticleTitle')) {
          const h1 = decode(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(text)![1]!.replace(/<[^>]*>/g, '')).trim()
          if (meta(text, 'ArticleTitle')[0] !== h1) faults.push(`${bare}: ArticleTitle`)
          if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(meta(text, 'PubDate')[0] ?? ''))
            faults.push(`${bare}: PubDate`)
          if (columns.length !== 4) faults.push(`${bare}: no column`)
        }
        if (/(?:undefined|\[object|\{\{|NaN)/.test(text.replace(/<script[\s\S]*?<\/script>/g, '')))
          faults.push(`${bare}: placeholder`)
        // What is not there, or no longer, has no address of its own.
        const own = text.includes(`<link rel="canonical" href="https://www.zhaoming.test${base}/`)
        if (own !== (expected === 200)) faults.push(`${bare}: canonical`)
        if (
          !bare.includes('?') &&
          text.includes(`<link rel="canonical" href="https://www.zhaoming.test${bare}"`) &&
          !text.includes('<meta name="robots" content="noindex"/>')
        )
          meant.add(bare)
        if (perKind.get(kind)! <= 2) {
          const report = await validate.validateString(text)
          for (const r of report.results)
            for (const m of r.messages) faults.push(`${bare}: ${m.ruleId} ${m.message} ${m.selector}`)
          const style = /<link rel="stylesheet" href="([^"]+)"/.exec(text)![1]!
          if (!styles.has(style))
            styles.set(style, gzipSync(Buffer.from(await (await get(style)).arrayBuffer())).length)
          const script = /<script src="([^"]+)"/.exec(text)![1]!
          if (!styles.has(script))
            styles.set(script, gzipSync(Buffer.from(await (await get(script)).arrayBuffer())).length)
          const weight = gzipSync(text).length + styles.get(style)! + styles.get(script)!
          if (weight > 60 * 1024) faults.push(`${bare}: ${weight} bytes`)
        }
        for (const m of text
          .replace(/action="[^"]*" method="post"/g, '')
          .matchAll(/(?:href|src|action)="([^"]+)"/g)) {
          const next = decode(m[1]!)
          if (next.startsWith('/')) queue.push([next, bare])
        }
      }
      expect(faults).toEqual([])
      expect(web.errors).toEqual([])
      // The form of the search is found by its own address; everything else that may be found stands in the site map.
      meant.delete(`${base}/search`)
      const mapped = await siteMap()
      expect([...meant].filter(page => !mapped.has(page))).toEqual([])
      expect(seen.size).toBeGreaterThan(150)
      for (const kind of [
        '/',
        '/B/',
        '/B/content/N-N.html',
        '/B/institution.html',
        '/leave/N-N.html',
        '/report.html',
        '/mistakes.html',
        '/alerts.html',
        '/timeliness.html',
        '/B/timeliness.html',
        '/B/list/safety/',
        '/B/disclosure/statutory.html',
        '/sitemap.html',
      ])
        expect([...perKind.keys()], kind).toContain(base + kind)
    },
  )

  test('站点地图列的每个地址都打得开，自己就是自己的唯一地址，没有一个不许收录；没有重复的', async () => {
    const mapped = await siteMap()
    expect(mapped.size).toBeGreaterThan(60)
    for (const page of mapped) {
      const answer = await get(page)
      const text = await answer.text()
      expect([page, answer.status]).toEqual([page, 200])
      expect(text.includes(`<link rel="canonical" href="https://www.zhaoming.test${page}"`), page).toBe(true)
      expect(text, page).not.toContain('content="noindex"')
    }
    for (const path of ['/sitemap-pages-2.xml', '/sitemap-pages-0.xml', '/sitemap-pages-99999.xml'])
      expect((await get(base + path)).status).toBe(404)
  })

  test('不加末尾斜线、别的机关名下、带错日期的地址：301 到唯一的地址；机器地址 303', async () => {
    const to = async (path: string) => {
      const answer = await get(path)
      return [answer.status, answer.headers.get('location')]
    }
    expect(await to(base)).toEqual([301, `${base}/`])
    expect(await to(`${base}/jiaozuo`)).toEqual([301, `${base}/jiaozuo/`])
    expect(await to(base + data.live.replace('/jiaozuo/', '/henan/'))).toEqual([301, base + data.live])
    expect(await to(base + data.live.replace(/\d{8}-/, '20200101-'))).toEqual([301, base + data.live])
    expect(await to(`${base}/id/doc/${encodeURIComponent('焦应急')}/2026/31`)).toEqual([
      303,
      base + data.live,
    ])
    expect((await get(`${base}/id/doc/${encodeURIComponent('焦应急')}/2026/99999`)).status).toBe(404)
  })

  test('旧网站的网址 301 到本站的目录里；以前网站的根在目录外面，由前面的服务器转来的也认得', async () => {
    await t.db
      .insertInto('record.old_address')
      .values({ key: '/html/2019/1.html', target: data.live, table_id: 1 })
      .execute()
    web.portal.changed()
    for (const path of ['/Html/2019/1.html', `${base}/html/2019/1.html?x=1`]) {
      const answer = await get(path)
      expect([answer.status, answer.headers.get('location')], path).toEqual([301, base + data.live])
    }
    expect((await get('/Html/2019/2.html')).status).toBe(404)
  })

  test('别的域名 301 到主域名；伪造的 Host 什么也带不进来；按号码和内部名字来的照常回答', async () => {
    const { request } = await import('node:http')
    const ask = (host: string, path = `${base}/`) =>
      new Promise<{ status: number; location: string | undefined; text: string }>((resolve, reject) => {
        const { port } = new URL(web.url)
        request({ port, path, headers: { Host: host } }, response => {
          let text = ''
          response.on('data', part => (text += String(part)))
          response.on('end', () =>
            resolve({ status: response.statusCode!, location: response.headers.location, text }),
          )
        })
          .on('error', reject)
          .end()
      })
    expect(await ask('zhaoming.test')).toMatchObject({
      status: 301,
      location: `https://www.zhaoming.test${base}/`,
    })
    expect(await ask('evil.example', `${base}/jiaozuo/`)).toMatchObject({
      status: 301,
      location: `https://www.zhaoming.test${base}/jiaozuo/`,
    })
    for (const host of [
      'www.zhaoming.test',
      'www.zhaoming.test:443',
      '10.0.0.8:8080',
      '[::1]:8080',
      'localhost',
      'portal.internal',
    ])
      expect((await ask(host)).status, host).toBe(200)
    for (const host of ['evil.example', 'a"b<c>', '10.0.0.8'])
      expect((await ask(host)).text, host).not.toContain(host)
  })

  test('ETag 与 Last-Modified：没有变的返回 304，变了的返回新页', async () => {
    const first = await get(base + data.live)
    await first.text()
    const modified = first.headers.get('last-modified')!
    expect(Date.parse(modified)).toBeLessThanOrEqual(t.house.now().getTime())
    expect((await get(base + data.live, { 'If-None-Match': first.headers.get('etag')! })).status).toBe(304)
    expect((await get(base + data.live, { 'If-Modified-Since': modified })).status).toBe(304)
    expect(
      (await get(base + data.live, { 'If-Modified-Since': 'Mon, 01 Jan 2024 00:00:00 GMT' })).status,
    ).toBe(200)
    // The tag rules where both are sent (RFC 9110 13.2.2).
    expect(
      (await get(base + data.live, { 'If-None-Match': '"other"', 'If-Modified-Since': modified })).status,
    ).toBe(200)
  })

  test('离开本站的提示：只认已公开正文里的外站链接，政府网站直接链接', async () => {
    const page = await (await get(base + data.live)).text()
    const number = /-(\d+)\.html$/.exec(data.live)![1]
    expect(page).toContain(`href="${base}/leave/${number}-1.html"`)
    expect(page).toContain('href="https://www.gov.cn/"')
    expect(page).not.toContain('href="https://example.org')
    const leave = await (await get(`${base}/leave/${number}-1.html`)).text()
    expect(leave).toContain('您将离开本网站')
    expect(leave).toContain('example.org')
    expect((await get(`${base}/leave/${number}-2.html`)).status).toBe(404)
    expect((await get(`${base}/leave/999999-1.html`)).status).toBe(404)
  })

  test('查阅点大屏：没有一个通向站外的链接，用完清屏回到开始页，退出后恢复', async () => {
    const cookie = { Cookie: 'zm=kiosk-jiaozuo' }
    for (const path of [
      '/jiaozuo/kiosk.html',
      data.live,
      '/service.html',
      '/jiaozuo/disclosure/system.html',
      '/nowhere.html',
    ]) {
      const html = await (await get(base + path, cookie)).text()
      expect(html.match(/<a [^>]*href="(?:https?:|mailto:|tel:)/g), path).toBeNull()
      expect(html, path).toContain(`data-kiosk="${base}/mode?kiosk=jiaozuo&amp;back=%2Fjiaozuo%2Fkiosk.html`)
      expect(html, path).toContain('回到开始')
    }
    const enter = await get(`${base}/mode?kiosk=jiaozuo`)
    expect(enter.headers.get('set-cookie')).toContain('zm=kiosk-jiaozuo')
    expect(enter.headers.get('location')).toBe(`${base}/jiaozuo/kiosk.html`)
    const clear = await get(`${base}/mode?kiosk=jiaozuo&elder=0&contrast=0&back=%2Fjiaozuo%2Fkiosk.html`, {
      Cookie: 'zm=elder.contrast.kiosk-jiaozuo',
    })
    expect(clear.headers.get('set-cookie')).toContain('zm=kiosk-jiaozuo;')
    const leave = await get(`${base}/mode?kiosk=0&back=%2F`, cookie)
    expect(leave.headers.get('set-cookie')).toContain('Max-Age=0')
  })
})
