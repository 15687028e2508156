import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { isAdministratorRole, roles, type GrantState, type Role } from '../model.ts'
import {
  activateReasons,
  grantReasons,
  mayNotActivate,
  mayNotGrant,
  mayNotRevoke,
  revokeReasons,
  type Grantee,
} from './grant.ts'

const actor = (staffId: number, role = 'securityAdmin', bodyId = 2): Actor => ({
  staffId,
  name: `人员${staffId}`,
  bodyId,
  departmentId: null,
  roles: [{ role, bodyId, departmentId: null, onBehalfOf: null, onBehalfName: null }],
})
const grantee: Grantee = { staffId: 30, name: '拟稿人甲', bodyId: 2, active: true, held: [], delegations: 0 }
const line = [2, 1]
const why = (
  g: Grantee,
  role: Role,
  at: readonly number[] = line,
  department: { id: number; bodyId: number } | null = null,
) => grantReasons(g, { role, line: at, department }).map(r => r.text)

describe('授予、激活、收回', () => {
  it('只有本单位或上级单位的安全保密管理员可以授予，且不能授予自己', () => {
    const asked = { role: 'drafter' as const, line, department: null }
    expect(mayNotGrant(actor(9), grantee, asked)).toEqual([])
    expect(mayNotGrant(actor(9, 'securityAdmin', 1), grantee, asked)).toEqual([])
    expect(mayNotGrant(actor(9, 'securityAdmin', 4), grantee, asked)[0]!.text).toContain('不归您管理')
    expect(mayNotGrant(actor(9, 'systemAdmin'), grantee, asked)[0]!.text).toContain('安全保密管理员')
    expect(mayNotGrant(actor(30), grantee, asked)[0]!.text).toContain('不能给自己授予')
  })

  it('激活须另一人：不能是授予人，也不能是本人', () => {
    const granted = { staffId: 30, role: 'drafter' as const, grantedBy: 9, state: 'pending' as const }
    expect(mayNotActivate(actor(10), granted, line)).toEqual([])
    expect(mayNotActivate(actor(9), granted, line)[0]!.text).toContain('两个人')
    expect(mayNotActivate(actor(30), granted, line)[0]!.text).toContain('授予自己')
    expect(mayNotActivate(actor(10, 'auditAdmin'), granted, line)).toHaveLength(1)
  })

  it('三员至多任一，管理员不兼业务角色，业务人员不兼管理员', () => {
    const admin = { role: 'auditAdmin', bodyId: 2, departmentId: null, state: 'pending' as const }
    const worker = { role: 'drafter', bodyId: 2, departmentId: null, state: 'active' as const }
    expect(why({ ...grantee, held: [admin] }, 'systemAdmin')).toEqual([
      '一个账号最多担任三员（系统、安全保密、审计管理员）中的一员。',
    ])
    expect(why({ ...grantee, held: [admin] }, 'leader')[0]).toContain('不能兼任业务角色')
    expect(why({ ...grantee, held: [worker] }, 'auditAdmin')[0]).toContain('不能兼任业务角色')
    expect(why({ ...grantee, delegations: 1 }, 'auditAdmin')[0]).toContain('请假代理')
  })

  it('部门负责人须指明部门，全单位的角色不能限定部门，部门须属于本单位', () => {
    expect(why(grantee, 'departmentHead')).toEqual(['“部门负责人”须指明是哪个部门的。'])
    expect(why(grantee, 'leader', line, { id: 5, bodyId: 2 })).toEqual([
      '“签发领导”面向全单位，不能限定部门。',
    ])
    expect(why(grantee, 'departmentHead', line, { id: 5, bodyId: 4 })).toEqual(['所选部门不属于这个单位。'])
    expect(why(grantee, 'departmentHead', line, { id: 5, bodyId: 2 })).toEqual([])
  })

  it('上级单位的人可以到下级任职，下级的人不能到上级，外单位的人不能来', () => {
    expect(why({ ...grantee, bodyId: 1 }, 'leader')).toEqual([])
    expect(why({ ...grantee, bodyId: 3 }, 'leader')[0]).toContain('不是这个单位')
    expect(why({ ...grantee, bodyId: 4 }, 'leader')[0]).toContain('不是这个单位')
  })

  it('重复授予、停用的账号、已收回的授权都有说法', () => {
    const held = { role: 'leader', bodyId: 2, departmentId: null }
    expect(why({ ...grantee, held: [{ ...held, state: 'active' }] }, 'leader')[0]).toContain('已经是')
    expect(why({ ...grantee, held: [{ ...held, state: 'pending' }] }, 'leader')[0]).toContain('等待激活')
    expect(why({ ...grantee, active: false }, 'leader')[0]).toContain('已停用')
    const granted = { staffId: 30, role: 'leader' as const, grantedBy: 9 }
    expect(activateReasons({ ...granted, state: 'revoked' }, grantee)[0]!.text).toContain('已经收回')
    expect(activateReasons({ ...granted, state: 'active' }, grantee)[0]!.text).toContain('已经生效')
    expect(revokeReasons({ ...granted, state: 'revoked' }, 9)[0]!.text).toContain('已经收回')
  })

  it('不能收回自己的角色，也不能收回到不足两名安全保密管理员', () => {
    const granted = { staffId: 30, role: 'securityAdmin' as const, grantedBy: null, state: 'active' as const }
    expect(mayNotRevoke(actor(30), granted, line)[0]!.text).toContain('自己')
    expect(revokeReasons(granted, 1)[0]!.text).toContain('不足两名')
    expect(revokeReasons({ ...granted, state: 'pending' }, 0)).toEqual([])
  })
})

