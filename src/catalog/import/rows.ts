import type { CatalogItem } from '../model.ts'
import { fold, narrow } from '../rules/fold.ts'
import { asideOf, countsColumns, noteStart } from './aside.ts'
import { open, readBasis, readContent, readName } from './cells.ts'
import type { Note } from './channels.ts'
import type { Finding, FindingKind } from './findings.ts'
import type { Grid, GridCell } from './grid.ts'
import { isHeaderRow, type Header, type Role } from './header.ts'
import { clean, elementsOf, errorValue, isShifted, short } from './item.ts'
import { isSubRow, placesOf, valuesOf, type Places, type Read } from './places.ts'
import { classes, fieldNamed } from './subject.ts'

/** An item with the row it came from; `cells` is what stood in each column, for the preview. */
export type PlacedItem = CatalogItem & {
  readonly row: number
  readonly table: string
  /** Where its name stands. */
  readonly cell: string
  readonly order: string | null
  /** Where the table itself tells the field of its rows. */
  readonly field: string | null
  readonly cells: Readonly<Record<string, string>>
}

/** What holds from one table into the next that goes on with it. */
export type Carried = { readonly level1: string; readonly level2: string; readonly last: PlacedItem | null }
export type RowsRead = {
  readonly items: PlacedItem[]
  readonly findings: Finding[]
  readonly carried: Carried
}

