import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { House } from '../house.ts'
import { accountKey } from './actions/signIn.ts'
import { granteeOf, lineOf, treeOf } from './bodies.ts'
import {
  grantStateLabels,
  grantStateOf,
  isBusinessRole,
  levelLabels,
  powers,
  roleLabels,
  type Duty,
  type Power,
  type Role,
} from './model.ts'
import { activateReasons, mayNotActivate, mayNotRevoke, revokeReasons, type Granted } from './rules/grant.ts'
import { bodiesOfPower, powerReason, type Line } from './rules/power.ts'
import { mustChangeWhy } from './session.ts'
import { delegationById, delegationsOf } from './store/absence.ts'
import { departmentsOf } from './store/bodies.ts'
import { grantsOfBody, heldInBody, othersHolding } from './store/grants.ts'
import { lockedAmong } from './store/sessions.ts'
import { staffOfBody } from './store/staff.ts'
import type { BodyNode, DelegationView, GrantRow, StaffRow } from './views.ts'

type People = Pick<House, 'db' | 'now'>

/**
 * The bodies a person sees: those he administers with everything below, those in which he holds a role, and his own.
 * Business staff see no tree they have no part in.
 */
export async function bodiesFor(db: Query, actor: Actor): Promise<BodyNode[]> {
  const administered = bodiesOfPower(actor, 'listStaff')
  const plain = [actor.bodyId, ...actor.roles.filter(r => isBusinessRole(r.role)).map(r => r.bodyId)]
  const tree = await treeOf(db, [...administered, ...plain])
  const seen = tree.filter(
    b => plain.includes(b.id) || administered.some(a => a === b.id || b.ancestors.includes(a)),
  )
  const departments = await departmentsOf(
    db,
    seen.map(b => b.id),
  )
  const ids = new Set(seen.map(b => b.id))
  return seen.map(b => ({
    id: b.id,
    parentId: b.parentId !== null && ids.has(b.parentId) ? b.parentId : null,
    depth: b.ancestors.filter(a => ids.has(a)).length,
    slug: b.slug,
    name: b.name,
    shortName: b.shortName,
    level: b.level,
    levelLabel: levelLabels[b.level],
    creditCode: b.creditCode,
    active: b.active,
    departments: departments
      .filter(d => d.bodyId === b.id)
      .map(d => ({ id: d.id, name: d.name, duty: d.duty as Duty, active: d.active })),
  }))
}

/** The line of a body over which the actor holds a power; Refused otherwise. */
export async function lineUnder(db: Query, actor: Actor, power: Power, bodyId: number): Promise<Line> {
  if (bodiesOfPower(actor, power).length === 0)
    throw new Refused('forbidden', [powerReason(actor, power, []) ?? { text: '您没有这项权限。' }])
  const line = await lineOf(db, bodyId)
  if (!line) throw new Refused('not-found', '没有找到这个单位。')
  const reason = powerReason(actor, power, line)
  if (reason) throw new Refused('forbidden', [reason])
  return line
}

/** Staff of a body as its administrators see them; `only` one of them. */
export async function staffRows(house: People, bodyId: number, only?: number): Promise<StaffRow[]> {
  const at = house.now()
  const rows = await staffOfBody(house.db, bodyId, only)
  const held = await heldInBody(house.db, bodyId)
  const locked = await lockedAmong(
    house.db,
    rows.map(r => accountKey(r.account)),
    at,
  )
  return rows.map(r => ({
    id: r.id,
    account: r.account,
    name: r.name,
    title: r.title,
    bodyId: r.body_id,
    department: r.department_id === null ? null : { id: r.department_id, name: r.department ?? '' },
    active: r.active,
    mustChange: mustChangeWhy(r, at) !== null,
    totpOn: r.totp_on,
    lockedUntil: locked.has(accountKey(r.account)) ? isoOf(locked.get(accountKey(r.account))!) : null,
    lastSeenAt: r.last_seen ? isoOf(r.last_seen) : null,
    roles: held
      .filter(h => h.staff_id === r.id)
      .map(h => ({
        role: h.role as Role,
        label: roleLabels[h.role as Role],
        state: grantStateOf({ activatedAt: h.activated_at, revokedAt: null }),
      })),
  }))
}

/** Grants in a body with what this person could do to each, and why not. */
export async function grantRows(
  house: People,
  actor: Actor,
  bodyId: number,
  options: { readonly withRevoked: boolean; readonly only?: number },
): Promise<GrantRow[]> {
  const { db } = house
  const line = (await lineOf(db, bodyId)) ?? [bodyId]
  const today = dayOf(house.now())
  const may = powerReason(actor, 'activate', line) === null
  const rows: GrantRow[] = []
  for (const g of await grantsOfBody(db, bodyId, options.withRevoked, options.only)) {
    const role = g.role as Role
    const state = grantStateOf({ activatedAt: g.activated_at, revokedAt: g.revoked_at })
    const granted: Granted = { staffId: g.staff_id, role, grantedBy: g.granted_by, state }
    const offers: GrantRow['offers'] = []
    if (may && state === 'pending') {
      const grantee = await granteeOf(db, g.staff_id, today, g.id)
      const blocked = [
        ...mayNotActivate(actor, granted, line),
        ...(grantee ? activateReasons(granted, grantee) : []),
      ]
      offers.push({ verb: 'activate', label: powers.activate.label, blocked: blocked.map(b => b.text) })
    }
    if (may && state !== 'revoked') {
      const others = isBusinessRole(role) ? 0 : await othersHolding(db, role, line, g.staff_id)
      const blocked = [...mayNotRevoke(actor, granted, line), ...revokeReasons(granted, others)]
      offers.push({ verb: 'revoke', label: powers.revoke.label, blocked: blocked.map(b => b.text) })
    }
    rows.push({
      id: g.id,
      staffId: g.staff_id,
      staffName: g.staff_name,
      account: g.account,
      role,
      label: roleLabels[role],
      bodyId: g.body_id,
      bodyName: g.body_name,
      departmentId: g.department_id,
      departmentName: g.department_name,
      state,
      stateLabel: grantStateLabels[state],
      grantedBy: g.granted_name,
      grantedAt: isoOf(g.granted_at),
      activatedBy: g.activated_name,
      activatedAt: g.activated_at ? isoOf(g.activated_at) : null,
      revokedBy: g.revoked_name,
      revokedAt: g.revoked_at ? isoOf(g.revoked_at) : null,
      offers,
    })
  }
  return rows
}

type DelegationRow = Awaited<ReturnType<typeof delegationsOf>>[number]

function delegationOf(d: DelegationRow, staffId: number, today: string): DelegationView {
  return {
    id: d.id,
    direction: d.from_staff === staffId ? 'given' : 'received',
    fromId: d.from_staff,
    fromName: d.from_name,
    toId: d.to_staff,
    toName: d.to_name,
    fromOn: d.from_on,
    untilOn: d.until_on,
    reason: d.reason,
    state: d.ended_at || d.until_on < today ? 'ended' : d.from_on > today ? 'planned' : 'inForce',
  }
}

export async function delegationViews(house: People, staffId: number): Promise<DelegationView[]> {
  const today = dayOf(house.now())
  return (await delegationsOf(house.db, staffId)).map(d => delegationOf(d, staffId, today))
}

export async function delegationViewById(
  house: People,
  staffId: number,
  id: number,
): Promise<DelegationView> {
  const d = await delegationById(house.db, id)
  if (!d) throw new Refused('not-found', '没有找到这项委托。')
  return delegationOf(d, staffId, dayOf(house.now()))
}
