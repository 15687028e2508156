import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyOf } from '#kit/events.ts'
import { buildCalendar } from '#law/calendar.ts'
import { readOverrides } from '#law/overrides.ts'
import { recalendar, recalendarSoon } from './recalendar.ts'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

test('放假安排改动后，未办结的申请按新日历重读，变动的写进履历并通知经办人；没有变动的不打扰', async () => {
  const [one] = await bench.register()
  const [done] = await bench.register()
  await bench.reply(done!.subject)
  expect(await recalendar(bench.t.house)).toMatchObject({ read: 1, moved: [] })
  const { overrides, faults } = readOverrides([
    {
      name: '2026.json',
      text: JSON.stringify({
        year: 2026,
        notice: '测试通知',
        source: '测试',
        off: ['2026-03-12', '2026-03-13'],
        work: [],
        amends: true,
      }),
    },
  ])
  expect(faults).toEqual([])
  const house = { ...bench.t.house, calendar: () => buildCalendar({ overrides }) }
  const { moved } = await recalendar(house)
  expect(moved).toEqual([
    {
      id: one!.subject,
      number: '测应急公开申〔2026〕1号',
      from: '2026-03-30',
      to: expect.stringMatching(/^2026-04/),
    },
  ])
  expect(await recalendar(house)).toMatchObject({ moved: [] })
  const past = await historyOf(bench.t.db, 'request', one!.subject)
  expect(past.at(-1)).toMatchObject({
    verb: 'recalendar',
    reason: expect.stringContaining('答复期限由2026年3月30日改为2026年4月') as string,
    data: { from: '2026-03-30', to: moved[0]!.to },
  })
  const notices = await bench.t.db
    .selectFrom('notice')
    .select('text')
    .where('subject_kind', '=', 'request')
    .execute()
  expect(notices[0]!.text).toContain('由2026年3月30日改为')
})

test('期限因延长等办理而变的，不算日历变动', async () => {
  const [one] = await bench.register()
  await recalendar(bench.t.house)
  await bench.go(one!.subject, 'proposeExtension', bench.who.opennessOfficer, {
    reason: '材料多',
    form: { days: 5 },
  })
  await bench.go(one!.subject, 'extend', bench.who.leader, { form: { on: '2026-03-02', days: 5 } })
  const { moved } = await recalendar(bench.t.house)
  expect(moved.filter(m => m.id === one!.subject)).toEqual([])
})

test('服务启动时即要求重读，不等到夜里；再启动不重复排队', async () => {
  await recalendarSoon(bench.t.house)
  await recalendarSoon(bench.t.house)
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from graphile_worker.jobs
    where task_identifier = 'request:recalendar'`.execute(bench.t.db)
  expect(rows[0]!.n).toBe(1)
})
