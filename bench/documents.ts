import pg from 'pg'
import { makeApp, type App } from '#kit/http.ts'
import { appendEvents } from '#kit/events.ts'
import { later, ticks } from '#kit/now.ts'
import { cookieName, sessionId } from '#people/session.ts'
import type { Actor } from '#kit/actor.ts'
import { makeBureau, type Bureau } from '../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../test/setup/house.ts'
import { routes } from '../src/rooms.ts'
import type { Figure } from './figure.ts'

const documents = 1_000_000
const turns = 60

const index =
  "create index document_pairs on office.document using gin (office.pairs_of(title || coalesce(document_number, '')))"

/**
 * Twenty years of a bureau straight into the tables: a million documents, 98 of a hundred finished, ten departments, two events each.
 * As superuser, for history takes no other writer; its hashes are no chain, which no list reads.
 */
async function fill(t: TestHouse, bureau: Bureau): Promise<void> {
  const client = new pg.Client(t.connection())
  await client.connect()
  try {
    await client.query(
      "set search_path = office, public; set synchronous_commit = off; set maintenance_work_mem = '256MB'",
    )
    await client.query('drop index office.document_pairs')
    await client.query(`insert into department (body_id, name, duty, sort)
      select ${bureau.bodyId}, '业务' || n || '股', 'business', 10 + n from generate_series(1, 8) n`)
    const { rows } = await client.query<{ ids: number[] }>(
      `select array_agg(id order by id) as ids from department where body_id = ${bureau.bodyId}`,
    )
    const departments = rows[0]!.ids
    const drafter = bureau.actors.drafter.staffId
    const fresh = 5_000
    await client.query(`
      insert into document (body_id, department_id, drafter_id, state, version, title, kind, theme, attribute, ground, urgency,
        signatories, columns, series, number_year, number_sequence, document_number, written_on, issued_on, published_at, label,
        body_html, reached_at, created_at, saved_at)
      select ${bureau.bodyId}, ('{${departments.join(',')}}'::int[])[1 + n / 20 % 10], case when n / 20 % 10 = 0 then ${drafter} else ${bureau.actors.drafter2.staffId} end,
        case when n < ${fresh} then (array['draft','department-review','openness-review','signature','numbering','numbered','issued','issued'])[1 + n % 8]
          when n / 11 % 50 = 0 then 'withdrawn' when n % 3 = 0 then 'issued' else 'published' end, 8,
        (array['关于做好','关于加强','关于开展','关于印发','转发省厅'])[1 + n % 5] || (array['汛期','冬春','国庆','春节','高温','雨雪'])[1 + n / 5 % 6]
          || (array['安全生产','森林防火','应急演练','灾害救助','危险化学品','防汛抗旱','地震监测','执法检查'])[1 + n / 30 % 8]
          || (array['专项整治','隐患排查','值班值守','宣传教育','物资储备'])[1 + n / 240 % 5] || '工作的通知（第' || n || '号）',
        (array['通知','函','通报','意见','公告'])[1 + n / 7 % 5], '安全生产',
        case when n % 3 <> 0 then 'proactive' when n % 6 = 0 then 'withheld' else 'on-request' end, case when n % 6 = 0 then 'E16-2' end,
        case when n % 97 = 0 then '加急' else '' end, '{测试县应急管理局}', '{policy}',
        case when n < ${fresh} and n % 8 < 5 then null else '测应急' end, d.year, n / 20 + 1,
        case when n < ${fresh} and n % 8 < 5 then null else '测应急〔' || d.year || '〕' || n / 20 + 1 || '号' end, d.day,
        case when n < ${fresh} and n % 8 < 6 then null when n < ${fresh} then date '2026-03-02' - n % 40 else d.day end,
        case when n >= ${fresh} and n % 3 <> 0 then d.day + time '10:00' + interval '9 days' end, '此件公开发布',
        '<p>各乡镇人民政府、各有关单位：</p><p>请认真做好有关工作。</p>',
        case when n < ${fresh} then timestamptz '2026-03-02 08:00+08' - n % 240 * interval '1 hour' else d.day + time '09:00' end,
        d.day + time '08:00', d.day + time '08:30'
      from generate_series(0, ${documents - 1}) n,
        lateral (select 2026 - n % 20 as year, least(make_date(2026 - n % 20, 1, 1) + n / 20 % 360, date '2026-03-01') as day) d
      order by d.day`)
    await client.query(`insert into event (body_id, position, happened_at, subject_kind, subject_id, verb, from_state, to_state, actor_id, role,
        payload, previous, hash)
      select ${bureau.bodyId}, row_number() over (), d.reached_at, 'document', d.id, v.verb, v.s, v.e, v.actor, v.role, '{}', '', ''
      from document d, (values ('submit', 'draft', 'department-review', ${drafter}, 'drafter'),
        ('publish', 'issued', 'published', ${bureau.actors.publisher.staffId}, 'publisher')) v(verb, s, e, actor, role)
      where d.state in ('issued', 'published', 'withdrawn')`)
    await client.query(`insert into chain values (${bureau.bodyId}, (select max(position) from event), '\\x00')
      on conflict (body_id) do update set length = excluded.length`)
    await client.query(index)
    await client.query('vacuum analyze document, event')
  } finally {
    await client.end()
  }
}

