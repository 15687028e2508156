import type { z } from 'zod'
import type { Actor, HeldRole } from './actor.ts'
import { canonical, sha256Hex } from './crypto.ts'
import type { Db, Trx } from './db.ts'
import { Refused, type Reason } from './errors.ts'
import { appendEvents, type AppendedEvent, type JsonMembers } from './events.ts'
import { addJob, type Job } from './jobs.ts'
import { minuteOf, type Now } from './now.ts'
import { stepOf, targetsOf, type Step, type Workflow } from './workflow.ts'

/** What every subject of a procedure has. */
export type Subject = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: number | null
  readonly drafterId: number
  readonly state: string
  readonly version: number
}

/** A kind of subject and its table. */
export type Procedure<R extends Subject> = {
  readonly kind: string
  readonly noun: string
  readonly workflow: Workflow
  lock(trx: Trx, id: number): Promise<R | null>
  /** False: for this person the subject does not exist. */
  sees(row: R, actor: Actor): boolean
  move(trx: Trx, row: R, to: string, at: Date): Promise<void>
}

export type Context<R extends Subject, F> = {
  readonly trx: Trx
  readonly row: R
  readonly form: F
  readonly actor: Actor
  readonly as: HeldRole
  readonly reason: string | null
  readonly at: Date
  readonly to: string
}

/** What `apply` leaves behind: members for the event, and what `publish` needs. */
export type Applied<M> = { readonly data?: JsonMembers; readonly made?: M }

/** What one verb does besides moving the state. `F` is its form, `M` what `apply` hands to `publish`. */
export type Deed<R extends Subject, F = unknown, M = unknown> = {
  readonly form?: z.ZodType<F>
  /** Which of the table's targets; only where the step has several. */
  choose?(row: R, form: F): string
  /** Every reason against it, in Chinese; empty when nothing stands in the way. */
  guard?(context: Context<R, F>): readonly Reason[] | Promise<readonly Reason[]>
  /** Writes the room's rows; its data is kept in the event. */
  apply?(context: Context<R, F>): Promise<Applied<M> | void>
  /** Writes what becomes public, with the event it rests on. */
  publish?(context: Context<R, F>, event: AppendedEvent, made: M): Promise<void>
  jobs?(context: Context<R, F>): readonly Job[]
}

export type ActHouse = {
  readonly db: Db
  readonly now: Now
  /** Called after the commit of anything that changed what the public reads. */
  recordChanged(): void
}

export type Request = {
  readonly subject: number
  readonly verb: string
  readonly actor: Actor
  readonly form?: unknown
  readonly reason?: string | null
  /** The version the person was looking at. Another one now: somebody else was first. */
  readonly version?: number
  /** Idempotency key: a double click or a retry changes nothing and gets the first answer. */
  readonly key?: string
}

export type Done = {
  readonly subject: number
  readonly verb: string
  readonly state: string
  readonly version: number
  readonly position: number
}

/**
 * The one door for changing state. In one transaction: answers a retry, locks the row, checks version, table, role,
 * four eyes, reason, form and guards, applies, moves, appends to the chained history, publishes, queues jobs.
 * Throws Refused with every reason; then nothing has changed.
 */
export async function act<R extends Subject, F, M>(
  house: ActHouse,
  procedure: Procedure<R>,
  deed: Deed<R, F, M>,
  request: Request,
): Promise<Done> {
  const { actor, verb } = request
  const { done, published } = await house.db.transaction().execute(async trx => {
    const row = await procedure.lock(trx, request.subject)
    if (!row || !procedure.sees(row, actor)) throw new Refused('not-found', `没有找到这件${procedure.noun}。`)
    const earlier = await answered(trx, procedure.kind, request)
    if (earlier) return { done: earlier, published: false }

    if (request.version !== undefined && request.version !== row.version) await refuseStale(trx, procedure, row)
    const step = stepOf(procedure.workflow, row.state, verb)
    if (!step) await refuseNotNow(trx, procedure, row, verb)
    const as = await permitted(trx, procedure, row, step!, actor)
    const reason = request.reason?.trim() || null
    const reasons: Reason[] = []
    if (step!.reason === 'required' && !reason)
      reasons.push({ field: 'reason', text: `“${step!.label}”须写明理由。`, basis: step!.basis[0] })
    const parsed = parseForm(deed.form, request.form)
    reasons.push(...parsed.reasons)
    if (!parsed.ok) throw new Refused('invalid', reasons)

    const at = house.now()
    const targets = targetsOf(step!)
    const to = targets.length === 1 ? targets[0]! : (deed.choose?.(row, parsed.form) ?? '')
    if (!targets.includes(to)) throw new Error(`${procedure.kind}.${verb}: ${to} is not a target of the table`)
    const context: Context<R, F> = { trx, row, form: parsed.form, actor, as, reason, at, to }
    reasons.push(...((await deed.guard?.(context)) ?? []))
    if (reasons.length > 0) throw new Refused('invalid', reasons)

    const applied = (await deed.apply?.(context)) ?? {}
    await procedure.move(trx, row, to, at)
    const [event] = await appendEvents(trx, row.bodyId, [
      {
        kind: procedure.kind,
        subject: row.id,
        verb,
        from: row.state,
        to,
        at,
        actor: actor.staffId,
        actorName: actor.name,
        onBehalfOf: as.onBehalfOf,
        onBehalfName: as.onBehalfName,
        role: as.role,
        reason,
        data: applied.data ?? {},
      },
    ])
    await deed.publish?.(context, event!, applied.made as M)
    for (const job of deed.jobs?.(context) ?? []) await addJob(trx, job)
    const done: Done = { subject: row.id, verb, state: to, version: row.version + 1, position: event!.position }
    await remember(trx, procedure.kind, request, done, at)
    return { done, published: deed.publish !== undefined }
  })
  if (published) house.recordChanged()
  return done
}

