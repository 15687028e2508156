import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heldTagNames } from '#record/tags.ts'
import { faultOfCurrent } from '#record/verify/current.ts'
import { makeDocumentBench, type DocumentBench } from '#document/journey.fixture.ts'
import { htmlFaults } from '../../test/setup/html.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeWeb, type Web } from '../../test/setup/web.ts'
import { doors, pages, siteState } from '../rooms.ts'
import { changed, putBelow, putInForce, term } from './tag.fixture.ts'

let bench: DocumentBench
let city: Bureau
let web: Web
let first = ''

const get = async (path: string) => {
  const answer = await fetch(web.url + path, { redirect: 'manual' })
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
}
const published = async (title: string, tags: string[]) => {
  const id = await bench.upTo('publish', { title, tags })
  const row = await bench.t.db.selectFrom('document').select('address').where('id', '=', id).executeTakeFirstOrThrow() // prettier-ignore
  return row.address!
}
const feed = async (query: string) => (await get(`/list/all/feed.json?${query}`)).text
const found = async (query: string) => (await get(`/api/v1/documents?${query}`)).text.replace(/\s/g, '')

beforeAll(async () => {
  bench = await makeDocumentBench('2026-03-02T09:00:00+08:00')
  const { t } = bench
  city = await makeBureau(t.db, 'city', '测试市应急管理局')
  await putBelow(t, bench.bureau.bodyId, [city.bodyId])
  await putInForce(t, city.actors, {
    terms: [
      term('disaster', '防灾减灾'),
      term('flood', '防汛', { synonyms: ['三防'], broader: 'disaster', note: '江河、水库、城市内涝。' }),
      term('drought', '抗旱', { broader: 'disaster' }),
      term('firm', '企业', { group: 'audience' }),
      term('worker', '从业人员', { group: 'audience' }),
      term('ended', '旧标签', { to: '2026-03-02' }),
    ],
    rule: null,
  })
  await putInForce(t, bench.who, { terms: [term('t-river', '黄河滩区')], rule: null })
  first = await published('测试县关于防汛的通知', ['flood', 'firm', 't-river'])
  await published('测试县关于抗旱的通知', ['drought', 'ended'])
  await published('测试县关于防汛和抗旱的通知', ['flood', 'drought'])
  web = await makeWeb(t, { pages, state: siteState, doors })
})
afterAll(async () => {
  await web.close()
  await bench.t.close()
})

describe('公众的标签目录', () => {
  test('全站和本机关的目录：分组、件数、本地标记、上下位；没有文件的标签也在', async () => {
    const own = (await get('/test-bureau/tags.html')).text
    for (const part of [
      '适用对象',
      '主题',
      '黄河滩区</a><span class="num">1</span><span class="tag">本地',
      '从业人员',
    ])
      expect(own).toContain(part)
    // No way to an empty page; its address is still there, for who wrote it down.
    expect(own).not.toContain('href="/test-bureau/tags/worker.html"')
    expect(own).toContain('href="/test-bureau/tags/flood.html">防汛</a><span class="num">2</span>')
    expect((await get('/city/tags.html')).text).not.toContain('黄河滩区')
    const site = (await get('/tags.html')).text
    expect(site).toContain('href="/tags/t-river.html"')
    expect((await get('/')).text).toContain('按标签查找')
    expect((await get('/sitemap.html')).text).toContain('href="/tags.html"')
  })

  test('一个标签的页面：说明、上下位、也叫什么、标了它的文件、订阅源和筛选', async () => {
    const page = (await get('/tags/flood.html')).text
    for (const part of [
      '江河、水库、城市内涝。',
      'href="/tags/disaster.html">防灾减灾</a>',
      '三防',
      '测试县关于防汛的通知',
      '测试县关于防汛和抗旱的通知',
      `/list/all/rss.xml?tag=${encodeURIComponent('防汛')}`,
      `/search?tag=${encodeURIComponent('防汛')}`,
    ])
      expect(page).toContain(part)
    expect(page).not.toContain('测试县关于抗旱的通知')
    expect((await get('/tags/firm.html')).text).toContain(`rss.xml?audience=${encodeURIComponent('企业')}`)
    const empty = (await get('/tags/worker.html')).text
    expect(empty).toContain('现在没有标“从业人员”的文件')
    expect(empty).toContain(`href="/search?q=${encodeURIComponent('从业人员')}"`)
    expect(empty).not.toContain('下载本列表')
    for (const missing of [
      '/tags/none.html',
      '/tags/flood.html?page=2',
      '/nobody/tags.html',
      '/city/tags/t-river.html',
    ])
      expect((await get(missing)).status, missing).toBe(404)
  })

  test('公文页上的标签和适用对象链接到标签页；接口、订阅源、表格和筛选里都有', async () => {
    const page = (await get(first)).text
    expect(page).toMatch(/适用对象<\/dt><dd><span><a href="\/tags\/firm.html">企业<\/a>/)
    expect(page).toContain('href="/tags/t-river.html">黄河滩区</a>')
    expect(await found(`tag=${encodeURIComponent('黄河滩区')}`)).toContain('"tags":["防汛","黄河滩区"]')
    expect(await found(`audience=${encodeURIComponent('企业')}`)).toContain('"audience":["企业"]')
    expect((await get('/search?q=%E9%80%9A%E7%9F%A5')).text).toMatch(
      /适用对象[\s\S]*企业[\s\S]*标签[\s\S]*防汛/,
    )
  })

  test('页面的 HTML 合格', async () => {
    for (const path of [
      '/tags.html',
      '/test-bureau/tags.html',
      '/tags/flood.html',
      '/tags/worker.html',
      '/',
      first,
    ])
      expect(await htmlFaults((await get(path)).text), path).toEqual([])
  })

  test('目录本身的 CSV 和 JSON', async () => {
    const csv = (await get('/test-bureau/tags.csv')).text
    expect(csv.startsWith('标识,组,名称')).toBe(true)
    expect(csv).toContain('flood,主题,防汛,三防,,江河、水库、城市内涝。,防灾减灾')
    const json = JSON.parse((await get('/test-bureau/tags.json')).text) as {
      versions: { body: string; version: number }[]
      terms: { key: string; local: boolean; body: string }[]
    }
    expect(json.versions.map(v => [v.body, v.version])).toEqual([
      ['city', 1],
      ['test-bureau', 1],
    ])
    expect(json.terms.find(one => one.key === 't-river')).toMatchObject({ local: true, body: 'test-bureau' })
  })
})

