import { fold } from '../rules/fold.ts'
import { readName } from './cells.ts'
import { classes, fieldOf, localityOf } from './subject.ts'
import { findingKinds, type Finding, type FindingKind } from './findings.ts'
import { cellName, widthOf, type Grid, type Grids } from './grid.ts'
import { findHeader, standApart, type Header, type Role } from './header.ts'
import { inferHeader } from './infer.ts'
import { openCatalogFile } from './open.ts'
import { readRows, type Carried, type PlacedItem } from './rows.ts'
import { survey, type ReadOptions } from './survey.ts'

export type TableRead = {
  readonly name: string
  readonly field: string | null
  readonly columns: readonly { readonly header: string; readonly role: string | null }[]
  readonly items: readonly PlacedItem[]
}

/** `table`: which of the tables a finding speaks of, null for the file as a whole. */
export type PlacedFinding = Finding & { readonly table: string | null }

export type CatalogReading = {
  readonly field: string | null
  readonly locality: string | null
  readonly title: string | null
  readonly items: readonly PlacedItem[]
  readonly findings: readonly PlacedFinding[]
  readonly tables: readonly TableRead[]
}

export type CatalogFile = { readonly name: string; readonly bytes: Uint8Array }

/** Reads the catalog in a file an office has saved. Throws CatalogFileFault where the file cannot be opened at all. */
export async function readCatalogFile(file: CatalogFile, options: ReadOptions = {}): Promise<CatalogReading> {
  return readGrids(await openCatalogFile(file.bytes), file.name, options)
}

const needed: readonly Role[] = ['basis', 'deadline', 'subject', 'channels', 'audience', 'everyone', 'mode', 'proactive', 'levels', 'county', 'township'] // prettier-ignore

const rolesOf = (header: Header) =>
  new Set(header.columns.map(c => (c.role !== null && typeof c.role !== 'string' ? 'channels' : c.role)))

function isCatalog(header: Header): boolean {
  const has = rolesOf(header)
  const named = has.has('level2') || has.has('level3') || has.has('level1')
  const isDisclosed = has.has('content') || ofDisclosure.some(r => has.has(r))
  return named && isDisclosed && needed.filter(r => has.has(r)).length >= 2
}

/** Lists of powers and services have names, grounds and offices too, but none of these. */
const ofDisclosure: readonly Role[] = ['deadline', 'channels', 'audience', 'everyone', 'mode', 'proactive']

