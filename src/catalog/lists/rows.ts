import { noteStart } from '../import/aside.ts'
import type { Grid, GridCell } from '../import/grid.ts'
import { clean, errorValue, short } from '../import/item.ts'
import { lastFilled } from '../import/rows.ts'
import { fold, narrow } from '../rules/fold.ts'
import type { ListFinding, ListFindingKind } from './findings.ts'
import { columnLabels, columnRoles, isListHeader, type ColumnRole, type ListHeader } from './header.ts'
import { nameOfEntry, type EntryType, type ListKind, type ReadEntry } from './model.ts'

/** An entry with the row it came from and what stood in its cells. */
export type PlacedEntry = ReadEntry & {
  readonly row: number
  readonly table: string
  readonly cells: Readonly<Record<string, string>>
}
type Open = { -readonly [K in keyof PlacedEntry]: PlacedEntry[K] }

const typeWords: readonly (readonly [RegExp, EntryType])[] = [
  [/许可|行政审批/, '行政许可'],
  [/处罚/, '行政处罚'],
  [/强制/, '行政强制'],
  [/征收|征用/, '行政征收'],
  [/给付/, '行政给付'],
  [/检查|监督检查/, '行政检查'],
  [/确认/, '行政确认'],
  [/奖励/, '行政奖励'],
  [/裁决/, '行政裁决'],
  [/公共服务|便民服务/, '公共服务'],
  [/^其[他它]|其[他它](?:行政)?(?:权力|职权|类|事项)|行政备案|^备案/, '其他行政权力'],
]

/** 行政许可（共12项）, 一、许可类, 其它职权: the kind they mean; null where the words name none. */
export function typeOf(text: string): EntryType | null {
  const bare = narrow(text)
    .replace(/^[（(]?[一二三四五六七八九十\d]+[)）、.．]?/u, '')
    .replace(/[（(][^()（）]*[)）]/gu, '')
  return typeWords.find(([words]) => words.test(bare))?.[1] ?? null
}

const longest: Partial<Record<ColumnRole, number>> = {
  order: 20,
  part: 300,
  subject: 200,
  handler: 200,
  audience: 500,
  levels: 200,
  duties: 8000,
  liability: 8000,
  note: 2000,
}

/** Citations as the list has them: a new one begins where a line opens with a title, a bracketed kind or a number before either. */
export function splitBasis(text: string): string[] {
  const start = /^(?:[（(]?[\d一二三四五六七八九十]+[)）、.．]\s*)?(?:【[^】]*】|\[[^\]]*\])?\s*《/u
  const found: string[] = []
  for (const line of text.split('\n').map(l => l.trim())) {
    if (line === '') continue
    if (found.length === 0 || start.test(line)) found.push(line)
    else found[found.length - 1] += `\n${line}`
  }
  return found
}

