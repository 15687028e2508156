/** Figures pasted from a spreadsheet: tabs between cells, or blanks and commas of thousands. Pure. */

export type Pasted =
  | { readonly ok: true; readonly rows: readonly (readonly number[])[] }
  | { readonly ok: false; readonly fault: string }

const cellOf = (text: string): number => {
  const plain = text.normalize('NFKC').replace(/[,，\s]/g, '')
  return plain === '' || plain === '-' || plain === '—' ? 0 : /^\d{1,12}$/.test(plain) ? Number(plain) : NaN
}

/** Reads so many rows of so many whole numbers; empty cells are 0, one long row is cut. `name` says which table it is. */
export function pastedTable(text: string, rows: number, columns: number, name: string): Pasted {
  const lines = text
    .replace(/\r/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => (line.includes('\t') ? line.split('\t') : line.trim().split(/\s+/)))
  const flat = lines.length === 1 && rows > 1 ? lines[0]! : null
  const cells =
    flat && flat.length === rows * columns
      ? Array.from({ length: rows }, (_, at) => flat.slice(at * columns, (at + 1) * columns))
      : lines
  if (cells.length !== rows)
    return { ok: false, fault: `${name}应有${rows}行，粘贴的是${cells.length}行。请只选数字，不选表头。` }
  const wrong = cells.findIndex(line => line.length !== columns)
  if (wrong >= 0)
    return {
      ok: false,
      fault: `${name}第${wrong + 1}行应有${columns}个数，粘贴的是${cells[wrong]!.length}个。`,
    }
  const numbers = cells.map(line => line.map(cellOf))
  const bad = numbers.findIndex(line => line.some(Number.isNaN))
  if (bad >= 0) return { ok: false, fault: `${name}第${bad + 1}行有不是数字的内容，请核对。` }
  return { ok: true, rows: numbers }
}
