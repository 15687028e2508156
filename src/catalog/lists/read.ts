import { cellName, type Grids } from '../import/grid.ts'
import { openCatalogFile } from '../import/open.ts'
import type { CatalogFile } from '../import/read.ts'
import { localityOf } from '../import/subject.ts'
import { survey, type ReadOptions } from '../import/survey.ts'
import { fold } from '../rules/fold.ts'
import { type ListFinding, type ListFindingKind } from './findings.ts'
import { columnLabels, findListHeader, type ListHeader } from './header.ts'
import { entryTypes, listKindLabels, type ListKind } from './model.ts'
import { columnsMissing, readListRows, type PlacedEntry } from './rows.ts'

export type ListReading = {
  readonly kind: ListKind
  readonly locality: string | null
  readonly title: string | null
  readonly entries: readonly PlacedEntry[]
  readonly findings: readonly ListFinding[]
}

/** Reads 权责清单 or 公共服务事项清单 from a file an office has saved. Throws CatalogFileFault where it cannot be opened at all. */
export async function readListFile(
  file: CatalogFile,
  kind: ListKind,
  options: ReadOptions = {},
): Promise<ListReading> {
  return readListGrids(await openCatalogFile(file.bytes), file.name, kind, options)
}

/** Understands tables that were already taken out of a file. Nothing throws here: what is wrong becomes a finding. */
export function readListGrids(
  all: Grids,
  fileName: string,
  kind: ListKind,
  options: ReadOptions = {},
): ListReading {
  const findings: ListFinding[] = []
  const say = (
    finding: ListFindingKind,
    message: string,
    row: number | null = null,
    cell: string | null = null,
  ) => void findings.push({ row, cell, kind: finding, message })
  const { wanted, simple } = survey(
    all,
    options,
    say,
    '清单应是一张表，每行一条，至少有事项名称、设定依据和实施主体。',
  )
  const read: { grid: (typeof simple)[number]; header: ListHeader }[] = []
  const nearly: string[] = []
  for (const grid of simple) {
    const header = findListHeader(grid)
    if (header && columnsMissing(header).length < 3) read.push({ grid, header })
    else nearly.push(`“${grid.name}”${header ? '除了名称没有别的要素' : '没有找到清单的表头'}`)
  }
  if (read.length === 0 && wanted.length > 0)
    say(
      'notAList',
      `没有找到${listKindLabels[kind]}：${nearly.join('；')}。表头应有事项名称（权力名称、服务事项名称），以及事项类型、设定依据、实施主体中的至少一列。`,
    )
  else for (const sentence of nearly) say('ignoredTable', `${sentence}，这张表没有读。`)

  const entries: PlacedEntry[] = []
  const titles: string[] = []
  const isMany = read.length > 1
  for (const { grid, header } of read) {
    const label = (row: number, column: number) => (isMany ? `${grid.name}!` : '') + cellName(row, column)
    const found = readListRows(grid, header, kind, label)
    sayHeader(header, grid.rows, label, found.entries, say)
    for (const finding of found.findings) findings.push(finding)
    if (found.entries.length === 0)
      say('noEntries', `“${grid.name}”有清单的表头，但下面没有事项。`, header.to + 1)
    entries.push(...found.entries)
    titles.push(
      ...grid.rows
        .slice(0, header.from)
        .flatMap(r => [...new Set(r.flatMap(c => (c?.text ? [c.text] : [])))]),
      ...grid.before.toReversed(),
    )
  }
  titles.push(...all.notes.paragraphs, fileName.replace(/\.[^.]{1,5}$/, ''))
  const title = titles.find(t => /清单|目录/.test(fold(t)) && t.length <= 80)?.replace(/\s+/g, '') ?? null
  sayOtherKind(kind, title, entries, say)
  return { kind, locality: localityOf(titles), title, entries, findings }
}

type Say = (kind: ListFindingKind, message: string, row?: number | null, cell?: string | null) => void

function sayHeader(
  header: ListHeader,
  rows: readonly (readonly ({ readonly text: string } | null)[])[],
  label: (row: number, column: number) => string,
  entries: readonly PlacedEntry[],
  say: Say,
): void {
  for (const r of header.renamed)
    say(
      'renamedHeader',
      `表头“${r.text.replace(/\s+/g, '')}”按“${columnLabels[r.role]}”读。`,
      header.to + 1,
      label(header.to, r.column),
    )
  for (const [c, column] of header.columns.entries())
    if (
      column.role === null &&
      column.header !== '' &&
      rows.slice(header.to + 1).some(r => r[c] && r[c].text !== '')
    )
      say(
        'extraColumn',
        `“${column.header.replace(/\s+/g, '')}”不是清单的要素，这一列没有读入。`,
        header.to + 1,
        label(header.to, c),
      )
  for (const role of columnsMissing(header))
    if (role !== 'type' || entries.some(e => e.type === null))
      say(
        'missingColumn',
        `没有“${columnLabels[role]}”这一列，各条的这个要素都空着${role === 'type' ? '，请逐条选类型' : ''}。`,
        header.to + 1,
      )
}

/** A list of powers taken for one of services, or the other way round: said, not refused. */
function sayOtherKind(kind: ListKind, title: string | null, entries: readonly PlacedEntry[], say: Say): void {
  const services = entries.filter(e => e.type === '公共服务').length
  const powers = entries.filter(e => e.type !== null && e.type !== '公共服务').length
  const looksOther =
    kind === 'power'
      ? (entries.length > 0 && services === entries.length) || /公共服务/.test(title ?? '')
      : powers > services || /权责清单|权力清单/.test(title ?? '')
  if (looksOther)
    say(
      'otherKind',
      `看上去是${listKindLabels[kind === 'power' ? 'service' : 'power']}，现在按${listKindLabels[kind]}读，请核对选的是哪一种。`,
    )
}

/** The types in their order with how many entries each has. */
export const tallyOf = (entries: readonly Pick<PlacedEntry, 'type'>[]): { type: string; count: number }[] =>
  [...entryTypes, null]
    .map(type => ({ type: type ?? '没有类型', count: entries.filter(e => e.type === type).length }))
    .filter(t => t.count > 0)
