import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { notify } from '../directory.ts'
import { record } from '../history.ts'
import type { DelegationForm } from '../model.ts'
import { delegationReasons, delegationWarnings, type Party } from '../rules/delegation.ts'
import { delegationById, insertDelegation, openDelegations, setDelegationEnded } from '../store/absence.ts'
import { heldBy } from '../store/grants.ts'
import { lockStaff, type StaffRecord } from '../store/staff.ts'

async function partyOf(db: Query, staff: StaffRecord, today: string): Promise<Party> {
  const open = await openDelegations(db, staff.id, today)
  return {
    staffId: staff.id,
    name: staff.name,
    bodyId: staff.body_id,
    active: staff.active,
    roles: (await heldBy(db, staff.id)).filter(h => h.state === 'active').map(h => h.role),
    given: open.filter(d => d.from_staff === staff.id),
    received: open.filter(d => d.to_staff === staff.id),
  }
}

/** Puts a colleague in one's place for some days. Refused (invalid) with every reason; answers the id and warnings. */
export async function delegate(
  house: Pick<House, 'db' | 'now'>,
  actor: Actor,
  form: DelegationForm,
): Promise<{ id: number; warnings: string[] }> {
  const at = house.now()
  const today = dayOf(at)
  return house.db.transaction().execute(async trx => {
    const locked = await lockStaff(trx, [actor.staffId, form.toStaff])
    const [me, colleague] = [actor.staffId, form.toStaff].map(id => locked.find(s => s.id === id))
    if (!me) throw new Refused('signed-out', '请先登录。')
    // Somebody of another body is as unknown here as somebody who does not exist.
    if (!colleague || colleague.body_id !== me.body_id)
      throw new Refused('invalid', [{ field: 'toStaff', text: '只能委托本单位的人员。' }])
    const [from, to] = [await partyOf(trx, me, today), await partyOf(trx, colleague, today)]
    const reasons = delegationReasons(from, to, form, today)
    if (reasons.length > 0) throw new Refused('invalid', reasons)
    const id = await insertDelegation(trx, { ...form, fromStaff: me.id, at })
    await record(trx, actor.bodyId, at, actor, [
      {
        kind: 'delegation',
        subject: id,
        verb: 'delegate',
        to: 'given',
        reason: form.reason,
        data: {
          to: to.staffId,
          toName: to.name,
          fromOn: form.fromOn,
          untilOn: form.untilOn,
          roles: from.roles,
        },
      },
    ])
    await notify(trx, [to.staffId], {
      kind: 'delegation',
      subject: id,
      text: `${from.name}委托您在 ${form.fromOn} 至 ${form.untilOn} 期间代理其职责（${form.reason}）。`,
      at,
    })
    return { id, warnings: delegationWarnings(from, to) }
  })
}

/** Ends a delegation at once. Either of the two may; the other one is told. */
export async function endDelegation(
  house: Pick<House, 'db' | 'now'>,
  actor: Actor,
  id: number,
): Promise<void> {
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    const d = await delegationById(trx, id)
    if (!d || (d.from_staff !== actor.staffId && d.to_staff !== actor.staffId))
      throw new Refused('not-found', '没有找到这项委托。')
    if (d.ended_at || d.until_on < dayOf(at) || !(await setDelegationEnded(trx, id, at)))
      throw new Refused('not-now', '这项委托已经结束。')
    await record(trx, actor.bodyId, at, actor, [
      {
        kind: 'delegation',
        subject: id,
        verb: 'end',
        from: 'given',
        to: 'ended',
        data: { from: d.from_staff, to: d.to_staff },
      },
    ])
    await notify(trx, [d.from_staff === actor.staffId ? d.to_staff : d.from_staff], {
      kind: 'delegation',
      subject: id,
      text: `${actor.name}终止了 ${d.from_on} 至 ${d.until_on} 的代理（${d.from_name}委托${d.to_name}）。`,
      at,
    })
  })
}
