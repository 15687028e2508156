import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, minuteOf } from '#kit/now.ts'
import { daysBetween } from '#law/day.ts'
import { bodyNames, staffNames } from '#people/directory.ts'
import { bodiesRead, seesVersion } from '../actions.ts'
import { standingCatalogs } from '../duty/store.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { isLocal } from '../localItem.ts'
import { guidelineNames } from '../model.ts'
import { openOffers } from '#kit/worklist/open.ts'
import { conflictViews, historyLines } from '../shown.ts'
import { nameOfItem } from '../rules/marks.ts'
import { opinionsOf } from '../store.ts'
import { conflictsOfInstrument, instrumentProcedure } from './actions.ts'
import { instrumentFacts, type InstrumentRow } from './model.ts'
import { problemsOfRows, rowDifferences, type RowChange } from './rules.ts'
import { instrumentsOf, readInstrument } from './store.ts'
import type { InstrumentLine, InstrumentView } from './views.ts'
import { instrumentStateLabels, wordsOfInstrument } from './workflow.ts'

/** The rows of a list, with names. `today` is the civil day. */
export async function linesOf(
  db: Query,
  rows: readonly InstrumentRow[],
  today: string,
): Promise<InstrumentLine[]> {
  const bodies = await bodyNames(
    db,
    rows.map(r => r.bodyId),
  )
  const people = await staffNames(
    db,
    rows.map(r => r.drafterId),
  )
  return rows.map(r => ({
    id: r.id,
    body: { id: r.bodyId, name: bodies.get(r.bodyId) ?? '' },
    kind: r.kind,
    kindLabel: instrumentFacts[r.kind].label,
    number: r.number,
    state: r.state,
    stateLabel: instrumentStateLabels[r.state],
    drafter: people.get(r.drafterId) ?? '',
    count: r.rows.length,
    effectiveOn: r.effectiveOn,
    reviewOn: r.reviewOn,
    reviewIn: r.state === 'published' && r.reviewOn ? daysBetween(today, r.reviewOn) : null,
    changedAt: minuteOf(r.changedAt),
    address: r.state === 'withdrawn' ? null : r.address,
  }))
}

/** Every version that the actor may see, newest first within a body and kind. */
export async function listView(db: Query, actor: Actor, today: string): Promise<InstrumentLine[]> {
  return linesOf(db, await instrumentsOf(db, bodiesRead(actor)), today)
}

/** A version of the actor's own body. Throws Refused('not-found'), also where it is another's. */
export async function visibleInstrument(db: Query, id: number, actor: Actor): Promise<InstrumentRow> {
  const row = await readInstrument(db, id)
  if (!row || !seesVersion(row, actor))
    throw new Refused('not-found', '没有找到这份文本，或您没有查看它的权限。')
  return row
}

/** What an entry of the negative list may name: every national item, and the items of the body's own catalogs that are its own. */
async function itemsFor(db: Query, bodyId: number): Promise<{ value: string; label: string }[]> {
  const own = await standingCatalogs(db, [bodyId])
  return guidelineNames.flatMap(field => {
    const guideline = guidelineOf(field)
    const local = own.find(c => c.field === field)?.items.filter(isLocal) ?? []
    return [
      ...guideline.items.map(i => ({ value: i.code, label: `${i.code} ${i.level2 ?? ''}` })),
      ...local.map(i => ({ value: i.key, label: `${nameOfItem(i)}（本级增加）` })),
    ]
  })
}

/** Everything a person needs to go on with a version, or to judge it. `at` is the instant of looking. */
export async function instrumentView(
  db: Query,
  row: InstrumentRow,
  actor: Actor,
  at: Date,
): Promise<InstrumentView> {
  const today = dayOf(at)
  return {
    ...(await linesOf(db, [row], today))[0]!,
    version: row.version,
    rows: row.rows,
    opinions: (await opinionsOf(db, { instrument: row.id })).map(o => ({ ...o, at: minuteOf(o.at) })),
    problems: problemsOfRows(row.kind, row.rows, today),
    conflicts: conflictViews(await conflictsOfInstrument(db, row, today)),
    offers: (await openOffers(db, instrumentProcedure, [row], actor))(row),
    history: await historyLines(db, 'instrument', row.id, wordsOfInstrument),
    items: row.kind === 'negative' ? await itemsFor(db, row.bodyId) : [],
  }
}

/** Two versions side by side; of other bodies only what is or was public. Both must be of one kind. */
export async function compareInstruments(
  db: Query,
  actor: Actor,
  id: number,
  other: number,
): Promise<RowChange[]> {
  const row = await visibleInstrument(db, id, actor)
  const before = await readInstrument(db, other)
  if (!before || !(seesVersion(before, actor) || ['published', 'superseded'].includes(before.state)))
    throw new Refused('not-found', '没有找到要比较的一版，或您没有查看它的权限。')
  if (before.kind !== row.kind)
    throw new Refused('invalid', '两份不是同一种文本，不能比较。请选同一种的版本。')
  return rowDifferences(row.kind, before.rows, row.rows)
}
