import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { publishUnder } from '#catalog/duty/duty.fixture.ts'
import { refusalOf } from '#catalog/refusal.fixture.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { orderExport } from './export.ts'
import { spanOfPeriod } from './filters.ts'
import { patrolJobs } from './jobs.ts'
import { orderPage } from './present.ts'
import { orderReaders } from './workflow.ts'

let t: TestHouse
let b: Bureau
let other: Bureau
beforeAll(async () => {
  t = await makeHouse('2026-08-20T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  other = await makeBureau(t.db, 'lin', '邻县应急管理局')
  await publishUnder(t, b, { items: [], issuedOn: '2026-08-19', title: '救助款物发放情况' })
  const nightly = patrolJobs(t.house)['patrol:nightly']!
  await nightly({}, undefined as never)
  t.setNow('2026-11-23T09:00:00+08:00')
  await publishUnder(t, b, { items: [], issuedOn: '2026-11-20', title: '冬春救助公示' })
})
afterAll(() => t.close())

const opened = (actor: Actor, query: object = {}) => orderExport(t.house).open(actor, query)
const lines = async (actor: Actor, query: object = {}) => {
  const found: unknown[][] = []
  for await (const line of opened(actor, query).lines(false)) found.push(line)
  return found
}

describe('自查整改台账（19号文的自查：问题、责任人、期限、整改结果）', () => {
  test('上季度发现的全部带走：机关、页面、问题、责任人、期限、状态；与屏幕上的件数一致', async () => {
    const officer = b.actors.opennessOfficer
    const all = await lines(officer, { period: 'lastQuarter' })
    expect(all.length).toBeGreaterThan(5)
    expect(await opened(officer, { period: 'lastQuarter' }).count(10_000)).toBe(all.length)
    const screen = await orderPage(t.db, officer, { period: 'lastQuarter', page: 1 }, t.house.now())
    expect([screen.total, screen.counts.open]).toEqual([all.length, all.length])
    const text = JSON.stringify(all)
    for (const word of ['测试县应急管理局', '空白栏目', '法定主动公开内容', '2026-08-', '待整改'])
      expect(text).toContain(word)
    expect(await opened(officer, { period: 'lastQuarter', kind: 'empty' }).conditions()).toBe(
      '问题：空白栏目；发现日期：2026-07-01起，2026-10-01以前',
    )
    expect(await lines(officer, { period: 'quarter' })).toEqual([])
    expect(await lines(officer, { kind: 'duplicate' })).toEqual([])
    expect(() => opened(officer, { period: 'decade' })).toThrow()
  })

  test('别的机关一行也带不走；与整改无关的角色、三员不能导出', async () => {
    expect(await lines(other.actors.opennessOfficer)).toEqual([])
    for (const [role, actor] of Object.entries(b.actors)) {
      const mine = orderReaders.some(r => actor.roles.some(held => held.role === r))
      if (mine) expect((await lines(actor)).length, role).toBeGreaterThan(5)
      else expect((await refusalOf(lines(actor))).code, role).toBe('forbidden')
    }
  })

  test('期间：季度和年度在跨年时也算得对', () => {
    expect(spanOfPeriod('lastQuarter', '2026-02-10')).toEqual({ from: '2025-10-01', until: '2026-01-01' })
    expect(spanOfPeriod('quarter', '2026-12-31')).toEqual({ from: '2026-10-01', until: '2027-01-01' })
    expect(spanOfPeriod('lastYear', '2026-01-01')).toEqual({ from: '2025-01-01', until: '2026-01-01' })
    expect(spanOfPeriod('year', '2026-06-30')).toEqual({ from: '2026-01-01', until: '2027-01-01' })
  })
})
