import type { Query, Trx } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import type { JsonMembers } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import { checkCreditCode } from '#law/creditCode.ts'
import { record, type Doer } from './history.ts'
import {
  accountPattern,
  isAdministratorRole,
  levelLabels,
  levels,
  roleLabels,
  slugPattern,
  slugText,
  type Duty,
  type Level,
  type Role,
} from './model.ts'
import { grantReasons, type Grantee } from './rules/grant.ts'
import type { Line } from './rules/power.ts'
import { openDelegations } from './store/absence.ts'
import {
  bodyById,
  departmentById,
  insertBody,
  insertDepartment,
  subtreesOf,
  type Body,
} from './store/bodies.ts'
import { heldBy, insertGrant } from './store/grants.ts'
import { insertStaff, staffById } from './store/staff.ts'

/** A body and the bodies above it, itself first; null when there is none of this id. */
export async function lineOf(db: Query, bodyId: number): Promise<Line | null> {
  const body = await bodyById(db, bodyId)
  return body ? [body.id, ...[...body.ancestors].reverse()] : null
}

/** Bodies and everything below them in the order of a tree, each with its depth under the nearest given root. */
export async function treeOf(
  db: Query,
  roots: readonly number[],
): Promise<(Body & { readonly depth: number })[]> {
  const bodies = await subtreesOf(db, roots)
  const ids = new Set(bodies.map(b => b.id))
  const children = new Map<number | null, Body[]>()
  for (const body of bodies) {
    const above = body.parentId !== null && ids.has(body.parentId) ? body.parentId : null
    children.set(above, [...(children.get(above) ?? []), body])
  }
  const walk = (above: number | null, depth: number): (Body & { depth: number })[] =>
    (children.get(above) ?? []).flatMap(body => [{ ...body, depth }, ...walk(body.id, depth + 1)])
  return walk(null, 0)
}

export type BodyInput = {
  readonly parentId: number | null
  readonly slug: string
  readonly name: string
  readonly shortName: string
  readonly level: Level
  /** Administrative division, six digits. */
  readonly region?: string
  readonly creditCode?: string | null
  readonly organCode?: string | null
  readonly indexTemplate?: string | null
  readonly sort?: number
  /** Identity of its site for the portal: names, domain, identity code, filings. All of it is public. */
  readonly site?: JsonMembers
}

/**
 * Adds a body to the tree and, in the same transaction, its image to the public record. Its own history begins with
 * this. Refused with every reason: no such parent, a level not below the parent's, a slug, region or credit code that
 * cannot be one, a name or slug that is taken.
 */
export async function createBody(trx: Trx, input: BodyInput, by: Doer, at: Date): Promise<number> {
  const parent = input.parentId === null ? null : await bodyById(trx, input.parentId)
  const reasons: Reason[] = []
  if (parent && !parent.active)
    reasons.push({ field: 'parent', text: `${parent.name}已停用，不能在其下设立单位。` })
  if (input.parentId !== null && !parent) reasons.push({ field: 'parent', text: '没有找到所选的上级单位。' })
  if (parent && levels.indexOf(input.level) <= levels.indexOf(parent.level))
    reasons.push({
      field: 'level',
      text: `上级单位是${levelLabels[parent.level]}，下级单位的层级须低于它。`,
    })
  if (!slugPattern.test(input.slug)) reasons.push({ field: 'slug', text: slugText })
  if (input.name.trim() === '' || input.shortName.trim() === '')
    reasons.push({ field: 'name', text: '请填写单位名称和简称。' })
  if (input.region !== undefined && !/^\d{6}$/.test(input.region))
    reasons.push({ field: 'region', text: '行政区划代码是 6 位数字。' })
  const credit = input.creditCode ? checkCreditCode(input.creditCode) : null
  if (credit && !credit.ok) reasons.push(...credit.reasons.map(text => ({ field: 'creditCode', text })))
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  const id = await insertBody(trx, {
    parentId: input.parentId,
    ancestors: parent ? [...parent.ancestors, parent.id] : [],
    slug: input.slug,
    name: input.name,
    shortName: input.shortName,
    level: input.level,
    region: input.region ?? '000000',
    creditCode: credit?.ok ? credit.code : null,
    organCode: input.organCode ?? null,
    indexTemplate: input.indexTemplate ?? null,
    sort: input.sort ?? 0,
    site: input.site ?? {},
    at,
  })
  if (id === null)
    throw new Refused('invalid', [{ field: 'name', text: '已有同名或同网址名的单位，请换一个。' }])
  await record(trx, id, at, by, [
    {
      kind: 'body',
      subject: id,
      verb: 'create',
      to: 'active',
      data: { name: input.name, slug: input.slug, level: input.level, parent: input.parentId },
    },
  ])
  return id
}

