import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, makeTestPortal, raiseAlert, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { makeTerm } from '#tag/model.ts'
import { browserWanted, openBrowser } from '../../../test/setup/browser.ts'
import { exportRecord } from './export.ts'

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
let out: string
let web: { url: string; close(): Promise<void> }

/** A web server that knows nothing but files. */
async function serveFiles(root: string) {
  const types: Record<string, string> = {
    '.html': 'text/html; charset=utf-8',
    '.css': 'text/css',
    '.js': 'text/javascript',
    '.json': 'application/json',
  }
  const server = http.createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://x').pathname)
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path)
    readFile(file).then(
      bytes =>
        response
          .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
          .end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}

const run = (more: { signal?: AbortSignal; isFresh?: boolean } = {}) =>
  exportRecord({
    db: p.t.portalDb,
    portal: p.portal,
    site: { ...p.t.house.site, origin: 'http://zhaoming.test', domain: 'zhaoming.test' },
    now: p.t.house.now,
    out,
    progress: () => {},
    ...more,
  })

/** Follows every link of every page from the front page; the files met, and the links that lead nowhere. */
async function crawl(base: string) {
  const met = new Map<string, number>()
  const dead: string[] = []
  const queue = [['/', '(start)']]
  while (queue.length > 0) {
    const [path, from] = queue.shift()! as [string, string]
    if (met.has(path)) continue
    const answer = await fetch(base + path)
    met.set(path, answer.status)
    if (answer.status !== 200) dead.push(`${from} → ${path}`)
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
    const text = await answer.text()
    for (const [, href] of text.matchAll(
      /<(?:a|link|script|img|form)\b[^>]*? (?:href|src|action)="([^"]*)"/g,
    )) {
      const url = new URL(href!.replace(/&amp;/g, '&'), base + path)
      if (url.origin === base) queue.push([url.pathname, path])
    }
  }
  return { met, dead }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(e => e.isFile()).map(e => join(e.parentPath, e.name).slice(folder.length + 1))
}

beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
  await p.t.db
    .insertInto('record.old_address')
    .values([
      { key: '/showinfo.aspx?a=1&id=通', target: data.live, table_id: 1 },
      { key: '/%d5%fe/1.html', target: '/jiaozuo/', table_id: 1 },
    ])
    .execute()
  out = await mkdtemp(join(tmpdir(), 'zhaoming-export-'))
  const result = await run()
  expect(result.missing).toEqual([])
  web = await serveFiles(out)
})
afterAll(async () => {
  await web.close()
  await p.close()
  await rm(out, { recursive: true, force: true })
})

