import { Document, ImageRun, Packer, Paragraph } from 'docx'
import { writeXlsx } from 'hucre'
import { describe, expect, test } from 'vitest'
import { zipOf } from '#document/intake/wordFixture.ts'
import { csvOf, nationalForm, nationalItems, utf8, xlsxOf } from '../catalog.fixture.ts'
import { CatalogFileFault } from './open.ts'
import { readCatalogFile } from './read.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const ole = (name: string) => new Uint8Array(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(name, 'utf16le')])) // prettier-ignore
const read = (bytes: Uint8Array, name = 'a.xlsx') => readCatalogFile({ name, bytes })
const png = hex('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000000200010000ffff03000006000557bfabd40000000049454e44ae426082') // prettier-ignore

describe('打不开的文件：一句话说清是什么、怎么办', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['空文件', new Uint8Array(), /空的/],
    ['加密的', ole('EncryptedPackage'), /密码.*涉密文件不得/],
    ['旧的.doc', ole('WordDocument'), /另存为DOCX/],
    ['.et', ole('ETExtData'), /另存为XLSX/],
    ['RTF', utf8('{\\rtf1\\ansi 目录}'), /RTF.*另存为DOCX/],
    ['标文通', utf8('<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"></uof:UOF>'), /标文通.*另存为DOCX或XLSX/],
    ['单个XML的ODF', utf8('<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"></office:document>'), /另存为ODS或ODT/],
    ['坏的.xls', ole('Workbook'), /损坏/],
    ['PDF', utf8('%PDF-1.7\n'), /PDF.*DOCX、XLSX/],
    ['照片', png, /图片/],
    ['压缩包', hex('526172211a0700'), /压缩包/],
    ['XML表格2003', utf8('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'), /另存为XLSX/],
    ['随便的字节', hex('000102030405060708090a0b'), /认不出/],
    ['只有空白', utf8(' \n\t\n'), /空的/],
  ])('%s', async (_, bytes, sentence) => {
    await expect(read(bytes)).rejects.toThrow(CatalogFileFault)
    await expect(read(bytes)).rejects.toThrow(sentence)
  }) // prettier-ignore

  test('截断的XLSX：已损坏', async () => {
    const bytes = await xlsxOf(nationalForm(nationalItems('disaster-relief')))
    await expect(read(bytes.slice(0, bytes.length - 300))).rejects.toThrow(/损坏/)
    const locked = await writeXlsx({ sheets: [{ name: 'a', rows: [['x']] }], encryption: { password: 'x', spinCount: 10 } }) // prettier-ignore
    await expect(read(locked)).rejects.toThrow(/密码/)
  })
})

