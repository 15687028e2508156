import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { numberOf } from './present.ts'

let p: TestPortal
let data: Awaited<ReturnType<typeof fill>>
beforeAll(async () => {
  p = await makeTestPortal()
  data = await fill(p.t)
})
afterAll(() => p.close())

type Article = {
  id: number
  title: string
  document_number: string
  identifier: string
  date: number
  display_publish_time: number
  classify_main: number
  classify_main_name: string
  url: string
  post_url: string
  is_abolished: number
  attachment: { name: string; url: string }[]
}
type Config = {
  SID: string
  TREE: { id: number; name: string; post_count: number }[]
  SITES: { sid: string; name: string }[]
}
type List = { classify: { post_count: number }; total: number; articles: Article[] }
const path = (url: string) => url.replace('http://zhaoming.test', '')
const json = async <T>(address: string) => JSON.parse((await p.get(address)).text) as T

/** Reads `window._CONFIG = {…};` out of a page, as a collector does. */
async function configIn<T>(address: string): Promise<T> {
  const { text, status } = await p.get(address)
  expect(status, address).toBe(200)
  return JSON.parse(/window\._CONFIG = (\{.*\});<\/script>/.exec(text)![1]!) as T
}

/** Walks a site as a collector of 政府信息公开目录管理平台 would: shell, categories, pages, details. */
async function harvest(sid?: string) {
  const config = await configIn<Config>(`/gkmlpt/index${sid ? `?sid=${sid}` : ''}`)
  const found = new Map<number, Article>()
  for (const category of config.TREE) {
    let met = 0
    for (let page = 1; ; page++) {
      const list = await json<List>(`/gkmlpt/api/all/${category.id}?page=${page}&sid=${config.SID}`)
      expect(list.classify.post_count).toBe(category.post_count)
      if (list.articles.length === 0) break
      met += list.articles.length
      for (const a of list.articles) found.set(a.id, a)
    }
    expect(met, category.name).toBe(category.post_count)
  }
  return { config, found }
}

describe('省目录平台（gkmlpt）的采集器不改一行就能采全', () => {
  it('栏目、分页、件数互相对得上，与开放接口同一批', async () => {
    const { config, found } = await harvest()
    expect(config.TREE[0]).toMatchObject({ id: 0, name: '全部' })
    const own: number[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { documents: { id: number }[]; next_cursor: string | null } = await json(
        `/api/v1/documents?limit=20${cursor ? `&cursor=${cursor}` : ''}`,
      )
      own.push(...page.documents.map(d => d.id))
      cursor = page.next_cursor
    }
    expect([...found.keys()].sort()).toEqual(own.sort())
  })

  it('一个机关一个站点编号', async () => {
    const { config } = await harvest()
    const site = config.SITES.find(s => s.name === '河南省应急管理厅')!
    const { found } = await harvest(site.sid)
    expect([...found.values()].every(a => a.url.startsWith('http://zhaoming.test/henan/'))).toBe(true)
    expect((await p.get('/gkmlpt/api/all/0?sid=999999')).status).toBe(404)
    expect((await p.get('/gkmlpt/api/all/0?page=0')).status).toBe(404)
    expect((await p.get('/gkmlpt/api/all/500')).status).toBe(404)
  })

  it('目录项与详情页：文号、索引号、日期、正文、附件都在，地址都打得开', async () => {
    const list = await json<List>('/gkmlpt/api/all/0?page=1')
    const item = list.articles.find(a => a.url.endsWith(data.live))!
    expect(item).toMatchObject({
      document_number: '焦应急〔2026〕31号',
      identifier: '11410800MB1234567X/2026-00031',
      classify_main_name: '行政规范性文件',
      date: Date.parse('2026-11-09T00:00:00+08:00') / 1000,
    })
    expect(path(item.post_url)).toBe(`/gkmlpt/content/0/0/post_${item.id}.html`)
    const { DETAIL } = await configIn<{ DETAIL: Article & { content: string } }>(path(item.post_url))
    expect(DETAIL.content).toContain('坚持公开为常态')
    expect(DETAIL.attachment).toHaveLength(1)
    expect((await p.get(path(DETAIL.attachment[0]!.url))).status).toBe(200)
    const meta = await json<Record<string, unknown>>(`/gkmlpt/postmeta/p/0/0/${item.id}.json`)
    expect(meta).toMatchObject({
      json_ext: { EXT_wh: '焦应急〔2026〕31号', EXT_wjlb: '通知' },
      origin_url: item.url,
    })
    expect(list.articles.find(a => a.url.endsWith(data.ended))!.is_abolished).toBe(1)
    expect((await p.get(path(item.url))).status).toBe(200)
  })

  it('撤回的从列表消失，详情 410，不带标题和正文', async () => {
    const id = numberOf(data.purged)
    for (const address of [`/gkmlpt/content/0/0/post_${id}.html`, `/gkmlpt/postmeta/p/0/0/${id}.json`]) {
      const answer = await p.get(address)
      expect(answer.status).toBe(410)
      expect(answer.text).not.toContain('张某某')
    }
  })

  it('检索带回调名；回调名里不能夹带脚本', async () => {
    const { text, headers } = await p.get(
      `/gkmlpt/jsonp/site/900003?page=1&pagesize=5&text=${encodeURIComponent('安全检查')}&callback=cb`,
    )
    expect(headers.get('content-type')).toContain('text/javascript')
    const value = JSON.parse(/^\/\*\*\/cb\((.*)\);$/s.exec(text)![1]!) as {
      results: Article[]
      count: number
    }
    expect(value.count).toBe(45)
    expect(value.results).toHaveLength(5)
    expect((await p.get('/gkmlpt/jsonp/site/900003?text=a&callback=alert(1)//')).status).toBe(400)
  })
})

describe('中国政府网样式的列表和检索', () => {
  it('最新政策：四个字段，从新到旧', async () => {
    const rows = await json<{ TITLE: string; URL: string; DOCRELPUBTIME: string }[]>(
      '/gkmlpt/gov/ZUIXINZHENGCE.json',
    )
    expect(rows.length).toBeGreaterThan(2)
    for (const r of rows) {
      expect(Object.keys(r)).toEqual(['TITLE', 'SUB_TITLE', 'URL', 'DOCRELPUBTIME'])
      expect((await p.get(path(r.URL))).status).toBe(200)
    }
    expect(rows.map(r => r.DOCRELPUBTIME)).toEqual(
      rows
        .map(r => r.DOCRELPUBTIME)
        .sort()
        .reverse(),
    )
  })

  it('政策文件库检索：200 带 listVO，没有则 1001', async () => {
    const found = await json<{ code: number; searchVO: { totalCount: number; listVO: { pcode: string }[] } }>(
      `/gkmlpt/gov/search?t=zhengcelibrary&q=${encodeURIComponent('政务公开')}&p=1&n=5`,
    )
    expect(found.code).toBe(200)
    expect(found.searchVO.listVO.map(v => v.pcode)).toContain('焦应急〔2026〕31号')
    expect((await json<{ code: number }>('/gkmlpt/gov/search?q=%F0%9F%98%80')).code).toBe(1001)
  })
})
