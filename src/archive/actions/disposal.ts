import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { addMonths } from '#law/day.ts'
import type { Query } from '#kit/db.ts'
import type { House } from '../../house.ts'
import { disposalForm } from '../model.ts'
import { disposalDueOn, retentionOf, type Retention } from '../rules.ts'
import { retentionRulesOf } from '../store.ts'
import * as store from '../store/disposal.ts'
import { officeFor, seesRegister } from '../visibility.ts'
import { disposalWorkflow } from '../workflow.ts'
import { formOf } from './filing.ts'

export type DueDocument = {
  readonly id: number
  readonly number: string | null
  readonly title: string
  readonly from: string
  readonly dueOn: string
  readonly retention: Retention
}

/** Documents whose term ended on or before `today` (YYYY-MM-DD): not permanent, not handed over, in no standing proposal. */
export async function dueForDisposal(db: Query, bodyId: number, today: string): Promise<DueDocument[]> {
  const rules = new Map((await retentionRulesOf(db, bodyId)).map(r => [r.rule, r.term]))
  const aged = await store.agedDocuments(db, bodyId, addMonths(today, -120))
  return aged.flatMap(d => {
    const retention = retentionOf(d, d.own ? { term: d.own } : null, rules)
    const dueOn = disposalDueOn(d.from, retention.term)
    return dueOn !== null && dueOn <= today
      ? [{ id: d.id, number: d.number, title: d.title, from: d.from, dueOn, retention }]
      : []
  })
}

export const disposalProcedure: Procedure<store.DisposalRow> = {
  kind: 'disposal',
  noun: '鉴定意见',
  workflow: disposalWorkflow,
  lock: store.lockDisposal,
  sees: (row, actor) => seesRegister(actor, row.bodyId),
  move: store.moveDisposal,
}

/** 提出销毁: only what is due, with an opinion; somebody else decides (实施条例第二十四条). Throws Refused. */
export async function proposeDisposal(
  house: Pick<House, 'db' | 'now' | 'recordChanged'>,
  actor: Actor,
  bodyId: number,
  form: unknown,
  key?: string,
): Promise<Done> {
  const role = officeFor(actor, bodyId, '提出销毁')
  const { documents, reason } = formOf(disposalForm, form)
  return begin(
    house,
    { kind: 'disposal', verb: 'propose', bodyId, actor, role: role.role, reason, form: { documents }, key },
    async (trx, at) => {
      const due = new Map((await dueForDisposal(trx, bodyId, dayOf(at))).map(d => [d.id, d]))
      const wanted = [...new Set(documents)]
      const early = wanted.filter(id => !due.has(id)).length
      if (early > 0)
        throw new Refused('invalid', [
          {
            field: 'documents',
            text: `所选公文中有${early}件保管期限没有届满、已经移交或已在别的鉴定意见里，不能提出销毁。`,
            basis: '档案法实施条例/24(1)',
          },
        ])
      const rows = wanted.map(id => ({ id, dueOn: due.get(id)!.dueOn }))
      const id = await store.insertDisposal(trx, { bodyId, by: actor.staffId, at, documents: rows })
      return { id, state: 'proposed', data: { documents: rows } }
    },
  )
}

const refuse: Deed<store.DisposalRow> = {
  async apply({ trx, row }) {
    await store.releaseDisposal(trx, row.id)
  },
}

/** The decision of the second person. Nothing is deleted: row, history and content stay. */
export function performDisposal(
  house: Pick<House, 'db' | 'now' | 'recordChanged'>,
  request: Request,
): Promise<Done> {
  return act(house, disposalProcedure, request.verb === 'refuse' ? refuse : {}, request)
}
