import { readXlsx } from 'hucre'
import Parser from 'rss-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
let control: string
const wicked = '=HYPERLINK("http://x")'

beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
  control = await publishOne(p.t.house, {
    body: 2,
    title: `${wicked}<i>&\u0003通知`,
    columns: ['notice'],
    tags: ['安全生产'],
    html: '<p>试行办法。</p>',
  })
})
afterAll(() => p.close())

const feeds = [
  '/list/all/',
  '/jiaozuo/list/all/',
  '/jiaozuo/list/safety/',
  '/henan/list/notice/',
  '/list/annual/',
  '/search/',
]
const q = '?q=%E5%AE%89%E5%85%A8'

describe('订阅源（上海实施意见一（三））', () => {
  it.each(feeds)('%s 的 RSS、Atom 由通用阅读器读得出，标识是规范网址', async folder => {
    const search = folder === '/search/' ? q : ''
    for (const form of ['rss.xml', 'atom.xml']) {
      const { status, text, headers } = await p.get(folder + form + search)
      expect(status, form).toBe(200)
      expect(headers.get('content-type')).toBe(`application/${form.slice(0, -4)}+xml; charset=utf-8`)
      const feed = await new Parser().parseString(text)
      expect(feed.title).toContain('昭明应急管理政务公开平台')
      if (folder === '/list/annual/') expect(feed.items).toHaveLength(0)
      else expect(feed.items.length).toBeGreaterThan(0)
      for (const item of feed.items) {
        expect(item.link).toMatch(/^http:\/\/zhaoming\.test\/[a-z]+\/content\/\d{8}-\d+\.html$/)
        expect((item as { guid?: string; id?: string }).guid ?? item.id).toBe(item.link)
        expect(Number.isFinite(Date.parse(item.isoDate!))).toBe(true)
      }
    }
  })

  it('JSON Feed 1.1 与 Atom 是同样的条目，最多 50 件，从新到旧', async () => {
    const feed = JSON.parse((await p.get('/list/all/feed.json')).text) as {
      version: string
      feed_url: string
      items: { id: string; url: string; date_published: string }[]
    }
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1')
    expect(feed.feed_url).toBe('http://zhaoming.test/list/all/feed.json')
    expect(feed.items).toHaveLength(49)
    const atom = await new Parser().parseString((await p.get('/list/all/atom.xml')).text)
    expect(feed.items.map(i => i.id)).toEqual(atom.items.map(i => i.link))
  })

  it('标题里的尖括号、控制字符不会弄坏 XML', async () => {
    const { text } = await p.get('/henan/list/notice/rss.xml')
    const feed = await new Parser().parseString(text)
    expect(feed.items[0]!.title).toBe(`${wicked}<i>&通知`)
  })

  it('按标签、年份、检索词都有订阅源；写错的条件是 404，不是全部', async () => {
    const tagged = await new Parser().parseString(
      (await p.get(`/list/all/rss.xml?tag=${encodeURIComponent('安全生产')}`)).text,
    )
    expect(tagged.items.map(i => i.link)).toEqual([`http://zhaoming.test${control}`])
    const year = await new Parser().parseString((await p.get('/jiaozuo/list/safety/atom.xml?year=2024')).text)
    expect(year.items.every(i => i.isoDate!.startsWith('2024'))).toBe(true)
    for (const bad of [
      '/list/nothing/rss.xml',
      '/nowhere/list/all/rss.xml',
      '/list/all/rss.xml?year=x',
      '/search/rss.xml?q=%F0%9F%98%80',
    ])
      expect((await p.get(bad)).status, bad).toBe(404)
  })

  it('列表页声明订阅源；没有变化时 304；撤回后不再出现', async () => {
    const page = (await p.get('/jiaozuo/list/safety/')).text
    for (const form of ['rss.xml', 'atom.xml', 'feed.json'])
      expect(page).toMatch(
        new RegExp(
          `<link rel="alternate" type="application/[a-z+]+" title="[^"]+" href="/jiaozuo/list/safety/${form.replace('.', '\\.')}"`,
        ),
      )
    const first = await p.get('/jiaozuo/list/policy/rss.xml')
    const again = await p.get('/jiaozuo/list/policy/rss.xml', { 'if-none-match': first.headers.get('etag')! })
    expect(again.status).toBe(304)
    const address = await publishOne(p.t.house, { body: 3, title: '马上撤回的', columns: ['policy'] })
    const third = await p.get('/jiaozuo/list/policy/rss.xml', { 'if-none-match': first.headers.get('etag')! })
    expect(third.status).toBe(200)
    expect(third.text).toContain('马上撤回的')
    await withdrawOne(p.t.house, address, 3)
    expect((await p.get('/jiaozuo/list/policy/rss.xml')).text).not.toContain('马上撤回的')
  })
})