/** Reads the rows below a header into entries. Nothing is left out without a finding. */
export function readListRows(
  grid: Grid,
  header: ListHeader,
  kind: ListKind,
  label: (row: number, column: number) => string,
): { entries: PlacedEntry[]; findings: ListFinding[] } {
  const entries: Open[] = []
  const findings: ListFinding[] = []
  const say = (row: number, column: number | null, kind: ListFindingKind, message: string) =>
    void findings.push({ row: row + 1, cell: column === null ? null : label(row, column), kind, message })
  const places = new Map<ColumnRole, number>()
  for (const [c, { role }] of header.columns.entries()) if (role) places.set(role, c)
  const nameAt = places.get('name')!
  const partAt = places.get('part')
  let band = typeOf(grid.name)
  let saidBand = false
  let last: { entry: Open; row: number; said: boolean } | null = null

  const final = lastFilled(grid)
  for (let r = header.to + 1; r <= final; r++) {
    const row = grid.rows[r]!
    const own = row.filter(
      (c, i): c is GridCell => c !== null && c.text !== '' && header.columns[i]?.role != null,
    )
    // Wholly covered by cells that began above: nothing of its own.
    if (!own.some(c => c.row === r)) continue
    if (isListHeader(row)) {
      say(r, null, 'repeatedHeader', `第${r + 1}行是重复的表头，已跳过。`)
      continue
    }
    if (grid.hiddenRows.has(r)) say(r, null, 'hiddenRow', `第${r + 1}行是隐藏的，也读入了，请核对要不要。`)
    const distinct = new Set(own.map(c => `${c.row},${c.column}`))
    const text = own[0]!.text.trim()
    if (noteStart.test(text) && distinct.size <= 3) {
      say(r, own[0]!.column, 'note', `附注没有读作事项：“${short(text)}”。`)
      continue
    }
    if (/^(?:合计|总计|共计|小计)/.test(text)) {
      say(r, own[0]!.column, 'note', `合计行没有读作事项：“${short(text)}”。`)
      continue
    }
    const continued = last && isContinued(row, r, { nameAt, partAt, hasBegun: true, knows: grid.knowsMerges })
    if (distinct.size === 1 && !continued && text.length <= 60) {
      const type = typeOf(text)
      if (type) {
        band = type
        say(r, own[0]!.column, 'band', `分类行：以下各行的类型读作“${type}”。`)
        continue
      }
      if (/清单|目录/.test(text)) {
        say(r, own[0]!.column, 'title', `标题行没有读作事项：“${short(text)}”。`)
        continue
      }
    }
    const cells = cellsOf(row, header)
    for (const c of own)
      if (errorValue.test(c.text) && c.row === r)
        say(r, c.column, 'errorValue', `单元格是错误值“${c.text}”，没有读入，请在原表改正。`)
    const read = (role: ColumnRole): string | null => {
      const column = places.get(role)
      const value = column === undefined ? '' : clean((row[column]?.text ?? '').trim())
      return narrow(value) === '' || /^[-—–/\\]+$/.test(narrow(value)) ? null : value
    }
    if (continued && last) {
      if (!last.said)
        say(
          last.row,
          nameAt,
          'continuedRow',
          `“${nameOfEntry(last.entry)}”占了几行，各行的内容接在一起读作一条。`,
        )
      last.said = true
      append(last.entry, row, r, places)
      continue
    }
    const name = read('name')
    if (name === null) {
      say(r, own[0]!.column, 'unclearRow', `这一行没有事项名称，只有“${short(text)}”，没有读入。`)
      continue
    }
    const bounded = (role: ColumnRole): string | null => {
      const value = read(role)
      const most = longest[role]
      if (value === null || most === undefined || value.length <= most) return value
      say(r, places.get(role)!, 'tooLong', `${columnLabels[role]}超过${most}个字，只读入前${most}个字。`)
      return value.slice(0, most)
    }
    const entry: Open = {
      order: bounded('order'),
      code: codeOf(read('code'), r, places.get('code'), say),
      basicCode: codeOf(read('basicCode'), r, places.get('basicCode'), say),
      implementCode: codeOf(read('implementCode'), r, places.get('implementCode'), say),
      name: oneLine(name).slice(0, 300),
      part: bounded('part')?.replace(/\s*\n\s*/g, '') ?? null,
      type: typeFrom(read('type'), r),
      basis: read('basis') === null ? null : splitBasis(read('basis')!).map(b => b.slice(0, 5000)),
      subject: bounded('subject')?.replace(/\s*\n\s*/g, '、') ?? null,
      handler: bounded('handler')?.replace(/\s*\n\s*/g, '、') ?? null,
      audience: bounded('audience'),
      levels: bounded('levels')?.replace(/\s*\n\s*/g, '、') ?? null,
      duties: bounded('duties'),
      liability: bounded('liability'),
      note: bounded('note'),
      row: r + 1,
      table: grid.name,
      cells,
    }
    entries.push(entry)
    last = { entry, row: r, said: false }
  }

  function typeFrom(text: string | null, r: number): EntryType | null {
    const column = places.get('type')
    if (text === null) {
      if (band === null) return kind === 'service' ? '公共服务' : null
      if (column !== undefined || saidBand) return band
      saidBand = true
      if (typeOf(grid.name) === band)
        say(r, null, 'filledDown', `没有类型这一列，按工作表的名称“${grid.name}”读作“${band}”。`)
      return band
    }
    const type = typeOf(text)
    if (type === null)
      say(r, column ?? null, 'unknownType', `“${short(text)}”不是清单通用的类型，没有读入，请选一种。`)
    return type
  }
  sayDuplicates(entries, say)
  return { entries, findings }
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, '')