type Row = {
  id: number
  staffId: number
  role: Role
  bodyId: number
  departmentId: number | null
  grantedBy: number | null
  activatedBy: number | null
  state: GrantState
}
type Move = {
  verb: 'grant' | 'activate' | 'revoke'
  by: number
  staff: number
  role: Role
  body: number
  grant: number
}

// 1 › 2 › 3; department 50 + n in body n. Persons 11–14 belong to body 1, 21–25 to body 2, 31–33 to body 3.
const lineOf: Record<number, number[]> = { 1: [1], 2: [2, 1], 3: [3, 2, 1] }
const people = [11, 12, 13, 14, 21, 22, 23, 24, 25, 31, 32, 33]
const home = (person: number) => Math.floor(person / 10)

/** The rules at work on rows in memory, exactly as the actions ask them. */
function world() {
  const rows: Row[] = []
  const seed = (staffId: number, role: Role) =>
    rows.push({
      id: rows.length,
      staffId,
      role,
      bodyId: home(staffId),
      departmentId: null,
      grantedBy: null,
      activatedBy: null,
      state: 'active',
    })
  seed(11, 'systemAdmin')
  seed(12, 'securityAdmin')
  seed(13, 'securityAdmin')
  seed(14, 'auditAdmin')
  const actorOf = (staffId: number): Actor => ({
    staffId,
    name: String(staffId),
    bodyId: home(staffId),
    departmentId: null,
    roles: rows
      .filter(r => r.staffId === staffId && r.state === 'active')
      .map(r => ({
        role: r.role,
        bodyId: r.bodyId,
        departmentId: r.departmentId,
        onBehalfOf: null,
        onBehalfName: null,
      })),
  })
  const granteeOf = (staffId: number, except?: Row): Grantee => ({
    staffId,
    name: String(staffId),
    bodyId: home(staffId),
    active: true,
    delegations: 0,
    held: rows.filter(r => r.staffId === staffId && r.state !== 'revoked' && r !== except) as Grantee['held'],
  })
  function take(move: Move): boolean {
    const by = actorOf(move.by)
    if (move.verb === 'grant') {
      const department = move.role === 'departmentHead' ? { id: 50 + move.body, bodyId: move.body } : null
      const asked = { role: move.role, line: lineOf[move.body]!, department }
      const to = granteeOf(move.staff)
      if (mayNotGrant(by, to, asked).length + grantReasons(to, asked).length > 0) return false
      rows.push({
        id: rows.length,
        staffId: move.staff,
        role: move.role,
        bodyId: move.body,
        departmentId: department?.id ?? null,
        grantedBy: move.by,
        activatedBy: null,
        state: 'pending',
      })
      return true
    }
    const wanted = rows.filter(r =>
      move.verb === 'activate' ? r.state === 'pending' : r.state !== 'revoked',
    )
    const row = (wanted.length > 0 ? wanted : rows)[move.grant % (wanted.length || rows.length)]!
    const line = lineOf[row.bodyId]!
    if (move.verb === 'activate') {
      if (mayNotActivate(by, row, line).length + activateReasons(row, granteeOf(row.staffId, row)).length > 0)
        return false
      row.activatedBy = move.by
      row.state = 'active'
      return true
    }
    const others = new Set(
      rows
        .filter(
          r =>
            r !== row &&
            r.staffId !== row.staffId &&
            r.role === row.role &&
            r.state === 'active' &&
            line.includes(r.bodyId),
        )
        .map(r => r.staffId),
    ).size
    if (mayNotRevoke(by, row, line).length + revokeReasons(row, others).length > 0) return false
    row.state = 'revoked'
    return true
  }
  return { rows, take, actorOf }
}

