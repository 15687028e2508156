import type { Actor, HeldRole } from './actor.ts'
import type { Trx } from './db.ts'
import { Refused } from './errors.ts'
import { minuteOf } from './now.ts'
import type { Procedure, Subject } from './procedure.ts'
import type { Step, Workflow } from './workflow.ts'

type LastEvent = { at: Date; verb: string; actorName: string; to: string | null }

async function lastEvent(trx: Trx, kind: string, subject: number): Promise<LastEvent | null> {
  const row = await trx
    .selectFrom('event')
    .select(['happened_at', 'payload'])
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', subject)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const p = JSON.parse(row.payload) as {
    verb: string
    actorName: string
    to: string | null
    from: string | null
  }
  return { at: row.happened_at, verb: p.verb, actorName: p.actorName, to: p.to }
}

function labelOf(workflow: Workflow, verb: string): string {
  for (const steps of Object.values(workflow)) if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}

async function whoDidWhat<R extends Subject>(trx: Trx, procedure: Procedure<R>, row: R): Promise<string> {
  const last = await lastEvent(trx, procedure.kind, row.id)
  if (!last) return '这件公文的内容已有改动'
  return `${last.actorName}已于${minuteOf(last.at)}办理“${labelOf(procedure.workflow, last.verb)}”`
}

export async function refuseStale<R extends Subject>(
  trx: Trx,
  procedure: Procedure<R>,
  row: R,
): Promise<never> {
  throw new Refused(
    'stale',
    `${await whoDidWhat(trx, procedure, row)}，您看到的不是最新情况。请刷新后再办理，已填写的内容不会丢失。`,
  )
}

export async function refuseNotNow<R extends Subject>(
  trx: Trx,
  procedure: Procedure<R>,
  row: R,
  verb: string,
): Promise<never> {
  throw new Refused(
    'not-now',
    `${await whoDidWhat(trx, procedure, row)}，现在不能办理“${labelOf(procedure.workflow, verb)}”。请刷新后查看当前环节。`,
  )
}

/** Which of the actor's roles lets him take the step, four eyes observed; or Refused with the reason. */
export async function permitted<R extends Subject>(
  trx: Trx,
  procedure: Procedure<R>,
  row: R,
  step: Step,
  actor: Actor,
): Promise<HeldRole> {
  const roles = rolesFor(step, row, actor)
  if (roles.length === 0)
    throw new Refused('forbidden', [{ text: `您没有办理“${step.label}”的权限。`, basis: step.basis[0] }])
  if (!step.notBy || step.notBy.length === 0) return roles[0]!
  const past = await trx
    .selectFrom('event')
    .select(['payload'])
    .where('subject_kind', '=', procedure.kind)
    .where('subject_id', '=', row.id)
    .where('verb', 'in', [...step.notBy])
    .execute()
  const hands = new Set<number>()
  for (const { payload } of past) {
    const p = JSON.parse(payload) as { actor: number | null; onBehalfOf: number | null }
    for (const id of [p.actor, p.onBehalfOf]) if (id !== null) hands.add(id)
  }
  const free = roles.find(
    r => !hands.has(actor.staffId) && (r.onBehalfOf === null || !hands.has(r.onBehalfOf)),
  )
  if (!free)
    throw new Refused('forbidden', [
      {
        text: `您已办理过这件${procedure.noun}的“${step.notBy.map(v => labelOf(procedure.workflow, v)).join('”“')}”，按四眼原则，“${step.label}”须由另一人办理。`,
        basis: step.basis[0],
      },
    ])
  return free
}

/** The held roles that the table accepts for this step on this row, best first. Four eyes is not looked at here. */
export function rolesFor(step: Step, row: Subject, actor: Actor): HeldRole[] {
  const own = (r: HeldRole) => !step.own || (r.onBehalfOf ?? actor.staffId) === row.drafterId
  const inPlace = (r: HeldRole) =>
    step.asked
      ? r.departmentId !== null && (row.asked ?? []).includes(r.departmentId)
      : r.departmentId === null || r.departmentId === row.departmentId
  return actor.roles
    .filter(r => step.by.includes(r.role) && r.bodyId === row.bodyId && inPlace(r) && own(r))
    .sort((a, b) => Number(a.onBehalfOf !== null) - Number(b.onBehalfOf !== null))
}
