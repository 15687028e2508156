import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountLock, giveBack, reserve, type Guard } from './lock.ts'

const minute = 60_000
const start = 1_700_000_000_000

function fail(guard: Guard | null, at: number) {
  const r = reserve(guard, at, accountLock)
  if (!r.allowed) throw new Error('locked')
  return r
}

describe('登录失败处理（等保三级 身份鉴别）', () => {
  it('第 5 次失败锁定 30 分钟，期间一概拒绝，期满可以再试', () => {
    let guard: Guard | null = null
    for (let i = 1; i <= 4; i++) {
      const r = fail(guard, start + i)
      expect([r.left, r.lockedUntil]).toEqual([5 - i, null])
      guard = r.next
    }
    const fifth = fail(guard, start + 5)
    expect(fifth.lockedUntil).toBe(start + 5 + 30 * minute)
    expect(reserve(fifth.next, start + 5 + 30 * minute - 1, accountLock)).toEqual({
      allowed: false,
      lockedUntil: start + 5 + 30 * minute,
    })
    expect(fail(fifth.next, start + 5 + 30 * minute)).toMatchObject({ left: 4, lockedUntil: null })
  })

  it('接连锁定的，时间逐次加倍，最长 4 小时；一天没有失败后重新起算', () => {
    let guard: Guard | null = null
    let at = start
    const lasted: number[] = []
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 5; i++) guard = fail(guard, at).next
      lasted.push((guard!.lockedUntil! - at) / minute)
      at = guard!.lockedUntil!
    }
    expect(lasted).toEqual([30, 60, 120, 240, 240])
    at = guard!.failedAt + 24 * 60 * minute + 1
    for (let i = 0; i < 5; i++) guard = fail(guard, at).next
    expect((guard!.lockedUntil! - at) / minute).toBe(30)
  })

  it('半小时没有失败，之前的失败不再计', () => {
    let guard: Guard | null = null
    for (let i = 0; i < 4; i++) guard = fail(guard, start).next
    expect(fail(guard, start + 30 * minute + 1).left).toBe(4)
  })

  it('口令正确、只缺动态口令的一次不算失败，也不能用来解除别人造成的锁定', () => {
    let guard: Guard | null = null
    for (let i = 0; i < 4; i++) guard = fail(guard, start).next
    const fifth = fail(guard, start)
    expect(giveBack(fifth.next, fifth.lockedUntil)).toEqual(guard)
    expect(giveBack(fifth.next, null).lockedUntil).toBe(fifth.lockedUntil)
  })

  it('无论怎样安排时间，任何 30 分钟内放行的错误尝试不超过 9 次', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 * minute }), { maxLength: 80 }), gaps => {
        let guard: Guard | null = null
        let at = start
        const allowed: number[] = []
        for (const gap of gaps) {
          at += gap
          const r = reserve(guard, at, accountLock)
          if (r.allowed) {
            allowed.push(at)
            guard = r.next
          }
        }
        for (const a of allowed)
          expect(allowed.filter(b => b >= a && b < a + 30 * minute).length).toBeLessThanOrEqual(9)
      }),
    )
  })
})
