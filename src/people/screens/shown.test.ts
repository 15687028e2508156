import { expect, test } from 'vitest'
import { countOf, shownOf } from './shown.ts'

test('角色授权：有等着激活的先看等着激活的；选了哪一种就看哪一种', () => {
  const none = [{ state: 'active' }, { state: 'revoked' }] as const
  const some = [...none, { state: 'pending' }] as const
  expect(shownOf(undefined, undefined)).toBe('active')
  expect(shownOf(undefined, none)).toBe('active')
  expect(shownOf(undefined, some)).toBe('pending')
  expect(shownOf('乱写', some)).toBe('pending')
  for (const state of ['pending', 'active', 'revoked'] as const) expect(shownOf(state, some)).toBe(state)
  expect([countOf(some, 'pending'), countOf(undefined, 'pending')]).toEqual([1, 0])
})
