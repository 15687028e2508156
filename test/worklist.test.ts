import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { pastPage } from '#kit/worklist/past.ts'
import { dayOf } from '#kit/now.ts'
import {
  comparePlaces,
  mergedPage,
  wordsOfLeft,
  type Place,
  type Work,
  type WorkList,
} from '#kit/worklist/work.ts'
import { buildCalendar } from '#law/calendar.ts'
import { addDays } from '#law/day.ts'
import { readOverrides } from '#law/overrides.ts'
import { performAlert } from '../src/alert/actions.ts'
import type { DocumentBench } from '../src/document/journey.fixture.ts'
import { excuseOrder } from '../src/patrol/actions/order.ts'
import { performConversion } from '../src/request/conversion/actions.ts'
import { past, worklist } from '../src/rooms.ts'
import type { Bureau } from './setup/bureau.ts'
import { makeBusy } from './setup/busy.ts'
import { makeWholeOffice, type TestOffice } from './setup/office.ts'

/** One worklist of all rooms: whoever sees a row may open it and act; nobody sees another body's. */

let bench: DocumentBench
let other: Bureau
let below: Bureau
let office: TestOffice

beforeAll(async () => {
  ;({ bench, other, below } = await makeBusy())
  office = await makeWholeOffice(bench.t)
}, 360_000)
afterAll(async () => {
  await office?.close()
  await bench?.t.close()
})

async function get(actor: Actor, url: string): Promise<{ status: number; body: unknown }> {
  const { status, body, text } = await office.call(actor, 'GET', url)
  return { status, body: status === 200 ? body : text }
}

const allOf = async (list: WorkList, actor: Actor, kind?: string): Promise<readonly Work[]> => {
  const sources = worklist(bench.t.house).filter(s => kind === undefined || s.kind === kind)
  return (await mergedPage(sources, list, actor, { after: null, limit: 5000, light: null })).rows
}

type Offered = {
  readonly offers?: readonly {
    readonly verb: string
    readonly blocked?: string | readonly unknown[] | null
  }[]
}
const free = (view: unknown): string[] =>
  ((view as Offered).offers ?? []).filter(o => (o.blocked?.length ?? 0) === 0).map(o => o.verb)
const rowsIn = (view: unknown): readonly (Offered & { readonly id: number })[] =>
  (view as { rows: readonly (Offered & { readonly id: number })[] }).rows

/** What the screen of a row reads, and what of it this person may do there. */
const screens: Readonly<Record<string, (row: Work, actor: Actor) => Promise<readonly string[]>>> = {
  async document(row, actor) {
    const view = (await opened(actor, `/api/documents/${row.id}`)).body
    const here = [...free(view), ...(view.editable ? ['save'] : [])]
    // 清理、到期评估 of what is published: the panel of the library beside the case.
    const { body } = await opened(actor, `/api/library/documents/${row.id}`)
    const { items } = body as { items: readonly { verbs: readonly string[] }[] }
    return [...here, ...items.flatMap(i => i.verbs)]
  },
  request: async (row, actor) => free((await opened(actor, `/api/requests/${row.id}`)).body),
  'request-remedy': async (row, actor) => free((await opened(actor, `/api/remedies/${row.id}`)).body),
  conversion: async (row, actor) => free((await opened(actor, `/api/conversions/${row.id}`)).body),
  posting: async (row, actor) => free((await opened(actor, `/api/postings/${row.id}`)).body),
  catalog: async (row, actor) => free((await opened(actor, `/api/catalogs/${row.id}`)).body),
  order: async (row, actor) => free((await opened(actor, `/api/patrol/orders/${row.id}`)).body),
  alert: async (row, actor) =>
    free(rowsIn((await opened(actor, '/api/alerts')).body).find(r => String(r.id) === row.id)),
  mistake: async (row, actor) =>
    free(
      rowsIn((await opened(actor, '/api/feedback?state=received')).body).find(r => String(r.id) === row.id),
    ),
  duty: async (row, actor) => {
    const query = new URL(`http://x${row.address}`).searchParams
    const { body } = await opened(
      actor,
      `/api/catalogs/coverage?body=${query.get('body') ?? actor.bodyId}&year=${query.get('year') ?? 2026}`,
    )
    const lines = (body as { lines: readonly { key: string; state: string }[] }).lines
    const item = query.get('item')
    const line = item === null ? lines[0] : lines.find(l => l.key === item)
    // What answers a duty is a document or posting of whoever makes them, or a statement of the openness unit.
    const makes = (await opened(actor, '/api/postings')).body as { bodies: readonly { id: number }[] }
    return line ? makes.bodies.map(b => `write for ${b.id}`) : []
  },
  reexamination: async (row, actor) => {
    const { body } = await opened(actor, `/api/reexaminations/${row.id}/items`)
    return rowsIn(body).flatMap(r => (r as { verbs?: readonly string[] }).verbs ?? [])
  },
  cleanup: async (row, actor) =>
    row.id.startsWith('round')
      ? ((await opened(actor, `/api/cleanups/${row.id.slice(6)}`)).body as { mayConclude?: boolean })
          .mayConclude
        ? ['conclude']
        : []
      : ['apply'],
  deposit: async (row, actor) => {
    const { body } = await opened(actor, '/api/archive/deposits')
    return JSON.stringify(body).includes(row.title) ? ['receive'] : []
  },
}

