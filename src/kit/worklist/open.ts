import type { Actor } from '../actor.ts'
import type { Query } from '../db.ts'
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
    .where('subject_id', 'in', [...ids])
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
  const seen = rows.filter(row => table.sees(row, actor))
  const held = seen.map(row => ({
    row,
    steps: Object.entries((table.tableOf?.(row) ?? table.workflow)[row.state] ?? {}).flatMap(
      ([verb, step]) => {
        const roles = rolesFor(step, row, actor)
        return roles.length > 0 ? [{ verb, step, roles }] : []
      },
    ),
  }))
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
      steps
        .filter(({ step, roles }) => {
          const had = (step.notBy ?? []).map(verb => hands.get(`${row.id} ${verb}`))
          const isFree = (id: number) => !had.some(set => set?.has(id))
          return isFree(actor.staffId) && roles.some(r => r.onBehalfOf === null || isFree(r.onBehalfOf))
        })
        .map(({ verb, step }) => ({ verb, step })),
    ]),
  )
}
