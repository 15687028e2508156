import { readXlsx } from 'hucre/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContainer } from '#kit/ooxml/container.ts'
import { makeTestPortal, type TestPortal } from '#record/portal.fixture.ts'
import { browserWanted } from '../../../test/setup/browser.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { htmlFaults, lookFaults } from '../pages.fixture.ts'
import { barRow, filledGuide, publishInstrument } from './instrument.fixture.ts'
import { publicInstruments } from './store.ts'

let p: TestPortal
let b: Bureau
const home = '/xian'
const paths: string[] = []
const at = async (kind: string) =>
  (await publicInstruments(p.t.db, b.bodyId)).find(i => i.kind === kind)!.address

beforeAll(async () => {
  p = await makeTestPortal()
  await sql`select nextval(pg_get_serial_sequence('office.body', 'id')) from generate_series(1, 50)`.execute(
    p.t.db,
  )
  b = await makeBureau(p.t.db, 'xian', '测试县应急管理局')
  await publishInstrument(p.t, b, 'guide', filledGuide)
  await publishInstrument(p.t, b, 'basic', rows => rows)
  await publishInstrument(p.t, b, 'negative', () => [
    barRow('a', '干部人事档案 <b>', { until: '2028-12-31' }),
    barRow('c', '=SUM(1)'),
  ])
  await publishInstrument(
    p.t,
    b,
    'negative',
    rows => rows.map(r => ({ ...r, values: { ...r.values, scope: '个人档案' } })),
    '范围写得更清楚。',
  )
  p.t.house.recordChanged()
  paths.push(
    `${home}/disclosure/guide.html`,
    `${home}/disclosure/statutory.html`,
    await at('guide'),
    await at('basic'),
    await at('negative'),
    (await at('negative')).replace('.html', '.history.html'),
  )
}, 360_000)
afterAll(() => p.close())

const plain = (html: string) => html.replace(/<[^>]*>/g, '')

describe('政府信息公开平台上的指南、基本目录、负面清单（条例第十二条；国办公开办函〔2019〕61号）', () => {
  test('指南在“指南”里整篇可读，工作机构的六项一项不少；不再重复登记的联系方式', async () => {
    const { text } = await p.get(`${home}/disclosure/guide.html`)
    for (const head of ['公开工作机构名称', '办公地址', '办公时间', '联系电话', '传真号码', '互联网联系方式'])
      expect(text).toContain(`<th scope="row">${head}</th>`)
    expect(text.match(/公开工作机构<\/h2>/g)).toHaveLength(1)
    expect(text).toContain(`href="${await at('guide')}"`)
  })

  test('指南不属于哪个栏目，页面上就没有“所属栏目”这一行；有栏目的照常写着', async () => {
    expect((await p.get(await at('guide'))).text).not.toContain('<dt>所属栏目</dt>')
    expect((await p.get(await at('basic'))).text).toMatch(/<dt>所属栏目<\/dt><dd><span><a /)
    for (const kind of ['guide', 'basic', 'negative'])
      expect((await p.get(await at(kind))).text).not.toContain('<dd></dd>')
  })

  test('基本目录、负面清单在“法定主动公开内容”和自己的栏目里，写明版本、施行和复核日期', async () => {
    const { text } = await p.get(`${home}/disclosure/statutory.html`)
    expect(text).toContain(`href="${await at('basic')}"`)
    expect(plain(text)).toMatch(/政务公开负面清单第 2 版，自 2026-12-01 起施行，2027-11-01 以前复核/)
    for (const column of ['basic', 'negative'])
      expect((await p.get(`${home}/list/${column}/`)).status).toBe(200)
    const list = (await p.get(await at('negative'))).text
    expect(list).toContain('<th scope="row">干部人事档案 &lt;b&gt;</th>')
    expect(plain(list)).toContain('条例第十六条：内部事务信息')
  })

  test('两版之间改了什么，公众逐字可以对照', async () => {
    const { text } = await p.get((await at('negative')).replace('.html', '.history.html'))
    expect(plain(text)).toContain('范围写得更清楚。')
    expect(text).toMatch(/<ins[^>]*>个人档案|个人档案<\/ins>/)
  })

  test('DOCX、XLSX、JSON 与页面同一内容；表格里没有公式；没有公布的是404', async () => {
    const xlsx = await fetch(`${p.url}${home}/instrument/negative.xlsx`)
    const sheet = (await readXlsx(new Uint8Array(await xlsx.arrayBuffer()))).sheets[0]!
    expect(sheet.rows[0]![0]).toBe('测试县应急管理局政务公开负面清单')
    expect(sheet.rows[2]).toEqual(['序号', '不予公开的信息', '范围', '依据（条例第十四条至第十六条）', '具体条款', '理由', '起始日期', '截止日期', '复核日期']) // prettier-ignore
    expect(String(sheet.rows[4]![1])).toContain('=SUM(1)')
    expect(JSON.stringify(sheet)).not.toContain('"formula"')
    for (const kind of ['guide', 'basic', 'negative']) {
      const docx = await fetch(`${p.url}${home}/instrument/${kind}.docx`)
      expect(decodeURIComponent(docx.headers.get('content-disposition')!)).toContain('测试县应急管理局')
      const limits = { entries: 100, inflated: 20_000_000, part: 20_000_000 }
      const container = await openContainer(new Uint8Array(await docx.arrayBuffer()), limits)
      const words = Buffer.from((await container.read('word/document.xml'))!).toString('utf8')
      expect(words).toContain(
        kind === 'guide' ? '传真号码' : kind === 'basic' ? '安全生产监督检查' : '个人档案',
      )
    }
    const data = JSON.parse((await p.get(`${home}/instrument/negative.json`)).text) as { rows: object[] }
    expect(data).toMatchObject({ kind: 'negative', version: 2, review_on: '2027-11-01' })
    expect(data.rows[0]).toMatchObject({ item: '干部人事档案 <b>', ground: 'E16-1', until: '2028-12-31', ground_words: '条例第十六条：内部事务信息' }) // prettier-ignore
    for (const path of [
      '/henan/instrument/guide.json',
      `${home}/instrument/guide.pdf`,
      `${home}/instrument/other.json`,
    ])
      // prettier-ignore
      expect([path, (await p.get(path)).status]).toEqual([path, 404])
  })

  test('HTML 合乎规范', async () => {
    for (const path of paths) expect(await htmlFaults(p, path)).toEqual([])
    expect(p.errors).toEqual([])
  })
})

describe.skipIf(!browserWanted)('指南和清单的页面在浏览器里', { timeout: 240_000 }, () => {
  test('axe 没有问题，窄屏上页面本身不左右滚动，不用脚本', async () => {
    expect(await lookFaults(p, paths)).toEqual([])
  })
})
