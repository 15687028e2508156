import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { checkCreditCode } from '#law/creditCode.ts'
import type { House } from '../../house.ts'
import { lineOf } from '../bodies.ts'
import { record, type PeopleEvent } from '../history.ts'
import type { BodyChangeForm, DepartmentForm, Power } from '../model.ts'
import { powerReason } from '../rules/power.ts'
import {
  activeBelow,
  activeStaffIn,
  bodyById,
  departmentById,
  setBodyActive,
  setDepartmentActive,
  updateBody,
  updateDepartment,
  type Body,
} from '../store/bodies.ts'
import { lockStaff } from '../store/staff.ts'
import { actorNow, refusePowerless } from './account.ts'

type People = Pick<House, 'db' | 'now'>

/** One change to one body or one of its departments: power asked inside, history written. */
async function change(
  house: People,
  actor: Actor,
  power: Power,
  bodyId: number,
  apply: (trx: Trx, body: Body) => Promise<Omit<PeopleEvent, 'kind' | 'subject'>>,
): Promise<void> {
  refusePowerless(actor, power)
  const at = house.now()
  await house.db.transaction().execute(async trx => {
    await lockStaff(trx, [actor.staffId])
    const by = await actorNow(trx, actor, at)
    const line = await lineOf(trx, bodyId)
    const body = await bodyById(trx, bodyId)
    if (!line || !body) throw new Refused('not-found', '没有找到这个单位。')
    const reason = powerReason(by, power, line)
    if (reason) throw new Refused('forbidden', [reason])
    const event = await apply(trx, body)
    await record(trx, bodyId, at, by, [{ kind: 'body', subject: bodyId, ...event }])
  })
}

/** A new name or credit code. The address name stays: published addresses, receipts and links hang on it. */
export function renameBody(house: People, actor: Actor, bodyId: number, form: BodyChangeForm): Promise<void> {
  return change(house, actor, 'changeBody', bodyId, async (trx, body) => {
    const credit = form.creditCode ? checkCreditCode(form.creditCode) : null
    if (credit && !credit.ok)
      throw new Refused(
        'invalid',
        credit.reasons.map(text => ({ field: 'creditCode', text })),
      )
    const next = { name: form.name, shortName: form.shortName, creditCode: credit?.ok ? credit.code : null }
    if (!(await updateBody(trx, bodyId, next)))
      throw new Refused('invalid', [{ field: 'name', text: `已有单位叫“${form.name}”，请换一个名称。` }])
    return {
      verb: 'change',
      data: {
        before: { name: body.name, shortName: body.shortName, creditCode: body.creditCode },
        after: next,
      },
    }
  })
}

/** Why a body cannot rest: somebody still works in it or below it. */
async function cannotDisable(trx: Trx, body: Body): Promise<Reason[]> {
  const [staff, below] = [await activeStaffIn(trx, { bodyId: body.id }), await activeBelow(trx, body.id)]
  const reasons: Reason[] = []
  if (staff > 0) reasons.push({ text: `还有${staff}个在用的账号，请先停用，未办结的公文先办结或移交。` })
  if (below.length > 0)
    reasons.push({ text: `下级单位${below.slice(0, 5).join('、')}还在用，请先停用或改归别处。` })
  return reasons
}

export function disableBody(house: People, actor: Actor, bodyId: number): Promise<void> {
  return change(house, actor, 'changeBody', bodyId, async (trx, body) => {
    const reasons = body.active ? await cannotDisable(trx, body) : [{ text: '这个单位已经停用。' }]
    if (reasons.length > 0) throw new Refused('not-now', reasons)
    await setBodyActive(trx, bodyId, false)
    return { verb: 'disable', from: 'active', to: 'disabled', data: { name: body.name } }
  })
}

export function enableBody(house: People, actor: Actor, bodyId: number): Promise<void> {
  return change(house, actor, 'changeBody', bodyId, async (trx, body) => {
    if (body.active) throw new Refused('not-now', '这个单位正在使用。')
    await setBodyActive(trx, bodyId, true)
    return { verb: 'enable', from: 'disabled', to: 'active', data: { name: body.name } }
  })
}

async function departmentIn(trx: Trx, bodyId: number, id: number) {
  const department = await departmentById(trx, id)
  if (department?.bodyId !== bodyId) throw new Refused('not-found', '没有找到这个部门。')
  return department
}

export function changeDepartment(
  house: People,
  actor: Actor,
  bodyId: number,
  id: number,
  form: DepartmentForm,
): Promise<void> {
  return change(house, actor, 'changeDepartment', bodyId, async trx => {
    const before = await departmentIn(trx, bodyId, id)
    if (!(await updateDepartment(trx, id, form)))
      throw new Refused('invalid', [
        { field: 'name', text: `这个单位已有部门叫“${form.name}”，请换一个名称。` },
      ])
    return {
      verb: 'changeDepartment',
      data: { department: id, before: { name: before.name, duty: before.duty }, after: form },
    }
  })
}

export function switchDepartment(
  house: People,
  actor: Actor,
  bodyId: number,
  id: number,
  active: boolean,
): Promise<void> {
  return change(house, actor, 'changeDepartment', bodyId, async trx => {
    const department = await departmentIn(trx, bodyId, id)
    if (department.active === active)
      throw new Refused('not-now', active ? '这个部门正在使用。' : '这个部门已经停用。')
    const staff = active ? 0 : await activeStaffIn(trx, { departmentId: id })
    if (staff > 0) throw new Refused('not-now', `部门里还有${staff}个在用的账号，请先停用或调到别的部门。`)
    await setDepartmentActive(trx, id, active)
    return {
      verb: active ? 'enableDepartment' : 'disableDepartment',
      data: { department: id, name: department.name },
    }
  })
}
