import { dayOf } from '#kit/now.ts'
import { columns } from '#record/columns.ts'
import {
  freshnessOf,
  heldLabel,
  isHeld,
  type ColumnState,
  type Freshnesses,
  type Unsaid,
} from '#record/freshness.ts'
import { misplacedIn } from '#record/placement.ts'
import type { Entry } from '#record/model.ts'
import { bodyAt } from '#record/reading.ts'
import type { House } from '../house.ts'
import { makeNamer } from './findings.ts'
import type { Finding } from './model.ts'

/** 栏目的巡检: columns that are not renewed, statutory items of which nothing is said, and what stands in the wrong column. (吉林 一(三)) */

/** What was looked at, with what is wrong there. */
export type Looked = {
  readonly bodyId: number
  readonly title: string
  readonly findings: readonly Finding[]
  /** Ids of those that people settled before it was published. */
  readonly settled?: ReadonlySet<string>
  /** By which lexicon, or by which rule. */
  readonly by: string
}

const listPattern = /^\/([a-z][a-z0-9-]{1,39})\/list\/([a-z]+)\/$/
const statutoryPattern = /^\/([a-z][a-z0-9-]{1,39})\/disclosure\/statutory\.html$/

/** Whether an order stands at a column or at the statutory list, not at a publication. */
export const isColumnAddress = (address: string): boolean =>
  listPattern.test(address) || statutoryPattern.test(address)

const about = (
  kind: 'stale' | 'empty' | 'misplaced',
  label: string,
  id: string,
  message: string,
  basis: string,
) =>
  ({
    id,
    tier: 'B',
    kind,
    message,
    excerpt: { before: '', hit: label, after: '' },
    place: { part: 'column', label: '栏目', file: null, start: 0, length: 0 },
    right: null,
    basis,
  }) as const satisfies Finding

function staleFinding(state: ColumnState): Finding {
  const { label, newestOn, rule, late, dueOn } = state
  return about(
    'stale',
    label,
    // Another gap is another finding; while it lasts, it is the same.
    makeNamer()('stale', state.column, newestOn, '', 'column'),
    `“${label}”栏目最近一次更新是${newestOn}，${rule.words}内应有更新，${dueOn}到期，已超过${late}天。请发布新的信息；确实没有的，写明理由确认无误。（${rule.source}）`,
    rule.basis ?? '吉林/一(三)',
  )
}

const emptyFinding = (item: Unsaid): Finding =>
  about(
    'empty',
    item.label,
    makeNamer()('empty', item.id, '', '', 'column'),
    `法定主动公开内容“${item.label}”（${item.cite}）下没有公开任何信息，也没有说明。请公开；没有这项职能的，发布“无此职能说明”。`,
    '19号(2019)/V4',
  )

/** Every place of a body's columns at which something is wrong, by its public address. */
export function columnFaults(slug: string, found: Freshnesses): ReadonlyMap<string, Omit<Looked, 'bodyId'>> {
  const places = new Map<string, Omit<Looked, 'bodyId'>>()
  for (const state of found.columns)
    if (state.freshness === 'stale')
      places.set(`/${slug}/list/${state.column}/`, {
        title: `栏目：${state.label}`,
        findings: [staleFinding(state)],
        by: state.rule.source,
      })
  if (found.unsaid.length > 0)
    places.set(`/${slug}/disclosure/statutory.html`, {
      title: '法定主动公开内容',
      findings: found.unsaid.map(emptyFinding),
      by: '条例第二十条、第二十一条',
    })
  return places
}

type ColumnHouse = Pick<House, 'db' | 'now' | 'site'>

/** Faults of all columns of a body; none where it has published nothing at all: it has not begun. */
export async function faultsOfColumns(
  house: ColumnHouse,
  body: { readonly id: number; readonly slug: string },
): Promise<ReadonlyMap<string, Omit<Looked, 'bodyId'>>> {
  const found = await freshnessOf(house.db, body.id, dayOf(house.now()), house.site.renewal)
  return found.columns.length === 0 ? new Map() : columnFaults(body.slug, found)
}

/** What is wrong at the address of a column now; null where there is no such column or body any more. */
export async function lookAtColumn(house: ColumnHouse, address: string): Promise<Looked | null> {
  const [, slug = '', column = null] = listPattern.exec(address) ?? statutoryPattern.exec(address) ?? []
  const body = await bodyAt(house.db, slug)
  if (!body || (column !== null && !isHeld(column))) return null
  const title = column === null ? '法定主动公开内容' : `栏目：${heldLabel(column)}`
  const found = (await faultsOfColumns(house, body)).get(address)
  return { bodyId: body.id, title, findings: [], by: '栏目更新时效', ...found }
}

/** What a publication does in columns that are not for it. */
export function misplacedFindings(
  entry: Pick<Entry, 'kind' | 'normative' | 'columns' | 'imported' | 'documentNumber'>,
): Finding[] {
  return misplacedIn(entry, entry.columns).map(({ column, text }) =>
    about(
      'misplaced',
      columns[column].label,
      makeNamer()('misplaced', column, '', '', 'column'),
      text,
      '吉林/一(三)',
    ),
  )
}
