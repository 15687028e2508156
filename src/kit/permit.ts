import type { Actor, HeldRole } from './actor.ts'
import type { Trx } from './db.ts'
import { Refused } from './errors.ts'
import { minuteOf } from './now.ts'
import type { Procedure, Subject } from './procedure.ts'
import type { Step } from './workflow.ts'

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

function labelOf<R extends Subject>(procedure: Procedure<R>, verb: string): string | null {
  for (const steps of Object.values(procedure.workflow))
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  const label = procedure.labelOf?.(verb) ?? verb
  return label === verb ? null : label
}

async function whoDidWhat<R extends Subject>(trx: Trx, procedure: Procedure<R>, row: R): Promise<string> {
  const last = await lastEvent(trx, procedure.kind, row.id)
  if (!last) return `这件${procedure.noun}的内容已有改动`
  const label = labelOf(procedure, last.verb)
  const did = label === null ? `改动过这件${procedure.noun}` : `办理“${label}”`
  return `${last.actorName}已于${minuteOf(last.at)}${did}`
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
  const instead = procedure.instead?.(row, verb)
  throw new Refused(
    'not-now',
    instead ??
      `${await whoDidWhat(trx, procedure, row)}，现在不能办理“${labelOf(procedure, verb) ?? verb}”。请刷新后查看当前环节。`,
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
  const hands = await handsIn(trx, procedure, row, step)
  const free = roles.find(
    r => !hands.has(actor.staffId) && (r.onBehalfOf === null || !hands.has(r.onBehalfOf)),
  )
  if (!free)
    throw new Refused('forbidden', [
      {
        text: `您已办理过这件${procedure.noun}的“${(step.notBy ?? []).flatMap(v => labelOf(procedure, v) ?? []).join('”“')}”，按四眼原则，“${step.label}”须由另一人办理。`,
        basis: step.basis[0],
      },
    ])
  return free
}

/** Everybody who had a hand in what the step's four eyes exclude, also those in whose name it was done. */
async function handsIn<R extends Subject>(
  trx: Trx,
  procedure: Procedure<R>,
  row: R,
  step: Step,
): Promise<Set<number>> {
  const hands = new Set<number>()
  if (!step.notBy || step.notBy.length === 0) return hands
  const past = await trx
    .selectFrom('event')
    .select(['payload'])
    .where('subject_kind', '=', procedure.kind)
    .where('subject_id', '=', row.id)
    .where('verb', 'in', [...step.notBy])
    .execute()
  for (const { payload } of past) {
    const p = JSON.parse(payload) as { actor: number | null; onBehalfOf: number | null }
    for (const id of [p.actor, p.onBehalfOf]) if (id !== null) hands.add(id)
  }
  return hands
}

/**
 * 补录: role and four eyes are looked at in who decided on paper; who enters it needs the clerk's role, is not the
 * decider himself and had no hand in the matter either. Answers the decider's role, held by the clerk in his name.
 */
export async function permittedOnPaper<R extends Subject>(
  trx: Trx,
  procedure: Procedure<R>,
  row: R,
  step: Step,
  who: { readonly decider: Actor; readonly clerk: Actor },
): Promise<HeldRole> {
  const { decider, clerk } = who
  const basis = step.basis[0]
  if (
    !step.paper ||
    rolesFor({ ...step, by: step.paper, asked: undefined, own: undefined }, row, clerk).length === 0
  )
    throw new Refused('forbidden', [{ text: `您没有补录“${step.label}”纸面意见的权限。`, basis }])
  const hands = await handsIn(trx, procedure, row, step)
  const reasons: { field?: string; text: string; basis?: string }[] = []
  if (decider.staffId === clerk.staffId)
    reasons.push({ field: 'decider', text: '自己的意见请直接在系统里办理，不能作为纸面意见补录。' })
  if (hands.has(clerk.staffId))
    reasons.push({ text: `您起草或经办过这件${procedure.noun}，按四眼原则，纸面意见须由另一人补录。`, basis })
  const own = rolesFor(step, row, decider).filter(r => r.onBehalfOf === null)
  if (own.length === 0)
    reasons.push({
      field: 'decider',
      text: `${decider.name}没有办理“${step.label}”的权限，请核对作出意见的人。`,
      basis,
    })
  if (hands.has(decider.staffId))
    reasons.push({
      field: 'decider',
      text: `${decider.name}起草或经办过这件${procedure.noun}，按四眼原则，“${step.label}”须由另一人作出。`,
      basis,
    })
  if (reasons.length > 0) throw new Refused('forbidden', reasons)
  return { ...own[0]!, onBehalfOf: decider.staffId, onBehalfName: decider.name }
}

/** The held roles that the table accepts for this step on this row, best first. Four eyes is not looked at here. */
export function rolesFor(step: Step, row: Subject, actor: Actor): HeldRole[] {
  const own = (r: HeldRole) => !step.own || (r.onBehalfOf ?? actor.staffId) === row.drafterId
  const inPlace = (r: HeldRole) =>
    step.asked
      ? r.departmentId !== null && (row.asked ?? []).includes(r.departmentId)
      : r.departmentId === null || row.isShared === true || r.departmentId === row.departmentId
  return actor.roles
    .filter(r => step.by.includes(r.role) && r.bodyId === row.bodyId && inPlace(r) && own(r))
    .sort((a, b) => Number(a.onBehalfOf !== null) - Number(b.onBehalfOf !== null))
}