const repeatable: readonly Role[] = ['content', 'basis', 'deadline', 'subject', 'channels', 'audience', 'mode', 'levels'] // prettier-ignore
/** 同上 and its marks, as narrow makes them: ″ becomes two strokes. */
const ditto = /^(?:同上(?:行|栏)?|同前|[〃〞"“”]|''|′′|’’)$/u
const nameRoles = ['level1', 'level2', 'level3'] as const

/** A row that begins an item, with the rows that go on with it. */
type Pending = {
  readonly row: number
  readonly printed: { read: Read; boxes: string[] }
  readonly cells: Record<string, string>
}

/** Reads the rows below a header into items. Nothing is left out without a finding. `before`: what the table before leaves open. */
export function readRows(
  grid: Grid,
  header: Header,
  label: (row: number, column: number) => string,
  before: Carried | null = null,
): RowsRead {
  const items: PlacedItem[] = []
  const findings: Finding[] = []
  const say = (row: number, column: number | null, kind: FindingKind, message: string) =>
    void findings.push({ row: row + 1, cell: column === null ? null : label(row, column), kind, message })
  const at = placesOf(header)
  const filled = { level1: before?.level1 ?? '', level2: before?.level2 ?? '', field: null as string | null }
  const saidFill = new Set<string>()
  let last = before?.last ?? null
  let lastRow = -1
  let pending: Pending | null = null
  const seen = new Map<string, number>()
  /** Rows that were numbered ahead and never filled in. */
  const numbered: number[] = []
  const final = lastFilled(grid)
  const struck = new Set(grid.asides.flatMap(a => (a.kind === 'struckText' ? [`${a.row},${a.column}`] : [])))
  /** A name that was struck out is none, and none from above stands for it. */
  const isStruck = (r: number, role: Role) => {
    const column = at.of(role)
    const cell = column === null ? null : grid.rows[r]![column]
    return struck.has(`${cell?.row ?? r},${cell?.column ?? column}`)
  }
  const above = {} as Read
  for (const role of ['level1', ...repeatable] as const) above[role] = ''

  const flush = () => {
    if (!pending) return
    const { row: r, printed, cells } = pending
    pending = null
    const row = grid.rows[r]!
    const { read } = printed
    const note = (column: number | null, notes: readonly Note[]) => {
      // A merged cell is spoken of once, where it begins.
      if (column !== null && row[column] && row[column].row !== r) return
      for (const n of notes) say(r, column, n.kind, n.message)
    }
    const names = namesOf(r, read, note)
    if (!names) return
    const { level1, level2, level3 } = names
    const elements = elementsOf(printed, at, note)
    if (isShifted(elements))
      say(
        r,
        null,
        'shiftedRow',
        `第${r + 1}行的格子错位了：“${short(elements.deadline ?? '')}”在公开时限一列，请与原表核对（隐藏的行、合并的格另存为网页后常见）。`,
      )
    for (const [role, value] of [
      ['content', elements.content],
      ['basis', elements.basis?.at(-1) ?? null],
    ] as const)
      if (value !== null && open(value) > 0)
        say(
          r,
          at.of(role),
          'cutOff',
          `“…${value.slice(-24)}”没有写完（括号或书名号没有结束），可能在另存时被截断，请补全。`,
        )
    const key = fold(
      `${filled.field ?? ''}|${level1 ?? ''}|${level2 ?? ''}|${level3 ?? ''}|${elements.content ?? ''}`,
    )
    const same = seen.get(key)
    if (same !== undefined)
      say(r, at.of('level2'), 'duplicateItem', `与第${same + 1}行是同一事项，请核对是否重复。`)
    else seen.set(key, r)
    last = {
      level1,
      level2,
      level3,
      ...elements,
      row: r + 1,
      table: grid.name,
      cell: label(r, at.of('level2') ?? at.of('level3') ?? at.content ?? at.first),
      order: narrow(read.order) || null,
      field: filled.field,
      cells,
    }
    lastRow = r
    items.push(last)
  }

  /** The three names of a row, those left empty taken from above; null where there is nothing to name and nothing to disclose. */
  const namesOf = (r: number, read: Read, note: (column: number | null, notes: readonly Note[]) => void) => {
    const name = (role: (typeof nameRoles)[number]) => {
      const { name, notes } = readName(clean(read[role]), role)
      note(at.of(role), notes)
      return name
    }
    let level1 = name('level1')
    let level2 = name('level2')
    const level3 = name('level3')
    if (at.of('level1') === null && filled.level1 === '' && level2 && classes.has(fold(level2))) {
      note(at.of('level2'), [
        { kind: 'classAsName', message: `“${level2}”是一级事项的名称，读作一级事项，二级事项空着。` },
      ])
      level1 = level2
      level2 = null
    }
    const rest = filledIn(read)
    if (level1 && at.of('level1') !== null) {
      if (level1 !== filled.level1) filled.level2 = ''
      filled.level1 = level1
    } else if (!level1 && isStruck(r, 'level1')) filled.level1 = filled.level2 = ''
    else if (!level1 && filled.level1 !== '') {
      level1 = filled.level1
      if (at.of('level1') !== null && !saidFill.has('level1')) {
        saidFill.add('level1')
        say(
          r,
          at.of('level1'),
          'filledDown',
          `一级事项空着，从这一行起沿用上面的“${level1}”（合并单元格另存后常见），请核对。`,
        )
      }
    }
    if (level2) filled.level2 = level2
    else if (isStruck(r, 'level2')) filled.level2 = ''
    else if (filled.level2 !== '' && (level3 || rest.length > 1)) {
      level2 = filled.level2
      say(r, at.of('level2'), 'filledDown', `二级事项空着，沿用上面的“${level2}”，请核对。`)
    }
    if (level2 || level3 || narrow(read.content) !== '') return { level1, level2, level3 }
    const words = grid.rows[r]!.flatMap(c => (c && c.text !== '' ? [c.text] : [])).join(' ')
    say(r, null, 'unclearRow', `第${r + 1}行没有二级事项，也没有公开内容，没有读入：“${short(words)}”。`)
    return null
  }

  /** Puts what stands in a row below its item's first one into it. */
  const goOn = (row: readonly (GridCell | null)[], r: number) => {
    const fresh = (column: number | null) => {
      const cell = column === null ? null : (row[column] ?? null)
      return cell && cell.row === r ? cell.text : ''
    }
    const target = pending
    if (target) {
      const join = (old: string, text: string) => (text === '' ? old : old === '' ? text : `${old}\n${text}`)
      const { read, boxes } = target.printed
      for (const role of repeatable) read[role] = join(read[role], clean(fresh(at.of(role))))
      for (const [i, box] of at.boxes.entries()) boxes[i] = join(boxes[i] ?? '', fresh(box.column))
      for (const role of ['everyone', 'particular', 'proactive', 'onRequest', 'county', 'township'] as const)
        read[role] = join(read[role], fresh(at.of(role)))
      for (const [i, c] of header.columns.entries())
        if (c.header !== '' && fresh(i) !== '')
          target.cells[c.header] = join(target.cells[c.header] ?? '', fresh(i))
    } else if (last) append(last, fresh(at.content), fresh(at.basis))
    const where = target
      ? `第${target.row + 1}行`
      : last?.table === grid.name
        ? `第${last.row}行`
        : '上一张表最后一行'
    const texts = row.flatMap(c => (c && c.row === r && c.text !== '' ? [c.text] : []))
    say(r, null, 'continuedRow', `这一行没有名称，接在${where}的后面：“${short(texts.join(' '))}”。`)
  }

  for (let r = header.to + 1; r <= final; r++) {
    const row = grid.rows[r]!
    // Columns that are no elements of a catalog have been named as not read; what stands there makes no item.
    const own = row.filter(
      (c, i): c is GridCell => c !== null && c.text !== '' && (header.columns[i]?.role ?? null) !== null,
    )
    if (own.length === 0) continue
    // Wholly covered by cells that began above: nothing of its own.
    if (!own.some(c => c.row === r)) continue
    if (grid.hiddenRows.has(r)) say(r, null, 'hiddenRow', `第${r + 1}行是隐藏的，也读入了，请核对要不要。`)
    const distinct = new Set(own.map(c => `${c.row},${c.column}`))
    const first = own[0]!
    if (isHeaderRow(row) || isSubRow(row, r, grid, header)) {
      say(r, null, 'repeatedHeader', `第${r + 1}行是重复的表头，已跳过。`)
      continue
    }
    if (countsColumns(row, r)) {
      say(r, null, 'note', `第${r + 1}行是各列的栏次，没有读作事项。`)
      continue
    }
    if (distinct.size === 1 && first.column === at.of('order') && /^\d+$/.test(narrow(first.text))) {
      numbered.push(r)
      continue
    }
    const isAlone =
      distinct.size === 1 &&
      at.name.length > 0 &&
      row.filter(c => c === first).length < 2 &&
      !at.name.includes(first.column) &&
      first.column !== at.first
    // A name alone beside a class of its own is an item without elements, no class.
    const isNamed =
      distinct.size === 1 &&
      row.filter(c => c === first).length < 2 &&
      (first.column === at.of('level2') || first.column === at.of('level3')) &&
      (at.of('level1') !== null || first.column !== at.first)
    if (distinct.size === 1 && !isAlone && !isNamed) {
      const aside = asideOf(first.text, true)
      if (aside.kind === 'field' || aside.kind === 'band') {
        flush()
        last = null
        if (aside.kind === 'field') filled.field = aside.field
        filled.level1 = aside.kind === 'band' ? aside.name : ''
        filled.level2 = ''
      }
      say(r, first.column, aside.kind === 'field' ? 'band' : aside.kind, aside.message)
      continue
    }
    const isSigned = /^(?:填报人|填表人|审核人|制表人?|联系人|单位负责人|填报单位)[^:：]{0,6}[:：]/u.test(
      first.text.trim(),
    )
    if (noteStart.test(first.text) && (own.filter(c => c.row === r).length <= 3 || isSigned)) {
      say(r, first.column, 'note', `附注没有读作事项：“${short(own.map(c => c.text).join(' '))}”。`)
      continue
    }
    for (const c of own)
      if (errorValue.test(c.text) && c.row === r)
        say(r, c.column, 'errorValue', `单元格是错误值“${c.text}”，没有读入，请在原表改正。`)
    const goesOn = (pending !== null || last !== null) && isContinuation(row, r, at, pending)
    if (goesOn) {
      goOn(row, r)
      continue
    }
    if (isAlone) {
      const aside = asideOf(first.text, false)
      say(r, first.column, aside.kind === 'note' ? 'note' : 'unclearRow', aside.message)
      continue
    }
    flush()
    const read = valuesOf(row, header)
    for (const role of ['level1', ...repeatable] as const)
      if (ditto.test(narrow(read[role])) && above[role] !== '') {
        say(r, at.of(role), 'filledDown', `“${read[role].trim()}”读作上一行的“${short(above[role])}”。`)
        read[role] = above[role]
      } else if (narrow(read[role]) !== '') above[role] = read[role]
    if (narrow(read.field) !== '') filled.field = fieldNamed(read.field) ?? filled.field
    pending = {
      row: r,
      printed: { read, boxes: at.boxes.map(b => row[b.column]?.text ?? '') },
      cells: Object.fromEntries(
        header.columns.flatMap((c, i) => (row[i] && c.header !== '' ? [[c.header, row[i].text]] : [])),
      ),
    }
  }
  flush()
  if (numbered.length > 0)
    say(numbered[0]!, at.of('order'), 'note', `有${numbered.length}行只有序号，没有内容，没有读作事项。`)
  if (!grid.knowsMerges) lostMerges(items, at, say)
  if (lastRow >= 0) tail(grid, header, lastRow, say, at)
  return { items, findings, carried: { level1: filled.level1, level2: filled.level2, last } }
}

const filledIn = (read: Read) =>
  (['content', 'basis', 'deadline', 'subject', 'channels', 'audience', 'mode'] as const).filter(
    role => narrow(read[role]) !== '',
  )

/**
 * Whether a row goes on with the item above: nothing new is named or numbered in it, and its content is the one above, merged
 * downwards, or a rest of it beside nothing but a rest of the basis.
 */
function isContinuation(
  row: readonly (GridCell | null)[],
  r: number,
  at: Places,
  pending: Pending | null,
): boolean {
  const cellAt = (role: Role) => {
    const column = at.of(role)
    return column === null ? null : (row[column] ?? null)
  }
  const isFresh = (role: Role) => {
    const cell = cellAt(role)
    return cell !== null && cell.row === r && narrow(cell.text) !== ''
  }
  if (isFresh('order') || isFresh('field') || nameRoles.some(isFresh)) return false
  const isMerged = (role: Role) => {
    const cell = cellAt(role)
    return cell !== null && cell.row < r && cell.text !== ''
  }
  const isBoxed = at.boxes.some(b => row[b.column]?.row === r && row[b.column]?.text !== '')
  const limits = (['deadline', 'subject', 'audience', 'mode', 'levels', 'everyone', 'particular', 'proactive', 'onRequest', 'county', 'township'] as const).filter(isFresh) // prettier-ignore
  const merged = (['content', 'level2', 'level3'] as const).filter(isMerged)
  if (!isFresh('content') && merged.length > 0)
    return pending !== null && merged.every(role => cellAt(role)!.row <= pending.row)
  if (merged.includes('level2') || merged.includes('level3')) return false
  if (isFresh('content') && (isFresh('channels') || isBoxed)) return false
  return limits.length === 0
}

export function lastFilled(grid: Grid): number {
  for (let r = grid.rows.length - 1; r >= 0; r--) if (grid.rows[r]!.some(c => c && c.text !== '')) return r
  return -1
}

/** The rest of an item that has been read already. */
function append(item: PlacedItem, content: string, basis: string): void {
  const open = item as { content: string | null; basis: string[] | null }
  if (content !== '') open.content = readContent(`${open.content ?? ''}\n${content}`).text
  if (basis !== '') open.basis = readBasis([...(open.basis ?? []), basis].join('\n')).basis
}

/** A text has lost its merged cells: what was one cell over several rows stands in the first alone, and looks like nothing below it. */
function lostMerges(
  items: readonly PlacedItem[],
  at: Places,
  say: (row: number, column: number | null, kind: FindingKind, message: string) => void,
): void {
  const elements = {
    basis: '公开依据',
    deadline: '公开时限',
    subject: '公开主体',
    channels: '公开渠道和载体',
  } as const
  for (const [role, label] of Object.entries(elements) as [keyof typeof elements, string][]) {
    const begins = items.findIndex(i => i[role] !== null)
    const empty = begins < 0 ? [] : items.slice(begins).filter(i => i[role] === null)
    if (empty.length > 0)
      say(
        empty[0]!.row - 1,
        at.of(role),
        'emptyCell',
        `“${label}”从这一格起有${empty.length}个事项空着，没有替它填。如果原表是合并的单元格，另存为文本时丢了，请改用原来的文件导入。`,
      )
  }
}

/** A last row that ends before the others do: saved or copied without its end. */
function tail(
  grid: Grid,
  header: Header,
  last: number,
  say: (row: number, column: number | null, kind: FindingKind, message: string) => void,
  at: Places,
): void {
  const row = grid.rows[last]!
  const wanted = header.columns.flatMap((c, i) =>
    c.role !== null && c.role !== 'order' && c.role !== 'level3' ? [i] : [],
  )
  let end = -1
  for (const [i, cell] of row.entries()) if (cell && cell.text !== '') end = i
  const lacking = wanted.filter(i => i > end)
  const others = grid.rows
    .slice(header.to + 1, last)
    .filter(r => lacking.every(i => (r[i]?.text ?? '') === ''))
  if (lacking.length >= 2 && others.length === 0)
    say(
      last,
      Math.max(end, at.first),
      'cutOff',
      `最后一行从“${header.columns[lacking[0]!]!.header}”起都空着，表格可能没有保存完整，请与原表核对。`,
    )
}
