import { describe, expect, test } from 'vitest'
import { wordFile } from '#document/intake/wordFixture.ts'
import {
  csvOf,
  docxOf,
  htmlOf,
  nationalForm,
  nationalItems,
  utf8,
  xlsxOf,
  type Sheet,
} from '../catalog.fixture.ts'
import { readName } from './cells.ts'
import type { FindingKind } from './findings.ts'
import { odfOf, paragraphsOf } from './odf.fixture.ts'
import { readCatalogFile, type CatalogReading } from './read.ts'

const sheet = (rows: string[][], merges: Sheet['merges'] = []): Sheet => {
  const width = Math.max(...rows.map(r => r.length))
  return { rows: rows.map(r => [...r, ...Array.from({ length: width - r.length }, () => '')]), merges }
}
const head = ['序号', '一级事项', '二级事项', '公开内容(要素)', '公开依据', '公开时限', '公开主体', '公开渠道和载体', '公开对象', '公开方式', '公开层级'] // prettier-ignore
const row = (n: string, level1: string, level2: string, more: Partial<Record<(typeof head)[number], string>> = {}) =>
  head.map(h => more[h] ?? ({ 序号: n, 一级事项: level1, 二级事项: level2, '公开内容(要素)': `${level2}的内容`, 公开依据: '《政府信息公开条例》', 公开时限: '信息形成或变更之日起20个工作日内', 公开主体: '县应急管理局', 公开渠道和载体: '■政府网站', 公开对象: '全社会', 公开方式: '主动', 公开层级: '县级' } as Record<string, string>)[h] ?? '') // prettier-ignore
const readXlsx = async (...sheets: Sheet[]) =>
  readCatalogFile({ name: 'a.xlsx', bytes: await xlsxOf(...sheets) })
const kinds = (r: CatalogReading, kind: FindingKind) => r.findings.filter(f => f.kind === kind)
const one = async (more: Parameters<typeof row>[3]) => (await readXlsx(sheet([head, row('1', '政策文件', '法律法规', more), row('2', '政策文件', '标准')]))) // prettier-ignore

