import { describe, expect, test } from 'vitest'
import { wordFile } from '#document/intake/wordFixture.ts'
import { utf8, xlsxOf } from '../catalog.fixture.ts'
import type { FindingKind } from './findings.ts'
import { readCatalogFile, type CatalogReading } from './read.ts'

const head = ['序号', '一级事项', '二级事项', '公开内容', '公开时限', '公开主体', '公开渠道', '公开对象', '公开方式', '公开层级'] // prettier-ignore
const rest = ['实时公开', '修武县应急管理局', '■政府网站', '全社会', '主动', '县级']
const run = (text: string, look = '') =>
  `<w:r>${look === '' ? '' : `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`
const paragraph = (runs: string, properties = '') =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${runs}</w:p>`
const listed = (runs: string, list: number) =>
  paragraph(runs, `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${list}"/></w:numPr>`)
const cell = (paragraphs: string, properties = '') =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraphs}</w:tc>`
const row = (...cells: string[]) =>
  `<w:tr>${cells.map(c => (c.startsWith('<w:tc>') ? c : cell(c.startsWith('<w:p>') ? c : paragraph(run(c))))).join('')}</w:tr>`
const table = (...rows: string[]) => `<w:tbl>${rows.join('')}</w:tbl>`
const title = paragraph(run('修武县救灾领域基层政务公开标准目录'))
const space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const level = (format: string, text: string, font = '') =>
  `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${font === '' ? '' : `<w:rPr><w:rFonts w:ascii="${font}"/></w:rPr>`}</w:lvl>`
const numbering = (...levels: string[]) =>
  `<w:numbering ${space}>${levels.map((l, n) => `<w:abstractNum w:abstractNumId="${n}">${l}</w:abstractNum>`).join('')}${levels.map((_, n) => `<w:num w:numId="${n + 1}"><w:abstractNumId w:val="${n}"/></w:num>`).join('')}</w:numbering>`
const read = (body: string, parts: Record<string, string> = {}) =>
  readCatalogFile({ name: 'a.docx', bytes: wordFile({ body: title + body, parts }) })
const said = (reading: CatalogReading, kind: FindingKind) =>
  reading.findings.filter(f => f.kind === kind).map(f => f.cell)

describe('看到什么，读作什么：Word的自动编号、样式、表前的类名，网页上图画的勾', () => {
  test('自动编号的序号、类名、内容：编号照看到的写出，方框作项目符号的是勾选', async () => {
    const reading = await read(
      table(
        row(...head),
        row(listed('', 1), listed(run('政策文件'), 2), '法律法规', '法律', ...rest),
        row(
          listed('', 1),
          listed(run('备灾管理'), 2),
          '综合减灾示范社区',
          listed(run('分级管理情况'), 3) + listed(run('申报和管理'), 3),
          ...rest.with(2, listed(run('政府网站'), 4) + listed(run('政府公报'), 5)),
        ),
      ),
      {
        'word/numbering.xml': numbering(
          level('decimal', '%1'),
          level('chineseCounting', '%1、'),
          level('decimal', '%1.'),
          level('bullet', 'n', 'Wingdings'),
          level('bullet', '\uf0a8', 'Wingdings'),
        ),
      },
    )
    expect(reading.items.map(i => [i.order, i.level1, i.level2, i.content])).toEqual([
      ['1', '政策文件', '法律法规', '法律'],
      ['2', '备灾管理', '综合减灾示范社区', '1.分级管理情况\n2.申报和管理'],
    ])
    expect(said(reading, 'numberInName')).toEqual(['B2', 'B3'])
    expect(reading.items[1]!.channels).toEqual([
      { name: '政府网站', preselected: true },
      { name: '政府公报', preselected: false },
    ])
  })

  test('样式里的删除线和隐藏（连同它所依据的样式），在字上关掉的照读', async () => {
    const style = (id: string, inside: string) =>
      `<w:style w:type="character" w:styleId="${id}">${inside}</w:style>`
    const reading = await read(
      table(
        row(...head),
        row('1', '政策文件', paragraph(run('旧名', '<w:rStyle w:val="Old"/>') + run('法律法规')), paragraph(run('内情', '<w:rStyle w:val="Veiled"/>') + run('法律')), ...rest), // prettier-ignore
        row('2', '政策文件', paragraph(run('标准', '<w:rStyle w:val="Old"/><w:strike w:val="0"/>')), '国家标准', ...rest), // prettier-ignore
      ),
      {
        'word/styles.xml': `<w:styles ${space}>${style('Del', '<w:rPr><w:strike/></w:rPr>')}${style('Old', '<w:basedOn w:val="Del"/>')}${style('Veiled', '<w:rPr><w:vanish/></w:rPr>')}</w:styles>`,
      },
    )
    expect(reading.items.map(i => [i.level2, i.content])).toEqual([
      ['法律法规', '法律'],
      ['标准', '国家标准'],
    ])
    expect([...said(reading, 'struckText'), ...said(reading, 'hiddenText')]).toEqual(['C2', 'D2'])
  })

  test('一类一张表，类名写在表前：各归各类；中间没有字的表接着上一类', async () => {
    const plain = head.filter(h => h !== '一级事项')
    const one = (n: string, name: string) => row(n, name, `${name}的内容`, ...rest)
    const reading = await read(
      [
        paragraph(run('一、政策文件')) + table(row(...plain), one('1', '法律法规')),
        table(row(...plain), one('2', '标准')),
        paragraph(run('二、备灾管理')) + table(row(...plain), one('3', '综合减灾示范社区')),
        paragraph(run('三、灾后救助')) + table(row(...plain), one('4', '过渡期生活救助')),
      ].join(paragraph('')),
    )
    expect(reading.items.map(i => i.level1)).toEqual(['政策文件', '政策文件', '备灾管理', '灾后救助'])
    expect(said(reading, 'band')).toHaveLength(3)
  })

  test('横向合并的旧写法（hMerge）：分类行还是分类行', async () => {
    const begun = cell(paragraph(run('备灾管理')), '<w:hMerge w:val="restart"/>')
    const on = cell(paragraph(''), '<w:hMerge/>')
    const reading = await read(
      table(
        row(...head),
        row(begun, ...head.slice(1).map(() => on)),
        row('1', '', '预警信息', '内容', ...rest),
      ),
    )
    expect(reading.items.map(i => [i.level1, i.level2])).toEqual([['备灾管理', '预警信息']])
  })

  test('看不见的字符不留在名称里；“（续）”、⑴、Ⅴ、不是名称；〃、″是同上', async () => {
    const reading = await readCatalogFile({
      name: 'a.xlsx',
      bytes: await xlsxOf({
        rows: [
          head,
          ['1', '政策文件', '⑴法律\u00ad法规', '\ufeff法律', ...rest],
          ['2', '〃', 'Ⅱ、部门和\u200b地方规章', '规章', ...rest.with(1, '″')],
          ['3', '备灾管理', '预警信息', '预警', ...rest],
          ['4', '备灾管理（续）', '灾害信息员队伍（续上页）', '电话', ...rest],
        ],
        merges: [],
      }),
    })
    expect(reading.items.map(i => [i.level1, i.level2, i.content, i.subject])).toEqual([
      ['政策文件', '法律法规', '法律', '修武县应急管理局'],
      ['政策文件', '部门和地方规章', '规章', '修武县应急管理局'],
      ['备灾管理', '预警信息', '预警', '修武县应急管理局'],
      ['备灾管理', '灾害信息员队伍', '电话', '修武县应急管理局'],
    ])
    expect(said(reading, 'filledDown')).toEqual(['B3', 'F3'])
    expect(said(reading, 'continuedRow')).toEqual(['B5', 'C5'])
  })

  test('勾在名称后面的不算到下一个头上，分不清前后的不猜；×是不采用', async () => {
    const marks = async (channels: string, mode: string, audience: string, levels: string) => {
      const cells = [...rest.slice(0, 2), channels, audience, mode, levels]
      const rows = [head, ['1', '政策文件', '法律法规', '法律', ...cells]]
      return readCatalogFile({ name: 'a.xlsx', bytes: await xlsxOf({ rows, merges: [] }) })
    }
    const clear = await marks('√政府网站 ×政府公报', '主动√ 依申请', '面向社会', '县级√ 乡级')
    expect(clear.items[0]).toMatchObject({ mode: '主动', audience: '全社会', levels: ['县级'] })
    expect(clear.items[0]!.channels).toEqual([
      { name: '政府网站', preselected: true },
      { name: '政府公报', preselected: false },
    ])
    const unclear = await marks('■政府网站', '主动√依申请', '全社会□特定群体', '县级√乡级')
    expect(unclear.items[0]).toMatchObject({ mode: null, audience: null, levels: null })
    expect(['unknownMode', 'unknownAudience', 'unknownLevel'].flatMap(k => said(unclear, k as FindingKind))).toEqual(['I2', 'H2', 'J2']) // prettier-ignore
  })

  test('网页上图画的勾：照它的替代文字读；没有替代文字的图说没有读', async () => {
    const flags = ['全社会', '特定群体', '主动', '依申请', '县级', '乡级']
    const cells = (tag: string, texts: readonly string[]) => texts.map(t => `<${tag}>${t}</${tag}>`).join('')
    const yes = '<img src="yes.png" alt="√">'
    const page = `<table><tr>${cells('th', [...head.slice(0, 7), ...flags])}</tr><tr>${cells('td', ['1', '政策文件', '法律法规', '法律', ...rest.slice(0, 3), yes, '', yes, '', yes, '<img src="line.png">'])}</tr></table>`
    const reading = await readCatalogFile({ name: 'a.html', bytes: utf8(page) })
    expect(reading.items[0]).toMatchObject({ audience: '全社会', mode: '主动', levels: ['县级'] })
    expect(reading.findings.find(f => f.kind === 'picture')!.message).toContain('1张')
  })
})
