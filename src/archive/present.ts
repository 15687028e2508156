import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { addMonths } from '#law/day.ts'
import { seriesOf } from '#document/numbers.ts'
import { staffNames } from '#people/directory.ts'
import type { House } from '../house.ts'
import { dueForDisposal } from './actions/disposal.ts'
import { gapsOf } from './register.ts'
import { differences, retentionRules, transferDueOn } from './rules.ts'
import * as store from './store.ts'
import { disposalsOf } from './store/disposal.ts'
import * as transfers from './store/transfer.ts'
import { looksDownFrom, readsFilings, registersOf, seesRegister } from './visibility.ts'
import type { FilingView, RegisterView, RetentionView, TransferListView, TransferView } from './views.ts'
import { disposalStateLabels, disposalWorkflow, transferStateLabels, transferWorkflow } from './workflow.ts'

type Part = Pick<House, 'db' | 'now'>
export const pageSize = 50

/** The body a person means: the one asked for, or the first whose register he sees. Throws Refused('not-found'). */
export function bodyFor(actor: Actor, asked: number | undefined): number {
  const bodyId = asked ?? registersOf(actor)[0]
  if (bodyId === undefined || !seesRegister(actor, bodyId))
    throw new Refused('not-found', '没有找到这个机关的登记簿，或您没有查看它的权限。')
  return bodyId
}

export async function registerView(
  house: Part,
  bodyId: number,
  filter: store.RegisterFilter,
  page: number,
): Promise<RegisterView> {
  const { db } = house
  const body = (await store.placeOf(db, bodyId))!
  const [rows, counts, gaps, undated, series] = await Promise.all([
    store.registerRows(db, bodyId, filter, { limit: pageSize, offset: (page - 1) * pageSize }),
    store.registerCounts(db, bodyId, filter),
    gapsOf(db, bodyId, filter),
    store.undatedCount(db, bodyId),
    seriesOf(db, bodyId),
  ])
  const findings = gaps.filter(g => g.finding)
  return {
    body: { id: body.id, name: body.name },
    from: filter.from,
    until: filter.until,
    rows,
    page,
    pageSize,
    total: counts.total,
    byAttribute: counts.byAttribute,
    // Findings first: what nobody has explained must not drown among the explained.
    gaps: [...findings, ...gaps.filter(g => !g.finding)].slice(0, 200),
    findings: findings.length,
    undated,
    series: series.map(s => s.code),
  }
}

async function filingViews(
  house: Part,
  rows: readonly store.FilingRow[],
  names: Map<number, string>,
  insideOf: (id: number) => boolean,
): Promise<FilingView[]> {
  const people = await staffNames(
    house.db,
    rows.map(r => r.filedBy),
  )
  return rows.map(r => ({
    id: r.id,
    body: { id: r.bodyId, name: names.get(r.bodyId) ?? '' },
    from: r.from,
    until: r.until,
    hash: insideOf(r.bodyId) ? r.hash : r.upwardHash,
    documents: r.documents,
    findings: r.findings,
    note: r.note,
    filedBy: people.get(r.filedBy) ?? '',
    filedAt: isoOf(r.filedAt),
    expungedAt: r.expungedAt && isoOf(r.expungedAt),
    inside: insideOf(r.bodyId),
  }))
}

/** Filings of the person's own bodies, and of the bodies below those he looks down from. */
export async function filingList(house: Part, actor: Actor): Promise<FilingView[]> {
  const own = registersOf(actor)
  const below = await store.bodiesBelow(house.db, looksDownFrom(actor))
  const ownPlaces = await Promise.all(own.map(id => store.placeOf(house.db, id)))
  const names = new Map([...ownPlaces.flatMap(p => (p ? [p] : [])), ...below].map(b => [b.id, b.name]))
  return filingViews(house, await store.filingsOf(house.db, [...names.keys()]), names, id => own.includes(id))
}

/** A filing that exists for this person, and how much of it. Throws Refused('not-found'). */
export async function visibleFiling(house: Part, actor: Actor, id: number) {
  const row = await store.filing(house.db, id)
  const body = row ? await store.placeOf(house.db, row.bodyId) : null
  const which = body ? readsFilings(actor, body) : null
  if (!row || !body || !which) throw new Refused('not-found', '没有找到这份备案，或您没有查看它的权限。')
  return { row, body, which }
}

