import { table2Rows, type Table2 } from './table2.ts'
import { remedyBlocks, type Table3 } from './table3.ts'

/** What a published report says, read back from its tables. Pure. */

/** The numbers of the table that holds these words, cell by cell; null where there is no such table of so many numbers. */
function numbersIn(html: string, words: string, many: number): number[] | null {
  const table = [...html.matchAll(/<table[\s\S]*?<\/table>/g)].find(([text]) => text.includes(words))?.[0]
  if (table === undefined) return null
  const cells = [...table.matchAll(/<td\b[^>]*>([\s\S]*?)<\/td>/g)].map(([, inner]) =>
    inner!.replace(/<[^>]*>|[\s,]/g, ''),
  )
  return cells.length === many && cells.every(cell => /^\d+$/.test(cell)) ? cells.map(Number) : null
}

/** Which tables now say something else than the published report; a table that cannot be read back is not spoken of. */
export function changedTables(
  html: string,
  now: { readonly table2: Table2; readonly table3: Table3 },
): string[] {
  const differs = (published: number[] | null, counted: readonly number[]) =>
    published !== null && published.join() !== counted.join()
  return [
    ...(differs(
      numbersIn(html, '申请人情况', 175),
      table2Rows.flatMap(row => now.table2[row]),
    )
      ? ['表二']
      : []),
    ...(differs(
      numbersIn(html, '未经复议直接起诉', 15),
      remedyBlocks.flatMap(block => now.table3[block]),
    )
      ? ['表三']
      : []),
  ]
}
