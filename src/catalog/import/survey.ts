import type { FindingKind } from './findings.ts'
import { cellName, mostColumns, mostRows, type Aside, type Grid, type Grids } from './grid.ts'
import { short } from './item.ts'
import { simplifyGrid } from './simplify.ts'

/** `sheet`: only the sheet or table of this name, hidden or not. */
export type ReadOptions = { readonly sheet?: string | undefined }

export type Said = Extract<
  FindingKind,
  'noTable' | 'traditional' | 'picture' | 'formula' | 'hiddenSheet' | 'cutSheet' | 'oldFormat' | Aside['kind']
>
type Say = (
  kind: Said,
  message: string,
  row?: number | null,
  cell?: string | null,
  table?: string | null,
) => void

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
  if (notes.isOld && grids.length > 0)
    say(
      'oldFormat',
      '旧格式的表格（.xls）看不出哪些行、列、工作表是隐藏的，哪些字加了删除线，都读入了，请核对；或者另存为XLSX再导入。',
    )
  for (const { sheet, place } of notes.cut)
    if (wanted.some(g => g.name === sheet))
      say(
        'cutSheet',
        `“${sheet}”太大：第${mostRows.toLocaleString('en')}行以下、第${mostColumns}列以右的没有读（${place}还有字）。请删去多余的行和列，或拆成几个文件。`,
        null,
        place,
        sheet,
      )
  for (const g of simple) sayAsides(g, wanted.length > 1, say)
  for (const g of grids)
    if (g.isHidden && options.sheet === undefined)
      say(
        'hiddenSheet',
        `工作表“${g.name}”是隐藏的，没有读。要读它，请取消隐藏，或写明表名再读（命令行加--sheet）。`,
      )
  return { wanted, simple }
}

const asideWords: Record<Aside['kind'], (text: string) => string> = {
  struckText: text => `“${text}”加了删除线，没有读入，请核对。`,
  hiddenText: text => `“${text}”是隐藏的文字，没有读入，请核对。`,
  textBox: text => `文本框里的“${text}”没有读入，请核对。`,
  noteMark: text => `“${text}”是上标的注号，没有读入。`,
}

/** What stands beside the text of cells, each at its place; a row struck out as a whole is said once. */
function sayAsides(grid: Grid, isMany: boolean, say: Say): void {
  const struck = new Map<number, number>()
  for (const a of grid.asides) if (a.kind === 'struckText') struck.set(a.row, (struck.get(a.row) ?? 0) + 1)
  const isWhole = (row: number) =>
    (struck.get(row) ?? 0) > 2 && !(grid.rows[row] ?? []).some(c => c && c.row === row && c.text !== '')
  const said = new Set<number>()
  for (const a of grid.asides) {
    if (a.kind === 'struckText' && isWhole(a.row)) {
      if (said.has(a.row)) continue
      said.add(a.row)
      const words = grid.asides.filter(o => o.row === a.row && o.kind === a.kind).map(o => o.text)
      say(
        a.kind,
        `第${a.row + 1}行整行加了删除线，没有读作事项：“${short(words.join(' '))}”。`,
        a.row + 1,
        null,
        grid.name,
      )
      continue
    }
    const place = (isMany ? `${grid.name}!` : '') + cellName(a.row, a.column)
    say(a.kind, asideWords[a.kind](short(a.text)), a.row + 1, place, grid.name)
  }
}
