import { describe, expect, test } from 'vitest'
import type { Actor } from '../actor.ts'
import { comparePlaces, gathered, mergedPage, mostGathered, type Place, type Work } from './work.ts'

const actor: Actor = { staffId: 1, name: '甲', bodyId: 1, departmentId: null, roles: [] }
const asked = (limit: number, after: Place | null = null) => ({ limit, after, light: null })

/** Rows that often stand at the same place but for kind and number. */
function rowsOf(seed: number, n: number): Omit<Work, 'kind'>[] {
  let state = seed
  const next = (most: number) => (state = (state * 1103515245 + 12345) % 2147483648) % most
  return Array.from({ length: n }, (_, at) => ({
    id: String(at + 1),
    title: `事项${at}`,
    facts: [],
    step: '待办理',
    turn: [],
    dueOn: null,
    light: next(2) === 0 ? ('red' as const) : ('green' as const),
    words: '',
    left: next(4) - 1,
    rank: next(2),
    since: `2026-03-0${next(3) + 1}T09:00:00+08:00`,
    address: '/x',
  }))
}
const sources = ['document', 'alert', 'zebra'].map((kind, at) =>
  gathered({ kind, label: kind, all: async () => rowsOf(at + 7, 40) }),
)

describe('各类事项并成一张待办', () => {
  test('翻页不重不漏，与一次取全的先后完全相同，不论一页几件', async () => {
    const { rows: all } = await mergedPage(sources, 'todo', actor, asked(1000))
    expect(all).toHaveLength(120)
    expect([...all].sort(comparePlaces)).toEqual(all)
    for (const limit of [1, 3, 7, 20, 119, 120]) {
      const seen: string[] = []
      for (let after: Place | null = null, turns = 0; turns < 200; turns++) {
        const page: Awaited<ReturnType<typeof mergedPage>> = await mergedPage(sources, 'todo', actor, {
          ...asked(limit),
          after,
        })
        seen.push(...page.rows.map(r => `${r.kind} ${r.id}`))
        after = page.next
        if (after === null) break
      }
      expect(seen, `一页${limit}件`).toEqual(all.map(r => `${r.kind} ${r.id}`))
    }
  })

  test('件数就是列表的长短；按时限看，件数和列表一起变', async () => {
    for (const light of ['red', 'yellow', 'green', null] as const)
      for (const source of sources) {
        const page = await source.page('todo', actor, { after: null, limit: 1000, light })
        expect(await source.count('todo', actor, light)).toEqual({ total: page.length, isMore: false })
        expect(page.every(r => light === null || r.light === light)).toBe(true)
      }
  })

  test('一类事项太多时说“以上”，不谎报件数', async () => {
    const many = gathered({ kind: 'many', label: '很多', all: async () => rowsOf(3, mostGathered + 1) })
    expect(await many.count('todo', actor, null)).toEqual({ total: mostGathered, isMore: true })
    expect(await many.page('todo', actor, asked(10_000))).toHaveLength(mostGathered)
  })
})