describe('打得开但不是目录的：没有事项，也说得清', () => {
  const none = async (bytes: Uint8Array, name: string, kind: string, sentence: RegExp) => {
    const reading = await read(bytes, name)
    expect(reading.items).toEqual([])
    const found = reading.findings.find(f => f.kind === kind)
    expect(found?.message).toMatch(sentence)
  }

  test('DOCX里只有一张照片', async () => {
    const document = new Document({ sections: [{ children: [new Paragraph({ children: [new ImageRun({ type: 'png', data: png, transformation: { width: 10, height: 10 } })] })] }] }) // prettier-ignore
    await none(new Uint8Array(await Packer.toBuffer(document)), 'a.docx', 'noTable', /没有表格，只有1张图片/)
  })
  test('值班表、空工作簿、一段话', async () => {
    await none(await writeXlsx({ sheets: [{ name: '值班表', rows: [['日期', '姓名', '电话'], [1, '甲', '123']] }] }), 'a.xlsx', 'notACatalog', /值班表/) // prettier-ignore
    await none(await writeXlsx({ sheets: [{ name: 'S', rows: [] }] }), 'a.xlsx', 'noTable', /没有表格/)
    await none(utf8('各乡镇：请于月底前报送目录。'), 'a.txt', 'noTable', /没有表格/)
  })
  test('只有表头', async () => {
    await none(utf8(csvOf({ rows: nationalForm([]).rows, merges: [] })), 'a.csv', 'noItems', /没有事项/)
  })

  test('选错的工作表在前面：读对的那张，别的说明没有读', async () => {
    const form = nationalForm(nationalItems('disaster-relief'))
    const reading = await read(await xlsxOf({ name: '通讯录', rows: [['姓名', '电话'], ['甲', '1']], merges: [] }, { name: '目录', ...form })) // prettier-ignore
    expect(reading.items).toHaveLength(20)
    expect(reading.findings.filter(f => f.kind === 'ignoredTable')[0]!.message).toContain('通讯录')
  })

  test('后面有100,000个空行：不当事项，也不慢', async () => {
    const form = nationalForm(nationalItems('disaster-relief'))
    const rows = [
      ...form.rows.map(r => r.map(c => c || null)),
      ...Array.from({ length: 100_000 }, () => [' ']),
    ]
    const bytes = await writeXlsx({ sheets: [{ name: 'S', rows, merges: form.merges }] })
    const cpu = process.cpuUsage()
    const reading = await read(bytes)
    expect(reading.items).toHaveLength(20)
    expect(process.cpuUsage(cpu).user / 1000).toBeLessThan(4000)
  })

  test('300,000行的网页、一格跨10,000行10,000列：读完，不崩溃', async () => {
    const head = '<tr><td>序号<td>二级事项<td>公开内容<td>公开时限<td>公开主体</tr>'
    const many = `<table>${head}${'<tr><td>1<td><td><td><td></tr>'.repeat(300_000)}</table>`
    expect((await read(utf8(many), 'a.html')).items).toEqual([])
    const wide = `<table>${head}<tr><td rowspan=10000 colspan=10000>x<td>y</tr>${'<tr><td>z</tr>'.repeat(500)}</table>`
    expect((await read(utf8(wide), 'a.html')).items).toEqual([])
  })

  test('最后一行最后一列有一个格子（1,048,576行16,384列）、字上有拼音、格里有_x000D_：照样读出事项', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    const relations = (id: string, type: string, target: string) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is>${text.startsWith('<') ? text : `<t xml:space="preserve">${text}</t>`}</is></c>`
    const rows = [['序号', '二级事项', '公开内容', '公开时限', '公开主体'], ['1', '<r><t>法律</t></r><r><t>法规</t></r><rPh sb="0" eb="2"><t>fǎ lǜ</t></rPh>', '与救灾有关的_x000D_\n法律', '实时公开', '县局']]
    const sheet = rows.map((r, n) => `<row r="${n + 1}">${r.map((t, c) => cell(`${'ABCDE'[c]}${n + 1}`, t)).join('')}</row>`).join('')
    const reading = await read(zipOf([
      { name: '[Content_Types].xml', bytes: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>' },
      { name: '_rels/.rels', bytes: relations('r1', 'officeDocument', 'xl/workbook.xml') },
      { name: 'xl/workbook.xml', bytes: `<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="救灾" sheetId="1" r:id="r1"/></sheets></workbook>` },
      { name: 'xl/_rels/workbook.xml.rels', bytes: relations('r1', 'worksheet', 'worksheets/sheet1.xml') },
      { name: 'xl/worksheets/sheet1.xml', bytes: `<worksheet xmlns="${main}"><sheetData>${sheet}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>` },
    ]))
    expect(reading.items.map(i => [i.level2, i.content, i.subject])).toEqual([['法律法规', '与救灾有关的法律', '县局']])
  }) // prettier-ignore

  test('公式：读保存的结果；没有结果的指出来', async () => {
    const rows = [
      ['序号', '二级事项', '公开内容', '公开时限', '公开主体'],
      [1, '法律法规', null, '实时公开', null],
    ]
    const cells = new Map<string, object>([
      [
        '1,2',
        { value: '与救灾有关的法律', formula: '"与救灾"&"有关的法律"', formulaResult: '与救灾有关的法律' },
      ],
      ['1,4', { value: null, formula: 'VLOOKUP(A2,B1:C9,2)' }],
    ])
    const bytes = await writeXlsx({ sheets: [{ name: 'S', rows, cells: cells as never }] })
    const reading = await read(bytes)
    expect(reading.items[0]).toMatchObject({ content: '与救灾有关的法律', subject: null })
    expect(reading.findings.filter(f => f.kind === 'formula').map(f => f.cell)).toEqual([null, 'S!E2'])
  })
})
