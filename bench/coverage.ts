import { sql } from 'kysely'
import { coverAll, coverOne } from '#catalog/duty/cover.ts'
import { standingCatalogs } from '#catalog/duty/store.ts'
import { derive, itemsOfGuideline } from '#catalog/rules/adopt.ts'
import { Coverage, dutiesOf } from '#catalog/rules/coverage.ts'
import type { DeadlineRule } from '#catalog/model.ts'
import { guidelineOf } from '#catalog/guideline/guidelines.ts'
import { ticks } from '#kit/now.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { makeHouse } from '../test/setup/house.ts'
import type { Figure } from './figure.ts'

const bodies = Number(process.env.ZHAOMING_BENCH_BODIES ?? 3000)
const publications = Number(process.env.ZHAOMING_BENCH_PUBLICATIONS ?? 5_000_000)
const seconds = (ms: number) => Number((ms / 1000).toFixed(3))

/** 目录覆盖率: the computation itself, and the whole way from the record. */
export async function bench(): Promise<Figure[]> {
  return [...computed(), ...(await fromRecord())]
}

function computed(): Figure[] {
  const rules: (DeadlineRule | null)[] = (['safety-production', 'disaster-relief'] as const).flatMap(name =>
    guidelineOf(name).items.map(i => i.deadlineRule),
  )
  const days = Array.from({ length: 366 }, (_, i) => {
    const date = new Date(Date.UTC(2024, 0, 1 + i))
    return date.toISOString().slice(0, 10)
  })
  const calendar = nationalCalendar()
  let state = 390
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
  const facts = Uint32Array.from({ length: publications * 4 }, (_, i) =>
    i % 4 === 0 ? next(bodies) : i % 4 === 1 ? next(rules.length) : i % 4 === 2 ? next(330) : next(36),
  )
  const began = ticks()
  const coverage = new Coverage({
    rules,
    bodies,
    year: 2024,
    lastDay: (d, n) => calendar.addWorkingDays(d, n),
  })
  for (let i = 0; i < facts.length; i += 4)
    coverage.add(facts[i]!, facts[i + 1]!, days[facts[i + 2]! + facts[i + 3]!]!, days[facts[i + 2]!]!)
  let late = 0
  for (let body = 0; body < bodies; body++)
    for (let item = 0; item < rules.length; item++) {
      if (coverage.item(body, item, '2024-12-31') === 'late') late++
      for (let month = 1; month <= 12; month++) coverage.month(body, item, month, '2024-12-31')
    }
  const full = ticks() - began
  if (late === 0) throw new Error('没有算出一个逾期，测量无效')
  const then = ticks()
  dutiesOf(coverage, 7, rules, '2024-12-31')
  const one = ticks() - then
  return [
    {
      name: '目录覆盖率：3,000个机关×48项×12个月（计算部分）',
      value: seconds(full),
      unit: '秒',
      detail: '5,000,000件公开信息，逐件算逾期，再算出每一格；不含从数据库读取',
      target: { at: 'most', value: 60 },
    },
    {
      name: '一个机关的待办公开义务（计算部分）',
      value: seconds(one),
      unit: '秒',
      detail: '48项×12个月',
      target: { at: 'most', value: 1 },
    },
  ]
}

/** Every body with both catalogs in force; the publications of a year spread over bodies, items and days. */
async function fromRecord(): Promise<Figure[]> {
  const t = await makeHouse('2024-12-31T09:00:00+08:00')
  try {
    console.log(`    写入${bodies}个机关、${publications}件公开信息`)
    const codes: string[] = []
    for (const field of ['safety-production', 'disaster-relief'] as const) {
      const items = derive(itemsOfGuideline(guidelineOf(field)), '县级', () => '')
      const listed = items.map(i => ({ ...i, key: i.lineage.codes[0]!, leftOut: null }))
      codes.push(...listed.map(i => i.key))
      await sql`
        insert into record.catalog (body_id, field, version_id, number, address, effective_on, published_on, items)
        select i, ${field}, i, 1, '/x', '2024-01-01', '2024-01-01', ${JSON.stringify(listed)}::jsonb
        from generate_series(1, ${bodies}::integer) i`.execute(t.db)
    }
    await sql`insert into record.content (hash, content) values (repeat('0', 64), '{}')`.execute(t.db)
    await sql`insert into record.signing_key (id, public_key, since) values ('bench', '', now())`.execute(
      t.db,
    )
    await sql`
      insert into record.publication (address, revision, kind, standing, body_id, body_name, subject_id, content_hash, title_hash,
        published_at, chain_position, previous, event_hash, event_payload, key_id, signature)
      values ('/bench/content/20240101-9999999999.html', 1, 'document', 'published', 1, '', 1, repeat('0', 64), repeat('0', 64), '2024-01-01', 1, '', '', '',
        'bench', '')`.execute(t.db)
    const step = 250_000
    for (let from = 1; from <= publications; from += step)
      await sql`
        insert into record.current (address, publication_id, kind, standing, body_id, title, published_at, shown_on, issued_on, catalog_items)
        select '/bench/content/20240101-' || i || '.html', (select max(id) from record.publication), 'document', 'published',
          1 + (i::bigint * 7919) % ${bodies}::integer, '通知', '2024-01-01', date '2024-01-01' + (i % 366)::integer,
          date '2024-01-01' + (i % 366)::integer - ((i::bigint * 31) % 40)::integer,
          case when i % 10 = 0 then array[(${codes}::text[])[1 + i % ${codes.length}::integer], (${codes}::text[])[1 + (i * 5::bigint) % ${codes.length}::integer]]
            else array[(${codes}::text[])[1 + (i::bigint * 11 + i / 97) % ${codes.length}::integer]] end
        from generate_series(${from}::integer, ${Math.min(publications, from + step - 1)}::integer) i`.execute(
        t.db,
      )
    await sql`analyze record.current`.execute(t.db).catch(() => {})
    const national = nationalCalendar()
    const of = { year: 2024, today: '2024-12-31', calendarOf: () => national }
    const began = ticks()
    let counted = 0
    let late = 0
    const catalogs = await standingCatalogs(t.portalDb, null)
    const read = ticks() - began
    for await (const body of coverAll(t.portalDb, catalogs, of))
      for (const item of body.items) {
        counted += item.published
        late += item.late
      }
    const full = ticks() - began
    if (counted < publications || late === 0) throw new Error(`只算到${counted}件、逾期${late}件，测量无效`)
    const one: number[] = []
    for (let i = 0; i < 20; i++) {
      const then = ticks()
      await coverOne(t.portalDb, 1 + ((i * 149) % bodies), of)
      one.push(ticks() - then)
    }
    const size = publications.toLocaleString('en-US')
    return [
      {
        name: `目录覆盖率从数据库算起：${bodies.toLocaleString('en-US')}个机关×${codes.length}项×12个月`,
        value: seconds(full),
        unit: '秒',
        detail: `${size}件公开信息，从公开记录读出，逐件算逾期，算出每一格；其中读出目录${seconds(read)}秒；合计${counted.toLocaleString('en-US')}件次、逾期${late.toLocaleString('en-US')}`,
        target: { at: 'most', value: 60 },
      },
      {
        name: '一个机关全年的目录覆盖情况（从数据库算起）',
        value: seconds(Math.max(...one)),
        unit: '秒',
        detail: `${size}件中取一个机关的，20个机关里最慢的一个`,
        target: { at: 'most', value: 1 },
      },
    ]
  } finally {
    await t.close()
  }
}
