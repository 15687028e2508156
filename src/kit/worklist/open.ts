import { sql } from 'kysely'
import type { Actor, HeldRole } from '../actor.ts'
import type { Query } from '../db.ts'
import { offerOf, type Offer } from '../offers.ts'
import { rolesFor } from '../permit.ts'
import type { Procedure, Subject } from '../procedure.ts'
import type { Step } from '../workflow.ts'

export type OpenStep = { readonly verb: string; readonly step: Step }

/** What a step of the tables of one kind needs to be looked at from afar. */
type Table<R extends Subject> = Pick<Procedure<R>, 'kind' | 'workflow' | 'tableOf' | 'sees'>

/** Who had a hand in some subjects: by subject and verb, also those in whose name it was done. */
async function handsOn(
  db: Query,
  kind: string,
  ids: readonly number[],
  verbs: readonly string[],
): Promise<Map<string, Set<number>>> {
  const hands = new Map<string, Set<number>>()
  if (ids.length === 0 || verbs.length === 0) return hands
  const past = await db
    .selectFrom('event')
    .select(['subject_id', 'verb', 'payload'])
    .where('subject_kind', '=', kind)
    .where(sql<boolean>`subject_id = any(${[...ids]}::bigint[])`)
    .where('verb', 'in', [...verbs])
    .execute()
  for (const { subject_id, verb, payload } of past) {
    const { actor, onBehalfOf } = JSON.parse(payload) as { actor: number | null; onBehalfOf: number | null }
    const key = `${subject_id} ${verb}`
    const set = hands.get(key) ?? new Set<number>()
    for (const id of [actor, onBehalfOf]) if (id !== null) set.add(id)
    hands.set(key, set)
  }
  return hands
}

type HeldStep = OpenStep & { readonly roles: readonly HeldRole[] }

/** The steps for which a person holds a role on a row: looked up once for all rows that the roles cannot tell apart. */
function heldSteps<R extends Subject>(table: Table<R>, actor: Actor): (row: R) => readonly HeldStep[] {
  const known = new Map<string, readonly HeldStep[]>()
  return row => {
    const workflow = table.tableOf?.(row) ?? table.workflow
    const read = () =>
      Object.entries(workflow[row.state] ?? {}).flatMap(([verb, step]) => {
        const roles = rolesFor(step, row, actor)
        return roles.length > 0 ? [{ verb, step, roles }] : []
      })
    if (workflow !== table.workflow) return read()
    const key = JSON.stringify([
      row.state,
      row.bodyId,
      row.departmentId,
      row.drafterId,
      row.isShared ?? false,
      row.asked ?? [],
    ])
    const steps = known.get(key) ?? read()
    known.set(key, steps)
    return steps
  }
}

/**
 * The steps that a person may take now on each of some rows: table, roles and four eyes as `act` will look at them, read for all rows
 * at once. Guards are not asked: they speak of what is filled in.
 */
export async function openSteps<R extends Subject>(
  db: Query,
  table: Table<R>,
  rows: readonly R[],
  actor: Actor,
): Promise<Map<number, readonly OpenStep[]>> {
  const stepsOf = heldSteps(table, actor)
  const held = rows.flatMap(row => (table.sees(row, actor) ? [{ row, steps: stepsOf(row) }] : []))
  const notBy = new Set(held.flatMap(({ steps }) => steps.flatMap(({ step }) => step.notBy ?? [])))
  const asking = held.filter(({ steps }) => steps.some(({ step }) => step.notBy))
  const hands = await handsOn(
    db,
    table.kind,
    asking.map(({ row }) => row.id),
    [...notBy],
  )
  return new Map(
    held.map(({ row, steps }) => [
      row.id,
      steps.filter(({ step, roles }) => {
        if (!step.notBy) return true
        const had = step.notBy.map(verb => hands.get(`${row.id} ${verb}`))
        const isFree = (id: number) => !had.some(set => set?.has(id))
        return isFree(actor.staffId) && roles.some(r => r.onBehalfOf === null || isFree(r.onBehalfOf))
      }),
    ]),
  )
}

/** These steps as the console offers them: who had a hand in it is not shown a step that four eyes would refuse. */
export async function openOffers<R extends Subject>(
  db: Query,
  table: Table<R>,
  rows: readonly R[],
  actor: Actor,
): Promise<(row: R) => Offer[]> {
  const open = await openSteps(db, table, rows, actor)
  return row => (open.get(row.id) ?? []).map(({ verb, step }) => offerOf(verb, step))
}
