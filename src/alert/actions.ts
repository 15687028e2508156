import { act, begin, type Context, type Deed, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import type { AppendedEvent, JsonMembers } from '#kit/events.ts'
import { instant, minuteOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Query, Trx } from '#kit/db.ts'
import type { House } from '../house.ts'
import { alertForm, type AlertForm, type AlertRow } from './model.ts'
import {
  changeAlert,
  insertAlert,
  lockAlert,
  moveAlert,
  putPublicAlert,
  stands,
  type AlertWords,
} from './store.ts'
import { alertBeginnings, alertWorkflow, type AlertVerb } from './workflow.ts'

/** Everybody with work to do in the body sees its alerts; nobody else. */
export const seesAlert = (row: { readonly bodyId: number }, actor: Actor) =>
  actor.roles.some(r => r.bodyId === row.bodyId)

export const alertProcedure: Procedure<AlertRow> = {
  kind: 'alert',
  noun: '应急公告',
  workflow: alertWorkflow,
  lock: lockAlert,
  sees: seesAlert,
  move: moveAlert,
}

const time = (minute: string | null) =>
  minute === null ? null : instant(`${minute.replace(' ', 'T')}:00+08:00`)

const wordsOf = (form: AlertForm): AlertWords => ({
  ...form,
  level: form.kind === 'response' ? form.level : null,
  startsAt: time(form.startsAt),
  endsAt: time(form.endsAt),
})

const told = (w: AlertWords): JsonMembers => ({
  kind: w.kind,
  level: w.level,
  title: w.title,
  text: w.text,
  address: w.address,
  startsAt: w.startsAt && minuteOf(w.startsAt),
  endsAt: w.endsAt && minuteOf(w.endsAt),
})

async function faults(db: Query, w: AlertWords, at: Date): Promise<Reason[]> {
  const reasons: Reason[] = []
  if (w.endsAt && w.endsAt <= at)
    reasons.push({ field: 'endsAt', text: '结束时间已经过去，请改晚，或者不填（到解除为止）。' })
  if (w.address && !(await stands(db, w.address)))
    reasons.push({ field: 'address', text: '这个地址上没有正在公开的信息，请核对，或者不填。' })
  return reasons
}

const show = (
  trx: Trx,
  id: number,
  bodyId: number,
  w: AlertWords,
  since: Date,
  event: AppendedEvent,
  loweredAt: Date | null,
) => putPublicAlert(trx, { ...w, id, bodyId, startsAt: since, loweredAt, position: event.position })

const sinceOf = (w: AlertWords, at: Date) => (w.startsAt && w.startsAt > at ? w.startsAt : at)

/**
 * Proposes an alert for another person to raise, or raises it where the actor is the leader. Refused with every reason.
 */
export async function beginAlert(
  house: House,
  actor: Actor,
  input: { body: number; form: unknown },
  key?: string,
): Promise<Done> {
  const held = (roles: readonly string[]) =>
    actor.roles.find(r => r.bodyId === input.body && roles.includes(r.role))
  const leader = held(alertBeginnings.raise.by)
  const role = leader ?? held(alertBeginnings.propose.by)
  if (!role)
    throw new Refused('forbidden', [{ text: '您没有为这个机关提请应急公告的权限。', basis: '条例/20(12)' }])
  const parsed = readForm(alertForm, input.form)
  const words = wordsOf(parsed)
  const verb = leader ? 'raise' : 'propose'
  return begin(
    house,
    { kind: 'alert', bodyId: input.body, role: role.role, verb, actor, key, form: parsed },
    async (trx, at) => {
      const reasons = await faults(trx, words, at)
      if (reasons.length > 0) throw new Refused('invalid', reasons)
      const state = leader ? 'raised' : 'proposed'
      const id = await insertAlert(trx, {
        ...words,
        bodyId: input.body,
        proposerId: actor.staffId,
        state,
        at,
      })
      const publish = (event: AppendedEvent) =>
        show(trx, id, input.body, words, sinceOf(words, at), event, null)
      return { id, state, data: told(words), ...(leader ? { publish } : {}) }
    },
  )
}

type C<F = unknown> = Context<AlertRow, F>

const raise: Deed<AlertRow> = {
  guard: c => faults(c.trx, c.row, c.at),
  async apply(c) {
    await changeAlert(c.trx, c.row.id, { raisedAt: c.at })
    return { data: told(c.row) }
  },
  publish: (c, event) => show(c.trx, c.row.id, c.row.bodyId, c.row, sinceOf(c.row, c.at), event, null),
}

const adjust: Deed<AlertRow, AlertForm> = {
  form: alertForm,
  async guard(c: C<AlertForm>) {
    const kind: Reason[] =
      c.form.kind === c.row.kind ? [] : [{ field: 'kind', text: '调整不能改变种类，请解除后另行发布。' }]
    return [...kind, ...(await faults(c.trx, wordsOf(c.form), c.at))]
  },
  async apply(c: C<AlertForm>) {
    const words = wordsOf(c.form)
    await changeAlert(c.trx, c.row.id, words)
    return { data: told(words) }
  },
  publish: (c: C<AlertForm>, event) => {
    const words = wordsOf(c.form)
    // Its beginning stays what it was, unless it has not begun yet.
    const begun =
      c.row.startsAt && c.row.startsAt > (c.row.raisedAt ?? c.at) ? c.row.startsAt : (c.row.raisedAt ?? c.at)
    return show(
      c.trx,
      c.row.id,
      c.row.bodyId,
      words,
      begun > c.at ? sinceOf(words, c.at) : begun,
      event,
      null,
    )
  },
}

const lower: Deed<AlertRow> = {
  async apply(c) {
    await changeAlert(c.trx, c.row.id, { loweredAt: c.at })
  },
  publish: (c, event) =>
    show(
      c.trx,
      c.row.id,
      c.row.bodyId,
      c.row,
      c.row.startsAt && c.row.raisedAt && c.row.startsAt > c.row.raisedAt
        ? c.row.startsAt
        : (c.row.raisedAt ?? c.at),
      event,
      c.at,
    ),
}

const deeds = { raise, adjust, lower, cancel: {} } as unknown as Record<AlertVerb, Deed<AlertRow, never>>

export function performAlert(
  house: House,
  request: {
    subject: number
    verb: AlertVerb
    actor: Actor
    form?: unknown
    reason?: string | null
    version?: number
    key?: string
  },
): Promise<Done> {
  return act(house, alertProcedure, deeds[request.verb], request)
}