/**
 * Brings a subject into being: the same transaction, history and idempotency, without a state to move from.
 * `make` inserts the row and says what the event keeps.
 */
export async function begin(
  house: ActHouse,
  request: Omit<Request, 'subject' | 'version'> & { readonly kind: string; readonly bodyId: number; readonly role: string },
  make: (trx: Trx, at: Date) => Promise<{ id: number; state: string; data?: JsonMembers; publish?: (event: AppendedEvent) => Promise<void> }>,
): Promise<Done> {
  let published = false
  const done = await house.db.transaction().execute(async trx => {
    const at = house.now()
    if (request.key) {
      // The key's row is the lock: a second request with it waits here until the first has ended.
      const first = await trx
        .insertInto('idempotency')
        .values({ staff_id: request.actor.staffId, key: request.key, request: fingerprint(request.kind, { ...request, subject: 0 }), happened_at: at })
        .onConflict(c => c.doNothing())
        .executeTakeFirst()
      if (first.numInsertedOrUpdatedRows === 0n) return (await answered(trx, request.kind, { ...request, subject: 0 }))!
    }
    const made = await make(trx, at)
    const [event] = await appendEvents(trx, request.bodyId, [
      {
        kind: request.kind,
        subject: made.id,
        verb: request.verb,
        from: null,
        to: made.state,
        at,
        actor: request.actor.staffId,
        actorName: request.actor.name,
        role: request.role,
        reason: request.reason?.trim() || null,
        data: made.data ?? {},
      },
    ])
    if (made.publish) {
      await made.publish(event!)
      published = true
    }
    const done: Done = { subject: made.id, verb: request.verb, state: made.state, version: 1, position: event!.position }
    if (request.key)
      await trx
        .updateTable('idempotency')
        .set({ response: JSON.stringify(done) })
        .where('staff_id', '=', request.actor.staffId)
        .where('key', '=', request.key)
        .execute()
    return done
  })
  if (published) house.recordChanged()
  return done
}

function fingerprint(kind: string, request: { subject: number; verb: string; form?: unknown; reason?: string | null }): string {
  return sha256Hex(
    canonical([kind, request.subject, request.verb, JSON.stringify(request.form ?? null), request.reason ?? null]),
  )
}

async function answered(trx: Trx, kind: string, request: Request): Promise<Done | null> {
  if (!request.key) return null
  const row = await trx
    .selectFrom('idempotency')
    .select(['request', 'response'])
    .where('staff_id', '=', request.actor.staffId)
    .where('key', '=', request.key)
    .executeTakeFirst()
  if (!row) return null
  if (row.request !== fingerprint(kind, request))
    throw new Refused('invalid', '同一个请求标识（Idempotency-Key）用在了两个不同的操作上，请刷新页面后重新办理。')
  return row.response as unknown as Done
}

async function remember(trx: Trx, kind: string, request: Request, done: Done, at: Date): Promise<void> {
  if (!request.key) return
  await trx
    .insertInto('idempotency')
    .values({
      staff_id: request.actor.staffId,
      key: request.key,
      request: fingerprint(kind, request),
      response: JSON.stringify(done),
      happened_at: at,
    })
    .execute()
}

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
  const p = JSON.parse(row.payload) as { verb: string; actorName: string; to: string | null; from: string | null }
  return { at: row.happened_at, verb: p.verb, actorName: p.actorName, to: p.to }
}

function labelOf(workflow: Workflow, verb: string): string {
  for (const steps of Object.values(workflow)) if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}

async function whoDidWhat<R extends Subject>(trx: Trx, procedure: Procedure<R>, row: R): Promise<string> {
  const last = await lastEvent(trx, procedure.kind, row.id)
  if (!last) return '这件公文的内容已有改动'
  return `${last.actorName}已于 ${minuteOf(last.at)} 办理“${labelOf(procedure.workflow, last.verb)}”`
}

async function refuseStale<R extends Subject>(trx: Trx, procedure: Procedure<R>, row: R): Promise<never> {
  throw new Refused('stale', `${await whoDidWhat(trx, procedure, row)}，您看到的不是最新情况。请刷新后再办理，已填写的内容不会丢失。`)
}

async function refuseNotNow<R extends Subject>(trx: Trx, procedure: Procedure<R>, row: R, verb: string): Promise<never> {
  throw new Refused(
    'not-now',
    `${await whoDidWhat(trx, procedure, row)}，现在不能办理“${labelOf(procedure.workflow, verb)}”。请刷新后查看当前环节。`,
  )
}

/** Which of the actor's roles lets him take the step, four eyes observed; or Refused with the reason. */
async function permitted<R extends Subject>(
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
  const free = roles.find(r => !hands.has(actor.staffId) && (r.onBehalfOf === null || !hands.has(r.onBehalfOf)))
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
  return actor.roles
    .filter(
      r =>
        step.by.includes(r.role) &&
        r.bodyId === row.bodyId &&
        (r.departmentId === null || r.departmentId === row.departmentId) &&
        own(r),
    )
    .sort((a, b) => Number(a.onBehalfOf !== null) - Number(b.onBehalfOf !== null))
}

function parseForm<F>(
  form: z.ZodType<F> | undefined,
  value: unknown,
): { ok: true; form: F; reasons: Reason[] } | { ok: false; reasons: Reason[] } {
  if (!form) return { ok: true, form: undefined as F, reasons: [] }
  const result = form.safeParse(value ?? {})
  if (result.success) return { ok: true, form: result.data, reasons: [] }
  return { ok: false, reasons: result.error.issues.map(i => ({ field: i.path.join('.') || undefined, text: i.message })) }
}
