import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dayOf, later, startOf } from '#kit/now.ts'
import { addDays } from '#law/day.ts'
import { makeDocumentBench, type DocumentBench } from '../journey.fixture.ts'
import { urgencies } from '../model.ts'
import { rowsOf } from '../store.ts'
import { emergencyStates, states } from '../workflow.ts'
import { chosenBy, listCount, listCounts, listPage } from './lists.ts'
import { filterSchema, lights, noFilter, type AskedLight, type Filter, type ListName } from './model.ts'
import { leftIn, lightIs, urgencyOf } from './urgency.ts'

let bench: DocumentBench
let t: DocumentBench['t']
let who: DocumentBench['who']

/** A document straight into the table: many states and days at little cost. */
async function put(change: Record<string, unknown>): Promise<number> {
  const at = t.house.now()
  const row = await t.db
    .insertInto('document')
    .values({
      body_id: bench.bureau.bodyId,
      department_id: bench.bureau.departmentId,
      drafter_id: who.drafter.staffId,
      state: 'department-review',
      title: '测试公文',
      reached_at: at,
      created_at: at,
      saved_at: at,
      ...change,
    } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

const page = (list: ListName, filter: Partial<Filter> = {}, actor = who.leader, number = 1) =>
  listPage(t.house, { list, filter: { ...noFilter, ...filter }, actor }, number)
const ids = async (...asked: Parameters<typeof page>) => (await page(...asked)).rows.map(r => r.id)

beforeAll(async () => {
  bench = await makeDocumentBench('2026-10-12T09:00:00+08:00')
  ;({ t, who } = bench)
})
afterEach(async () => {
  await t.db.deleteFrom('document').where('title', 'like', '测试公文%').execute()
  await t.db.deleteFrom('document').where('title', 'in', ['特急件']).execute()
})
afterAll(() => t.close())

describe('时限由数据库按同一本日历计算', () => {
  test('剩余工作日、红黄绿与单件的读法逐一相同：环节 × 紧急程度 × 到达和印发的日子，跨国庆调休', async () => {
    const today = dayOf(t.house.now())
    const made: number[] = []
    // 应急先行发布的环节另有自己的期限。
    for (const state of states.filter(s => !(emergencyStates as readonly string[]).includes(s)))
      for (const urgency of urgencies)
        for (const back of [0, 1, 2, 4, 5, 9, 13, 17, 24, 33, 36, 40, 60, 2000]) {
          const day = addDays(today, -back)
          made.push(
            await put({
              state,
              urgency,
              attribute: back % 3 === 2 ? 'withheld' : 'proactive',
              issued_on: ['issued', 'published', 'withdrawn'].includes(state) ? day : null,
              reattributed_on: state === 'issued' && back === 60 ? addDays(today, -3) : null,
              reached_at: later(startOf(day), 10 * 3600_000),
              published_at: state === 'published' ? later(startOf(today), 3600_000) : null,
            }),
          )
        }
    const calendar = t.house.calendar()
    const left = leftIn([{ bodyIds: [bench.bureau.bodyId], calendar }], today)
    const { rows } = await sql<{ id: number; left: number; light: string | null }>`
      select document.id, ${left} as left, case ${sql.join(
        Object.keys(lights).map(l => sql`when ${lightIs([l as AskedLight], left, [])} then ${l}`),
        sql` `,
      )} end as light from document`.execute(t.db)
    const stored = new Map(rows.map(r => [r.id, r]))
    const documents = await rowsOf(t.db, eb => eb('document.id', 'in', made), { limit: made.length })
    expect(documents).toHaveLength(made.length)
    const seen = new Set<string>()
    for (const d of documents) {
      const single = urgencyOf(d, today, calendar)
      const about = `${d.state} ${d.urgency} ${dayOf(d.reachedAt)} ${d.issuedOn}`
      // What is older than the numbered days is only known to be long overdue.
      if (single.left > -400) expect(stored.get(d.id)!.left, about).toBe(single.left)
      else expect(stored.get(d.id)!.left, `${about} ${single.left}`).toBeLessThan(-400)
      const open = single.left !== 999 && d.state !== 'published'
      expect(stored.get(d.id)!.light, about).toBe(open ? single.light : null)
      seen.add(`${stored.get(d.id)!.light}`)
    }
    expect([...seen].sort()).toEqual(['green', 'null', 'red', 'yellow'])
    await t.db.deleteFrom('document').where('id', 'in', made).execute()
  })
})

describe('列表', () => {
  test('每个条件都收窄，合起来是交集；文号可以只写一段，括号和空格不论；百分号只是百分号', async () => {
    const plain = await put({
      state: 'published',
      attribute: 'proactive',
      title: '关于汛期安全的通知',
      kind: '通知',
      document_number: '测应急〔2026〕3号',
      issued_on: '2026-08-03',
      published_at: '2026-08-05T10:00:00+08:00',
    })
    const other = await put({
      state: 'issued',
      attribute: 'withheld',
      title: '关于汛期值班的函',
      kind: '函',
      document_number: '测应急函〔2025〕12号',
      issued_on: '2025-12-31',
      department_id: bench.bureau.otherDepartmentId,
    })
    const odd = await put({ state: 'department-review', title: '完成率100%的通报', imported: false })
    const all = { list: 'all' } as const
    const cases: [Partial<Filter>, number[]][] = [
      [{ q: '汛期' }, [other, plain]],
      [{ q: '汛期 值班' }, [other]],
      [{ q: '测应急[2026]3号' }, [plain]],
      [{ q: '测应急 2026 3号' }, [plain]],
      [{ q: '函（2025）12' }, [other]],
      [{ q: '100%' }, [odd]],
      [{ q: '%' }, [odd]],
      [{ q: '___' }, []],
      [{ state: 'issued' }, [other]],
      [{ attribute: 'proactive', kind: '通知' }, [plain]],
      [{ department: bench.bureau.otherDepartmentId }, [other]],
      [{ year: 2025 }, [other]],
      [{ date: 'issued', from: '2026-08-03', until: '2026-08-03' }, [plain]],
      [{ date: 'published', from: '2026-08-05', until: '2026-08-05' }, [plain]],
      [{ date: 'published', from: '2026-08-06' }, []],
      [{ q: '汛期', year: 2026, attribute: 'withheld' }, []],
    ]
    for (const [filter, expected] of cases) {
      const asked = { ...all, filter: { ...noFilter, ...filter }, actor: who.leader }
      expect(await ids('all', filter), JSON.stringify(filter)).toEqual(expected)
      expect(await listCount(t.house, asked), JSON.stringify(filter)).toEqual({
        total: expected.length,
        isMore: false,
      })
      expect(
        (await chosenBy(t.house, asked)).items.map(i => i.id),
        JSON.stringify(filter),
      ).toEqual(expected)
    }
    expect(await ids('all', { q: '汛期', sort: 'issued' })).toEqual([plain, other])
    await t.db.deleteFrom('document').where('id', 'in', [plain, other, odd]).execute()
  })

  test('先到期的在前：最急的不因为旧而落到后面；翻页不重不漏，知道还有没有下一页', async () => {
    const made: number[] = []
    for (let i = 0; i < 45; i++)
      made.push(await put({ reached_at: later(startOf(addDays('2026-10-12', -i)), 0), title: `第${i}件` }))
    const oldest = made.at(-1)!
    const seen: number[] = []
    for (const number of [1, 2, 3]) {
      const one = await page('todo', {}, who.departmentHead, number)
      expect(one.more).toBe(number < 3)
      seen.push(...one.rows.map(r => r.id))
    }
    expect(seen[0]).toBe(oldest)
    expect([...seen].sort((a, b) => a - b)).toEqual(made)
    const urgent = await put({ urgency: '特急', reached_at: startOf('2026-08-29'), title: '特急件' })
    const first = (await page('todo', {}, who.departmentHead)).rows.slice(0, 2).map(r => r.id)
    expect(first).toContain(urgent)
    expect(await ids('watch', { light: 'red' }, who.leader)).toContain(oldest)
    expect((await listCounts(t.house, who.departmentHead)).todo).toEqual({ total: 46, isMore: false })
    expect(await ids('todo', {}, who.publisher)).toEqual([])
    await t.db
      .deleteFrom('document')
      .where('id', 'in', [...made, urgent])
      .execute()
  })

  test('已办：办过一步的公文留在列表里，别人办的不在', async () => {
    const id = await bench.upTo('approve')
    expect(await ids('done', {}, who.departmentHead)).toEqual([id])
    expect(await ids('done', {}, who.publisher)).toEqual([])
  })

  test('错误的条件：一次说全', () => {
    const read = filterSchema.safeParse({ state: 'nowhere', from: '去年', year: 'x', light: 'blue' })
    expect(read.error!.issues.map(i => i.path[0]).sort()).toEqual(['from', 'light', 'state', 'year'])
    expect(
      filterSchema.safeParse({ from: '2026-03-02', until: '2026-03-01' }).error!.issues[0]!.message,
    ).toContain('止日早于起日')
  })
})