export type DepartmentInput = {
  readonly bodyId: number
  readonly name: string
  readonly duty: Duty
  readonly sort?: number
}

export async function createDepartment(
  trx: Trx,
  input: DepartmentInput,
  by: Doer,
  at: Date,
): Promise<number> {
  const id = await insertDepartment(trx, { ...input, sort: input.sort ?? 0 })
  if (id === null) throw new Refused('invalid', [{ field: 'name', text: '这个单位已有同名部门。' }])
  await record(trx, input.bodyId, at, by, [
    {
      kind: 'body',
      subject: input.bodyId,
      verb: 'createDepartment',
      data: { department: id, name: input.name, duty: input.duty },
    },
  ])
  return id
}

export type StaffInput = {
  readonly bodyId: number
  readonly departmentId: number | null
  readonly account: string
  readonly name: string
  readonly title: string | null
  readonly passwordHash: string
  readonly mustChange: boolean
}

/** An account without any role. Refused with every reason: form of the account, taken account, department elsewhere. */
export async function createStaff(trx: Trx, input: StaffInput, by: Doer, at: Date): Promise<number> {
  const reasons: Reason[] = []
  if (!accountPattern.test(input.account))
    reasons.push({
      field: 'account',
      text: '账号以小写字母开头，只含小写字母、数字、点、下划线和连字符，2 至 60 位。',
    })
  const department = input.departmentId === null ? null : await departmentById(trx, input.departmentId)
  if (input.departmentId !== null && department?.bodyId !== input.bodyId)
    reasons.push({ field: 'department', text: '所选部门不属于这个单位。' })
  else if (department?.active === false)
    reasons.push({ field: 'department', text: `${department.name}已停用，请选择在用的部门。` })
  if ((await bodyById(trx, input.bodyId))?.active === false)
    reasons.push({ field: 'body', text: '这个单位已停用，请先启用。' })
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  const id = await insertStaff(trx, { ...input, at })
  if (id === null)
    throw new Refused('invalid', [{ field: 'account', text: `账号“${input.account}”已被占用，请换一个。` }])
  await record(trx, input.bodyId, at, by, [
    {
      kind: 'staff',
      subject: id,
      verb: 'create',
      to: 'active',
      data: { account: input.account, name: input.name, department: input.departmentId },
    },
  ])
  return id
}

/** The person as the granting rules look at him. `except`: a grant that is itself being judged. */
export async function granteeOf(
  db: Query,
  staffId: number,
  today: string,
  except?: number,
): Promise<Grantee | null> {
  const staff = await staffById(db, staffId)
  if (!staff) return null
  const [held, delegations] = [await heldBy(db, staffId, except), await openDelegations(db, staffId, today)]
  return {
    staffId,
    name: staff.name,
    bodyId: staff.body_id,
    active: staff.active,
    held,
    delegations: delegations.length,
  }
}

/**
 * A role given when the system is set up, in force at once because nobody is there yet to grant and activate it. The
 * same rules hold as for every grant. For set-up and demonstration only; the history says so.
 */
export async function appoint(
  trx: Trx,
  to: {
    readonly staffId: number
    readonly role: Role
    readonly bodyId: number
    readonly departmentId?: number | null
  },
  at: Date,
): Promise<number> {
  const departmentId = to.departmentId ?? null
  const [grantee, line] = [await granteeOf(trx, to.staffId, dayOf(at)), await lineOf(trx, to.bodyId)]
  if (!grantee || !line) throw new Refused('not-found', '没有找到这个人员或单位。')
  const department = departmentId === null ? null : await departmentById(trx, departmentId)
  const reasons = grantReasons(grantee, { role: to.role, line, department })
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  const id = await insertGrant(trx, {
    staffId: to.staffId,
    role: to.role,
    bodyId: to.bodyId,
    departmentId,
    grantedBy: null,
    at,
  })
  await record(trx, to.bodyId, at, 'system', [
    {
      kind: 'grant',
      subject: id,
      verb: 'appoint',
      to: 'active',
      data: {
        staff: to.staffId,
        name: grantee.name,
        role: to.role,
        department: departmentId,
        label: roleLabels[to.role],
        administrator: isAdministratorRole(to.role),
      },
    },
  ])
  return id
}
