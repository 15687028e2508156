import { sql } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import { ticks } from '#kit/now.ts'
import { mergedPage } from '#kit/worklist/work.ts'
import { makeBureau, type Bureau } from '../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../test/setup/house.ts'
import { requestWork } from '../src/request/work.ts'
import type { Figure } from './figure.ts'

const open = 4001
const turns = 40

/** A year in which four thousand cases came and none was answered: in every stage, a quarter of them handed out, with what was written. */
async function fill(t: TestHouse, bureau: Bureau): Promise<void> {
  const at = t.house.now()
  await sql`insert into office.request (body_id, officer_id, state, number, number_year, number_sequence, channel, submitted_on, arrived_on, received_on,
      applicant_kind, applicant_shown, subject, description, carrier, delivery, reached_at, created_at, answers, case_file)
    select ${bureau.bodyId}, ${bureau.actors.opennessOfficer.staffId},
      (array['received','handling','handling','handling','drafted','reviewed','approved','supplementing'])[n % 8 + 1], '测公开申' || n,
      2026, n, 'online', d.day, d.day, d.day, 'natural', '申*某', '关于第' || n || '项安全生产检查的信息',
      repeat('申请公开该项检查的时间、对象、结论和整改情况。', 8), 'paper', 'post', ${at}, ${at}, '{}', '{}'
    from generate_series(1, ${open}) n, lateral (select date '2026-01-05' + n % 56 as day) d`.execute(t.db)
  await sql`insert into office.request_fact (request_id, kind, on_day, at)
    select id, 'receive', received_on, ${at} from office.request order by id`.execute(t.db)
  await sql`insert into office.request_fact (request_id, kind, on_day, at, data)
    select id, 'askSupplement', received_on + 2, ${at}, jsonb_build_object('supplementBy', (received_on + 20)::text)
    from office.request where state = 'supplementing' order by id`.execute(t.db)
  await sql`insert into office.request_fact (request_id, kind, on_day, at, data)
    select id, 'extend', received_on + 5, ${at}, '{"length": 20}' from office.request where id % 5 = 0 order by id`.execute(
    t.db,
  )
  await sql`insert into office.request_task (request_id, department_id, asked, asked_at, due_on)
    select id, ${bureau.departmentId}, '请提出意见。', ${at}, received_on + 14 from office.request
    where state = 'handling' and id % 3 = 0`.execute(t.db)
  for (const table of ['request', 'request_fact', 'request_task'])
    await sql`analyze ${sql.table(`office.${table}`)}`.execute(t.db)
}

const median = (times: readonly number[]) =>
  times.slice().sort((a, b) => a - b)[Math.floor(times.length / 2)]!

/** One page of what waits where four thousand cases are open: how long, and how long this process works for it. */
export async function bench(): Promise<Figure[]> {
  const t = await makeHouse('2026-03-02T09:00:00+08:00')
  try {
    const bureau = await makeBureau(t.db)
    await fill(t, bureau)
    const source = requestWork(t.house)
    const figures: Figure[] = []
    const measure = async (name: string, actor: Actor, list: 'todo' | 'watch', most: number) => {
      const [took, worked]: [number[], number[]] = [[], []]
      let rows = 0
      for (let turn = -5; turn < turns; turn++) {
        const [began, before] = [ticks(), process.cpuUsage()]
        rows = (await mergedPage([source], list, actor, { after: null, limit: 20, light: null })).rows.length
        const { user, system } = process.cpuUsage(before)
        if (turn < 0) continue
        took.push(ticks() - began)
        worked.push((user + system) / 1000)
      }
      figures.push({
        name: `${open.toLocaleString('en-US')} 件未办结的申请：${name}一页`,
        value: Number(median(took).toFixed(1)),
        unit: '毫秒',
        detail: `${rows} 行，${turns} 次取中位；服务进程为此用处理器 ${median(worked).toFixed(1)} 毫秒`,
        target: { at: 'most', value: most },
      })
    }
    await measure('公开机构的待办', bureau.actors.opennessOfficer, 'todo', 300)
    await measure('部门负责人的待办', bureau.actors.departmentHead, 'todo', 300)
    await measure('领导的督办', bureau.actors.leader, 'watch', 300)
    return figures
  } finally {
    await t.close()
  }
}