export async function filingView(house: Part, actor: Actor, id: number) {
  const { row, body, which } = await visibleFiling(house, actor, id)
  const [view] = await filingViews(house, [row], new Map([[body.id, body.name]]), () => which === 'list')
  const list = JSON.parse(await store.filedText(house.db, id, which)) as store.FiledList
  if (which === 'upward') return { ...view!, gaps: list.gaps, differences: null }
  const now = await store.registerRows(house.db, row.bodyId, row)
  const found = differences(list.rows, now)
  return { ...view!, gaps: list.gaps, differences: found.slice(0, 500), differing: found.length }
}

function transferLine(row: transfers.TransferRow, documents: number, actor: Actor): TransferView {
  return {
    id: row.id,
    state: row.state,
    stateLabel: transferStateLabels[row.state],
    version: row.version,
    archives: row.archives,
    from: row.from,
    until: row.until,
    series: row.series,
    documents,
    reachedAt: isoOf(row.reachedAt),
    packageHash: row.packageHash,
    packageSize: row.packageSize,
    expungedAt: row.expungedAt && isoOf(row.expungedAt),
    receipt: row.receiptNumber ? { number: row.receiptNumber, on: row.receiptOn!, by: row.receiptBy! } : null,
    offers: offersOf(transferWorkflow, row, actor),
  }
}

/** Batches of a body, and what is due for the archives by its level (实施条例第二十条). */
export async function transferList(house: Part, actor: Actor, bodyId: number): Promise<TransferListView> {
  const body = (await store.placeOf(house.db, bodyId))!
  const today = dayOf(house.now())
  const years = transferDueOn('2000-01-01', body.level) === '2010-01-01' ? 10 : 20
  return {
    body: { id: body.id, name: body.name },
    years,
    due: await transfers.dueForTransfer(house.db, bodyId, addMonths(today, -years * 12)),
    rows: (await transfers.transfersOf(house.db, [bodyId])).map(r => transferLine(r, r.documents, actor)),
  }
}

export async function visibleTransfer(house: Part, actor: Actor, id: number): Promise<transfers.TransferRow> {
  const row = await transfers.readTransfer(house.db, id)
  if (!row || !seesRegister(actor, row.bodyId))
    throw new Refused('not-found', '没有找到这张移交清单，或您没有查看它的权限。')
  return row
}

export async function transferView(house: Part, actor: Actor, id: number, page: number) {
  const row = await visibleTransfer(house, actor, id)
  const documents = await transfers.transferDocuments(house.db, id, {
    limit: pageSize,
    offset: (page - 1) * pageSize,
  })
  const all = (await transfers.transfersOf(house.db, [row.bodyId])).find(t => t.id === id)
  return {
    ...transferLine(row, all?.documents ?? documents.length, actor),
    rows: documents,
    page,
    pageSize,
    lacking: await transfers.withoutOpening(house.db, id),
  }
}

export async function retentionView(house: Part, actor: Actor, bodyId: number): Promise<RetentionView> {
  const set = new Map((await store.retentionRulesOf(house.db, bodyId)).map(r => [r.rule, r]))
  const due = await dueForDisposal(house.db, bodyId, dayOf(house.now()))
  return {
    rules: retentionRules.map(r => ({
      id: r.id,
      name: r.name,
      term: set.get(r.id)?.term ?? r.term,
      own: set.has(r.id),
      mark: set.has(r.id) ? 'A' : r.mark,
      source: set.has(r.id) ? `本机关划定：${set.get(r.id)!.reason}` : r.source,
    })),
    due: due.slice(0, 500),
    dueCount: due.length,
    disposals: (await disposalsOf(house.db, [bodyId])).map(d => ({
      id: d.id,
      state: d.state,
      stateLabel: disposalStateLabels[d.state],
      version: d.version,
      documents: d.documents,
      reachedAt: isoOf(d.reachedAt),
      offers: offersOf(disposalWorkflow, d, actor),
    })),
  }
}