describe('列表和检索结果下载（阜新细则三、数据可复用）', () => {
  const lines = (csv: string) =>
    csv
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split('\r\n')

  it('CSV、XLSX、JSON 是同样的行，一行不少', async () => {
    const csv = lines((await p.get('/jiaozuo/list/safety/list.csv')).text)
    expect(csv).toHaveLength(46)
    const bytes = await (await fetch(`${p.url}/jiaozuo/list/safety/list.xlsx`)).arrayBuffer()
    const sheet = (await readXlsx(new Uint8Array(bytes))).sheets[0]!
    const titles = sheet.rows.slice(3).map(r => r[1])
    expect(titles).toHaveLength(45)
    const json = JSON.parse((await p.get('/jiaozuo/list/safety/list.json')).text) as {
      documents: { title: string }[]
    }
    expect(json.documents.map(d => d.title)).toEqual(titles)
    expect(csv.slice(1).map(l => l.split(',')[1])).toEqual(titles)
  })

  it('公式不会被执行：CSV 前置撇号，XLSX 里是文字', async () => {
    const csv = lines((await p.get('/henan/list/notice/list.csv')).text)
    expect(csv[1]).toContain(`"'=HYPERLINK(""http://x"")<i>&通知"`)
    const bytes = new Uint8Array(await (await fetch(`${p.url}/henan/list/notice/list.xlsx`)).arrayBuffer())
    const sheet = (await readXlsx(bytes)).sheets[0]!
    expect(sheet.rows.flat().filter(v => typeof v === 'string' && /^[=+@]/.test(v))).toEqual([])
  })

  it('检索结果整批下载，与检索条件一致', async () => {
    const csv = lines(
      (await p.get(`/search/list.csv?q=${encodeURIComponent('安全检查')}&body=jiaozuo&year=2026`)).text,
    )
    expect(csv.length).toBeGreaterThan(3)
    expect(csv.slice(1).every(l => l.startsWith('2026-') && l.includes('安全检查'))).toBe(true)
    const number = lines((await p.get(`/search/list.csv?q=${encodeURIComponent('焦应急[2026]31号')}`)).text)
    expect(number[1]).toContain('焦应急〔2026〕31号')
  })

  it('下载的件数与检索页写的相同，检索页有下载和订阅的链接', async () => {
    for (const search of [
      `?q=${encodeURIComponent('安全')}`,
      `?q=${encodeURIComponent('检查')}&column=safety&sort=time`,
    ]) {
      const page = (await p.get(`/search${search}`)).text
      const total = Number(/找到\s*(?:<[^>]+>)*\s*([\d,]+)/.exec(page)![1]!.replace(/,/g, ''))
      const href = /href="(\/search\/list\.csv\?[^"]+)"/.exec(page)![1]!.replace(/&amp;/g, '&')
      expect(lines((await p.get(href)).text)).toHaveLength(total + 1)
      const feed = /rel="alternate" type="application\/rss\+xml"[^>]*href="([^"]+)"/
        .exec(page)![1]!
        .replace(/&amp;/g, '&')
      expect((await new Parser().parseString((await p.get(feed)).text)).items).toHaveLength(
        Math.min(50, total),
      )
    }
  })

  it('写错的条件逐条说明；不接受别的方法', async () => {
    const bad = await p.get('/search/list.csv?body=none&year=26&column=x')
    expect(bad.status).toBe(400)
    expect(bad.text.trim().split('\n')).toHaveLength(3)
    expect((await fetch(`${p.url}/list/all/list.csv`, { method: 'POST' })).status).toBe(405)
  })
})

