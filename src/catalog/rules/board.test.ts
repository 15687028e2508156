import { expect, test } from 'vitest'
import { standingOn } from './board.ts'

const plan = {
  compiledBy: '2020-07-15',
  revisedBy: '2020-08-15',
  publishedBy: '2020-09-15',
  longStop: '2023-06-30',
}

test('谁在哪一步、超没超期（焦作 二(一)1：7-15、8-15、9-15）', () => {
  expect(standingOn('none', plan, '2020-07-16')).toEqual({ state: 'none', label: '未开始', milestone: { label: '编制完成并报审', on: '2020-07-15' }, overdueBy: 1 }) // prettier-ignore
  expect(standingOn('compiling', plan, '2020-07-15').overdueBy).toBe(0)
  expect(standingOn('revising', plan, '2020-08-10').overdueBy).toBe(-5)
  expect(standingOn('approved', plan, '2020-10-15').overdueBy).toBe(30)
  expect(standingOn('published', plan, '2024-01-01')).toEqual({ state: 'published', label: '已公布', milestone: null, overdueBy: null }) // prettier-ignore
  expect(standingOn('compiling', null, '2020-07-20').milestone).toBeNull()
})
