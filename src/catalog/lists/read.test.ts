import { Document, ImageRun, Packer, Paragraph } from 'docx'
import { writeXlsx } from 'hucre'
import { describe, expect, test } from 'vitest'
import { csvOf, docxOf, htmlOf, tsvOf, utf8, xlsxOf, type Sheet } from '../catalog.fixture.ts'
import { CatalogFileFault } from '../import/open.ts'
import { isGraveInList, listFindingKinds } from './findings.ts'
import { bandedSheet, powerRows, powerSheet, serviceSheet } from './lists.fixture.ts'
import { listEntry, readEntry, type ListKind } from './model.ts'
import { readListFile } from './read.ts'
import { splitBasis, typeOf } from './rows.ts'

const read = (bytes: Uint8Array, kind: ListKind = 'power', name = 'a.xlsx') =>
  readListFile({ name, bytes }, kind)
const bare = (sheet: Sheet) => ({ ...sheet, merges: [] })

describe('权责清单、公共服务事项清单的导入（焦作 二(一)1）', () => {
  const forms: [string, (sheet: Sheet) => Promise<Uint8Array>][] = [
    ['a.xlsx', sheet => xlsxOf(sheet)],
    ['a.docx', sheet => docxOf(sheet)],
    ['a.html', async sheet => utf8(htmlOf(sheet))],
    ['a.csv', async sheet => utf8(csvOf(sheet))],
    ['粘贴.txt', async sheet => utf8(tsvOf(sheet))],
  ]
  test.each(forms)('%s：两行表头、合并的编码列，读出编码、类型、依据、主体', async (name, make) => {
    const reading = await read(await make(powerSheet()), 'power', name)
    expect(reading.entries.map(e => e.name)).toEqual(powerRows.map(r => r[3]))
    const [first] = reading.entries
    expect(first).toMatchObject({
      basicCode: '000125005000',
      implementCode: '11410821MB0001234X4000125005000',
      code: null,
      type: '行政许可',
      subject: '测试县应急管理局',
      handler: '危化股',
      basis: ['《危险化学品安全管理条例》第三十三条：国家对危险化学品经营实行许可制度。'],
    })
    expect(reading.entries[2]).toMatchObject({ basicCode: null, implementCode: null, type: '行政处罚' })
    expect(reading.findings.filter(isGraveInList)).toEqual([])
    for (const { row: _r, table: _t, cells: _c, ...entry } of reading.entries)
      expect(readEntry.safeParse(entry).error?.issues ?? []).toEqual([])
    for (const f of reading.findings) expect(Object.keys(listFindingKinds)).toContain(f.kind)
  })

  test('分类行定类型，一条占几行的依据和责任接在一起，附注不当事项；每一处都说', async () => {
    const { entries, findings } = await read(await xlsxOf(bandedSheet()))
    expect(entries.map(e => [e.name, e.type])).toEqual([
      ['危险化学品经营许可', '行政许可'],
      ['生产安全事故应急预案备案', '其他行政权力'],
    ])
    expect(entries[0]!.basis).toEqual([
      '《危险化学品安全管理条例》第三十三条',
      '《危险化学品经营许可证管理办法》第三条',
    ])
    expect(entries[0]!.duties).toBe('1.受理责任：公示条件。\n2.审查责任：审核材料。\n3.决定责任：作出决定。')
    expect(findings.filter(f => f.kind === 'band').map(f => f.row)).toEqual([2, 6])
    expect(findings.map(f => f.kind)).toEqual(
      expect.arrayContaining(['continuedRow', 'note', 'missingColumn']),
    )
  })

  test('没有合并单元格的文本：空着名称的行接上一条，并且说出来', async () => {
    const reading = await read(utf8(csvOf(bare(bandedSheet()))), 'power', 'a.csv')
    expect(reading.entries).toHaveLength(2)
    expect(reading.entries[0]!.duties?.split('\n')).toHaveLength(3)
    expect(reading.findings.some(f => f.kind === 'continuedRow')).toBe(true)
  })

  test('公共服务事项：没有类型列的读作公共服务，多出的列说明没有读；拿错清单会提醒', async () => {
    const reading = await read(await xlsxOf(serviceSheet()), 'service')
    expect(reading.entries.map(e => [e.type, e.audience])).toEqual([
      ['公共服务', '自然人'],
      ['公共服务', '自然人、法人'],
    ])
    expect(reading.findings.find(f => f.kind === 'extraColumn')?.message).toContain('联系电话')
    const wrong = await read(await xlsxOf(powerSheet()), 'service')
    expect(wrong.findings.find(f => f.kind === 'otherKind')?.message).toContain('看上去是权责清单')
  })

  test('什么也不猜：看不懂的类型、被当作数字的编码、错误值，都是须改好的', async () => {
    const rows = powerRows.map(r => [...r])
    rows[0]![5] = '内部管理'
    rows[1]![2] = '1.14108E+30'
    rows[2]![6] = '#REF!'
    rows[3]![2] = '1141082100000000000000'
    rows[4]![3] = powerRows[5]![3]!
    rows[4]![5] = powerRows[5]![5]!
    const { entries, findings } = await read(await xlsxOf(powerSheet(rows)))
    expect([entries[0]!.type, entries[1]!.implementCode, entries[2]!.basis]).toEqual([null, null, null])
    const kinds = findings.filter(f => ['unknownType', 'codeLost', 'errorValue', 'codeRounded', 'duplicateEntry'].includes(f.kind)) // prettier-ignore
    expect(kinds.map(f => [f.kind, f.cell]).sort()).toEqual([
      ['codeLost', 'C5'],
      ['codeRounded', 'C7'],
      ['duplicateEntry', null],
      ['errorValue', 'G6'],
      ['unknownType', 'F4'],
    ])
  })

  test.each([
    ['行政许可（共12项）', '行政许可'],
    ['（一）许可类', '行政许可'],
    ['其它职权', '其他行政权力'],
    ['三、行政监督检查', '行政检查'],
    ['公共服务', '公共服务'],
    ['内部管理', null],
    ['', null],
  ])('类型的写法：%s → %s', (text, type) => {
    expect(typeOf(text)).toBe(type)
  })

  test('依据按条分开，条文的各行跟着它的法律', () => {
    expect(
      splitBasis(
        '1.《安全生产法》第六十二条\n应急管理部门……\n（一）进入检查；\n2.【行政法规】《条例》第一条',
      ),
    ).toEqual([
      '1.《安全生产法》第六十二条\n应急管理部门……\n（一）进入检查；',
      '2.【行政法规】《条例》第一条',
    ])
  })
})

