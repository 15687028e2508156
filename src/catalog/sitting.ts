import { act, type ActHouse, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Trx } from '#kit/db.ts'
import { answered, remember } from '#kit/answered.ts'
import { dayOf } from '#kit/now.ts'
import { rolesFor } from '#kit/permit.ts'
import type { Procedure, Subject } from '#kit/procedure.ts'
import { stepOf } from '#kit/workflow.ts'
import { lastStep } from './store.ts'

/** A sitting is over when nothing was saved for so long (milliseconds), or the day has turned. */
const pause = 30 * 60_000

type Drafted = Subject & { readonly changedAt: Date }

/** A save that can also be made without a step of the history. */
export type SaveDeed<R extends Subject, F> = Deed<R, F> & {
  readonly form: NonNullable<Deed<R, F>['form']>
  put(trx: Trx, row: R, form: F): Promise<void>
}

/**
 * Saves what is written. The history gets one step a sitting: the first save is an act; those that the same person makes after it,
 * with nobody else in between and no pause of half an hour, only change the draft. The next step of whoever it is says what it
 * found (`foundAs`), so that the history tells every state of the text that anybody else has seen. Throws as `act` does.
 */
export async function saveInSitting<R extends Drafted, F>(
  house: ActHouse,
  procedure: Procedure<R>,
  deed: SaveDeed<R, F>,
  request: Request,
): Promise<Done> {
  return (await goOn(house, procedure, deed, request)) ?? act(house, procedure, deed, request)
}

/** Null: no sitting of this person goes on, or something speaks against it, which the act will say. */
async function goOn<R extends Drafted, F>(
  house: ActHouse,
  procedure: Procedure<R>,
  deed: SaveDeed<R, F>,
  request: Request,
): Promise<Done | null> {
  const { actor } = request
  return house.db.transaction().execute(async trx => {
    const row = await procedure.lock(trx, request.subject)
    if (!row || !procedure.sees(row, actor)) return null
    const first = await answered(trx, procedure.kind, request)
    if (first) return first
    if ((request.version ?? row.version) !== row.version) return null
    const step = stepOf(procedure.workflow, row.state, 'save')
    if (!step || rolesFor(step, row, actor).length === 0) return null
    const at = house.now()
    const last = await lastStep(trx, procedure.kind, row.id)
    const sits =
      last?.verb === 'save' &&
      last.actor === actor.staffId &&
      at.getTime() - row.changedAt.getTime() <= pause &&
      dayOf(last.at) === dayOf(at)
    const parsed = sits ? deed.form.safeParse(request.form ?? {}) : undefined
    if (!sits || !parsed?.success) return null
    await deed.put(trx, row, parsed.data)
    await procedure.move(trx, row, row.state, at)
    const done: Done = {
      subject: row.id,
      verb: 'save',
      state: row.state,
      version: row.version + 1,
      position: last.position,
    }
    await remember(trx, procedure.kind, request, done, at)
    return done
  })
}