/** Whether a row goes on with the entry above: its name is merged down, or it has none where merged cells are lost. */
function isContinued(
  row: readonly (GridCell | null)[],
  r: number,
  at: { nameAt: number; partAt: number | undefined; hasBegun: boolean; knows: boolean },
): boolean {
  const name = row[at.nameAt] ?? null
  const part = at.partAt === undefined ? null : (row[at.partAt] ?? null)
  if (name && name.text !== '' && name.row < r) return !part || part.text === '' || part.row < r
  const lost = (!name || name.text === '') && (!part || part.text === '')
  return lost && !at.knows
}

const joined: readonly ColumnRole[] = ['basis', 'duties', 'liability', 'audience', 'note']

function append(
  entry: Open,
  row: readonly (GridCell | null)[],
  r: number,
  places: ReadonlyMap<ColumnRole, number>,
): void {
  for (const role of joined) {
    const cell = places.has(role) ? (row[places.get(role)!] ?? null) : null
    const text = cell && cell.row === r ? clean(cell.text.trim()) : ''
    if (text === '') continue
    if (role === 'basis') entry.basis = [...(entry.basis ?? []), ...splitBasis(text)].slice(0, 100)
    else {
      const key = role as 'duties' | 'liability' | 'audience' | 'note'
      const most = longest[role]!
      entry[key] = (entry[key] === null ? text : `${entry[key]}\n${text}`).slice(0, most)
    }
  }
}

/** A code as printed, blanks taken out. A spreadsheet that took it for a number has lost its end: said, never guessed. */
function codeOf(
  text: string | null,
  r: number,
  column: number | undefined,
  say: (row: number, column: number | null, kind: ListFindingKind, message: string) => void,
): string | null {
  if (text === null) return null
  const code = narrow(text)
  const at = column ?? null
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(code)) {
    say(
      r,
      at,
      'codeLost',
      `编码“${code}”被表格软件当作数字、丢了后面的位数，没有读入。请在原表把这一列设为文本，重新填写。`,
    )
    return null
  }
  if (/^\d{16,40}$/.test(code) && /^0+$/.test(code.slice(15)))
    say(r, at, 'codeRounded', `编码“${code}”第16位以后都是0，可能被表格软件改过，请与原件核对。`)
  return code.slice(0, 60)
}

function sayDuplicates(
  entries: readonly Open[],
  say: (row: number, column: number | null, kind: ListFindingKind, message: string) => void,
): void {
  const seen = new Map<string, number>()
  for (const entry of entries) {
    const names = `${fold(entry.name)}|${fold(entry.part ?? '')}|${entry.type ?? ''}`
    for (const key of [
      entry.implementCode && `码${entry.implementCode}`,
      entry.implementCode ? null : names,
    ]) {
      if (!key) continue
      const before = seen.get(key)
      if (before !== undefined)
        say(
          entry.row - 1,
          null,
          'duplicateEntry',
          `“${nameOfEntry(entry)}”与第${before}行${key.startsWith('码') ? '实施编码' : '名称和类型'}相同，请核对要不要留一条。`,
        )
      else seen.set(key, entry.row)
    }
  }
}

function cellsOf(row: readonly (GridCell | null)[], header: ListHeader): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const [c, { header: name }] of header.columns.entries())
    if (name !== '' && row[c] && row[c].text !== '') cells[oneLine(name)] = row[c].text
  return cells
}

/** Which columns a list has none of, of those it should have. */
export const columnsMissing = (header: ListHeader): ColumnRole[] => {
  const has = new Set(header.columns.map(c => c.role))
  return (['type', 'basis', 'subject'] as const).filter(r => columnRoles.includes(r) && !has.has(r))
}