describe('坏的文件：说得清，什么也不读进来', () => {
  const png = new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000000200010000ffff03000006000557bfabd40000000049454e44ae426082', 'hex')) // prettier-ignore
  test('DOCX里只有一张照片；值班表；只有表头；随便的一段话', async () => {
    const document = new Document({ sections: [{ children: [new Paragraph({ children: [new ImageRun({ type: 'png', data: png, transformation: { width: 10, height: 10 } })] })] }] }) // prettier-ignore
    const photo = await read(new Uint8Array(await Packer.toBuffer(document)), 'power', 'a.docx')
    expect(photo.findings[0]).toMatchObject({ kind: 'noTable', message: expect.stringMatching(/1张图片/) })
    const rota = await read(await writeXlsx({ sheets: [{ name: '值班表', rows: [['日期', '姓名', '电话'], [1, '甲', '1']] }] })) // prettier-ignore
    expect([rota.entries, rota.findings[0]!.kind]).toEqual([[], 'notAList'])
    const empty = await read(await xlsxOf(powerSheet([])))
    expect(empty.findings.find(isGraveInList)?.kind).toBe('noEntries')
    const words = await read(utf8('请各股室报送清单。'), 'power', 'a.txt')
    expect(words.findings[0]!.kind).toBe('noTable')
    await expect(read(utf8('%PDF-1.7'))).rejects.toThrow(CatalogFileFault)
  })

  test('隐藏的工作表不读，说出来；公式读保存的结果，没有结果的指出来', async () => {
    const hidden = await read(await xlsxOf({ ...powerSheet(), name: '旧版', hidden: true }, bandedSheet()))
    expect(hidden.entries.map(e => e.table)).toEqual(['Sheet1', 'Sheet1'])
    expect(hidden.findings.find(f => f.kind === 'hiddenSheet')?.message).toContain('旧版')
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'S',
          rows: [
            ['序号', '权力名称', '权力类型', '实施依据', '行使主体'],
            [1, null, '行政许可', '《条例》第一条', null],
          ],
          cells: new Map<string, object>([
            ['1,1', { value: '经营许可', formula: '"经营"&"许可"', formulaResult: '经营许可' }],
            ['1,4', { value: null, formula: 'VLOOKUP(A2,B1:C9,2)' }],
          ]) as never,
        },
      ],
    })
    const { entries, findings } = await read(bytes)
    expect(entries[0]).toMatchObject({ name: '经营许可', subject: null })
    expect(findings.filter(f => f.kind === 'formula').map(f => f.cell)).toEqual([null, 'S!E2'])
  })

  test('后面有100,000个空行：不当事项，也不慢', async () => {
    const sheet = powerSheet()
    const rows = [
      ...sheet.rows.map(r => r.map(c => c || null)),
      ...Array.from({ length: 100_000 }, () => [' ']),
    ]
    const bytes = await writeXlsx({ sheets: [{ name: '权责清单', rows, merges: sheet.merges }] })
    const cpu = process.cpuUsage()
    expect((await read(bytes)).entries).toHaveLength(powerRows.length)
    expect(process.cpuUsage(cpu).user / 1000).toBeLessThan(4000)
  })

  test('一格两万字：读入前8,000字，并且说出来；不超过存得下的长度', async () => {
    const sheet = bandedSheet()
    sheet.rows[6]![3] = '责'.repeat(20_000)
    const { entries, findings } = await read(await xlsxOf(sheet))
    expect(findings.some(f => f.kind === 'tooLong')).toBe(true)
    for (const { row: _r, table: _t, cells: _c, ...entry } of entries)
      expect(listEntry.safeParse({ ...entry, key: 'k' }).success).toBe(true)
  })
})
