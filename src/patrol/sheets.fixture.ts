/** For tests only: workbooks with something in every corner of them. */
import { writeXlsx } from 'hucre'
import { openContainer } from '#kit/ooxml/container.ts'
import { writeZip, type ZipPart } from '#kit/ooxml/zip.ts'

export const xlsxPlaces = [
  'cell',
  'number',
  'hiddenRow',
  'hiddenColumn',
  'hiddenSheet',
  'veryHiddenSheet',
  'comment',
  'definedName',
  'header',
  'formula',
  'textBox',
  'alternative',
  'validation',
  'link',
  'property',
  'leftover',
  'pivotCache',
  'externalCache',
] as const
export type XlsxPlace = (typeof xlsxPlaces)[number]
export type XlsxFixture = Partial<Record<XlsxPlace, string>>

const limits = { entries: 1000, inflated: 1e8, part: 1e8 }

/** The entries of a container, so that a test can add or change some. */
export async function unpack(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const container = await openContainer(bytes, limits)
  const parts = new Map<string, Uint8Array>()
  for (const { name } of container.entries) parts.set(name, (await container.read(name))!)
  return parts
}

export const pack = (parts: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  writeZip([...parts] as ZipPart[], { deflate: true })

const escape = (text: string) => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)

/** A workbook with something in every place that is asked for. */
export async function makeXlsx(f: XlsxFixture = {}): Promise<Uint8Array> {
  const rows: (string | number | null)[][] = [
    ['序号', '内容', '备注'],
    [1, f.cell ?? '正常', f.hiddenColumn ?? null],
    [2, f.number ? Number(f.number) : 15, null],
    [3, f.hiddenRow ?? null, null],
    [4, '公式', null],
  ]
  const cells = new Map<string, object>()
  if (f.comment) cells.set('1,0', { value: 1, comment: { author: '王五', text: f.comment } })
  if (f.formula) cells.set('4,2', { value: 0, formula: `"${f.formula}"&""`, formulaResult: '结果' })
  if (f.link) cells.set('4,1', { value: '公式', hyperlink: { target: f.link } })
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '公示',
        rows,
        cells: cells as never,
        columns: [{}, {}, { hidden: f.hiddenColumn !== undefined }],
        rowDefs: new Map(f.hiddenRow ? [[3, { hidden: true }]] : []),
        ...(f.header ? { headerFooter: { oddHeader: `&C${f.header}` } } : {}),
        ...(f.validation
          ? { dataValidations: [{ type: 'list' as const, values: ['甲', f.validation], range: 'E1:E5' }] }
          : {}),
        ...(f.textBox || f.alternative
          ? {
              textBoxes: [
                {
                  text: f.textBox ?? '图',
                  altText: f.alternative ?? '图',
                  anchor: { from: { row: 6, col: 1 } },
                },
              ],
            }
          : {}),
      },
      ...(f.hiddenSheet ? [{ name: '底表', hidden: true, rows: [['原始', f.hiddenSheet]] }] : []),
      ...(f.veryHiddenSheet ? [{ name: '深藏', veryHidden: true, rows: [[f.veryHiddenSheet]] }] : []),
    ],
    namedRanges: [
      { name: '区域', range: '公示!$A$1' },
      ...(f.definedName ? [{ name: '常量', range: `"${f.definedName}"` }] : []),
    ],
    properties: {
      creator: '王某某',
      company: '某公司',
      ...(f.property ? { custom: { 经办: f.property } } : {}),
    },
  })
  if (!f.leftover && !f.pivotCache && !f.externalCache) return bytes
  const parts = await unpack(bytes)
  const utf8 = new TextEncoder()
  const edit = (name: string, change: (text: string) => string) =>
    parts.set(name, utf8.encode(change(new TextDecoder().decode(parts.get(name)))))
  const declare = (name: string, type: string) =>
    edit('[Content_Types].xml', t =>
      t.replace(
        '</Types>',
        `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/></Types>`,
      ),
    )
  if (f.leftover)
    edit('xl/sharedStrings.xml', t => t.replace('</sst>', `<si><t>${escape(f.leftover!)}</t></si></sst>`))
  if (f.pivotCache) {
    parts.set(
      'xl/pivotCache/pivotCacheRecords1.xml',
      utf8.encode(
        `<?xml version="1.0" encoding="UTF-8"?><pivotCacheRecords xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1"><r><s v="${escape(f.pivotCache)}"/></r></pivotCacheRecords>`,
      ),
    )
    declare('xl/pivotCache/pivotCacheRecords1.xml', 'pivotCacheRecords')
  }
  if (f.externalCache) {
    parts.set(
      'xl/externalLinks/externalLink1.xml',
      utf8.encode(
        `<?xml version="1.0" encoding="UTF-8"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>${escape(f.externalCache)}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
      ),
    )
    declare('xl/externalLinks/externalLink1.xml', 'externalLink')
  }
  return pack(parts)
}
