import { describe, expect, it } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { administratorRoles, powers, roleLabels, roles, type Power } from '../model.ts'
import { administratorOf, bodiesOfPower, lastReason, powerReason } from './power.ts'

// 1 › 2 › 3, and 4 beside 2.
const lines: Record<string, readonly number[]> = {
  本单位: [2, 1],
  下级单位: [3, 2, 1],
  上级单位: [1],
  外单位: [4, 1],
}

const holding = (role: string, bodyId = 2, onBehalfOf: number | null = null): Actor => ({
  staffId: 9,
  name: '某员',
  bodyId,
  departmentId: null,
  roles: [{ role, bodyId, departmentId: null, onBehalfOf, onBehalfName: null }],
})

/** Written out once more by hand: what GB/T 22239 and the manual of the house promise. */
const promised: Record<Power, readonly string[]> = {
  listStaff: ['systemAdmin', 'securityAdmin', 'auditAdmin'],
  createBody: ['systemAdmin'],
  createDepartment: ['systemAdmin'],
  changeBody: ['systemAdmin'],
  changeDepartment: ['systemAdmin'],
  createStaff: ['systemAdmin'],
  disable: ['systemAdmin'],
  enable: ['systemAdmin'],
  resetPassword: ['systemAdmin'],
  unlock: ['systemAdmin'],
  listGrants: ['securityAdmin', 'auditAdmin'],
  grant: ['securityAdmin'],
  activate: ['securityAdmin'],
  revoke: ['securityAdmin'],
  clearTotp: ['securityAdmin'],
  audit: ['auditAdmin'],
  auditAuditors: ['securityAdmin', 'auditAdmin'],
}

describe('三员分立：每个角色 × 每项权力 × 每种单位', () => {
  for (const role of roles)
    for (const power of Object.keys(powers) as Power[]) {
      const holds = promised[power].includes(role)
      it(`${roleLabels[role]}${holds ? '只能对本单位和下级单位' : '对任何单位都不能'}“${powers[power].label}”`, () => {
        for (const [where, line] of Object.entries(lines)) {
          const reason = powerReason(holding(role), power, line)
          if (holds && (where === '本单位' || where === '下级单位')) expect(reason, where).toBeNull()
          else expect(reason?.text, where).toContain(holds ? '不归您管理' : '没有这项权限')
        }
      })
    }

  it('改变人员的权力没有一项归审计管理员，授权没有一项归系统管理员', () => {
    const reading = ['listStaff', 'listGrants', 'audit', 'auditAuditors']
    for (const [power, { by }] of Object.entries(powers)) {
      if ((by as readonly string[]).includes('auditAdmin')) expect(reading).toContain(power)
      if (['grant', 'activate', 'revoke', 'audit'].includes(power)) expect(by).not.toContain('systemAdmin')
    }
  })

  it('管理员权力不因代理而得', () => {
    for (const role of administratorRoles) {
      expect(administratorOf(holding(role, 2, 5))).toBeNull()
      for (const power of Object.keys(powers) as Power[]) {
        expect(powerReason(holding(role, 2, 5), power, [2, 1])).not.toBeNull()
        expect(bodiesOfPower(holding(role, 2, 5), power)).toEqual([])
      }
    }
  })

  it('不能让一个单位失去最后的管理员：安全保密管理员至少两名，其余至少一名', () => {
    expect(lastReason('securityAdmin', 1)?.text).toContain('不足两名')
    expect(lastReason('securityAdmin', 2)).toBeNull()
    expect(lastReason('systemAdmin', 0)?.text).toContain('没有系统管理员')
    expect(lastReason('auditAdmin', 1)).toBeNull()
    expect(lastReason('drafter', 0)).toBeNull()
  })
})