const moves = fc.array(
  fc.record({
    verb: fc.constantFrom(
      'grant' as const,
      'grant' as const,
      'activate' as const,
      'activate' as const,
      'revoke' as const,
    ),
    // Mostly people who can do something, so that long lawful histories arise.
    by: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(12, 13) },
      { weight: 2, arbitrary: fc.constantFrom(...people) },
    ),
    staff: fc.constantFrom(...people),
    role: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Role>('securityAdmin') },
      { weight: 3, arbitrary: fc.constantFrom(...roles) },
    ),
    body: fc.constantFrom(1, 2, 3),
    grant: fc.nat(60),
  }),
  { minLength: 20, maxLength: 120, size: 'max' },
)

describe('任何一串授权都不能', () => {
  it('给自己权力，或使一人兼任两员、管理员兼业务，或使授予、激活成为一人', () => {
    let lawful = 0
    fc.assert(
      fc.property(moves, sequence => {
        const { rows, take } = world()
        for (const move of sequence) {
          if (!take(move)) continue
          lawful++
          for (const row of rows) {
            if (row.grantedBy === null) continue
            expect(row.grantedBy).not.toBe(row.staffId)
            expect(row.activatedBy).not.toBe(row.staffId)
            if (row.state === 'active') expect(row.activatedBy).not.toBeNull()
            expect(row.activatedBy).not.toBe(row.grantedBy)
          }
          for (const person of people) {
            const held = rows.filter(r => r.staffId === person && r.state !== 'revoked')
            const admin = held.filter(r => isAdministratorRole(r.role))
            expect(admin.length).toBeLessThanOrEqual(1)
            if (admin.length > 0) expect(held.length).toBe(1)
          }
          const security = rows.filter(
            r => r.role === 'securityAdmin' && r.bodyId === 1 && r.state === 'active',
          )
          expect(security.length).toBeGreaterThanOrEqual(2)
        }
      }),
      { numRuns: 300 },
    )
    expect(lawful).toBeGreaterThan(1000)
  })

  it('使一个人单独（无人配合）增加任何人的权力', () => {
    fc.assert(
      fc.property(moves, fc.constantFrom(...people), moves, (before, alone, after) => {
        const { take, rows, actorOf } = world()
        for (const move of before) take(move)
        // Grants waiting from others are others' help; without them one person reaches nothing.
        for (const row of rows) if (row.state === 'pending') row.state = 'revoked'
        const powerBefore = people.map(p => actorOf(p).roles.length)
        for (const move of after) take({ ...move, by: alone })
        people.forEach((p, i) => expect(actorOf(p).roles.length).toBeLessThanOrEqual(powerBefore[i]!))
      }),
      { numRuns: 200 },
    )
  })
})
