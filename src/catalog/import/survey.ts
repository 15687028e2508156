import type { FindingKind } from './findings.ts'
import type { Grid, Grids } from './grid.ts'
import { simplifyGrid } from './simplify.ts'

/** `sheet`: only the sheet or table of this name, hidden or not. */
export type ReadOptions = { readonly sheet?: string | undefined }

type Said = Extract<FindingKind, 'noTable' | 'traditional' | 'picture' | 'formula' | 'hiddenSheet'>
type Say = (kind: Said, message: string, row?: number | null, cell?: string | null) => void

/**
 * Which tables of a file are to be read, in simplified characters, and what is to be said of the file as a whole. `expected` tells
 * what its table should look like, for a file that has none.
 */
export function survey(
  all: Grids,
  options: ReadOptions,
  say: Say,
  expected: string,
): { readonly wanted: readonly Grid[]; readonly simple: readonly Grid[] } {
  const { notes } = all
  const grids = all.grids.filter(g => g.rows.some(r => r.some(c => c && c.text !== '')))
  const wanted = grids.filter(g => (options.sheet === undefined ? !g.isHidden : g.name === options.sheet))
  if (options.sheet !== undefined && wanted.length === 0)
    say('noTable', `文件里没有叫“${options.sheet}”的表。有：${all.grids.map(g => `“${g.name}”`).join('、') || '（没有表）'}。`)
  else if (grids.length === 0)
    say('noTable', notes.pictures > 0
      ? `文件里没有表格，只有${notes.pictures}张图片。拍照或扫描的表读不出来，请用制作它的Word或Excel文件。`
      : `文件里没有表格。${expected}`) // prettier-ignore
  let changed = 0
  const simple = wanted.map(g => {
    const result = simplifyGrid(g)
    changed += result.changed
    return result.grid
  })
  if (changed > 0) say('traditional', `有${changed}个单元格是繁体字，已转为简体读入，请核对。`)
  if (notes.pictures > 0 && grids.length > 0)
    say('picture', `文件里有${notes.pictures}张图片，图片上的内容没有读。`)
  if (notes.formulas > 0) say('formula', `有${notes.formulas}个单元格是公式，读的是保存时的结果。`)
  for (const place of notes.unsolved)
    say('formula', `公式没有保存结果，读不到值，请在原表中改成文字。`, null, place)
  for (const g of grids)
    if (g.isHidden && options.sheet === undefined)
      say(
        'hiddenSheet',
        `工作表“${g.name}”是隐藏的，没有读。要读它，请取消隐藏，或写明表名再读（命令行加--sheet）。`,
      )
  return { wanted, simple }
}