/** Kinds that their own rooms try, and by what word of their tests. */
const elsewhere: Readonly<Record<string, readonly [string, string]>> = {
  'request-setting': ['src/request/settings/settings.test.ts', 'settingWork'],
  instrument: ['src/catalog/instrument/instrument.test.ts', 'instrumentWork'],
  catalogList: ['src/catalog/beside.access.test.ts', 'listWork'],
  catalogOfficial: ['src/catalog/beside.access.test.ts', 'officialWork'],
  catalogSystem: ['src/catalog/beside.access.test.ts', 'systemWork'],
  thesaurus: ['src/tag/thesaurus.test.ts', 'thesaurusWork'],
  'request-annual': ['src/request/statistics/publish.test.ts', 'annualWork'],
  'site-report': ['src/sitereport/report.test.ts', 'siteReportWork'],
}

async function opened(actor: Actor, url: string): Promise<{ body: Record<string, unknown> }> {
  const { status, body } = await get(actor, url)
  expect(status, `${actor.name} ${url} ${JSON.stringify(body).slice(0, 200)}`).toBe(200)
  return { body: body as Record<string, unknown> }
}

const everybody = () => Object.entries(bench.who)
const administrators = ['systemAdmin', 'securityAdmin', 'auditAdmin']

describe('待办、督办：各房间并成一张（第五项6、依申请公开、工单、信息、反馈、目录）', () => {
  test('每一类都有人等着办；待办的每一件，本人打得开、办得了', async () => {
    const met = new Set<string>()
    for (const [role, actor] of everybody())
      for (const row of await allOf('todo', actor)) {
        met.add(row.kind)
        const may = await screens[row.kind]!(row, actor)
        expect(
          may.length,
          `${role}打开${row.kind}「${row.title}」（${row.step}），没有可办的`,
        ).toBeGreaterThan(0)
      }
    // A round of clean-up waits for the leader only when all is decided (below).
    expect([...met].sort()).toEqual(
      Object.keys(screens)
        .filter(k => k !== 'cleanup')
        .sort(),
    )
  })

  test('没有一类没有试过：新来的一类，要么在这里，要么写明在哪里试', () => {
    const kinds = worklist(bench.t.house).map(s => s.kind)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(kinds.filter(kind => !Object.hasOwn(screens, kind) && !Object.hasOwn(elsewhere, kind))).toEqual([])
    for (const [file, name] of Object.values(elsewhere))
      expect(readFileSync(join(projectRoot(), file), 'utf8'), file).toContain(name)
  })

  test('期限还剩几个工作日，按机关所在地的放假安排数（全国年节及纪念日放假办法第四条）', async () => {
    // Tuesdays and Wednesdays off in the province: every count over a week differs from the national one.
    const off = Array.from({ length: 90 }, (_, n) => addDays('2026-02-17', n)).filter(day => [2, 3].includes(new Date(`${day}T00:00:00Z`).getUTCDay())).slice(0, 20) // prettier-ignore
    const { overrides, faults } = readOverrides([{ name: '地方.json', text: JSON.stringify({ year: 2026, region: '410000', notice: '地方通知', source: '测试', off, work: [] }) }]) // prettier-ignore
    expect(faults).toEqual([])
    const [national, local] = [buildCalendar(), buildCalendar({ overrides, region: '410821' })]
    const house = { ...bench.t.house, calendar: (region?: string) => (region === '410821' ? local : national) } // prettier-ignore
    const today = dayOf(house.now())
    const counted = new Set<string>()
    for (const source of worklist(house).filter(s =>
      ['duty', 'mistake', 'order', 'reexamination'].includes(s.kind),
    ))
      // prettier-ignore
      for (const [, actor] of everybody())
        for (const list of ['todo', 'watch'] as const) {
          const { rows } = await mergedPage([source], list, actor, { after: null, limit: 5000, light: null })
          for (const row of rows) {
            if (row.dueOn === null) continue
            const left = local.workingDaysBetween(today, row.dueOn)
            expect([row.kind, row.title, row.words]).toEqual([row.kind, row.title, wordsOfLeft(left)])
            if (left !== national.workingDaysBetween(today, row.dueOn)) counted.add(row.kind)
          }
        }
    expect([...counted].sort()).toEqual(['duty', 'mistake', 'order', 'reexamination'])
  })

  test('督办的每一件，本人打得开', async () => {
    for (const [, actor] of everybody())
      for (const row of await allOf('watch', actor)) {
        expect(['red', 'yellow']).toContain(row.light)
        await screens[row.kind]!(row, actor)
      }
  })

  test('别的机关、上级机关、下级机关的人和三员，一件也看不到', async () => {
    const mine = new Set(
      (await Promise.all(everybody().map(([, a]) => allOf('todo', a)))).flat().map(r => `${r.kind} ${r.id}`),
    )
    expect(mine.size).toBeGreaterThan(20)
    for (const bureau of [other, below])
      for (const actor of Object.values(bureau.actors))
        for (const list of ['todo', 'watch'] as const)
          expect(await allOf(list, actor), `${actor.name} ${list}`).toEqual([])
    for (const role of administrators)
      for (const list of ['todo', 'watch'] as const)
        expect(await allOf(list, bench.who[role as 'systemAdmin'])).toEqual([])
  })

  test('件数与列表一致，接口翻页不重不漏，先到期的在前', async () => {
    for (const [role, actor] of everybody())
      for (const list of ['todo', 'watch'] as const) {
        const all = await allOf(list, actor)
        const { body } = await opened(actor, '/api/worklist/counts')
        const counts = (body as Record<WorkList, readonly { kind: string; total: number }[]>)[list]
        for (const { kind, total } of counts)
          expect(total, `${role} ${list} ${kind}`).toBe(all.filter(r => r.kind === kind).length)
        const seen: Work[] = []
        let after: string | null = null
        do {
          const page: { rows: readonly Work[]; next: string | null } = (
            await opened(actor, `/api/worklist/${list}${after ? `?after=${after}` : ''}`)
          ).body as never
          seen.push(...page.rows)
          after = page.next
        } while (after !== null)
        const names = (rows: readonly (Place & Work)[]) => rows.map(r => `${r.kind} ${r.id}`)
        expect(names(seen), `${role} ${list}`).toEqual(names(all))
        expect([...seen].sort(comparePlaces)).toEqual(seen)
      }
  })

  test('公文的一件一页翻下去，与整张列表相同：数据库切的和程序并的是同一个先后', async () => {
    const [source] = worklist(bench.t.house).filter(s => s.kind === 'document')
    const all = await allOf('todo', bench.who.leader)
    const seen: Work[] = []
    for (const row of [null, ...all]) {
      const [next] = await source!.page('todo', bench.who.leader, { after: row, limit: 1, light: null })
      if (next && seen.at(-1)?.id !== next.id) seen.push(next)
    }
    expect(seen.map(r => r.id)).toEqual(all.filter(r => r.kind === 'document').map(r => r.id))
  })

  test('四眼：拟定答复、提请延长、起草信息的人，待办里没有要他自己审核的', async () => {
    const { drafter, opennessOfficer, leader, legalReviewer } = bench.who
    const stepsOf = async (actor: Actor) =>
      [...new Set((await allOf('todo', actor, 'request')).map(r => r.step))].sort()
    expect(await stepsOf(opennessOfficer)).toEqual(['待与申请人双方确认', '待办理', '待归档', '待送达'])
    expect(await stepsOf(legalReviewer)).toEqual(['待审核'])
    expect(await stepsOf(leader)).toEqual(['待批准', '待批准延长'])
    expect(await stepsOf(drafter)).toEqual(['待部门提出意见'])
    expect((await allOf('todo', drafter, 'posting')).map(r => r.step)).toEqual(['草稿'])
    expect((await allOf('todo', opennessOfficer, 'request')).map(r => r.step)).not.toContain('待审核')
    expect(await allOf('todo', leader, 'conversion')).toEqual([])
    expect(await allOf('todo', opennessOfficer, 'conversion')).toHaveLength(1)
  })

  test('公开义务归责任部门；没有定部门的归公开工作机构；超期的列入督办', async () => {
    const { drafter, departmentHead, opennessOfficer, leader } = bench.who
    for (const actor of [drafter, departmentHead])
      expect((await allOf('todo', actor, 'duty')).map(r => r.facts[1])).toEqual(['安全生产监管股'])
    const unassigned = await allOf('todo', opennessOfficer, 'duty')
    expect(unassigned.every(r => r.facts[1] === '没有定责任部门')).toBe(true)
    // What has no day is told together; what has one stands by itself, with its day.
    expect(unassigned.filter(r => r.dueOn === null)).toHaveLength(1)
    expect(unassigned.some(r => r.dueOn !== null && r.light !== 'none')).toBe(true)
    expect(await allOf('todo', leader, 'duty')).toEqual([])
  })

  test('清理的文件全部决定了，才等领导审定；到期评估的结论由决定人以外的人执行', async () => {
    const { leader, legalReviewer, publisher } = bench.who
    expect(await allOf('todo', leader, 'cleanup')).toEqual([])
    await bench.t.db
      .updateTable('cleanup_item')
      .set({
        state: 'decided',
        decision: 'keep',
        decided_by: legalReviewer.staffId,
        decided_at: bench.t.house.now(),
      })
      .execute()
    const [round] = await allOf('todo', leader, 'cleanup')
    expect(round).toMatchObject({ title: '2026年清理', step: '待审定清理结果' })
    expect(await screens.cleanup!(round!, leader)).toEqual(['conclude'])
    expect(await allOf('todo', legalReviewer, 'cleanup')).toEqual([])
    await bench.t.db
      .updateTable('cleanup_item')
      .set({ cleanup_id: null, expires_on: '2026-04-01', decided_by: publisher.staffId })
      .execute()
    expect((await allOf('todo', leader, 'cleanup')).map(r => r.step)).toContain('待执行结论')
    expect(await allOf('todo', publisher, 'cleanup')).toEqual([])
  })

  test('已办、我发起的：公文、申请、信息都在，最近办的在前，翻页不重不漏，件数相符；点得开', async () => {
    const { drafter, opennessOfficer, leader, systemAdmin } = bench.who
    type Line = { kind: string; id: number; did: string; address: string | null; step: string }
    const read = async (actor: Actor, list: 'done' | 'mine', kind?: string): Promise<Line[]> => {
      const rows: Line[] = []
      for (let after: number | null = null, turns = 0; turns < 50; turns++) {
        const page: { rows: Line[]; next: number | null } = (
          await opened(
            actor,
            `/api/worklist/past/${list}?${new URLSearchParams({ ...(kind ? { kind } : {}), ...(after === null ? {} : { after: String(after) }) }).toString()}`,
          )
        ).body as never
        rows.push(...page.rows)
        after = page.next
        if (after === null) break
      }
      return rows
    }
    const kindsOf = (rows: readonly Line[]) => new Set(rows.map(r => r.kind))
    const mine = await read(opennessOfficer, 'mine')
    expect(kindsOf(mine)).toEqual(new Set(['request']))
    expect(new Set(mine.map(r => r.did))).toEqual(new Set(['登记申请']))
    expect(kindsOf(await read(drafter, 'mine'))).toEqual(new Set(['catalog', 'document', 'posting']))
    expect(kindsOf(await read(leader, 'done'))).toEqual(new Set(['catalog', 'document', 'request']))
    expect(kindsOf(await read(leader, 'mine'))).toEqual(new Set(['request-conversion']))
    expect((await read(leader, 'done', 'request')).map(r => r.did)).toContain('批准')
    for (const actor of [drafter, opennessOfficer, leader])
      for (const list of ['done', 'mine'] as const) {
        const rows = await read(actor, list)
        expect(new Set(rows.map(r => `${r.kind} ${r.id}`)).size).toBe(rows.length)
        const counts = (await opened(actor, '/api/worklist/past')).body as Record<
          string,
          readonly { kind: string; total: number }[]
        >
        for (const { kind, total } of counts[list]!)
          expect(total, `${actor.name} ${list} ${kind}`).toBe(rows.filter(r => r.kind === kind).length)
        for (const row of rows) {
          expect(row.step).not.toBe('')
          // A draft of one's own opens in the editor, which reads the same case.
          await opened(actor, `/api${row.address!.replace(/\/draft$/, '')}`)
        }
      }
    expect(await read(systemAdmin, 'done')).toEqual([])
    expect(past(bench.t.house).map(s => s.kind)).toEqual([
      'document',
      'request',
      'request-conversion',
      'posting',
      'alert',
      'order',
      'catalog',
      'instrument',
    ])
  })

  test('已办：转为主动公开的建议、应急公告、整改工单办过的也在，写明办了什么、现在怎样、点得开', async () => {
    const { opennessOfficer, publisher, leader } = bench.who
    const todo = async (actor: Actor, kind: string) => Number((await allOf('todo', actor, kind))[0]!.id)
    const house = bench.t.house
    const subject = await todo(opennessOfficer, 'conversion')
    const reason = '公开会损害第三方的合法权益。'
    await performConversion(house, { subject, verb: 'decline', actor: opennessOfficer, reason })
    await performAlert(house, { subject: await todo(leader, 'alert'), verb: 'raise', actor: leader })
    await excuseOrder(house, {
      order: await todo(publisher, 'order'),
      actor: opennessOfficer,
      reason: '引用原文，没有写错。',
    })
    const done = async (actor: Actor, kind: string) =>
      (await pastPage(bench.t.db, past(house), 'done', actor, { after: null, limit: 100 })).rows.find(
        r => r.kind === kind,
      )
    const declined = { did: '不纳入', step: '不纳入主动公开', turn: [] }
    expect(await done(opennessOfficer, 'request-conversion')).toMatchObject(declined)
    expect(await done(leader, 'alert')).toMatchObject({ did: '核准发布', turn: [], address: '/alerts' })
    expect(await done(opennessOfficer, 'order')).toMatchObject({ did: '确认无误', turn: [] })
    expect(await done(publisher, 'order')).toBeUndefined()
  })

  test('调到别的机关以后，自己办过的还在列表里，但看不到内容也打不开', async () => {
    const moved: Actor = {
      ...bench.who.opennessOfficer,
      bodyId: other.bodyId,
      roles: bench.who.opennessOfficer.roles.map(r => ({ ...r, bodyId: other.bodyId })),
    }
    const source = past(bench.t.house).find(s => s.kind === 'request')!
    const { rows } = await pastPage(bench.t.db, [source], 'mine', moved, { after: null, limit: 5 })
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows)
      expect(row).toMatchObject({ address: null, facts: [], title: '（这件事项现在不在您的查看范围内）' })
  })

  test('写坏的翻页位置、没有的种类，说得出原因', async () => {
    expect((await get(bench.who.leader, '/api/worklist/past/done?after=x')).status).toBe(422)
    expect((await get(bench.who.leader, '/api/worklist/past/done?kind=nothing')).status).toBe(422)
    expect((await get(bench.who.leader, '/api/worklist/todo?after=%7B')).status).toBe(422)
    expect((await get(bench.who.leader, '/api/worklist/todo?kind=nothing')).status).toBe(422)
    expect((await get(bench.who.leader, '/api/worklist/other')).status).toBe(422)
  })
})
