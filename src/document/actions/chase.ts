import { act, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import { offerOf } from '#kit/offers.ts'
import { rolesFor } from '#kit/permit.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Step, Workflow } from '#kit/workflow.ts'
import { basisView } from '#law/clauses.ts'
import { holdersIn, notify, staffNames, standInsFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { documentProcedure } from '../procedure.ts'
import { waitingStaff } from '../waiting.ts'
import { remindedOn } from '../lists/store.ts'
import type { DocumentRow } from '../store.ts'
import type { Offer } from '../views.ts'
import { stateLabels, states, type DocumentRole, type State } from '../workflow.ts'

const over: readonly State[] = ['draft', 'published', 'withdrawn', 'cancelled', 'removed']
export const chased: readonly State[] = states.filter(state => !over.includes(state))

/** 催办 leaves everything where it is; who oversees may do it wherever somebody is waited for (焦作 三(三)). */
const remindStep = (state: State): Step<State, DocumentRole> => ({
  to: state,
  by: ['leader', 'opennessOfficer', 'departmentHead', 'publisher'],
  label: '催办',
  reason: 'optional',
  basis: ['焦作/三(三)'],
  effect: '正在等候办理的人收到催办通知，催办记入履历；公文不动，期限不变。',
})

export const chaseTable: Workflow = Object.fromEntries(
  states.map((state): [string, Workflow[string]] => [
    state,
    chased.includes(state) ? { remind: remindStep(state) } : {},
  ]),
)

/** The version stays: whoever has the form open is reminded, not turned away. */
const chaseProcedure: Procedure<DocumentRow> = {
  ...documentProcedure,
  workflow: chaseTable,
  tableOf: () => chaseTable,
  move: async () => {},
}

const onceADay = { text: '今天已经催办过，请明天再催。' }

/** The staff that a document waits for; none where it waits for nobody. */
const waitedFor = async (db: Query, row: DocumentRow): Promise<number[]> =>
  waitingStaff(row, row.state, await holdersIn(db, [row.bodyId]))

const remindDeed: Deed<DocumentRow> = {
  async guard({ trx, row, actor, at }) {
    if (await remindedOn(trx, row.id, dayOf(at))) return [onceADay]
    const waiting = await waitedFor(trx, row)
    if (waiting.length === 0)
      return [{ text: `现在是“${stateLabels[row.state]}”，没有在等谁办理，不需要催办。` }]
    return waiting.every(id => id === actor.staffId) ? [{ text: '这件公文等您自己办理，不需要催办。' }] : []
  },
  async apply({ trx, row, actor, reason, at }) {
    const waiting = await waitedFor(trx, row)
    const told = [...waiting, ...(await standInsFor(trx, waiting, dayOf(at)))].filter(
      id => id !== actor.staffId,
    )
    const words = `${actor.name}催办《${row.title}》，现在是“${stateLabels[row.state]}”，请尽快办理。`
    await notify(trx, told, {
      kind: 'document',
      subject: row.id,
      text: reason ? `${words}${reason}` : words,
      at,
    })
    return { data: { told: [...(await staffNames(trx, told)).values()] } }
  },
}

/** Whether somebody oversees a document that waits for others; `waiting` are the staff it waits for. */
export function mayRemind(document: DocumentRow, actor: Actor, waiting: readonly number[]): boolean {
  const step = chaseTable[document.state]?.['remind']
  return (
    step !== undefined &&
    rolesFor(step, document, actor).length > 0 &&
    waiting.some(id => id !== actor.staffId)
  )
}

/** 催办 for who oversees, where others are waited for; null where there is nobody to remind or it is not his to do. */
export async function remindOffer(
  db: Query,
  document: DocumentRow,
  actor: Actor,
  now: Date,
): Promise<Offer | null> {
  const step = chaseTable[document.state]?.['remind']
  const as = step ? rolesFor(step, document, actor)[0] : undefined
  if (!step || !as || !mayRemind(document, actor, await waitedFor(db, document))) return null
  return {
    ...offerOf('remind', step),
    basis: step.basis.map(basisView),
    fields: [],
    onBehalfOf: as.onBehalfName,
    blocked: (await remindedOn(db, document.id, dayOf(now))) ? [onceADay] : [],
  }
}

/** 催办: tells those who are waited for, once a day, and keeps it in the history. Nothing moves. */
export function remind(
  house: Pick<House, 'db' | 'now' | 'recordChanged'>,
  request: Request,
  wrap: (deed: Deed<DocumentRow>) => Deed<DocumentRow> = deed => deed,
): Promise<Done> {
  return act(house, chaseProcedure, wrap(remindDeed), request)
}
