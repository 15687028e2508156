import type { CatalogItem, Channel } from '../model.ts'
import { readDeadline } from '../rules/deadline.ts'
import { fold, narrow } from '../rules/fold.ts'
import {
  audienceOf,
  levelsOf,
  modeOf,
  open,
  readAudience,
  readBasis,
  readContent,
  readFlag,
  readLevels,
  readLine,
  readMode,
  readName,
} from './cells.ts'
import { readChannels, type Note } from './channels.ts'
import { classes } from './subject.ts'
import type { Finding, FindingKind } from './findings.ts'
import type { Grid, GridCell } from './grid.ts'
import { isHeaderRow, type Header, type Role } from './header.ts'
import { isSubRow, placesOf, valuesOf, type Places, type Read } from './places.ts'

/** An item with the row it came from; `cells` is what stood in each column, for the preview. */
export type PlacedItem = CatalogItem & {
  readonly row: number
  readonly table: string
  readonly order: string | null
  readonly cells: Readonly<Record<string, string>>
}

export type RowsRead = { readonly items: PlacedItem[]; readonly findings: Finding[] }

const repeatable: readonly Role[] = [
  'content',
  'basis',
  'deadline',
  'subject',
  'channels',
  'audience',
  'mode',
  'levels',
]

export const noteStart =
  /^(?:备注|附注|注[:：\d]|注$|说明[:：]|填表说明|填报说明|联系人|填报人|填报单位|制表)/u
export const errorValue = /^#(?:REF!|VALUE!|N\/A|NAME\?|DIV\/0!|NUM!|NULL!)/

