import { sql } from 'kysely'
import { ticks } from '#kit/now.ts'
import { makeBureau } from '../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../test/setup/house.ts'
import { rowViews } from '../src/request/present.ts'
import { recalendar } from '../src/request/recalendar.ts'
import { annualFigures } from '../src/request/statistics/annual.ts'
import { registerCount, registerRows } from '../src/request/store/register.ts'
import type { Figure } from './figure.ts'

const cases = 50_000
const clocks = 1_000_000

type Bureau = Awaited<ReturnType<typeof makeBureau>>

/** Cases over five years straight into the tables; those of the last two hundred days are open. */
async function fill(t: TestHouse, bureau: Bureau, many: number, open: 'some' | 'all'): Promise<void> {
  const at = t.house.now()
  const isOpen = open === 'all' ? sql`true` : sql`(n % 25 = 0)`
  await sql`insert into office.request (body_id, officer_id, state, number, channel, submitted_on, arrived_on, received_on,
      applicant_kind, applicant_shown, subject, carrier, delivery, imported, outcome, report_row, replied_on, reached_at, created_at)
    select ${bureau.bodyId}, ${bureau.actors.opennessOfficer.staffId},
      case when ${isOpen} then 'handling' else 'closed' end, '测公开申' || n, 'online',
      date '2021-03-01' + n % 1800, date '2021-03-01' + n % 1800, date '2021-03-01' + n % 1800,
      (array['natural','natural','natural','commercial','legalService','otherOrganization'])[n % 6 + 1], '申*某',
      '关于第' || n || '项安全生产检查的信息', 'paper', 'post', true,
      case when ${isOpen} then null else 'O2' end, case when ${isOpen} then null else 'r3.1' end,
      case when ${isOpen} then null else date '2021-03-01' + n % 1800 + 15 end, ${at}, ${at}
    from generate_series(1, ${many}) n`.execute(t.db)
  await sql`insert into office.request_fact (request_id, kind, on_day, at)
    select id, 'receive', received_on, ${at} from office.request order by id`.execute(t.db)
  await sql`insert into office.request_fact (request_id, kind, on_day, at)
    select id, 'reply', replied_on, ${at} from office.request where replied_on is not null order by id`.execute(
    t.db,
  )
  await sql`analyze office.request`.execute(t.db).catch(() => undefined)
  await sql`analyze office.request_fact`.execute(t.db).catch(() => undefined)
}

/** A bureau with 50,000 requests: its register with filters, its annual tables; then a million open clocks read anew. */
export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = []
  const t = await makeHouse('2026-03-02T09:00:00+08:00')
  try {
    const bureau = await makeBureau(t.db)
    await fill(t, bureau, cases, 'some')
    const times: number[] = []
    for (let i = 0; i < 60; i++) {
      const filter = {
        ...(i % 2 ? { states: ['handling'], dueFirst: true as const } : {}),
        from: `${2021 + (i % 5)}-01-01`,
        until: `${2021 + (i % 5)}-12-31`,
        kind: 'natural',
        ...(i % 3 ? { q: `第${i}` } : {}),
      }
      const from = ticks()
      await registerCount(t.db, [bureau.bodyId], filter)
      const rows = await registerRows(t.db, [bureau.bodyId], filter, { limit: 20, offset: 20 * (i % 10) })
      await rowViews(t.house, rows)
      times.push(ticks() - from)
    }
    const p95 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!
    const body = { id: bureau.bodyId, name: '测试县应急管理局', slug: 'test-bureau' }
    const from = ticks()
    const { table2 } = await annualFigures(t.db, body, 2025)
    figures.push(
      {
        name: '依申请公开登记簿一页（三四个条件，5万件）p95',
        value: p95,
        unit: 'ms',
        detail: `${cases}件，60次查询，每次一页并读出每件的期限`,
        target: { at: 'most', value: 100 },
      },
      {
        name: '年度报告表二、表三（5万件）',
        value: (ticks() - from) / 1000,
        unit: 's',
        detail: `2025年新收${table2.r1[6]}件，含勾稽核对`,
        target: { at: 'most', value: 10 },
      },
    )
  } finally {
    await t.close()
  }
  const many = await makeHouse('2026-03-02T09:00:00+08:00')
  try {
    await fill(many, await makeBureau(many.db), clocks, 'all')
    await recalendar(many.house)
    const from = ticks()
    const { read } = await recalendar(many.house)
    figures.push({
      name: '日历改动后重读未办结申请的期限（100万件）',
      value: (ticks() - from) / 1000,
      unit: 's',
      detail: `重读${read}件`,
      target: { at: 'most', value: 60 },
    })
  } finally {
    await many.close()
  }
  return figures
}
