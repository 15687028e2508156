import type { Actor } from '#kit/actor.ts'
import type { Bureau } from '../../../test/setup/bureau.ts'
import type { TestHouse } from '../../../test/setup/house.ts'
import { compileInstrument, performInstrument } from './actions.ts'
import type { InstrumentKind, Row } from './model.ts'
import { readInstrument } from './store.ts'
import type { InstrumentVerb } from './workflow.ts'

/** For tests only: an entry of the negative list with everything it must have. */
export const barRow = (
  key: string,
  item: string,
  more: Readonly<Record<string, string | null>> = {},
): Row => ({
  key,
  values: Object.fromEntries(
    Object.entries({
      item,
      scope: '内部使用的台账',
      ground: 'E16-1',
      reason: '属于内部事务，公开会影响工作',
      from: '2026-12-01',
      reviewOn: '2027-10-01',
      ...more,
    }).filter((pair): pair is [string, string] => pair[1] !== null),
  ),
})

/** For tests only: what the system does not know of an office, filled in. */
export const filledGuide = (rows: readonly Row[]): Row[] =>
  rows.map(r => ({ ...r, values: { ...r.values, text: r.values.text || `${r.values.heading}：见本局公告` } }))

/** For tests only: a version through all its steps to publication. Returns its id. */
export async function publishInstrument(
  t: TestHouse,
  b: Bureau,
  kind: InstrumentKind,
  change: (rows: readonly Row[]) => readonly Row[],
  note?: string,
): Promise<number> {
  const { actors } = b
  const { subject } = await compileInstrument(t.house, actors.drafter, { body: b.bodyId, kind })
  const perform = (verb: InstrumentVerb, actor: Actor, form?: unknown) =>
    performInstrument(t.house, { subject, verb, actor, form })
  const { rows } = (await readInstrument(t.db, subject))!
  await perform('save', actors.drafter, { rows: change(rows) })
  await perform('submit', actors.drafter, {})
  await perform('pass', actors.opennessOfficer)
  await perform('approve', actors.leader, { effectiveOn: '2026-12-01', reviewOn: '2027-11-01' })
  await perform('publish', actors.publisher, note ? { note } : {})
  return subject
}
