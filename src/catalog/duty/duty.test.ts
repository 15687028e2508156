import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refused } from '#kit/errors.ts'
import { buildCalendar, nationalCalendar } from '#law/calendar.ts'
import { readOverrides } from '#law/overrides.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../../test/setup/house.ts'
import { choicesMade, itemChoices, marksChosen } from '../choice.ts'
import type { LocalItem } from '../localItem.ts'
import { standingVersion } from '../store.ts'
import { wordsOfCatalog } from '../workflow.ts'
import { stateAbsence, withdrawAbsence } from './actions.ts'
import { coverOne } from './cover.ts'
import { belowView, coverageView, dutiesView, evidenceView } from './present.ts'
import { publishCatalog, publishUnder } from './duty.fixture.ts'
import { publicRegions } from './store.ts'

let t: TestHouse
let city: Bureau
let county: Bureau
const field = 'disaster-relief' as const
const calendar = nationalCalendar()
const at = () => ({ now: t.house.now, calendar: () => calendar })
const item = async (name: string): Promise<LocalItem> =>
  (await standingVersion(t.db, county.bodyId, field))!.items.find(i => i.level2 === name)!
const one = async (name: string) =>
  (await coverOne(t.db, county.bodyId, {
    year: 2026,
    today: '2026-11-23',
    calendarOf: () => calendar,
  }))!.items.find(i => i.item.level2 === name)!
const refusal = async (promise: Promise<unknown>): Promise<Refused> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('nothing was refused')
}

