import { writeXlsx, type Cell, type CellValue } from 'hucre'
import { describe, expect, test } from 'vitest'
import { wordFile } from '#document/intake/wordFixture.ts'
import { utf8, xlsxOf } from '../catalog.fixture.ts'
import { odfOf } from './odf.fixture.ts'
import { readCatalogFile, type CatalogReading } from './read.ts'

const head = [
  '序号',
  '一级事项',
  '二级事项',
  '公开内容',
  '公开时限',
  '公开主体',
  '公开渠道',
  '全社会',
  '主动',
]
const said = (reading: CatalogReading) => reading.findings.map(f => [f.kind, f.cell, f.message] as const)
const saidOf = (reading: CatalogReading, kind: string) =>
  reading.findings.filter(f => f.kind === kind).map(f => f.cell)
const on = (reading: CatalogReading, at = 0) =>
  reading.items[at]!.channels?.filter(c => c.preselected).map(c => c.name)

describe('Word里看不见的、不算数的字：不读作内容，指出是哪一格', () => {
  const run = (words: string, look = '') =>
    `<w:r>${look === '' ? '' : `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${words}</w:t></w:r>`
  const cell = (runs: string) => `<w:tc><w:tcPr/><w:p>${runs}</w:p></w:tc>`
  const row = (cells: readonly string[]) =>
    `<w:tr>${cells.map(c => cell(c.startsWith('<') || c === '' ? c : run(c))).join('')}</w:tr>`
  const read = (...rows: string[][]) =>
    readCatalogFile({
      name: 'a.docx',
      bytes: wordFile({ body: `<w:tbl>${[head, ...rows].map(row).join('')}</w:tbl>` }),
    })
  const wingdings = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
  const control = (properties: string, runs: string) =>
    `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${runs}</w:sdtContent></w:sdt>`
  const box = (words: string) =>
    `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p>${run(words)}</w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>${run(words)}</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`

  test('删除线、双删除线、隐藏文字、文本框、占位文字、注号、拼音、修订前的格式', async () => {
    const reading = await read(
      [
        '1',
        '政策文件',
        run('老', '<w:dstrike/>') + run('法律法规') + run('①', '<w:vertAlign w:val="superscript"/>'),
        run('有关法律') + run('和旧办法', '<w:strike/>') + run('、法规', '<w:strike w:val="0"/>') + run('内部掌握', '<w:vanish/>') + box('待领导定'),
        '实时公开',
        control('<w:showingPlcHdr/><w:text/>', run('单击或点击此处输入文字。')),
        `${run('þ', wingdings)}${run('政府网站')}${run('\uf0a8', wingdings)}${run('政府公报')}`,
        run('ü', wingdings),
        run('√', '<w:rPrChange w:id="1" w:author="a"><w:rPr><w:strike/></w:rPr></w:rPrChange>'),
      ],
      ['2', '政策文件', `<w:r><w:ruby><w:rt>${run('biāo')}</w:rt><w:rubyBase>${run('标')}</w:rubyBase></w:ruby></w:r>${run('准')}`, '国家标准 500m²', '实时公开', '县局', '■政府网站', '√', '√'],
    ) // prettier-ignore
    expect(reading.items.map(i => [i.level2, i.content, i.subject, i.audience, i.mode])).toEqual([
      ['法律法规', '有关法律、法规', null, '全社会', '主动'],
      ['标准', '国家标准 500m²', '县局', '全社会', '主动'],
    ])
    expect(on(reading)).toEqual(['政府网站'])
    expect(said(reading).filter(([kind]) => !['missingColumn', 'renamedHeader'].includes(kind))).toEqual([
      ['struckText', 'C2', '“老”加了删除线，没有读入，请核对。'],
      ['noteMark', 'C2', '“①”是上标的注号，没有读入。'],
      ['struckText', 'D2', '“和旧办法”加了删除线，没有读入，请核对。'],
      ['hiddenText', 'D2', '“内部掌握”是隐藏的文字，没有读入，请核对。'],
      ['textBox', 'D2', '文本框里的“待领导定”没有读入，请核对。'],
    ])
  })

  test('整行划掉：不是事项，说一次；名称划掉的不沿用上面的名称', async () => {
    const struck = (cells: string[]) => cells.map(c => run(c, '<w:strike/>'))
    const reading = await read(
      ['1', '政策文件', '法律法规', '法律', '实时公开', '县局', '■政府网站', '√', '√'],
      struck(['2', '备灾管理', '预警信息', '预警', '实时公开', '县局', '■政府网站', '√', '√']),
      ['3', run('备灾管理', '<w:strike/>'), run('标准', '<w:strike/>'), '国家标准', '实时公开', '县局', '■政府网站', '√', '√'],
    ) // prettier-ignore
    expect(reading.items.map(i => [i.level1, i.level2, i.content])).toEqual([
      ['政策文件', '法律法规', '法律'],
      [null, null, '国家标准'],
    ])
    expect(reading.findings.filter(f => f.kind === 'struckText').map(f => [f.row, f.cell])).toEqual([[3, null], [4, 'B4'], [4, 'C4']]) // prettier-ignore
    expect(saidOf(reading, 'filledDown')).toEqual([])
  })

  test('整张表画在文本框里：照样读', async () => {
    const table = `<w:tbl>${[head, ['1', '政策文件', '法律法规', '法律', '实时公开', '县局', '■政府网站', '√', '√']].map(row).join('')}</w:tbl>` // prettier-ignore
    const body = `<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>${table}<w:p/></w:txbxContent></wps:txbx></w:drawing></w:r></w:p>`
    const reading = await readCatalogFile({ name: 'a.docx', bytes: wordFile({ body }) })
    expect(reading.items.map(i => i.level2)).toEqual(['法律法规'])
    expect(saidOf(reading, 'picture')).toEqual([])
  })
})

describe('Excel、WPS里看到的是什么就读什么', () => {
  const book = (rows: CellValue[][], cells: Record<string, Partial<Cell>>, more: object = {}) =>
    writeXlsx({ sheets: [{ name: 'S', rows, cells: new Map(Object.entries(cells)) as never, ...more }] })

  test('数字格式里的字、复选框的TRUE和FALSE、Wingdings字体、划掉的字、文本框', async () => {
    const rows: CellValue[][] = [
      head,
      [1.1, '政策文件', '法律法规', null, 20, '县局', null, true, 1],
      [2, '政策文件', '标准', '国家标准', '实时公开', '县局', '■政府网站', false, 'ü'],
    ]
    const font = (name: string) => ({ font: { name } })
    const bytes = await book(rows, {
      '1,0': { value: 1.1, style: { numFmt: '0.00' } },
      '1,3': { value: '有关规章法律', type: 'richText', richText: [{ text: '有关' }, { text: '规章', font: { strikethrough: true } }, { text: '法律' }] },
      '1,4': { value: 20, style: { numFmt: '"信息形成或变更之日起"0"个工作日内"' } },
      '1,6': { value: 'þ政府网站¨政府公报', type: 'richText', richText: [{ text: 'þ', font: { name: 'Wingdings' } }, { text: '政府网站' }, { text: '¨', font: { name: 'Wingdings' } }, { text: '政府公报' }] },
      '1,8': { value: 1, style: { numFmt: '"√";;' } },
      '2,8': { value: 'ü', style: font('Wingdings') },
    }) // prettier-ignore
    const reading = await readCatalogFile({ name: 'a.xlsx', bytes })
    expect(reading.items.map(i => [i.order, i.content, i.deadline, i.audience, i.mode])).toEqual([
      ['1.10', '有关法律', '信息形成或变更之日起20个工作日内', '全社会', '主动'],
      ['2', '国家标准', '实时公开', null, '主动'],
    ])
    expect(on(reading)).toEqual(['政府网站'])
    expect(saidOf(reading, 'struckText')).toEqual(['D2'])
    for (const kind of ['unknownMark', 'audienceDetail', 'symbolFont', 'unknownDeadline'])
      expect(saidOf(reading, kind)).toEqual([])
  })

  test('超出行数、列数的：说没有读完，不能照此收下；表头以外的列有字也说', async () => {
    const row = ['1', '政策文件', '法律法规', '法律', '实时公开', '县局', '■政府网站', '√', '√']
    const far = [
      head,
      row,
      Array.from({ length: 300 }, (_, c) => (c === 299 ? '远处' : c === 20 ? '旁边' : '')),
    ]
    const reading = await readCatalogFile({
      name: 'a.xlsx',
      bytes: await xlsxOf({ name: '救灾', rows: far, merges: [] }),
    })
    expect(reading.items).toHaveLength(1)
    expect(reading.findings.filter(f => f.kind === 'cutSheet')).toMatchObject([{ cell: 'KN3', table: '救灾', message: expect.stringMatching(/没有读（KN3还有字）/) }]) // prettier-ignore
    expect(saidOf(reading, 'extraColumn')).toEqual(['U3'])
    const long = await writeXlsx({ sheets: [{ name: '救灾', rows: [head, row], cells: new Map([['200000,2', { value: '事项' }]]) as never }] }) // prettier-ignore
    expect(saidOf(await readCatalogFile({ name: 'a.xlsx', bytes: long }), 'cutSheet')).toEqual(['C200001'])
  })

  test('两份并排在一张表里：分开读，不混在一起', async () => {
    const rows = [
      [...head, '', ...head],
      ['1', '政策文件', '法律法规', '法律', '实时公开', '县局', '■政府网站', '', '√', '', '6', '备灾管理', '预警信息', '预警', '实时公开', '县局', '■政府公报', '√', '√'],
    ] // prettier-ignore
    const reading = await readCatalogFile({ name: 'a.xlsx', bytes: await xlsxOf({ name: '表', rows, merges: [] }) }) // prettier-ignore
    expect(reading.items.map(i => [i.level2, i.audience, i.table, i.row, i.cell])).toEqual([
      ['法律法规', null, '表', 2, '表!C2'],
      ['预警信息', '全社会', '表（并排第2张）', 2, '表（并排第2张）!M2'],
    ])
    expect(saidOf(reading, 'besideTable')).toHaveLength(1)
    expect(saidOf(reading, 'extraColumn')).toEqual([])
  })

  test('错位的行：指出来，不能照此收下', async () => {
    const wide = [...head.slice(0, 4), '公开依据', ...head.slice(4)]
    const rows = [wide, ['1', '政策文件', '法律法规', '法律', '《防震减灾法》', '实时公开', '县局', '■政府网站', '√', '√'], ['2', '政策文件', '政策文件', '标准', '国家标准', '《防震减灾法》', '实时公开', '县局', '■政府网站', '√']] // prettier-ignore
    const reading = await readCatalogFile({ name: 'a.xlsx', bytes: await xlsxOf({ rows, merges: [] }) })
    expect(reading.findings.filter(f => f.kind === 'shiftedRow').map(f => f.row)).toEqual([3])
  })
})

describe('网页和ODF里一样', () => {
  test('网页：划掉的、不显示的、批注、拼音、注号、Wingdings、隐藏的行', async () => {
    const cells = (c: string[], style = '') => `<tr${style}>${c.map(t => `<td>${t}</td>`).join('')}</tr>`
    const page = `<table>${cells(head)}${cells(['1', '政策文件', '法律<s>规章</s>法规<sup>[1]</sup>', '<comment>没定</comment>法律<span style="text-decoration: line-through">旧</span><span style="display:none">暗</span>', '实时公开', '县局', '<font face="Wingdings">þ</font>政府网站<span style="font-family:Wingdings">¨</span>政府公报', '√', '√'])}${cells(['2', '政策文件', '<ruby>标<rt>biāo</rt></ruby>准', '国家标准', '实时公开', '县局', '■政府网站', '√', '√'], ' style="display:none"')}</table>` // prettier-ignore
    const reading = await readCatalogFile({ name: 'a.html', bytes: utf8(page) })
    expect(reading.items.map(i => [i.level2, i.content])).toEqual([['法律法规', '法律'], ['标准', '国家标准']]) // prettier-ignore
    expect(on(reading)).toEqual(['政府网站'])
    expect([saidOf(reading, 'struckText'), saidOf(reading, 'hiddenText'), saidOf(reading, 'noteMark'), saidOf(reading, 'hiddenRow').length]).toEqual([['C2', 'D2'], ['D2'], ['C2'], 1]) // prettier-ignore
  })

  test('ODT、ODS：划掉的、隐藏的、占位文字、文本框；日期照看到的读', async () => {
    const styles = '<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="H"><style:text-properties text:display="none"/></style:style><style:style style:name="N"><style:text-properties style:text-line-through-style="none"/></style:style>' // prettier-ignore
    const cells = ['1', '政策文件', '法律<text:span text:style-name="S">规章</text:span><text:span text:style-name="N">法规</text:span>', '法律<text:span text:style-name="H">暗</text:span><draw:frame><draw:text-box><text:p>待定</text:p></draw:text-box></draw:frame>', '实时公开', '<loext:content-control xmlns:loext="urn:l" loext:showing-place-holder="true">单击输入</loext:content-control>', '■政府网站', '\uf0fc', '√'] // prettier-ignore
    const row = (texts: string[], attributes = '') => `<table:table-row>${texts.map(t => `<table:table-cell${attributes}><text:p>${t}</text:p></table:table-cell>`).join('')}</table:table-row>` // prettier-ignore
    const table = (rows: string) => `<table:table table:name="T">${rows}</table:table>`
    const text = await readCatalogFile({ name: 'a.odt', bytes: odfOf('text', table(row(head) + row(cells)), styles) }) // prettier-ignore
    expect(text.items.map(i => [i.level2, i.content, i.subject, i.audience])).toEqual([['法律法规', '法律', null, '全社会']]) // prettier-ignore
    expect([saidOf(text, 'struckText'), saidOf(text, 'hiddenText'), saidOf(text, 'textBox')]).toEqual([['C2'], ['D2'], ['D2']]) // prettier-ignore
    const plain = ['1', '政策文件', '法律法规', '法律', '2024年6月30日前', '县局', '■政府网站', '√', '√']
    const dated = row(plain).replace('<table:table-cell><text:p>2024', '<table:table-cell office:date-value="2024-06-30"><text:p>2024') // prettier-ignore
    const sheet = await readCatalogFile({ name: 'a.ods', bytes: odfOf('spreadsheet', table(row(head) + dated + row(['2', ...plain.slice(1)], ' table:style-name="S"')), styles) }) // prettier-ignore
    expect(sheet.items.map(i => i.deadline)).toEqual(['2024年6月30日前'])
    expect(sheet.findings.filter(f => f.kind === 'struckText').map(f => [f.row, f.cell])).toEqual([[3, null]])
  })
})