describe('同义词', () => {
  it('订阅源、表格、开放接口、适配的检索与站内检索用同样的同义词：搜“危化品”找到“危险化学品”', async () => {
    const title = '危险化学品企业执法检查结果'
    await publishOne(p.t.house, { body: 3, title, columns: ['penalty'], html: '<p>结果如下。</p>' })
    const word = encodeURIComponent('危化品')
    for (const address of [
      `/search?q=${word}`,
      `/jiaozuo/list/penalty/rss.xml?q=${word}`,
      `/list/penalty/list.csv?q=${word}`,
      `/api/v1/documents?q=${word}`,
      `/api/v1/documents?q=${word}&body=jiaozuo`,
      `/gkmlpt/jsonp/site/900003?text=${word}`,
    ])
      expect((await p.get(address)).text.replace(/<\/?mark>/g, ''), address).toContain(title)
    const other = JSON.parse((await p.get(`/api/v1/documents?q=${word}&body=henan`)).text) as {
      documents: unknown[]
    }
    expect(other.documents).toEqual([])
  })
})

describe('嵌入上级门户（政府网站发展指引：县级部门依托上级门户）', () => {
  it('片段只有正文，地址都完整；JSON 说出各部分', async () => {
    const { status, text, headers } = await p.get('/jiaozuo/list/safety/?view=fragment')
    expect(status).toBe(200)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(text).toMatch(/^<div class="zhaoming" lang="zh-CN">/)
    expect(text).not.toMatch(/<html|<header|<footer/)
    for (const [, href] of text.matchAll(/ (?:href|src|action)="([^"]*)"/g))
      expect(href).toMatch(/^https?:\/\//)
    const json = JSON.parse((await p.get(`${data.live}?view=json`)).text) as {
      title: string
      address: string
      article: { published_at: string }
      html: string
    }
    expect(json.address).toBe(`http://zhaoming.test${data.live}`)
    expect(json.article.published_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/)
    expect(json.html).toContain('坚持公开为常态')
    expect((await p.get(data.live)).text).toContain('<header')
    expect((await p.get(`${data.purged}?view=json`)).status).toBe(410)
  })
})

describe('作为上级门户的一个栏目（政府网站发展指引 W1）', () => {
  it('上级门户的页头页脚、样式由配置给出；脚本、外站图片、行内样式被去掉；路径前缀处处有效', async () => {
    const h = await makeTestPortal({
      publicUrl: 'http://www.county.test/yjj',
      site: {
        name: '某县应急管理局',
        idCode: '4108210001',
        organizer: '某县应急管理局',
        host: {
          head: '<div class="top" style="position:fixed" onclick="x()"><a href="/">某县人民政府</a><script>x()</script><img src="/logo.png"><img src="https://elsewhere.example/x.png"></div>',
          foot: '<p>某县人民政府办公室主办</p>',
          stylesheet: '/css/county.css',
        },
      },
    })
    try {
      await fill(h.t)
      const { text } = await h.get('/yjj/list/all/')
      expect(text).toContain(
        '<section class="host-part" aria-label="所在门户页头"><div class="top"><a href="/">某县人民政府</a><img',
      )
      expect(text).toContain('某县人民政府办公室主办')
      expect(text).toContain('<link rel="stylesheet" href="/css/county.css"/>')
      expect(text).not.toMatch(/onclick|position:fixed|elsewhere\.example|x\(\)/)
      const feed = await new Parser().parseString((await h.get('/yjj/list/all/rss.xml')).text)
      expect(feed.items[0]!.link).toMatch(/^http:\/\/www\.county\.test\/yjj\/[a-z]+\/content\//)
      const api = JSON.parse((await h.get('/yjj/api/v1/documents?limit=1')).text) as {
        documents: { url: string }[]
      }
      expect(api.documents[0]!.url).toMatch(/^http:\/\/www\.county\.test\/yjj\//)
      for (const [, href] of text.matchAll(/<link rel="alternate"[^>]* href="([^"]+)"/g))
        expect((await h.get(href!)).status, href).toBe(200)
    } finally {
      await h.close()
    }
  })
})
