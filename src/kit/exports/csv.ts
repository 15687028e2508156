import { plainCell, type Cell } from './sheet.ts'

export const csvType = 'text/csv; charset=utf-8'
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function cell(value: Cell): string {
  const text = String(plainCell(value) ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A table as CSV, written as its lines come: UTF-8 with a byte order mark and CRLF, as WPS and Excel want it; no cell is a formula. */
export async function* csvOf(
  headers: readonly string[],
  lines: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<string> {
  yield `\ufeff${headers.map(cell).join(',')}\r\n`
  let text = ''
  for await (const line of lines) {
    text += `${line.map(cell).join(',')}\r\n`
    if (text.length < 32_768) continue
    yield text
    text = ''
  }
  yield text
}