describe('办公室里的表：读得懂的读，读不懂的说出来，不猜', () => {
  test('三级事项、中文序号、空着的一二级沿用上面的，并指出是哪一格', async () => {
    const rows = [
      ['序号', '一级事项', '二级事项', '三级事项', '公开内容', '公开时限', '公开依据'],
      [
        '1',
        '一、政策文件',
        '（一）法律法规',
        '1.法律',
        '与救灾有关的法律',
        '每半年至少更新1次',
        '《政府信息公开条例》',
      ],
      ['2', '', '', '2.法规', '与救灾有关的法规', '实时公开', '同上'],
      ['3', '二、备灾管理', '（一）灾害信息员队伍', '', '职责和电话', '', ''],
    ]
    const reading = await readCatalogFile({ name: 'a.csv', bytes: utf8(csvOf(sheet(rows))) })
    expect(reading.items.map(i => [i.level1, i.level2, i.level3])).toEqual([
      ['政策文件', '法律法规', '法律'],
      ['政策文件', '法律法规', '法规'],
      ['备灾管理', '灾害信息员队伍', null],
    ])
    expect(reading.items[1]!.basis).toEqual(['《政府信息公开条例》'])
    expect(kinds(reading, 'filledDown').map(f => f.cell)).toEqual(['G3', 'B3', 'C3'])
    expect(kinds(reading, 'numberInName').map(f => f.cell)).toEqual(['B2', 'C2', 'D2', 'D3', 'B4', 'C4'])
  })

  test.each([
    ['4.1年度款物使用情况', '年度款物使用情况'],
    ['4.1 年度款物使用情况', '年度款物使用情况'],
    ['2.10月份安全提示', '10月份安全提示'],
  ])('编号后面跟着“年度”“月份”的，只去掉编号：%s', (cell, name) => {
    expect(readName(cell).name).toBe(name)
  })

  test('分类行、逐页重复的表头、附注、隐藏的行和工作表、多出的列', async () => {
    const two = [
      ['序号', '公开事项', '公开内容', '公开渠道', '', '公开对象', '', '责任单位', '备注'],
      ['', '', '', '政府网站', '精准推送', '全社会', '特定群众', '', ''],
    ]
    const reading = await readXlsx(
      {
        ...sheet(
          [
            ['新平县安全生产领域政务公开事项标准目录（2020年版）'],
            ...two,
            ['一、政策文件'],
            ['1', '法律法规', '与安全生产有关的法律、法规', '√', '', '√', '', '县应急\n管理局', '甲'],
            ['2', '2部门和\n地方规章', '部门和地方规章', '√', '×', '', '受灾群众', '县应急管理局\n各乡镇', ''],
            ...two,
            ['二、依法行政'],
            ['3', '行政许可', '依据、条件、程序', '√', '？', '√', '', '执法大队', ''],
            ['注：本目录自发布之日起施行。'],
          ],
          [
            { startRow: 0, startCol: 0, endRow: 0, endCol: 8 },
            { startRow: 1, startCol: 3, endRow: 1, endCol: 4 },
            { startRow: 1, startCol: 5, endRow: 1, endCol: 6 },
            { startRow: 3, startCol: 0, endRow: 3, endCol: 8 },
          ],
        ),
        hiddenRows: [5],
      },
      { name: '旧', hidden: true, ...sheet([head, row('1', '政策文件', '旧事项')]) },
    ) // prettier-ignore
    expect(reading.locality).toBe('新平县')
    expect(reading.items.map(i => [i.row, i.level1, i.level2, i.audience, i.subject])).toEqual([
      [5, '政策文件', '法律法规', '全社会', '县应急管理局'],
      [6, '政策文件', '部门和地方规章', '特定群体', '县应急管理局、各乡镇'],
      [10, '依法行政', '行政许可', '全社会', '执法大队'],
    ])
    expect(reading.items[1]!.channels).toEqual([{ name: '政府网站', preselected: true }, { name: '精准推送', preselected: false }]) // prettier-ignore
    expect(kinds(reading, 'unknownMark').map(f => f.cell)).toEqual(['E10'])
    expect(kinds(reading, 'audienceDetail').map(f => f.cell)).toEqual(['G6'])
    expect(kinds(reading, 'band').map(f => f.row)).toEqual([4, 9])
    for (const [kind, n] of [['repeatedHeader', 2], ['note', 1], ['hiddenRow', 1], ['hiddenSheet', 1], ['extraColumn', 1]] as const)
      expect([kind, kinds(reading, kind).length]).toEqual([kind, n]) // prettier-ignore
  })

  test('公开依据：发文机关、文号、条款各归其主，括号里的文件名不算另一件', async () => {
    const basis = async (text: string) => (await one({ 公开依据: text })).items[0]!.basis
    expect(await basis('《中华人民共和国政府信息公开条例》（国务院令第711号）第二十条、《突发事件应对法》')).toEqual(['《中华人民共和国政府信息公开条例》（国务院令第711号）第二十条', '《突发事件应对法》']) // prettier-ignore
    expect(await basis('1.《A法》2.中央办公厅、国务院办公厅《关于全面推进政务公开工作的意见》（中办发〔2016〕8号）')).toEqual(['《A法》', '中央办公厅、国务院办公厅《关于全面推进政务公开工作的意见》（中办发〔2016〕8号）']) // prettier-ignore
    expect(await basis('《社会救助暂行办法》(2014年公布,根据《国务院关于修改部分行政法规的决定》修改)\n《B》')).toEqual(['《社会救助暂行办法》(2014年公布,根据《国务院关于修改部分行政法规的决定》修改)', '《B》']) // prettier-ignore
    expect(await basis('《关于印发〈办法〉的通知》；省政府办公厅《关于印发《细则》的通知》')).toEqual(['《关于印发〈办法〉的通知》', '省政府办公厅《关于印发《细则》的通知》']) // prettier-ignore
    const cut = await one({ 公开依据: '《政府信息公开条例》\n《突发事件应急预案管理' })
    expect(cut.items[0]!.basis).toEqual(['《政府信息公开条例》', '《突发事件应急预案管理'])
    expect(kinds(cut, 'cutOff').map(f => f.cell)).toEqual(['E2'])
  })

  test('公开内容：列举的分行留着，句子中间的换行接上', async () => {
    const content = async (text: string) => (await one({ '公开内容(要素)': text })).items[0]!.content
    expect(await content('1.有关重大政策的解读及回应\n2.相关热点问题的解读及回应')).toBe('1.有关重大政策的解读及回应\n2.相关热点问题的解读及回应') // prettier-ignore
    expect(await content('与安全生产有关的\n法律、\n法规')).toBe('与安全生产有关的法律、法规')
    expect(await content('分布情况(其具体位置、\n创建时间)')).toBe('分布情况(其具体位置、创建时间)')
  })

  test.each([
    ['■政府网站 □政府公报 ■两微一端 □发布会/听证会 □社区/企事业单位、村公示栏（电子屏）', ['政府网站', '两微一端'], 5],
    ['政府网站■ 政府公报□ 两微一端■', ['政府网站', '两微一端'], 3],
    ['☑政府网站☐政府公报☒入户/现场', ['政府网站', '入户/现场'], 3],
    ['□√政府网站\n□政府公报', ['政府网站'], 2],
    ['[√]政府网站 [ ]政府公报', ['政府网站'], 2],
    ['R政府网站 £政府公报 R精准推送', ['政府网站', '精准推送'], 3],
    ['■政府网站 口政府公报 口其他', ['政府网站'], 3],
    ['√门户网站\n√政务大厅', ['政府网站', '政务服务中心'], 2],
    ['政府网站、社区/企事业单位、村公示栏(电子屏)、公开查阅点', ['政府网站', '社区/企事业单位、村公示栏(电子屏)', '公开查阅点'], 3],
    ['■社区／企事业单位、\n村公示栏（电子屏）', ['社区/企事业单位、村公示栏(电子屏)'], 1],
    ['■其他（村务公开栏） □精准推送', ['其他'], 2],
    ['■应急广播 ■政府网站', ['应急广播', '政府网站'], 2],
  ])('公开渠道“%s”', async (text, on, all) => {
    const { items } = await one({ 公开渠道和载体: text })
    expect(items[0]!.channels?.filter(c => c.preselected).map(c => c.name)).toEqual(on)
    expect(items[0]!.channels).toHaveLength(all)
  }) // prettier-ignore

  test.each([
    ['■全社会 □特定群体', '全社会'],
    ['□全社会\n■特定群众（受灾群众）', '特定群体'],
    ['√全社会√特定群体', '全社会、特定群体'],
    ['社会公众', '全社会'],
    ['企业', null],
  ])('公开对象“%s”', async (text, audience) => {
    const reading = await one({ 公开对象: text })
    expect(reading.items[0]!.audience).toBe(audience)
    expect(kinds(reading, 'unknownAudience')).toHaveLength(audience === null ? 1 : 0)
  })

  test('主动和依申请都勾选、层级写了市县乡以外的：不替人选', async () => {
    const both = await one({ 公开方式: '√主动 √依申请公开', 公开层级: '√村级组织 √县级 □镇级' })
    expect(both.items[0]!.mode).toBeNull()
    expect(kinds(both, 'unknownMode').map(f => f.cell)).toEqual(['J2'])
    expect((await one({ 公开层级: '省级' })).findings.map(f => f.kind)).toContain('unknownLevel')
  })

  test('最后一行没有保存完整、#REF!、公式没有结果：各有说明', async () => {
    const cut = await readXlsx(
      sheet([head, row('1', '政策文件', '法律法规'), ['2', '政策文件', '标准', '国家标准']]),
    )
    expect(kinds(cut, 'cutOff').map(f => f.row)).toEqual([3])
    expect(kinds(await one({ 公开时限: '#REF!' }), 'errorValue').map(f => f.cell)).toEqual(['F2'])
  })

  test('接着上一张表的表（Word分页断开）按上表的列读', async () => {
    const form = nationalForm(nationalItems('disaster-relief'))
    const rest = { rows: form.rows.slice(12), merges: [] }
    const bytes = await docxOf(
      { rows: form.rows.slice(0, 12), merges: form.merges.filter(m => m.endRow < 12) },
      rest,
    )
    const reading = await readCatalogFile({ name: 'a.docx', bytes })
    expect(reading.items).toHaveLength(20)
    expect(kinds(reading, 'continuedTable')).toHaveLength(1)
  })

  test('两个领域在一个工作簿：不混成一份，指明表名再读；隐藏的表也可以指明', async () => {
    const book = await xlsxOf(
      { name: '安全', ...nationalForm(nationalItems('safety-production'), { title: '安全生产领域目录' }) },
      {
        name: '救灾',
        ...nationalForm(nationalItems('disaster-relief'), { title: '救灾领域目录' }),
        hidden: false,
      },
      { name: '底稿', hidden: true, ...sheet([head, row('1', '备灾管理', '预警信息')]) },
    )
    const both = await readCatalogFile({ name: 'a.xlsx', bytes: book })
    expect(both.field).toBeNull()
    expect(kinds(both, 'severalFields')).toHaveLength(1)
    expect(both.tables.map(t => [t.field, t.items.length])).toEqual([['安全生产领域', 28], ['救灾领域', 20]]) // prettier-ignore
    const relief = await readCatalogFile({ name: 'a.xlsx', bytes: book }, { sheet: '救灾' })
    expect([relief.field, relief.items.length]).toEqual(['救灾领域', 20])
    expect((await readCatalogFile({ name: 'a.xlsx', bytes: book }, { sheet: '底稿' })).items).toHaveLength(1)
    const none = await readCatalogFile({ name: 'a.xlsx', bytes: book }, { sheet: '没有' })
    expect(none.findings[0]!.message).toMatch(/没有叫“没有”的表.*“安全”、“救灾”、“底稿”/)
  })

  test('格子里套着一张小表排渠道：读作这一格的字（网页、DOCX、ODT）', async () => {
    const boxes = [['■政府网站', '□政府公报'], ['■精准推送', '□其他']]
    const html = `<table><tr>${head.map(h => `<td>${h}</td>`).join('')}</tr><tr>${row('1', '政策文件', '标准').map((t, c) => `<td>${c === 7 ? `<table>${boxes.map(b => `<tr>${b.map(x => `<td>${x}</td>`).join('')}</tr>`).join('')}</table>` : t}</td>`).join('')}</tr></table>`
    const word = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`
    const wordRow = (cells: string[]) => `<w:tr>${cells.map(c => `<w:tc>${c}</w:tc>`).join('')}</w:tr>`
    const inWord = `<w:tbl>${wordRow(head.map(word))}${wordRow(row('1', '政策文件', '标准').map((t, c) => (c === 7 ? `<w:tbl>${boxes.map(b => wordRow(b.map(word))).join('')}</w:tbl><w:p/>` : word(t))))}</w:tbl>`
    const line = (cells: string[]) => `<table:table-row>${cells.map(c => `<table:table-cell>${c}</table:table-cell>`).join('')}</table:table-row>`
    const inOdt = `<table:table>${line(head.map(paragraphsOf))}${line(row('1', '政策文件', '标准').map((t, c) => (c === 7 ? `<table:table>${boxes.map(b => line(b.map(paragraphsOf))).join('')}</table:table>` : paragraphsOf(t))))}</table:table>`
    for (const [name, bytes] of [['a.html', utf8(html)], ['a.docx', wordFile({ body: inWord })], ['a.odt', odfOf('text', inOdt)]] as const) {
      const reading = await readCatalogFile({ name, bytes })
      expect(reading.tables).toHaveLength(1)
      expect(reading.items[0]!.channels?.map(c => [c.name, c.preselected])).toEqual([['政府网站', true], ['政府公报', false], ['精准推送', true], ['其他', false]])
    }
  }) // prettier-ignore

  test('存成文本丢了合并单元格的：空着的要素不替它填，说出从哪一格起空着几个', async () => {
    const merged = sheet([head, row('1', '政策文件', '法律法规'), ...['标准', '重要会议'].map((name, i) => row(String(i + 2), '', name, { 公开依据: '', 公开时限: '' }))])
    const reading = await readCatalogFile({ name: 'a.csv', bytes: utf8(csvOf(merged)) })
    expect(reading.items.map(i => i.deadline)).toEqual(['信息形成或变更之日起20个工作日内', null, null])
    expect(kinds(reading, 'emptyCell').map(f => [f.cell, f.message.slice(0, 22)])).toEqual([['E3', '“公开依据”从这一格起有2个事项空着，没有替'], ['F3', '“公开时限”从这一格起有2个事项空着，没有替']])
    expect(kinds(await readXlsx(merged), 'emptyCell')).toEqual([])
  }) // prettier-ignore

  test('繁体字转为简体；“显著”“覆盖”这样的简体词不动', async () => {
    const page = htmlOf(sheet([['序號', '一級事項', '二級事項', '公開內容', '公開時限', '公開主體', '公開對象'], ['1', '政策文件', '法律法規', '與救災有關的法律、法規', '信息形成或變更之日起20個工作日內', '鎮級人民政府', '√特定群眾']])) // prettier-ignore
    const reading = await readCatalogFile({ name: 'a.html', bytes: utf8(page) })
    expect(reading.items[0]).toMatchObject({ level2: '法律法规', content: '与救灾有关的法律、法规', audience: '特定群体', subject: '镇级人民政府' }) // prettier-ignore
    expect(reading.items[0]!.deadlineRule).toEqual({ kind: 'workingDays', n: 20, from: 'formedOrChanged' })
    expect(kinds(reading, 'traditional')).toHaveLength(1)
    const plain = await one({ '公开内容(要素)': '显著隐患的覆盖范围、台账、皇后大道' })
    expect(plain.items[0]!.content).toBe('显著隐患的覆盖范围、台账、皇后大道')
    expect(kinds(plain, 'traditional')).toHaveLength(0)
  })
})
