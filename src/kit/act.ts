import type { z } from 'zod'
import type { Actor, HeldRole } from './actor.ts'
import { answered, earlierAnswer, fingerprint, remember } from './answered.ts'
import type { Db, Trx } from './db.ts'
import { Refused, type Reason } from './errors.ts'
import { faultsOf } from './form.ts'
import { appendEvents, type AppendedEvent, type JsonMembers } from './events.ts'
import { addJob, type Job } from './jobs.ts'
import type { Now } from './now.ts'
import { permitted, permittedOnPaper, refuseNotNow, refuseStale } from './permit.ts'
import type { Procedure, Subject } from './procedure.ts'
import { stepOf, targetsOf } from './workflow.ts'

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
  jobs?(context: Context<R, F>): readonly Job[] | Promise<readonly Job[]>
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
  /** Who decided on paper what `actor` only enters (补录). */
  readonly decider?: Actor
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
  try {
    const done = await attempt(house, procedure, deed, request)
    if (deed.publish) house.recordChanged()
    return done
  } catch (error) {
    // A retry finds the state moved on by its first try; only then is it worth asking whether it is one.
    const first = await earlierAnswer(house.db, procedure.kind, request, error)
    if (first) return first
    throw error
  }
}

async function attempt<R extends Subject, F, M>(
  house: ActHouse,
  procedure: Procedure<R>,
  deed: Deed<R, F, M>,
  request: Request,
): Promise<Done> {
  const { actor, verb } = request
  return house.db.transaction().execute(async trx => {
    const row = await procedure.lock(trx, request.subject)
    if (!row || !procedure.sees(row, actor)) throw new Refused('not-found', `没有找到这件${procedure.noun}。`)
    if (request.version !== undefined && request.version !== row.version)
      await refuseStale(trx, procedure, row)
    const step = stepOf(procedure.tableOf?.(row) ?? procedure.workflow, row.state, verb)
    if (!step) await refuseNotNow(trx, procedure, row, verb)
    const as = request.decider
      ? await permittedOnPaper(trx, procedure, row, step!, { decider: request.decider, clerk: actor })
      : await permitted(trx, procedure, row, step!, actor)
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
    if (!targets.includes(to))
      throw new Refused('invalid', [{ field: 'to', text: `“${step!.label}”不能到所选的环节，请重新选择。` }])
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
        actor: actor.program === undefined ? actor.staffId : null,
        actorName: actor.name,
        onBehalfOf: as.onBehalfOf,
        onBehalfName: as.onBehalfName,
        role: as.role,
        reason,
        data: applied.data ?? {},
      },
    ])
    await deed.publish?.(context, event!, applied.made as M)
    for (const job of (await deed.jobs?.(context)) ?? []) await addJob(trx, job)
    const done: Done = {
      subject: row.id,
      verb,
      state: to,
      version: row.version + 1,
      position: event!.position,
    }
    await remember(trx, procedure.kind, request, done, at)
    return done
  })
}

/**
 * Brings a subject into being: the same transaction, history and idempotency, without a state to move from.
 * `make` inserts the row and says what the event keeps.
 */
export async function begin(
  house: ActHouse,
  request: Omit<Request, 'subject' | 'version' | 'actor'> & {
    readonly kind: string
    readonly bodyId: number
    readonly role: string | null
    /** A machine has no number of staff, and the room looks after its retries. */
    readonly actor: Pick<Actor, 'name'> & { readonly staffId: number | null }
  },
  make: (
    trx: Trx,
    at: Date,
  ) => Promise<{
    id: number
    state: string
    data?: JsonMembers
    publish?: (event: AppendedEvent) => Promise<void>
  }>,
): Promise<Done> {
  let published = false
  const done = await house.db.transaction().execute(async trx => {
    const at = house.now()
    const { key, actor } = request
    const asked =
      key && actor.staffId !== null
        ? { ...request, subject: 0, actor: { staffId: actor.staffId }, key }
        : null
    if (asked) {
      // The key's row is the lock: a second request with it waits here until the first has ended.
      const first = await trx
        .insertInto('idempotency')
        .values({
          staff_id: asked.actor.staffId,
          key: asked.key,
          request: fingerprint(request.kind, asked),
          happened_at: at,
        })
        .onConflict(c => c.doNothing())
        .executeTakeFirst()
      if (first.numInsertedOrUpdatedRows === 0n) return (await answered(trx, request.kind, asked))!
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
    const done: Done = {
      subject: made.id,
      verb: request.verb,
      state: made.state,
      version: 1,
      position: event!.position,
    }
    if (asked)
      await trx
        .updateTable('idempotency')
        .set({ response: JSON.stringify(done) })
        .where('staff_id', '=', asked.actor.staffId)
        .where('key', '=', asked.key)
        .execute()
    return done
  })
  if (published) house.recordChanged()
  return done
}

function parseForm<F>(
  form: z.ZodType<F> | undefined,
  value: unknown,
): { ok: true; form: F; reasons: Reason[] } | { ok: false; reasons: Reason[] } {
  if (!form) return { ok: true, form: undefined as F, reasons: [] }
  const result = form.safeParse(value ?? {})
  if (result.success) return { ok: true, form: result.data, reasons: [] }
  return {
    ok: false,
    reasons: faultsOf(result.error),
  }
}