const token = (actor: Actor) => `token-of-${actor.staffId}`

async function signedIn(t: TestHouse, actors: readonly Actor[]): Promise<void> {
  const now = t.house.now()
  for (const actor of actors)
    await t.db
      .insertInto('session')
      .values({
        id: sessionId(token(actor)),
        staff_id: actor.staffId,
        csrf: 'csrf-of-the-bench',
        created_at: now,
        seen_at: now,
        ends_at: later(now, 8 * 3600_000),
        idle_minutes: 600,
        address: '127.0.0.1',
        agent: 'bench',
      })
      .execute()
}

/** Milliseconds of requests through the routes (session, rights, validation, answer as JSON), without the network. */
async function times(app: App, asked: (turn: number) => { actor: Actor; url: string }): Promise<number[]> {
  const found: number[] = []
  // The first few fill what every running product has warm.
  for (let turn = -5; turn < turns; turn++) {
    const { actor, url } = asked(Math.max(0, turn))
    const began = ticks()
    const answer = await app.inject({
      method: 'GET',
      url,
      headers: { cookie: `${cookieName}=${token(actor)}` },
    })
    const took = ticks() - began
    if (answer.statusCode !== 200)
      throw new Error(`${url}: ${answer.statusCode} ${answer.body.slice(0, 200)}`)
    if (turn >= 0) found.push(took)
  }
  return found.sort((a, b) => a - b)
}

const p95 = (sorted: readonly number[]) => Number(sorted[Math.ceil(sorted.length * 0.95) - 1]!.toFixed(1))

