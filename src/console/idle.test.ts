import { expect, test } from 'vitest'
import { idleState, leftText } from './idle.ts'

const minute = 60_000

test('到期前两分钟提醒，可以续；到了登录最长时限只能重新登录', () => {
  expect(idleState(0, 0, 30, 480 * minute)).toEqual({ kind: 'calm' })
  expect(idleState(28 * minute - 1, 0, 30, 480 * minute)).toEqual({ kind: 'calm' })
  expect(idleState(28 * minute, 0, 30, 480 * minute)).toEqual({ kind: 'idle', left: 120 })
  expect(idleState(479 * minute, 470 * minute, 30, 480 * minute)).toEqual({ kind: 'end', left: 60 })
  expect(idleState(30 * minute, 0, 30, 480 * minute)).toEqual({ kind: 'over' })
})

test('剩余时间读得出来', () => {
  expect(leftText(118)).toBe('1 分 58 秒')
  expect(leftText(9)).toBe('9 秒')
})
