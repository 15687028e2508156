/**
 * 年度报告的表二、表三 (国办公开办函〔2021〕30号) within a text, whoever wrote it: known by their form alone, so that they are set to fit the
 * column and the telephone instead of being moved sideways. Pure.
 */

export type AnnualForm = 'two' | 'three'

const cellsOf = (row: string) =>
  [...row.matchAll(/<t([hd])\b[^>]*>([\s\S]*?)<\/t\1>/g)].map(([, kind, inner]) => ({
    isHead: kind === 'h',
    text: inner!.replace(/<[^>]*>/g, '').trim(),
  }))
const isNumber = (text: string) => /^\d[\d,]*$/.test(text)

/** Which of the two tables it is; null for any other, and for one that left the form anywhere. `table`: from `<table` to `</table>`. */
export function annualForm(table: string): AnnualForm | null {
  if (!table.includes('<thead>') || table.lastIndexOf('<table') > 0) return null
  const rows = table.split('<tr').slice(1).map(cellsOf)
  const heads = rows.slice(0, 3)
  if (heads.length < 3 || heads.flat().some(c => !c.isHead)) return null
  const shape = heads.map(row => row.length).join()
  const numbers = (row: (typeof rows)[number], most: number, labels: readonly number[]) =>
    labels.includes(row.length - most) &&
    row.every((c, at) => (at < row.length - most ? c.isHead : !c.isHead && isNumber(c.text)))
  const rest = rows.slice(3)
  if (shape === '2,3,5' && rest.length === 25 && heads[0]![1]!.text === '申请人情况')
    return rest.every(row => numbers(row, 7, [1, 2, 3])) ? 'two' : null
  if (shape === '2,2,15' && rest.length === 1 && heads[1]![0]!.text === '未经复议直接起诉')
    return numbers(rest[0]!, 15, [0]) ? 'three' : null
  return null
}

/** The heads of a table say which cells they are of (WCAG 1.3.1, H63): in a row of heads alone those below, else those beside. */
export function scoped(table: string): string {
  if (table.lastIndexOf('<table') > 0) return table
  return table.replace(/<tr[\s>][\s\S]*?<\/tr>/g, row => {
    const [span, many, one] = row.includes('<td')
      ? ['rowspan', 'rowgroup', 'row']
      : ['colspan', 'colgroup', 'col']
    return row.replace(/<th(?=[\s>])((?:(?!\sscope=)[^>])*)>/g, (_, rest: string) => {
      return `<th${rest} scope="${rest.includes(`${span}="`) ? many : one}">`
    })
  })
}