describe('改名、合并以后，网址、订阅源、筛选都不断', () => {
  const old = encodeURIComponent('防汛')
  const now = encodeURIComponent('防汛防旱')
  test('改名：页面网址不变，老名字的订阅源、接口、表格照样给，检索转到新名；已公布的内容一字不动', async () => {
    const { t } = bench
    const before = await t.db
      .selectFrom('record.content')
      .select(['hash', 'content'])
      .orderBy('hash')
      .execute()
    const form = await changed(t, city.bodyId, one => (one.key === 'flood' ? { name: '防汛防旱' } : {}))
    await putInForce(t, city.actors, form)
    const page = await get('/tags/flood.html')
    expect(page.status).toBe(200)
    for (const part of ['<h1 class="page-title">防汛防旱</h1>', '曾用名', '测试县关于防汛的通知'])
      expect(page.text).toContain(part)
    for (const name of [old, now]) {
      expect(await feed(`tag=${name}`)).toContain('测试县关于防汛和抗旱的通知')
      expect(await found(`tag=${name}`)).toContain('"tags":["防汛防旱","黄河滩区"]')
    }
    expect(await get(`/search?tag=${old}&page=1`)).toMatchObject({ status: 301, to: `/search?tag=${now}` })
    expect((await get(`/search/list.csv?tag=${old}`)).text).toContain('测试县关于防汛的通知')
    expect((await get(first)).text).toContain('href="/tags/flood.html">防汛防旱</a>')
    expect((await get('/search?q=%E9%80%9A%E7%9F%A5')).text).not.toMatch(/>防汛 </)
    expect(
      await t.db.selectFrom('record.content').select(['hash', 'content']).orderBy('hash').execute(),
    ).toEqual(before)
  })

  test('合并：老网址301到新的，件数不重复；以前的名字仍然找得到', async () => {
    const { t } = bench
    await putInForce(t, city.actors, await changed(t, city.bodyId, one => (one.key === 'drought' ? { replacedBy: 'flood' } : {}))) // prettier-ignore
    expect(await get('/tags/drought.html')).toMatchObject({ status: 301, to: '/tags/flood.html' })
    expect(await get('/test-bureau/tags/drought.html')).toMatchObject({
      status: 301,
      to: '/test-bureau/tags/flood.html',
    })
    expect((await get('/tags.html')).text).toContain('>防汛防旱</a><span class="num">3</span>')
    expect(await feed(`tag=${encodeURIComponent('抗旱')}`)).toContain('测试县关于防汛的通知')
    expect(await get(`/search?tag=${encodeURIComponent('抗旱')}`)).toMatchObject({ status: 301 })
  })

  test('正在发布的和正在改名的互相等：谁先谁后，公开的都是现在的名字', async () => {
    const { t } = bench
    let go = () => {}
    const hold = new Promise<void>(resolve => (go = resolve))
    let isHeld = () => {}
    const held = new Promise<void>(resolve => (isHeld = resolve))
    // As a publication that is not finished yet.
    const publishing = t.db.transaction().execute(async trx => {
      const names = await heldTagNames(trx, bench.bureau.bodyId)
      isHeld()
      await hold
      return names.get('黄河滩区')!.current
    })
    await held
    const form = await changed(t, bench.bureau.bodyId, () => ({ name: '黄河湿地' }))
    let isDone = false
    const renaming = putInForce(t, bench.who, form).then(() => (isDone = true))
    await new Promise(resolve => setTimeout(resolve, 700))
    expect(isDone).toBe(false)
    go()
    expect(await publishing).toBe('黄河滩区')
    await renaming
    expect((await get(first)).text).toContain('黄河湿地</a>')
  })

  test('链的核对照旧无误；谁改了现状表里的标签，查得出来', async () => {
    const { db } = bench.t
    expect(await faultOfCurrent(db, bench.bureau.bodyId)).toBeNull()
    await db
      .updateTable('record.current')
      .set({ tags: ['伪造'] })
      .where('address', '=', first)
      .execute()
    expect((await faultOfCurrent(db, bench.bureau.bodyId))!.text).toContain('tags')
    await db.updateTable('record.current').set({ tags: ['防汛防旱', '黄河湿地'] }).where('address', '=', first).execute() // prettier-ignore
    expect(await faultOfCurrent(db, bench.bureau.bodyId)).toBeNull()
  })

  test('停用的不能再选，已经标的还在', async () => {
    bench.t.setNow('2026-03-03T09:00:00+08:00')
    web.portal.changed()
    expect((await get('/tags.html')).text).toMatch(
      /旧标签<\/a><span class="num">1<\/span><span class="mark mark-ended">停用/,
    )
    expect((await get('/tags/ended.html')).text).toContain('测试县关于抗旱的通知')
  })
})