/** A bureau with a million documents: its worklists, its list under filters, a case, through the routes. */
export async function bench(): Promise<Figure[]> {
  const t = await makeHouse()
  const complaints: string[] = []
  const app = await makeApp({
    secure: false,
    trustProxy: false,
    perMinute: 1e9,
    onError: line => complaints.push(line),
  })
  try {
    const bureau = await makeBureau(t.db)
    await fill(t, bureau)
    const { drafter, departmentHead, leader, publisher, opennessOfficer } = bureau.actors
    const people = [drafter, departmentHead, leader, publisher, opennessOfficer]
    await signedIn(t, people)
    await app.register(routes(t.house, { secure: false, demo: false }))
    await app.ready()
    const some = await t.db
      .selectFrom('document')
      .select('id')
      .where('state', '=', 'signature')
      .limit(100)
      .execute()
    await t.db.transaction().execute(trx =>
      appendEvents(
        trx,
        bureau.bodyId,
        some.flatMap(({ id }) =>
          ['draft', 'submit', 'approve', 'clear', 'agree', 'return', 'submit', 'approve'].map(verb => ({
            kind: 'document',
            subject: id,
            verb,
            from: 'draft',
            to: 'draft',
            at: t.house.now(),
            actor: drafter.staffId,
            actorName: '拟稿人甲',
            role: 'drafter',
          })),
        ),
      ),
    )
    const turnOf = <T>(values: readonly T[], turn: number): T => values[turn % values.length]!
    const year = (turn: number) => 2007 + (turn % 19)
    const three = (turn: number) =>
      turnOf(
        [
          `attribute=${turnOf(['proactive', 'withheld', 'on-request'], turn)}&department=${bureau.departmentId}&year=${year(turn)}`,
          `kind=${encodeURIComponent(turnOf(['通知', '函', '意见'], turn))}&state=withdrawn&year=${year(turn)}`,
          `q=${encodeURIComponent(turnOf(['森林防火', '汛期 演练', '物资储备', '国庆'], turn))}&attribute=withheld&date=issued&from=${year(turn)}-01-01&until=${year(turn)}-06-30`,
          `q=${encodeURIComponent(`测应急〔${year(turn)}〕${turn * 100 + 1}号`)}&attribute=proactive&kind=${encodeURIComponent('通知')}`,
          `light=red&attribute=proactive&department=${bureau.otherDepartmentId}`,
          `q=${encodeURIComponent(`第${turn * 7919}号`)}&state=published&sort=published`,
        ],
        turn,
      )
    const measured: [string, string, (turn: number) => { actor: Actor; url: string }, number | null][] = [
      [
        '待办一页',
        '各角色，第1至5页',
        turn => ({ actor: turnOf(people, turn), url: `/api/lists/todo?page=${1 + (turn % 5)}` }),
        100,
      ],
      [
        '各房间合成的待办一页',
        '各角色，第一页',
        turn => ({ actor: turnOf(people, turn), url: '/api/worklist/todo' }),
        100,
      ],
      [
        '督办一页',
        '领导、公开机构，第1至5页',
        turn => ({
          actor: turnOf([leader, opennessOfficer], turn),
          url: `/api/lists/watch?page=${1 + (turn % 5)}`,
        }),
        100,
      ],
      [
        '已办一页',
        '发布员办过一百万件',
        turn => ({
          actor: turnOf([publisher, drafter], turn),
          url: `/api/lists/done?page=${1 + (turn % 5)}`,
        }),
        100,
      ],
      [
        '四个列表的件数',
        '数到999为止',
        turn => ({ actor: turnOf(people, turn), url: '/api/lists/counts' }),
        100,
      ],
      [
        '全部公文一页',
        '不设条件，第1至500页',
        turn => ({ actor: leader, url: `/api/lists/all?page=${1 + ((turn * 37) % 500)}` }),
        100,
      ],
      [
        '三个条件的列表一页',
        '属性、部门、年度；文种、环节、年度；文字、属性、日期；文号；时限；六种轮流',
        turn => ({
          actor: turnOf([leader, opennessOfficer, publisher], turn),
          url: `/api/lists/all?${three(turn)}`,
        }),
        100,
      ],
      [
        '三个条件的件数',
        '同上，数到10000为止，与列表分开读',
        turn => ({ actor: leader, url: `/api/lists/all/count?${three(turn)}` }),
        300,
      ],
      [
        '按条件全选',
        '最多1000件',
        turn => ({ actor: leader, url: `/api/lists/all/selection?${three(turn)}` }),
        300,
      ],
      [
        '公文办理页',
        '待签发的公文，各有十条履历',
        turn => ({ actor: leader, url: `/api/documents/${turnOf(some, turn).id}` }),
        100,
      ],
    ]
    const figures: Figure[] = []
    for (const [name, detail, asked, most] of measured) {
      const sorted = await times(app, asked)
      figures.push({
        name: `一百万件公文：${name} p95`,
        value: p95(sorted),
        unit: '毫秒',
        detail: `${detail}；经真实路由（会话、权限、校验），${turns}次，中位${sorted[Math.floor(turns / 2)]!.toFixed(1)}毫秒，最慢${sorted.at(-1)!.toFixed(0)}毫秒`,
        target: most === null ? null : { at: 'most', value: most },
      })
    }
    if (complaints.length > 0) throw new Error(complaints[0])
    return figures
  } finally {
    await app.close()
    await t.close()
  }
}