describe('静态导出（架构：全部公开记录脱离系统也读得到）', { timeout: 240_000 }, () => {
  it('只靠普通文件服务器，每个站内链接都通，每件公开的都走得到', async () => {
    const { met, dead } = await crawl(web.url)
    expect(dead).toEqual([])
    const standing = await p.t.portalDb
      .selectFrom('record.current')
      .select('address')
      .where('standing', '=', 'published')
      .execute()
    for (const { address } of standing) expect(met.get(address), address).toBe(200)
    expect(met.get(data.fileOf(data.live))).toBe(200)
  })

  it('没有一处要靠服务器：没有提交的表单，没有指向后台、接口、显示方式的链接', async () => {
    for (const file of (await filesIn(out)).filter(f => f.endsWith('.html'))) {
      const text = await readFile(join(out, file), 'utf8')
      expect(text, file).not.toMatch(/method="post"|href="[^"]*(?:\/mode\?|\/console\/|\/api\/v1|\?page=)/)
      expect(text, file).not.toMatch(/ (?:href|src|action)="\//)
    }
  })

  it('正文、回执、数据与在线的逐字节相同；订阅源、站点地图、公钥都在', async () => {
    for (const part of ['.receipt.json', '.json']) {
      const path = data.live.replace('.html', part)
      expect(await (await fetch(web.url + path)).text()).toBe((await p.get(path)).text)
    }
    const page = await (await fetch(web.url + data.live)).text()
    expect(page).toContain('坚持公开为常态')
    expect(page).toContain(`<link rel="canonical" href="http://zhaoming.test${data.live}"/>`)
    for (const path of [
      '/list/all/rss.xml',
      '/sitemap.xml',
      '/sitemap-0.xml',
      '/robots.txt',
      '/chain.json',
      '/.well-known/zhaoming-receipt-key.pem',
    ])
      expect((await fetch(web.url + path)).status, path).toBe(200)
  })

  it('撤回的地址上是墓碑页，没有标题、正文、附件；另给网页服务器一份 410 名单', async () => {
    const tombstone = await (await fetch(web.url + data.purged)).text()
    expect(tombstone).toContain('撤回')
    const all = await filesIn(out)
    const purgedNumber = /-(\d+)\.html$/.exec(data.purged)![1]!
    expect(all.filter(f => f.startsWith(`files/${purgedNumber}/`))).toEqual([])
    for (const file of all.filter(f => /\.(html|json|xml)$/.test(f)))
      expect(await readFile(join(out, file), 'utf8'), file).not.toContain('张某某')
    expect(await readFile(join(out, 'withdrawn.txt'), 'utf8')).toContain(data.purged)
    // 换网站以前的旧网址，静态副本也转得过去。
    const old = await readFile(join(out, 'nginx-old-addresses.conf'), 'utf8')
    expect(old).toContain(`  "/showinfo.aspx?a=1&id=%E9%80%9A" "${data.live}";`)
    expect(old).toContain(`  "/%d5%fe/1.html" "/jiaozuo/";`)
    expect(await readFile(join(out, 'nginx-withdrawn.conf'), 'utf8')).toContain(
      `location = ${data.purged} { return 410; }`,
    )
  })

  it('年份页列出该年全部，件数与在线一致', async () => {
    const text = await (await fetch(`${web.url}/jiaozuo/list/safety/2026.html`)).text()
    const online = Number(/共 (\d+) 件/.exec((await p.get('/jiaozuo/list/safety/?year=2026')).text)![1])
    expect(text.match(/<tr><td data-label="发布日期"/g)).toHaveLength(online)
  })

  it.skipIf(!browserWanted)('浏览器里按标题、文号查找，索引分片很小', async () => {
    const browser = await openBrowser()
    try {
      const tab = await browser.newPage()
      await tab.goto(`${web.url}${data.live}`)
      await tab.fill('input[name="q"]', '安全检查 第7期')
      await tab.press('input[name="q"]', 'Enter')
      await tab.waitForSelector('#found li')
      await expect.poll(() => tab.locator('#found li a').allInnerTexts()).toEqual(['焦作市安全检查情况第7期'])
      await tab.goto(`${web.url}/search.html?q=${encodeURIComponent('焦应急[2026]31号')}`)
      await tab.waitForSelector('#found li')
      await tab.click('#found li a')
      await tab.locator('h1', { hasText: '双随机' }).waitFor()
      await tab.click('button:has-text("长者版")')
      await tab.locator('html.elder').waitFor()
    } finally {
      await browser.close()
    }
    for (const file of (await filesIn(out)).filter(f => f.startsWith('search/')))
      expect((await stat(join(out, file))).size, file).toBeLessThan(150_000)
  })

  it('没有变化时什么也不写；有变化只写有关的，结果与重新导出相同', async () => {
    const idle = await run()
    expect(idle).toMatchObject({ documents: 0, written: 0, isWhole: false })
    const added = await publishOne(p.t.house, { body: 3, title: '增量的一件', columns: ['safety'] })
    await publishOne(p.t.house, { body: 1, title: '将撤回', columns: ['policy'] }).then(a =>
      withdrawOne(p.t.house, a, 1),
    )
    await withdrawOne(p.t.house, data.ended, 2)
    const some = await run()
    expect(some.isWhole).toBe(false)
    expect(some.documents).toBeLessThan(8)
    expect((await fetch(web.url + added)).status).toBe(200)
    expect(await (await fetch(`${web.url}/list/all/rss.xml`)).text()).toContain('增量的一件')
    const before = new Map(
      await Promise.all(
        (await filesIn(out)).map(async f => [f, await readFile(join(out, f), 'utf8')] as const),
      ),
    )
    const old = out
    out = await mkdtemp(join(tmpdir(), 'zhaoming-export-'))
    await run()
    const fresh = (await filesIn(out)).filter(f => !f.startsWith('.'))
    for (const file of fresh) expect(before.get(file), file).toBe(await readFile(join(out, file), 'utf8'))
    await rm(out, { recursive: true, force: true })
    out = old
    expect((await crawl(web.url)).dead).toEqual([])
  })

  it('中途停止后接着写，最后是完整的一份', async () => {
    const old = out
    out = await mkdtemp(join(tmpdir(), 'zhaoming-export-'))
    const stopped = await run({ signal: AbortSignal.abort() })
    expect(stopped.documents).toBeGreaterThan(0)
    expect(await readdir(out)).toContain('.zhaoming-export.json')
    const late = await publishOne(p.t.house, { body: 2, title: '停止期间公开', columns: ['notice'] })
    const rest = await run()
    expect(rest.isWhole).toBe(true)
    const second = await serveFiles(out)
    expect((await crawl(second.url)).dead).toEqual([])
    expect((await fetch(second.url + late)).status).toBe(200)
    await second.close()
    await rm(out, { recursive: true, force: true })
    out = old
  })

  it('突发事件：启用横幅后再导出一次，每一页都有；解除后每一页都没有', async () => {
    const title = '启动低温雨雪冰冻灾害四级应急响应'
    const carries = async (path: string) => (await (await fetch(web.url + path)).text()).includes(title)
    await raiseAlert(p.t, 1)
    expect((await run()).isWhole).toBe(true)
    for (const path of ['/', '/mem/', '/henan/list/all/', data.live, data.withdrawn])
      expect(await carries(path), path).toBe(true)
    expect(await run()).toMatchObject({ documents: 0, written: 0 })
    await p.t.db.updateTable('record.alert').set({ lowered_at: p.t.house.now() }).execute()
    p.t.house.recordChanged()
    await run()
    for (const path of ['/', '/mem/', '/henan/list/all/', data.live])
      expect(await carries(path), path).toBe(false)
    await p.t.db.updateTable('record.alert').set({ lowered_at: null }).execute()
    p.t.house.recordChanged()
    await run()
    expect((await crawl(web.url)).dead).toEqual([])
  })

  it('标签目录换了一版，页面全部重写一遍；不换的不写', async () => {
    const terms = [makeTerm('flood', '防汛抗旱'), makeTerm('drought', '抗旱')]
    await p.t.db
      .insertInto('record.thesaurus')
      .values({ body_id: 1, number: 1, since: '2026-11-22', terms: JSON.stringify(terms) })
      .execute()
    p.t.house.recordChanged()
    expect((await run()).isWhole).toBe(true)
    expect(await (await fetch(`${web.url}/tags.html`)).text()).toContain('防汛抗旱')
    // A tag under which nothing stands is a word of the directory, no page.
    expect((await fetch(`${web.url}/tags/flood.html`)).status).toBe(404)
    expect(await run()).toMatchObject({ documents: 0, written: 0 })
    expect((await crawl(web.url)).dead).toEqual([])
  })

  it('办公一侧和门户都停了，导出的照样读得到，横幅也在', async () => {
    await p.t.db.destroy()
    await p.t.portalDb.destroy()
    expect((await p.get('/henan/list/all/?page=1')).status).toBeGreaterThanOrEqual(500)
    const { met, dead } = await crawl(web.url)
    expect(dead).toEqual([])
    expect(met.get(data.live)).toBe(200)
    for (const path of ['/', data.live])
      expect(await (await fetch(web.url + path)).text(), path).toContain('启动低温雨雪冰冻灾害四级应急响应')
  })
})
