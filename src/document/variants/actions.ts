import { faultsOf } from '#kit/form.ts'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { rolesFor } from '#kit/permit.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Trx } from '#kit/db.ts'
import { clauseOrNull } from './basis.ts'
import { isDay } from '#law/day.ts'
import { lineOf } from '#people/bodies.ts'
import { holdersIn, notify } from '#people/directory.ts'
import { reaching } from '#people/rules/power.ts'
import type { House } from '../../house.ts'
import { variantForm, type Difference, type Variant, type VariantForm } from './model.ts'
import { versionOn } from './inForce.ts'
import {
  activeVariantsOf,
  insertVariant,
  lockVariant,
  moveVariant,
  noteDecision,
  variantById,
} from './store.ts'
import { reasonsAgainst } from './table.ts'
import { variantBeginning, variantWorkflow } from './workflow.ts'

type Row = Variant & { readonly departmentId: null; readonly drafterId: number }

export const variantProcedure: Procedure<Row> = {
  kind: 'variant',
  noun: '地方规程',
  workflow: variantWorkflow,
  async lock(trx, id) {
    const row = await lockVariant(trx, id)
    return row && { ...row, departmentId: null, drafterId: row.proposedBy }
  },
  sees: (row, actor) =>
    actor.roles.some(r => r.bodyId === row.bodyId && ['systemAdmin', 'securityAdmin'].includes(r.role)),
  move: moveVariant,
}

const subjectIn = (bodyId: number, drafterId = 0) => ({
  id: 0,
  bodyId,
  departmentId: null,
  drafterId,
  state: 'proposed',
  version: 1,
})

export const mayPropose = (actor: Actor, line: readonly number[]): boolean =>
  rolesFor(variantBeginning, subjectIn(line[0]!), reaching(actor, line)).length > 0

function parse(given: unknown, why: string | null, today: string): { form: VariantForm; why: string } {
  const parsed = variantForm.safeParse(given)
  const reasons: Reason[] = parsed.success
    ? [...reasonsAgainst(parsed.data.differences as unknown as Difference[])]
    : faultsOf(parsed.error)
  if (parsed.success) {
    const { validFrom, inherits, differences } = parsed.data
    if (!isDay(validFrom))
      reasons.push({ field: 'validFrom', text: `没有${validFrom}这一天，请核对生效日期。` })
    else if (validFrom < today)
      reasons.push({ field: 'validFrom', text: `生效日期${validFrom}已经过去，请改为今天或以后。` })
    if (inherits && differences.length > 0)
      reasons.push({ field: 'inherits', text: '改为沿用上级规程的，不再写差异。' })
    differences.forEach((d, at) => {
      if (d.basis.includes('/') && clauseOrNull(d.basis) === null && !/[〔《]/.test(d.basis))
        reasons.push({
          field: `differences.${at}`,
          text: `第${at + 1}处：没有登记“${d.basis}”这一条款。请从条款中选择，或写明本地文件的名称、文号和条目。`,
        })
    })
  }
  const reason = why?.trim() ?? ''
  if (reason === '') reasons.push({ field: 'reason', text: '请写明为什么要与全国的流程不同，供批准人核对。' })
  if (reasons.length > 0 || !parsed.success) throw new Refused('invalid', reasons)
  return { form: parsed.data, why: reason }
}

/**
 * Proposes a version of a body's variant. Without effect until a security administrator has approved it. Throws Refused
 * with every reason: rows that may not be touched, a way around the reviews, a past day, a clause that is not registered.
 */
export async function proposeVariant(
  house: House,
  actor: Actor,
  bodyId: number,
  given: unknown,
  why: string | null,
  key?: string,
): Promise<Done> {
  const line = await lineOf(house.db, bodyId)
  if (!line || !mayPropose(actor, line))
    throw new Refused('forbidden', '“提出地方规程”须由本单位或上级单位的系统管理员办理，您没有这项权限。')
  const { form, why: reason } = parse(given, why, dayOf(house.now()))
  return begin(
    house,
    { kind: 'variant', bodyId, role: 'systemAdmin', verb: 'propose', actor, form, reason, key },
    async (trx, at) => {
      const { id, number } = await insertVariant(trx, bodyId, form, { why: reason, by: actor.staffId, at })
      await tell(trx, line, 'securityAdmin', actor.staffId, {
        subject: id,
        text: `${actor.name}提出地方规程“${form.name}”第${number}版，自${form.validFrom}起生效，等您核对批准。`,
        at,
      })
      return { id, state: 'proposed', data: { number, ...asData(form) } }
    },
  )
}

const asData = (
  v: Pick<Variant, 'name' | 'inherits' | 'validFrom'> & { differences: readonly unknown[] },
) => ({
  name: v.name,
  inherits: v.inherits,
  validFrom: v.validFrom,
  differences: JSON.stringify(v.differences),
})

async function tell(
  trx: Trx,
  line: readonly number[],
  role: string,
  except: number,
  notice: { subject: number; text: string; at: Date },
): Promise<void> {
  const holders = (await holdersIn(trx, line)).filter(h => h.role === role && h.staffId !== except)
  // The nearest body that has such administrators: those far above need not hear of each.
  const nearest = line.find(b => holders.some(h => h.bodyId === b))
  const told = holders.filter(h => h.bodyId === nearest).map(h => h.staffId)
  await notify(trx, told, { kind: 'variant', ...notice })
}

/** What stands against approving it now. */
export async function cannotApprove(db: Trx | House['db'], row: Variant, today: string): Promise<Reason[]> {
  const reasons = [...reasonsAgainst(row.differences)]
  if (row.validFrom < today)
    reasons.push({ text: `生效日期${row.validFrom}已经过去，规程不能追溯生效。请重新提出一版。` })
  const versions = await activeVariantsOf(db, [row.bodyId])
  if (versions.some(v => v.validFrom === row.validFrom))
    reasons.push({ text: `已有一版自${row.validFrom}起生效，请换一个生效日期重新提出。` })
  const before = versionOn(versions, row.bodyId, row.validFrom)
  if (
    before &&
    JSON.stringify(before.differences) === JSON.stringify(row.differences) &&
    before.inherits === row.inherits
  )
    reasons.push({ text: `与届时有效的第${before.number}版没有不同，不需要再批准一版。` })
  return reasons
}

const decide: Deed<Row> = {
  async apply({ trx, row, actor, reason, at, to }) {
    await noteDecision(trx, row.id, { by: actor.staffId, at, reason })
    const words = to === 'active' ? `已批准，自${row.validFrom}起生效` : `不予批准：${reason}`
    await notify(trx, [row.proposedBy], {
      kind: 'variant',
      subject: row.id,
      text: `您提出的地方规程“${row.name}”第${row.number}版${words}。`,
      at,
    })
    return { data: { number: row.number, ...asData(row) } }
  },
}

const deeds: Record<string, Deed<Row>> = {
  approve: { ...decide, guard: ({ trx, row, at }) => cannotApprove(trx, row, dayOf(at)) },
  refuse: decide,
  takeBack: {
    async apply({ trx, row, actor, at }) {
      await noteDecision(trx, row.id, { by: actor.staffId, at, reason: null })
    },
  },
}
export const variantDeeds: readonly string[] = Object.keys(deeds)

/** Does one verb on one version through `act`. */
export async function performVariant(house: House, request: Request): Promise<Done> {
  const row = await variantById(house.db, request.subject)
  const line = row && (await lineOf(house.db, row.bodyId))
  if (!line) throw new Refused('not-found', '没有找到这件地方规程。')
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : {}
  return act(house, variantProcedure, deed, { ...request, actor: reaching(request.actor, line) })
}
