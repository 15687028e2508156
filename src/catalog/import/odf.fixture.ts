/** For tests only: OpenDocument files part by part, as LibreOffice writes them. */
import { zipOf, type FixtureEntry } from '#document/intake/wordFixture.ts'
import { escapeXml } from '#kit/ooxml/markup.ts'
import type { Merge, Sheet } from '../catalog.fixture.ts'

const namespaces = ['office', 'style', 'text', 'table', 'draw'].map(n => `xmlns:${n}="urn:oasis:names:tc:opendocument:xmlns:${n}:1.0"`).join(' ') // prettier-ignore

/** A package of one content.xml; `more` are parts beside it. */
export function odfOf(type: 'text' | 'spreadsheet' | 'presentation', body: string, styles = '', more: readonly FixtureEntry[] = []): Uint8Array {
  const media = `application/vnd.oasis.opendocument.${type}`
  return zipOf([
    { name: 'mimetype', bytes: media },
    { name: 'content.xml', deflated: true, bytes: `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content ${namespaces} office:version="1.3"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${type}>${body}</office:${type}></office:body></office:document-content>` },
    ...(more.some(m => m.name === 'META-INF/manifest.xml') ? [] : [{ name: 'META-INF/manifest.xml', bytes: `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${media}"/></manifest:manifest>` }]),
    ...more,
  ])
} // prettier-ignore

export const paragraphsOf = (text: string) => text.split('\n').map(t => `<text:p>${escapeXml(t)}</text:p>`).join('') // prettier-ignore

/** The table of a sheet: every place stands in it, those under a merged cell as covered ones. */
export function tableOf(sheet: Sheet, attributes: string, cell = paragraphsOf): string {
  const at = (r: number, c: number): Merge | undefined =>
    sheet.merges.find(m => r >= m.startRow && r <= m.endRow && c >= m.startCol && c <= m.endCol)
  const width = Math.max(...sheet.rows.map(r => r.length))
  const rows = sheet.rows.map((row, r) => {
    const cells = Array.from({ length: width }, (_, c) => {
      const merge = at(r, c)
      if (merge && (merge.startRow !== r || merge.startCol !== c)) return '<table:covered-table-cell/>'
      const spans = merge ? ` table:number-columns-spanned="${merge.endCol - merge.startCol + 1}" table:number-rows-spanned="${merge.endRow - merge.startRow + 1}"` : '' // prettier-ignore
      const text = row[c] ?? ''
      return `<table:table-cell office:value-type="string"${spans}>${text === '' ? '' : cell(text)}</table:table-cell>`
    })
    return `<table:table-row>${cells.join('')}</table:table-row>`
  })
  return `<table:table ${attributes}><table:table-column table:number-columns-repeated="${width}"/><table:table-header-rows>${rows[0]!}</table:table-header-rows>${rows.slice(1).join('')}</table:table>`
}

export const odtOf = (sheet: Sheet): Uint8Array => odfOf('text', `<text:p>附件</text:p>${tableOf(sheet, 'table:name="表格1"')}<text:p/>`) // prettier-ignore

/** A cell with its line breaks inside one paragraph, and the million empty rows below. */
export const odsOf = (sheet: Sheet): Uint8Array =>
  odfOf('spreadsheet', tableOf(sheet, 'table:name="Sheet1"', t => `<text:p>${t.split('\n').map(escapeXml).join('<text:line-break/>')}</text:p>`).replace('</table:table>', '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row></table:table>')) // prettier-ignore
