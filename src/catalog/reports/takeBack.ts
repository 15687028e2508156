import { act, type Deed } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { House } from '../../house.ts'
import { NotTaken, reportProcedure } from './actions.ts'
import type { ReportRow, SystemRow, TakeBack } from './model.ts'
import * as store from './store.ts'

/** A system as it acts: it has its one role in its own body, and sees its own reports alone. */
const programOf = (system: SystemRow, operator: string): Actor => ({
  staffId: 0,
  program: system.id,
  name: `${system.name}（经办人${operator}）`,
  bodyId: system.bodyId,
  departmentId: null,
  roles: [
    { role: 'system', bodyId: system.bodyId, departmentId: null, onBehalfOf: null, onBehalfName: null },
  ],
})

const hide: Deed<ReportRow> = { publish: c => store.hideReport(c.trx, c.row.id) }

export type TakenBack = store.End & { readonly id: number; readonly isNew: boolean }

/**
 * A system takes back what it reported itself (焦作 二(一)2): no evidence any more, gone from the public in the same moment; who and why
 * stay in the history. Taken back already, or withdrawn by the body: nothing changes, the answer says by whom. Throws NotTaken 404 for
 * what this system never reported.
 */
export async function takeBackReport(
  house: House,
  system: SystemRow,
  id: number,
  form: TakeBack,
): Promise<TakenBack> {
  let isNew = true
  try {
    await act(house, reportProcedure, hide, {
      subject: id,
      verb: 'takeBack',
      actor: programOf(system, form.operator),
      reason: form.reason,
    })
  } catch (error) {
    if (!(error instanceof Refused) || !['not-found', 'not-now'].includes(error.code)) throw error
    if (error.code === 'not-found')
      throw new NotTaken(404, `“${system.name}”没有报送过编号${id}的信息。编号是报送时回答的id。`)
    isNew = false
  }
  return { id, isNew, ...(await store.endOf(house.db, id))! }
}
