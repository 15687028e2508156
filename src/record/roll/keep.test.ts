import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnIds } from '../columns.ts'
import { makeTestPortal, type TestPortal } from '../portal.fixture.ts'
import { publishOne } from '../record.fixture.ts'
import { monthlyOf } from '../store/roll.ts'
import { rollNow } from './keep.ts'

let p: TestPortal
beforeAll(async () => {
  p = await makeTestPortal()
  const columns = ['safety', 'relief', 'penalty', 'notice'] as const
  for (let i = 0; i < 24; i++)
    await publishOne(p.t.house, {
      body: 1 + (i % 3),
      title: `第${i}件`,
      columns: i % 5 === 0 ? [] : [columns[i % 4]!, ...(i % 3 === 0 ? [columns[(i + 1) % 4]!] : [])],
      ...(i % 2 === 0
        ? { imported: true, originalPublishedOn: `2026-${String(1 + (i % 9)).padStart(2, '0')}-15` }
        : {}),
    })
})
afterAll(() => p.close())

describe('启动后名册还在载入', () => {
  it('首页、机关首页不等名册，与载入之后的一字不差', async () => {
    const paths = ['/', '/mem/', '/henan/', '/jiaozuo/']
    const before = await Promise.all(paths.map(path => p.get(path)))
    for (const { status, text } of before) {
      expect(status).toBe(200)
      expect(text).toMatch(/近 12 个月公开 \d+ 件/)
    }
    await rollNow(p.t.portalDb)
    p.portal.changed()
    for (const [i, path] of paths.entries()) expect((await p.get(path)).text, path).toBe(before[i]!.text)
  })

  it('数据库数的每月件数，与名册的完全相同：各栏目、各机关、不同的起始日', async () => {
    const roll = await rollNow(p.t.portalDb)
    const months = new Set<string>()
    for (const body of [null, 1, 2, 3, 4])
      for (const from of ['1990-01-01', '2026-03-15', '2026-11-22', '2030-01-01']) {
        const counted = await monthlyOf(p.t.portalDb, columnIds, from, body)
        expect(counted).toEqual(roll.monthly('column', columnIds, from, body === null ? null : String(body)))
        for (const of of counted.values()) for (const month of of.keys()) months.add(month)
      }
    expect(months.size).toBeGreaterThan(3)
  })
})