/** Understands tables that were already taken out of a file. Nothing throws here: what is wrong becomes a finding. */
export function readGrids(all: Grids, fileName: string, options: ReadOptions = {}): CatalogReading {
  const findings: PlacedFinding[] = []
  const say = (
    kind: FindingKind,
    message: string,
    row: number | null = null,
    cell: string | null = null,
    table: string | null = null,
  ) => void findings.push({ row, cell, kind, message, table })
  const { wanted, simple } = survey(
    all,
    options,
    say,
    '目录应是一张表，每行一个事项，至少有二级事项、公开内容和公开时限等列。',
  )
  const { notes } = all

  const read: { grid: Grid; header: Header; isOn: boolean }[] = []
  const nearly: string[] = []
  const apart = simple.flatMap(grid => {
    const parts = standApart(grid)
    if (parts.length > 1)
      say(
        'besideTable',
        `“${grid.name}”里并排有${parts.length}张表，从左到右分开读，请核对。`,
        null,
        null,
        grid.name,
      )
    return parts
  })
  for (const grid of apart) {
    const header = findHeader(grid)
    const before = read.at(-1)
    if (header && isCatalog(header)) read.push({ grid, header, isOn: false })
    else if (
      !header &&
      before &&
      before.grid.kind === grid.kind &&
      widthOf(grid.rows) === widthOf(before.grid.rows) &&
      grid.kind !== 'sheet'
    )
      read.push({ grid, header: { ...before.header, from: -1, to: -1 }, isOn: true })
    else {
      const inferred = header ? null : inferHeader(grid)
      if (inferred) read.push({ grid, header: inferred, isOn: false })
      else if (header)
        nearly.push(
          `“${grid.name}”的表头（${header.columns
            .map(c => c.header)
            .filter(h => h !== '')
            .join('、')
            .slice(0, 80)}）缺少目录必需的列`,
        )
      else nearly.push(`“${grid.name}”没有找到目录的表头`)
    }
  }
  if (read.length === 0 && wanted.length > 0)
    say(
      'notACatalog',
      `没有找到公开目录表：${nearly.join('；')}。目录表的表头应有二级事项（或公开事项）、公开内容，以及公开依据、公开时限、公开主体、公开渠道、公开对象、公开方式、公开层级中的至少两列。`,
    )
  else for (const sentence of nearly) say('ignoredTable', `${sentence}，这张表没有读。`)

  const tables: TableRead[] = []
  const isMany = read.length > 1
  let before: { header: Header; carried: Carried } | null = null
  for (const [at, { grid, header, isOn }] of read.entries()) {
    const label = (row: number, column: number) => (isMany ? `${grid.name}!` : '') + cellName(row, column)
    // Rows of several tables have the same numbers: the whole row is named as a spreadsheet names it.
    const rowPlace = (row: number | null) => (isMany && row !== null ? `${grid.name}!${row}:${row}` : null)
    // A table of a page goes on where the one before ended: the class of its first rows stands there.
    const goesOn = before !== null && grid.kind !== 'sheet' && (isOn || isSameForm(header, before.header))
    // … unless a line of its own stands above it and names another class.
    const isHeaded = !goesOn || grid.before.at(-1) !== read[at - 1]!.grid.before.at(-1)
    const named = isHeaded ? classNamed(grid, header) : null
    if (named) say('band', `“${named}”在表外写明，这张表的一级事项读作“${named}”。`, null, null, grid.name)
    const {
      items,
      findings: found,
      carried,
    } = readRows(
      grid,
      header,
      label,
      goesOn && named === null ? before!.carried : { level1: named ?? '', level2: '', last: null },
    )
    before = { header, carried }
    for (const f of [...headerFindings(grid, header, isOn, label, items), ...found])
      findings.push({ ...f, cell: f.cell ?? rowPlace(f.row), table: grid.name })
    const titled = fieldOf(
      [...titlesOf(grid, header), grid.name],
      items.filter(i => i.field === null),
    )
    const field = titled ?? (goesOn ? (tables.at(-1)?.field ?? null) : null)
    // A heading alone, with its rows in the next table.
    const isHeading = items.length === 0 && read[at + 1]?.isOn === true
    if (items.length === 0 && !isHeading)
      say('noItems', `“${grid.name}”有目录的表头，但下面没有事项。`, header.to + 1, null, grid.name)
    const columns = header.columns.map(c => ({
      header: c.header,
      role: c.role === null ? null : typeof c.role === 'string' ? c.role : c.role.channel,
    }))
    const own = new Map<string | null, PlacedItem[]>()
    for (const item of items) {
      const named = item.field ?? field
      const group = own.get(named)
      if (group) group.push(item)
      else own.set(named, [item])
    }
    if (own.size === 0) tables.push({ name: grid.name, field, columns, items })
    for (const [named, some] of own) tables.push({ name: grid.name, field: named, columns, items: some })
  }
  const titles = [
    ...read.flatMap(r => titlesOf(r.grid, r.header)),
    ...notes.paragraphs,
    fileName.replace(/\.[^.]{1,5}$/, ''),
  ]
  const title = titles.find(t => /目录/.test(fold(t)) && t.length <= 80) ?? null
  const items = tables.flatMap(t => t.items)
  const fields = [...new Set(tables.flatMap(t => t.field ?? []))]
  if (fields.length > 1)
    say(
      'severalFields',
      `文件里有${fields.length}个领域的目录（${fields.join('、')}），分别在${[...new Set(tables.map(t => `“${t.name}”`))].join('、')}。一份目录只能是一个领域的：请把它们分开，或者只读其中一张表。`,
    )
  const field = fields.length > 1 ? null : (fields[0] ?? fieldOf(titles, items))
  return { field, locality: localityOf(titles), title, items, findings, tables }
}

export type FieldRows = {
  readonly rows: readonly PlacedItem[]
  /** What is said of these rows, their tables and the file. */
  readonly findings: readonly PlacedFinding[]
  /** Rows of other fields are left aside. */
  readonly isPart: boolean
}

/** The rows of one field, of a file that holds the catalogs of several; of any other file all of them. */
export function rowsOf(reading: CatalogReading, field: string): FieldRows {
  const tables = reading.field === null ? reading.tables.filter(t => t.field === field) : []
  if (tables.length === 0) return { rows: reading.items, findings: reading.findings, isPart: false }
  const own = new Set(tables.map(t => t.name))
  const others = new Set(reading.tables.map(t => t.name).filter(name => !own.has(name)))
  return {
    rows: tables.flatMap(t => t.items),
    findings: reading.findings.filter(f => f.table === null || !others.has(f.table)),
    isPart: true,
  }
}

