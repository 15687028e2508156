import { dayOf } from '#kit/now.ts'
import { freshnessOf } from '#record/freshness.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishOne, withdrawOne } from '#record/record.fixture.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { columnPage } from './columnPage.ts'
import { setUpOfficeBodies } from './bodies.fixture.ts'
import { patrolJobs } from './jobs.ts'

let t: TestHouse
beforeAll(async () => {
  t = await makeHouse('2026-11-01T09:00:00+08:00')
  await setUpOfficeBodies(t)
})
afterAll(() => t.close())

const job = (name: string, payload: object = {}) =>
  patrolJobs(t.house)[name]!(payload, undefined as never) as Promise<void>
const orders = async (address: string) =>
  (
    await t.db
      .selectFrom('patrol_order')
      .select(['kind', 'state', 'message', 'title', 'closed_why'])
      .where('address', '=', address)
      .orderBy('id')
      .execute()
  ).map(o => ({ ...o }))
const day = 24 * 3_600_000
const list = '/jiaozuo/list/news/'
const statutory = '/jiaozuo/disclosure/statutory.html'

describe('栏目的巡检（吉林 一(三)；19号(2019) V4）', () => {
  test('还没有公开过任何信息的机关不开工单', async () => {
    await job('patrol:nightly')
    expect(await t.db.selectFrom('patrol_order').select('id').execute()).toEqual([])
  })

  test('动态两周没有更新：夜里开整改工单，只开一件；发布新的一件，工单随即办结；撤回它又超期', async () => {
    await publishOne(t.house, { body: 3, kind: 'news', title: '开展汛前检查', columns: ['news'] })
    t.pass(14 * day)
    await job('patrol:nightly')
    expect(await orders(list)).toEqual([])
    t.pass(day)
    await job('patrol:nightly')
    await job('patrol:nightly')
    expect(await orders(list)).toMatchObject([{ kind: 'stale', state: 'open', title: '栏目：工作动态' }])
    expect((await orders(list))[0]!.message).toMatch(/最近一次更新是2026-11-01，2周内应有更新，2026-11-15到期，已超过1天.*19号/) // prettier-ignore
    const next = await publishOne(t.house, {
      body: 3,
      kind: 'news',
      title: '召开防汛会商会',
      columns: ['news'],
    })
    await job('patrol:check', { address: next })
    expect((await orders(list)).map(o => [o.state, o.closed_why])).toEqual([['mended', '复查时没有再发现。']])
    await withdrawOne(t.house, next, 3)
    await job('patrol:nightly')
    expect((await orders(list)).map(o => o.state)).toEqual(['mended', 'open'])
  })

  test('政策文件按整个一级栏目算：有新的政策文件，少有的规范性文件不算超期', async () => {
    await publishOne(t.house, { body: 2, title: '多年前的规范性文件', columns: ['normative'], normative: true, imported: true, originalPublishedOn: '2024-01-01' }) // prettier-ignore
    const at = async () =>
      (await freshnessOf(t.db, 2, dayOf(t.house.now()), undefined)).columns.map(c => [c.column, c.freshness])
    expect(await at()).toEqual([['documents', 'stale']])
    await publishOne(t.house, { body: 2, title: '关于某项工作的通知', columns: ['policy'] })
    expect(await at()).toEqual([['documents', 'fresh']]) // prettier-ignore
  })

  test('法定项没有内容也没有说明：逐项开工单；发布“无此职能说明”，这一项办结', async () => {
    const open = async () => (await orders(statutory)).filter(o => o.state === 'open').map(o => o.message)
    const before = await open()
    expect(before.some(m => m.includes('行政事业性收费'))).toBe(true)
    expect(before.some(m => /扶贫|其他应当主动公开/.test(m))).toBe(false)
    const said = await publishOne(t.house, {
      ...{ body: 3, kind: 'absence', title: '本机关没有行政事业性收费', columns: [] },
      facts: [{ label: '条款', value: '条例第二十条第（八）项' }],
    })
    await job('patrol:check', { address: said })
    const after = await open()
    expect(before.filter(m => !after.includes(m))).toEqual([expect.stringContaining('行政事业性收费')])
  })

  test('立即巡检连栏目一起看，只看本机关和下级的；词库修改后的重查不看栏目', async () => {
    await publishOne(t.house, { body: 1, kind: 'news', title: '部里的动态', columns: ['news'] })
    const open = async () =>
      (await t.db.selectFrom('patrol_order').select('id').where('body_id', '=', 1).execute()).length
    for (const payload of [
      { body: 1, after: 0, only: true },
      { body: 2, after: 0, columns: true },
    ]) {
      await job('patrol:rescan', payload)
      expect(await open()).toBe(0)
    }
    await job('patrol:rescan', { body: 1, after: 0, columns: true })
    expect(await open()).toBeGreaterThan(5)
  })

  test('放错栏目的开工单；更正栏目以后办结', async () => {
    const address = await publishOne(t.house, { body: 3, title: '关于做好某项工作的通知', columns: ['news'] })
    await job('patrol:check', { address })
    expect(await orders(address)).toMatchObject([{ kind: 'misplaced', state: 'open' }])
    await publishOne(t.house, { body: 3, title: '关于做好某项工作的通知', columns: ['policy'], address, note: '调整栏目' }) // prettier-ignore
    await job('patrol:check', { address })
    expect((await orders(address)).map(o => o.state)).toEqual(['mended'])
  })

  test('后台的栏目表：最近更新、最迟更新、依据和核对标记，单项否决的三个数；看不到别的机关', async () => {
    const actor = (role: string, bodyId: number) => ({
      ...{ staffId: 9, name: '甲', bodyId, departmentId: null },
      roles: [{ role, bodyId, departmentId: null, onBehalfOf: null, onBehalfName: null }],
    })
    const { bodies } = await columnPage(t.house, actor('opennessOfficer', 3))
    expect(bodies.map(b => b.slug)).toEqual(['jiaozuo'])
    const news = bodies[0]!.columns.find(c => c.address === list)!
    expect(news).toMatchObject({ newestOn: '2026-11-01', dueOn: '2026-11-15', late: 1, freshness: 'stale', term: '2周', mark: '地方规定或公开报道' }) // prettier-ignore
    expect(bodies[0]!.veto.map(v => [v.count, v.limit])).toEqual([
      [1, 5],
      [0, 10],
      [expect.any(Number), 5],
    ])
    for (const role of ['drafter', 'legalReviewer', 'systemAdmin', 'auditAdmin'])
      expect((await columnPage(t.house, actor(role, 3))).bodies, role).toEqual([])
  })
})
