import { widthOf, type Grid } from './grid.ts'
import { findHeader } from './header.ts'

/**
 * What a small table inside a cell says, line by line: boxes of channels are often drawn up in one. null where it is a table of its
 * own, as in the pages that put everything into tables.
 */
export function textInCell(grid: Grid): string | null {
  if (grid.rows.length > 20 || widthOf(grid.rows) > 4 || findHeader(grid)) return null
  return grid.rows
    .map(row => [...new Set(row)].flatMap(c => (c && c.text !== '' ? [c.text] : [])).join(' '))
    .filter(line => line !== '')
    .join('\n')
}