/** The class that the sheet is called or the line above the table says, where the table has no column for it. */
function classNamed(grid: Grid, header: Header): string | null {
  if (rolesOf(header).has('level1')) return null
  for (const text of [grid.name, ...titlesOf(grid, header)]) {
    const { name } = readName(text, 'level1')
    if (name !== null && classes.has(fold(name))) return name
  }
  return null
}

const isSameForm = (a: Header, b: Header): boolean =>
  a.columns.length === b.columns.length &&
  a.columns.every((c, i) => JSON.stringify(c.role) === JSON.stringify(b.columns[i]!.role))

/** What stands above the header: rows of one text, and paragraphs before the table. */
function titlesOf(grid: Grid, header: Header): string[] {
  const rows = grid.rows.slice(0, Math.max(header.from, 0)).flatMap(r => {
    const own = [...new Set(r.filter(c => c && c.text !== '').map(c => c!.text.replace(/\s+/g, '')))]
    return own.length > 0 && own.length <= 3 ? own : []
  })
  return [...rows, ...grid.before.toReversed()]
}

const wantedColumns: readonly (readonly [string, readonly Role[]])[] = [
  ['一级事项', ['level1']],
  ['公开内容(要素)', ['content']],
  ['公开依据', ['basis']],
  ['公开时限', ['deadline']],
  ['公开主体', ['subject']],
  ['公开渠道和载体', ['channels']],
  ['公开对象', ['audience', 'everyone', 'particular']],
  ['公开方式', ['mode', 'proactive', 'onRequest']],
  ['公开层级', ['levels', 'county', 'township']],
]

function headerFindings(
  grid: Grid,
  header: Header,
  isOn: boolean,
  label: (row: number, column: number) => string,
  items: readonly PlacedItem[],
): Finding[] {
  const findings: Finding[] = []
  const say = (row: number | null, cell: string | null, kind: FindingKind, message: string) =>
    void findings.push({ row, cell, kind, message })
  if (isOn) {
    say(1, null, 'continuedTable', `“${grid.name}”没有表头，列数与上一张表相同，按接上表读入，请核对。`)
    return findings
  }
  if (header.isInferred)
    say(
      1,
      null,
      'inferredHeader',
      `“${grid.name}”没有表头，按内容推断各列：${header.columns.flatMap((c, i) => (typeof c.role === 'string' ? [`第${i + 1}列${nameOf[c.role] ?? c.role}`] : [])).join('、')}，请逐列核对。`,
    )
  for (const r of header.renamed)
    say(
      r.row + 1,
      label(r.row, r.column),
      'renamedHeader',
      `表头“${r.text.replace(/\s+/g, '')}”按“${nationalNames[r.national] ?? r.national}”读。`,
    )
  const filled = new Map<number, number>()
  for (const [r, row] of grid.rows.entries())
    if (r > header.to)
      for (const [c, cell] of row.entries()) if (cell?.text && !filled.has(c)) filled.set(c, r)
  for (const [c, r] of [...filled].sort(([a], [b]) => a - b)) {
    const column = header.columns[c]
    if (column && column.role !== null) continue
    const head = column?.header.replace(/\s+/g, '') ?? ''
    if (head !== '')
      say(header.to + 1, label(header.to, c), 'extraColumn', `“${head}”不是目录的要素，这一列没有读入。`)
    else if (!header.isInferred)
      say(r + 1, label(r, c), 'extraColumn', `这一列没有表头，里面的字没有读入，请核对。`)
  }
  for (const c of grid.hiddenColumns)
    if (header.columns[c]?.role)
      say(
        header.to + 1,
        label(header.to, c),
        'hiddenColumn',
        `“${header.columns[c].header}”这一列是隐藏的，也读入了，请核对。`,
      )
  const has = rolesOf(header)
  for (const [name, roles] of wantedColumns)
    if (!roles.some(r => has.has(r)) && !(name === '一级事项' && items.every(i => i.level1)))
      say(Math.max(header.to, 0) + 1, null, 'missingColumn', `没有“${name}”这一列，各事项的这个要素都空着。`)
  return findings
}

const nationalNames: Record<string, string> = { 公开内容要素: '公开内容(要素)' }
const nameOf: Partial<Record<Role, string>> = { field: '领域', order: '序号', level1: '一级事项', level2: '二级事项', level3: '三级事项', content: '公开内容', basis: '公开依据', deadline: '公开时限', subject: '公开主体', channels: '公开渠道', audience: '公开对象', mode: '公开方式', levels: '公开层级' } // prettier-ignore

/** Whether a reading may be taken over as it is. */
export const isGrave = (finding: Finding): boolean => findingKinds[finding.kind].isGrave
