import { csvOf, csvType, xlsxType } from '#kit/exports/csv.ts'
import { plainCell, sheetOf, type Cell } from '#kit/exports/sheet.ts'
import type { Raw } from './page.ts'

/** Files of open data: what a page shows, to take away. */

export const jsonType = 'application/json; charset=utf-8'

/** What a file is called: in Chinese, and plainly for clients that know no other name. */
export type FileName = { readonly title: string; readonly plain: string }

/** A file of open data under its Chinese name, and a plain one for clients that know no other. */
export function openFile({ title, plain }: FileName, form: string, type: string, body: string | Buffer): Raw {
  const name = encodeURIComponent(`${title}.${form}`)
  return {
    kind: 'raw',
    status: 200,
    type,
    body,
    headers: {
      'Content-Disposition': `attachment; filename="${plain}.${form}"; filename*=UTF-8''${name}`,
      'Access-Control-Allow-Origin': '*',
      'X-Robots-Tag': 'noindex',
    },
  }
}

/** The same data for programs. */
export const openJson = (name: FileName, value: unknown): Raw =>
  openFile(name, 'json', jsonType, `${JSON.stringify(value, null, 2)}\n`)

export const tableForms = ['xlsx', 'csv'] as const
export type TableForm = (typeof tableForms)[number]

/** A table for offices. In XLSX the title and the notes stand above it; no cell is a formula in either. */
export async function openTable(
  name: FileName,
  form: TableForm,
  table: {
    readonly notes: readonly string[]
    readonly columns: readonly { readonly header: string; readonly width?: number }[]
    readonly lines: Iterable<readonly Cell[]>
  },
): Promise<Raw> {
  async function* lines(): AsyncGenerator<Cell[]> {
    for (const line of table.lines) yield line.map(plainCell)
  }
  if (form === 'csv') {
    let text = ''
    const headers = table.columns.map(c => c.header)
    for await (const piece of csvOf(headers, lines())) text += piece
    return openFile(name, form, csvType, text)
  }
  const { notes, columns } = table
  const sheet = sheetOf({ title: name.title, notes, columns, lines: lines() })
  return openFile(name, form, xlsxType, Buffer.from(await new Response(sheet).arrayBuffer()))
}
