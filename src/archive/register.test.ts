import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nextNumber } from '#kit/numbers.ts'
import { random } from '#patrol/patrol.fixture.ts'
import { makeDocumentBench, type DocumentBench } from '../document/journey.fixture.ts'
import { gapsOf } from './register.ts'
import { findGaps, type NumberUse } from './rules.ts'

let bench: DocumentBench
beforeAll(async () => {
  bench = await makeDocumentBench()
})
afterAll(() => bench.t.close())

const series = '测应急'
const states = ['issued', 'published', 'withdrawn', 'numbering', 'cancelled']
/** Ways in which an old list writes the same number; the first is how this house writes it. */
const writings = [
  (n: number) => `${series}〔2026〕${n}号`,
  (n: number) => `${series}[2026]${n}号`,
  (n: number) => `${series}〔2026〕第${n}号`,
]

test('上海五(十五)：分段读出的号码与逐个读出的号码，缺号、重号、作废、待印发一处不差', async () => {
  const { t, bureau, who } = bench
  const next = random(20260302)
  const expected: NumberUse[] = []
  const put = async (change: object) => {
    const row = await t.db
      .insertInto('document')
      .values({
        body_id: bureau.bodyId,
        department_id: bureau.departmentId,
        drafter_id: who.drafter.staffId,
        state: 'issued',
        title: '测试县应急管理局关于演练的通知',
        body_html: '<p>各单位要做好演练工作。</p>',
        reached_at: t.house.now(),
        created_at: t.house.now(),
        saved_at: t.house.now(),
        ...change,
      } as never)
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  }
  for (let n = 1; n <= 400; n++) {
    const dice = next()
    if (dice < 0.08) continue
    if (dice < 0.7) {
      const state = states[Math.floor(next() ** 3 * states.length)]!
      const id = await put({ state, series, number_year: 2026, number_sequence: n })
      await t.db
        .insertInto('number_used')
        .values({
          body_id: bureau.bodyId,
          series,
          year: 2026,
          sequence: n,
          document_id: id,
          used_at: t.house.now(),
        } as never)
        .execute()
      const of = { numbering: 'pending', cancelled: 'dropped' } as Record<string, NumberUse['state']>
      expected.push({ sequence: n, documentId: id, state: of[state] ?? 'issued', note: null })
    } else if (dice < 0.75) {
      await t.db
        .insertInto('number_used')
        .values({
          body_id: bureau.bodyId,
          series,
          year: 2026,
          sequence: n,
          void_reason: '改由县政府发文',
          used_at: t.house.now(),
        } as never)
        .execute()
      expected.push({ sequence: n, documentId: null, state: 'void', note: '改由县政府发文' })
    }
    if ((dice > 0.68 && dice < 0.72) || dice > 0.75) {
      const id = await put({ imported: true, document_number: writings[Math.floor(next() * 3)]!(n) })
      expected.push({ sequence: n, documentId: id, state: 'issued', note: null })
    }
  }
  // Another body's series, another year, and what is no number at all.
  await put({ imported: true, document_number: '别应急〔2026〕9号' })
  await put({ imported: true, document_number: `${series}〔2025〕9号` })
  await put({ imported: true, document_number: '2026年的一件旧文' })
  await sql`insert into office.number_counter (body_id, series, year, last)
    values (${bureau.bodyId}, ${series}, 2026, 410)
    on conflict (body_id, series, year) do update set last = 410`.execute(t.db)

  const whole = findGaps({ series, year: 2026, last: 410, uses: expected, explained: [] })
  const told = await gapsOf(t.db, bureau.bodyId, { from: '2026-01-01', until: '2026-12-31' })
  const flat = (gaps: typeof told) =>
    gaps.map(g => ({ ...g, documents: [...g.documents].sort((a, b) => a - b) }))
  expect(flat(told)).toEqual(flat(whole))
  expect(new Set(told.map(g => g.kind))).toEqual(
    new Set(['missing', 'duplicate', 'void', 'pending', 'unused']),
  )
})

test('答复书、登记簿自己的编号不是发文字号，不算缺号', async () => {
  const { t, bureau } = bench
  await t.db.transaction().execute(trx => nextNumber(trx, bureau.bodyId, `${series}公开复`, 2026))
  const told = await gapsOf(t.db, bureau.bodyId, { from: '2026-01-01', until: '2026-12-31' })
  expect(told.filter(g => g.series !== series)).toEqual([])
})