/** Reads the rows below a header into items. Nothing is left out without a finding. */
export function readRows(
  grid: Grid,
  header: Header,
  label: (row: number, column: number) => string,
): RowsRead {
  const items: PlacedItem[] = []
  const findings: Finding[] = []
  const say = (row: number, column: number | null, kind: FindingKind, message: string) =>
    void findings.push({ row: row + 1, cell: column === null ? null : label(row, column), kind, message })
  const at = placesOf(header)
  const filled = { level1: '', level2: '', fromLevel1: false }
  const saidFill = new Set<string>()
  let last: { item: PlacedItem; row: number } | null = null
  const seen = new Map<string, number>()
  /** Rows that were numbered ahead and never filled in. */
  const numbered: number[] = []
  const final = lastFilled(grid)
  const above = {} as Read
  for (const role of repeatable) above[role] = ''

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
    const text = own[0]!.text.trim()
    if (isHeaderRow(row)) {
      say(r, null, 'repeatedHeader', `第${r + 1}行是重复的表头，已跳过。`)
      continue
    }
    if (isSubRow(row, r, grid, header)) {
      say(r, null, 'repeatedHeader', `第${r + 1}行是重复的表头，已跳过。`)
      continue
    }
    if (distinct.size === 1 && own[0]!.column === at.of('order') && /^\d+$/.test(narrow(text))) {
      numbered.push(r)
      continue
    }
    if (distinct.size === 1) {
      const width = row.filter(c => c === own[0]).length
      const isAlone =
        at.name.length > 0 && width < 2 && !at.name.includes(own[0]!.column) && own[0]!.column !== at.first
      if (noteStart.test(text)) {
        say(r, own[0]!.column, 'note', `附注没有读作事项：“${short(text)}”。`)
        continue
      }
      if (/^(?:合计|总计|共计|小计)/.test(text)) {
        say(r, own[0]!.column, 'note', `合计行没有读作事项：“${short(text)}”。`)
        continue
      }
      if (!isAlone && text.length <= 60) {
        const { name } = readName(text)
        if (/目录$|标准目录/.test(fold(text)) && text.length > 8)
          say(r, own[0]!.column, 'title', `标题行没有读作事项：“${short(text)}”。`)
        else {
          filled.level1 = name ?? ''
          filled.level2 = ''
          say(r, own[0]!.column, 'band', `分类行：以下各行的一级事项读作“${filled.level1}”。`)
        }
        continue
      }
      if (isAlone && last && (at.content === own[0]!.column || at.basis === own[0]!.column)) {
        append(last.item, own[0]!.column === at.content ? 'content' : 'basis', text)
        say(
          r,
          own[0]!.column,
          'continuedRow',
          `这一行只有一格，接在第${last.row + 1}行的后面：“${short(text)}”。`,
        )
        continue
      }
      say(r, own[0]!.column, 'unclearRow', `这一行只有“${short(text)}”，看不出是什么，没有读入。`)
      continue
    }
    if (noteStart.test(text) && own.filter(c => c.row === r).length <= 3) {
      say(r, own[0]!.column, 'note', `附注没有读作事项：“${short(own.map(c => c.text).join(' '))}”。`)
      continue
    }
    const read = valuesOf(row, header)
    for (const role of repeatable)
      if (/^(?:同上|〃|″|同前)$/.test(narrow(read[role])) && above[role] !== '') {
        say(r, at.of(role), 'filledDown', `“${read[role].trim()}”读作上一行的“${short(above[role])}”。`)
        read[role] = above[role]
      } else if (narrow(read[role]) !== '') above[role] = read[role]
    for (const c of own)
      if (errorValue.test(c.text))
        say(r, c.column, 'errorValue', `单元格是错误值“${c.text}”，没有读入，请在原表改正。`)
    const note = (column: number | null, notes: readonly Note[]) => {
      // A merged cell is spoken of once, where it begins.
      if (column !== null && row[column] && row[column].row !== r) return
      for (const n of notes) say(r, column, n.kind, n.message)
    }
    const name = (role: 'level1' | 'level2' | 'level3') => {
      const { name, notes } = readName(clean(read[role]))
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
    const rest = (
      ['content', 'basis', 'deadline', 'subject', 'channels', 'audience', 'mode'] as const
    ).filter(role => narrow(read[role]) !== '')
    if (
      !level1 &&
      !level2 &&
      !level3 &&
      last &&
      rest.every(e => e === 'content' || e === 'basis') &&
      rest.length > 0 &&
      narrow(read.order) === ''
    ) {
      for (const e of rest) append(last.item, e as 'content' | 'basis', clean(read[e]))
      say(r, at.of('content'), 'continuedRow', `这一行没有名称，接在第${last.row + 1}行的后面。`)
      continue
    }
    if (level1 && at.of('level1') !== null) {
      if (level1 !== filled.level1) filled.level2 = ''
      filled.level1 = level1
    } else if (!level1 && filled.level1 !== '') {
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
    else if (filled.level2 !== '' && (level3 || rest.length > 1)) {
      level2 = filled.level2
      say(r, at.of('level2'), 'filledDown', `二级事项空着，沿用上面的“${level2}”，请核对。`)
    }
    if (!level2 && !level3 && narrow(read.content) === '') {
      say(
        r,
        null,
        'unclearRow',
        `第${r + 1}行没有二级事项，也没有公开内容，没有读入：“${short(own.map(c => c.text).join(' '))}”。`,
      )
      continue
    }
    const content = readContent(clean(read.content))
    note(at.of('content'), content.notes)
    const basis = readBasis(clean(read.basis))
    note(at.of('basis'), basis.notes)
    const deadline = readLine(clean(read.deadline), 'deadline')
    note(at.of('deadline'), deadline.notes)
    const rule = readDeadline(deadline.text)
    if (rule?.rule.kind === 'other')
      note(at.of('deadline'), [
        {
          kind: 'unknownDeadline',
          message: `时限“${short(deadline.text ?? '')}”读不成规则，保留原文，由人比对。`,
        },
      ])
    if (rule?.isAssumed)
      note(at.of('deadline'), [
        {
          kind: 'assumedStart',
          message: `时限“${deadline.text}”没有写从何时起算，按信息形成或变更之日读，请核对。`,
        },
      ])
    const subject = readLine(clean(read.subject), 'subject')
    note(at.of('subject'), subject.notes)
    const channels = channelsOf(row, read, at, note, say, r)
    const flag = (role: Role): boolean | null => {
      const column = at.of(role)
      if (column === null) return null
      const value = readFlag(clean(read[role]))
      if (value !== null) return value
      if (role === 'particular' || role === 'everyone') {
        note(column, [
          { kind: 'audienceDetail', message: `“${short(read[role])}”读作已勾选，是对公开对象的说明。` },
        ])
        return true
      }
      note(column, [
        { kind: 'unknownMark', message: `“${short(read[role])}”不是勾选，也不是空白，没有读作勾选。` },
      ])
      return false
    }
    const [everyone, particular] = [flag('everyone'), flag('particular')]
    const audience =
      everyone !== null || particular !== null
        ? { audience: audienceOf(everyone ?? false, particular ?? false), notes: [] }
        : readAudience(clean(read.audience))
    note(at.of('audience'), audience.notes)
    const [proactive, onRequest] = [flag('proactive'), flag('onRequest')]
    const mode =
      proactive !== null || onRequest !== null
        ? proactive || onRequest
          ? modeOf(proactive ?? false, onRequest ?? false, '')
          : { mode: null, notes: [] }
        : readMode(clean(read.mode))
    note(at.of('mode') ?? at.of('proactive'), mode.notes)
    const [county, township] = [flag('county'), flag('township')]
    const levels =
      county !== null || township !== null
        ? { levels: levelsOf(county ?? false, township ?? false), notes: [] }
        : readLevels(clean(read.levels))
    note(at.of('levels'), levels.notes)
    const item: PlacedItem = {
      level1,
      level2,
      level3,
      content: content.text,
      basis: basis.basis,
      deadline: deadline.text,
      deadlineRule: rule?.rule ?? null,
      subject: subject.text,
      channels,
      audience: audience.audience,
      mode: mode.mode,
      levels: levels.levels,
      row: r + 1,
      table: grid.name,
      order: narrow(read.order) || null,
      cells: Object.fromEntries(
        header.columns.flatMap((c, i) => (row[i] && c.header !== '' ? [[c.header, row[i].text]] : [])),
      ),
    }
    for (const [role, value] of [
      ['content', content.text],
      ['basis', basis.basis?.at(-1) ?? null],
    ] as const) {
      const isCut = value !== null && open(value) > 0
      if (isCut)
        say(
          r,
          at.of(role),
          'cutOff',
          `“…${value.slice(-24)}”没有写完（括号或书名号没有结束），可能在另存时被截断，请补全。`,
        )
    }
    const key = fold(`${level1 ?? ''}|${level2 ?? ''}|${level3 ?? ''}|${content.text ?? ''}`)
    const before = seen.get(key)
    if (before !== undefined)
      say(r, at.of('level2'), 'duplicateItem', `与第${before + 1}行是同一事项，请核对是否重复。`)
    else seen.set(key, r)
    items.push(item)
    last = { item, row: r }
  }
  if (numbered.length > 0)
    say(numbered[0]!, at.of('order'), 'note', `有${numbered.length}行只有序号，没有内容，没有读作事项。`)
  if (last) tail(grid, header, last, say, at)
  return { items, findings }
}

export const short = (text: string) => {
  const one = text.replace(/\s+/g, ' ').trim()
  return one.length > 40 ? `${one.slice(0, 40)}…` : one
}

export const clean = (text: string) => (errorValue.test(text) ? '' : text)

export function lastFilled(grid: Grid): number {
  for (let r = grid.rows.length - 1; r >= 0; r--) if (grid.rows[r]!.some(c => c && c.text !== '')) return r
  return -1
}

function append(item: PlacedItem, element: 'content' | 'basis', text: string): void {
  const open = item as { content: string | null; basis: string[] | null }
  if (element === 'content') open.content = readContent(`${open.content ?? ''}\n${text}`).text
  else open.basis = [...(open.basis ?? []), ...(readBasis(text).basis ?? [])]
}

function channelsOf(
  row: readonly (GridCell | null)[],
  read: Read,
  at: Places,
  note: (column: number | null, notes: readonly Note[]) => void,
  say: (row: number, column: number | null, kind: FindingKind, message: string) => void,
  r: number,
): Channel[] | null {
  const found: Channel[] = []
  for (const { column, name } of at.boxes) {
    const text = row[column]?.text ?? ''
    const value = readFlag(clean(text))
    if (value === null && row[column]?.row === r)
      say(r, column, 'unknownMark', `“${short(text)}”不是勾选，也不是空白，“${name}”没有读作勾选。`)
    found.push({ name, preselected: value })
  }
  const cell = clean(read.channels)
  if (narrow(cell) !== '' && !/^[-—–/]+$/.test(narrow(cell))) {
    const { channels, notes } = readChannels(cell)
    note(at.of('channels'), notes)
    for (const c of channels) if (!found.some(f => f.name === c.name)) found.push(c)
  }
  return found.length > 0 ? found : null
}

/** A last row that ends before the others do: saved or copied without its end. */
function tail(
  grid: Grid,
  header: Header,
  last: { item: PlacedItem; row: number },
  say: (row: number, column: number | null, kind: FindingKind, message: string) => void,
  at: Places,
): void {
  const row = grid.rows[last.row]!
  const wanted = header.columns.flatMap((c, i) =>
    c.role !== null && c.role !== 'order' && c.role !== 'level3' ? [i] : [],
  )
  let end = -1
  for (const [i, cell] of row.entries()) if (cell && cell.text !== '') end = i
  const lacking = wanted.filter(i => i > end)
  const others = grid.rows
    .slice(header.to + 1, last.row)
    .filter(r => lacking.every(i => (r[i]?.text ?? '') === ''))
  if (lacking.length >= 2 && others.length === 0)
    say(
      last.row,
      Math.max(end, at.first),
      'cutOff',
      `最后一行从“${header.columns[lacking[0]!]!.header}”起都空着，表格可能没有保存完整，请与原表核对。`,
    )
}
