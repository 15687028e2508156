import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { isoOf, later } from '#kit/now.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { compileVersion, performVersion, planRollout } from './actions.ts'
import { publishCatalog } from './duty/duty.fixture.ts'
import { remindPlans } from './jobs.ts'

let t: TestHouse
let city: Bureau
let county: Bureau
const pass = (milliseconds: number) => t.setNow(isoOf(later(t.house.now(), milliseconds)))
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  city = await makeBureau(t.db, 'shi', '测试市应急管理局')
  county = await makeBureau(t.db, 'xian', '测试县应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: city.bodyId, ancestors: [city.bodyId] })
    .where('id', '=', county.bodyId)
    .execute()
})
afterAll(() => t.close())

/** What a person was told since the last look. */
const seen = new Map<number, number>()
async function toldTo(actor: Actor): Promise<string[]> {
  const rows = await t.db
    .selectFrom('notice')
    .select(['id', 'text'])
    .where('staff_id', '=', actor.staffId)
    .where('id', '>', seen.get(actor.staffId) ?? 0)
    .orderBy('id')
    .execute()
  seen.set(actor.staffId, rows.at(-1)?.id ?? seen.get(actor.staffId) ?? 0)
  return rows.map(r => r.text)
}
const everybody = async (b: Bureau) => {
  const told: Record<string, string[]> = {}
  for (const [role, actor] of Object.entries(b.actors)) {
    const texts = await toldTo(actor)
    if (texts.length > 0) told[role] = texts
  }
  return told
}

describe('目录各环节的通知（焦作 二(一)1）', () => {
  test('送审、退回、通过、公布，通知公开审查员、下一步办理的人和编制人；自己办的不通知自己', async () => {
    const { drafter, drafter2, opennessOfficer, legalReviewer, leader, publisher } = city.actors
    await publishCatalog(t, city)
    expect(Object.keys(await everybody(city)).sort()).toEqual([
      'drafter',
      'leader',
      'legalReviewer',
      'opennessOfficer',
      'publisher',
      'publisher2',
    ])
    const { subject } = await compileVersion(t.house, drafter, {
      body: city.bodyId,
      field: 'disaster-relief',
    })
    const step = (verb: 'submit' | 'return' | 'pass' | 'approve' | 'publish' | 'save', actor: Actor, form?: unknown, reason?: string) =>
      performVersion(t.house, { subject, verb, actor, form, reason }) // prettier-ignore
    await step('submit', drafter, {})
    expect(await everybody(city)).toEqual({
      opennessOfficer: [
        expect.stringMatching(/^救灾领域标准目录第2版：拟稿人甲已办理“送审”，等待下一步办理。$/),
      ],
      legalReviewer: [expect.stringContaining('等待下一步办理')],
    })
    await step('return', legalReviewer, {}, '主体写全称')
    const returned = await everybody(city)
    expect(returned).toMatchObject({
      drafter: ['救灾领域标准目录第2版被退回修改：主体写全称'],
      opennessOfficer: [expect.stringContaining('退回')],
    })
    expect(returned['legalReviewer']).toBeUndefined()
    await step('submit', drafter2, {})
    expect(Object.keys(await everybody(city)).sort()).toEqual(['drafter', 'legalReviewer', 'opennessOfficer'])
    await step('pass', opennessOfficer)
    expect(Object.keys(await everybody(city)).sort()).toEqual(['drafter', 'leader'])
    await step('approve', leader, { effectiveOn: '2026-12-01' })
    expect(Object.keys(await everybody(city)).sort()).toEqual([
      'drafter',
      'opennessOfficer',
      'publisher',
      'publisher2',
    ])
    await toldTo(county.actors.opennessOfficer)
    await step('publish', publisher, { note: '更新主体。' })
    expect(await everybody(city)).toMatchObject({ opennessOfficer: [expect.stringContaining('公布')] })
    expect(await everybody(county)).toEqual({
      opennessOfficer: [
        '上级公布了新的一版目录，请核对本机关目录里受影响的事项：测试市应急管理局救灾领域标准目录第2版。',
      ],
    })
  })

  test('计划的期限临近和超期各通知一次；下达计划的机关知道有几份超期；没有计划的不提醒', async () => {
    expect(await remindPlans(t.house)).toBe(0)
    const plan = {
      body: city.bodyId,
      title: '年度目录编制',
      outlineBy: '2026-11-01',
      compiledBy: '2026-11-28',
      revisedBy: '2026-12-10',
      publishedBy: '2026-12-20',
      longStop: '2027-06-30',
    }
    await planRollout(t.house, city.actors.leader, plan)
    expect(await remindPlans(t.house)).toBe(3)
    expect(await remindPlans(t.house)).toBe(0)
    const near = await toldTo(county.actors.opennessOfficer)
    expect(near).toHaveLength(2)
    expect(near[0]).toBe('年度目录编制：安全生产领域标准目录“编制完成并报审”应于2026-11-28办结，还有5日。')
    await everybody(city)
    pass(10 * 86_400_000)
    expect(await remindPlans(t.house)).toBe(3)
    expect(await remindPlans(t.house)).toBe(0)
    expect((await toldTo(county.actors.opennessOfficer))[0]).toContain('已超期5日')
    const above = await toldTo(city.actors.opennessOfficer)
    expect(above.at(-1)).toBe('年度目录编制：下级机关有2份目录超期，请在编制进度里查看、督促。')
  })
})