beforeAll(async () => {
  t = await makeHouse('2026-01-05T09:00:00+08:00')
  city = await makeBureau(t.db, 'shi', '测试市应急管理局')
  county = await makeBureau(t.db, 'xian', '测试县应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: city.bodyId, ancestors: [city.bodyId] })
    .where('id', '=', county.bodyId)
    .execute()
  await publishCatalog(t, county, items => {
    const national = items.map((i, n) => ({
      ...i,
      mode: n === 2 ? ('依申请' as const) : i.mode,
      department: n === 0 ? county.departmentId : null,
    }))
    const own: LocalItem = {
      ...national[0]!,
      key: 'shelter-checks',
      lineage: { codes: [], upper: null },
      level2: '应急避难场所检查',
      deadline: '每半年公开一次',
      deadlineRule: { kind: 'periodic', months: 6 },
      department: county.otherDepartmentId,
    }
    return [...national, own]
  })
  t.setNow('2026-11-23T09:00:00+08:00')
})
afterAll(() => t.close())

describe('公开义务由记录算出（焦作 二(一)2；390号 一(三)）', () => {
  test('公布目录前没有义务；公布后每个列出的事项都有，依申请的不算空白', async () => {
    expect(
      await coverOne(t.db, city.bodyId, { year: 2026, today: '2026-11-23', calendarOf: () => calendar }),
    ).toBeNull()
    const covered = (await coverOne(t.db, county.bodyId, {
      year: 2026,
      today: '2026-11-23',
      calendarOf: () => calendar,
    }))!
    expect(covered.items).toHaveLength(21)
    expect(covered.items[0]!.state).toBe('empty')
    expect(covered.items[20]!.state).toBe('overdue')
    expect(covered.items[20]!.wants).toEqual([
      { item: 20, state: 'overdue', dueOn: '2026-06-30' },
      { item: 20, state: 'due', dueOn: '2026-12-31' },
    ])
    expect(covered.items[2]!.state).toBe('notApplicable')
  })

  test('一件公开信息可以满足几个事项；逾期的逐件算出；撤回就不再算', async () => {
    const [first, second] = [
      await item('法律法规'),
      (await standingVersion(t.db, county.bodyId, field))!.items[20]!,
    ]
    const choices = await itemChoices(t.db, county.bodyId)
    const values = [`${field}/${first.key}`, `${field}/${second.key}`]
    const { marks, unknown } = marksChosen(choices, [...values, 'x/y'])
    expect(unknown).toEqual(['x/y'])
    expect(choicesMade(choices, marks)).toEqual(values)
    const address = await publishUnder(t, county, {
      items: marks,
      issuedOn: '2026-11-20',
      title: '转发法律法规',
    })
    expect(await one('法律法规')).toMatchObject({ state: 'met', published: 1, late: 0 })
    expect((await one(second.level2!)).months[10]).toBe('met')
    // Issued on 2026-09-10: twenty working days later is 2026-10-15, and it came on 2026-11-23.
    await publishUnder(t, county, { items: [marks[0]!], issuedOn: '2026-09-10', title: '晚公开的法规' })
    expect(await one('法律法规')).toMatchObject({ state: 'late', published: 2, late: 1 })
    const evidence = await evidenceView(t.db, city.actors.drafter, { body: county.bodyId, field, item: first.key, year: 2026, month: 11 }, at()) // prettier-ignore
    expect(evidence.rows.map(r => [r.title, r.isLate, r.lastDay])).toEqual([
      ['晚公开的法规', true, calendar.addWorkingDays('2026-09-10', 20)],
      ['转发法律法规', false, calendar.addWorkingDays('2026-11-20', 20)],
    ])
    // The province has holidays of its own: every day that is told moves with them, inside and for the public.
    const { overrides } = readOverrides([{ name: 'a.json', text: JSON.stringify({ year: 2026, region: '410000', notice: '地方通知', source: '测试', off: ['2026-09-15', '2026-09-16'], work: [] }) }]) // prettier-ignore
    const local = buildCalendar({ overrides, region: '410821' })
    const regional = { ...at(), calendar: (region?: string) => (region === '410821' ? local : calendar) }
    const there = await evidenceView(t.db, city.actors.drafter, { body: county.bodyId, field, item: first.key, year: 2026, month: 11 }, regional) // prettier-ignore
    expect(there.rows[0]!.lastDay).toBe(calendar.addWorkingDays('2026-09-10', 22))
    expect(await publicRegions(t.portalDb, [county.bodyId, 999_999])).toEqual(new Map([[county.bodyId, '410821']])) // prettier-ignore
    await publishUnder(t, county, { withdraw: address })
    expect(await one('法律法规')).toMatchObject({ published: 1, late: 1 })
    expect((await one(second.level2!)).state).toBe('overdue')
  })

  test('不适用：谁说的、为什么都公开；已有公开的、说过的、不在目录里的拒绝；撤回后恢复', async () => {
    const other = (await standingVersion(t.db, county.bodyId, field))!.items[4]!
    const form = {
      body: county.bodyId,
      field,
      item: other.key,
      kind: 'noDuty' as string,
      reason: '救灾捐赠由民政部门负责',
    }
    expect((await refusal(stateAbsence(t.house, county.actors.drafter, form))).code).toBe('forbidden')
    expect((await refusal(stateAbsence(t.house, city.actors.opennessOfficer, form))).code).toBe('forbidden')
    const officer = county.actors.opennessOfficer
    expect((await refusal(stateAbsence(t.house, officer, { ...form, kind: 'nothing', reason: '无' }))).reasons.map(r => r.text)).toEqual(['请写明理由，至少四个字：公众会看到这句话。', '“本期无”要写明是哪一年。']) // prettier-ignore
    expect((await refusal(stateAbsence(t.house, officer, { ...form, kind: 'nothing' }))).reasons[0]!.text).toMatch(/哪一年/) // prettier-ignore
    const legal = await item('法律法规')
    expect((await refusal(stateAbsence(t.house, officer, { ...form, item: legal.key, kind: 'nothing', year: 2026 }))).reasons[0]!.text).toMatch(/已经在这一事项下公开了《晚公开的法规》/) // prettier-ignore
    expect((await refusal(stateAbsence(t.house, officer, { ...form, item: 'none' }))).reasons[0]!.text).toMatch(/没有这个事项/) // prettier-ignore
    const { subject } = await stateAbsence(t.house, officer, form)
    expect((await refusal(stateAbsence(t.house, officer, form))).reasons[0]!.text).toMatch(/已经说明过/)
    const covered = await one(other.level2!)
    expect(covered.state).toBe('notApplicable')
    expect(covered.absence).toMatchObject({ saidBy: '测试县应急管理局政务公开机构', saidOn: '2026-11-23', reason: form.reason }) // prettier-ignore
    const event = await t.db.selectFrom('event').select(['subject_kind', 'verb']).where('subject_kind', '=', 'catalogAbsence').executeTakeFirstOrThrow() // prettier-ignore
    expect(wordsOfCatalog(event.subject_kind, event.verb)).toEqual({
      kind: '目录事项不适用说明',
      verb: '说明不适用',
    })
    const hidden = withdrawAbsence(t.house, { subject, actor: city.actors.opennessOfficer, reason: '误填' })
    expect((await refusal(hidden)).code).toBe('not-found')
    expect((await refusal(withdrawAbsence(t.house, { subject, actor: officer }))).reasons[0]!.field).toBe(
      'reason',
    )
    await withdrawAbsence(t.house, { subject, actor: officer, reason: '职能已划入' })
    expect((await one(other.level2!)).state).toBe('empty')
  })
})

describe('热图和待办', () => {
  test('上级看得到下级的每一格，下级看不到别处；没有公布目录的机关写明没有', async () => {
    const view = await coverageView(t.db, city.actors.drafter, { body: county.bodyId, year: null }, at())
    expect(view.lines).toHaveLength(21)
    expect(Object.values(view.tally).reduce((n, x) => n + x, 0)).toBe(21)
    expect(view.canState).toBe(false)
    expect((await refusal(coverageView(t.db, county.actors.drafter, { body: city.bodyId, year: null }, at()))).code).toBe('not-found') // prettier-ignore
    const admin = coverageView(t.db, county.actors.systemAdmin, { body: county.bodyId, year: null }, at())
    expect((await refusal(admin)).code).toBe('not-found')
    const below = await belowView(t.db, city.actors.opennessOfficer, { field, year: 2026 }, at())
    expect(below.rows.map(r => [r.body.name, r.cells?.length ?? null])).toEqual([['测试市应急管理局', null], ['测试县应急管理局', 20]]) // prettier-ignore
    expect(below.rows[1]!.cells![0]).toMatchObject({ state: 'late', published: 1 })
  })

  test('责任科室只看到自己的和没有定科室的，公开审查员看到全部，超期的在前', async () => {
    const mine = await dutiesView(t.db, county.actors.drafter, at())
    const all = await dutiesView(t.db, county.actors.opennessOfficer, at())
    const second = (await standingVersion(t.db, county.bodyId, field))!.items[20]!
    expect(all.duties[0]).toMatchObject({ state: 'overdue', key: second.key, dueOn: '2026-06-30' })
    expect(mine.duties.some(d => d.key === second.key)).toBe(false)
    expect(all.duties.length - mine.duties.length).toBe(2)
    expect((await dutiesView(t.db, county.actors.publisher, at())).duties).toEqual([])
  })
})
