import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { performSystem, reportProcedure, withdrawReport } from '#catalog/reports/actions.ts'
import { reportPrograms, reportWorkflow } from '#catalog/reports/workflow.ts'
import { wordsOfCatalog } from '#catalog/workflow.ts'
import { act } from '#kit/act.ts'
import { historyOf } from '#kit/events.ts'
import { refusalOf as refusal } from '#catalog/refusal.fixture.ts'
import { makeReportBench, type Json, type ReportBench } from './reports.fixture.ts'
import { isReport } from './reportWrite.ts'

let bench: ReportBench
let second: { id: number; token: string }
beforeAll(async () => {
  bench = await makeReportBench()
  second = await bench.register('许可系统', ['xk.example.gov.cn'])
})
afterAll(() => bench.close())

const why = { operator: '李撤回', reason: '原件已经删除，先前误报' }
const idOf = async (title: string, headers: Record<string, string> = {}) =>
  (await bench.send({ ...bench.good(), title }, headers)).json['id'] as number

describe('业务系统撤回自己的报送（焦作 二(一)2）', () => {
  test('撤回随即不再列入：覆盖、公众页面都没有了，履历留着经办人和理由；再撤回一次得到同一个回答', async () => {
    const key = bench.items[0]!.key
    const before = (await bench.covered(key)).published
    const mine = { 'idempotency-key': 'taken-back-1' }
    const { json } = await bench.send({ ...bench.good(), title: '要撤回的一件' }, mine)
    const id = json['id'] as number
    expect((await bench.covered(key)).published).toBe(before + 1)
    const page = new URL((json['evidence'] as string[])[0]!).pathname
    expect(await (await fetch(bench.site.url + page)).text()).toContain('要撤回的一件')
    const done = await bench.takeBack(id, why)
    expect([done.status, done.json]).toMatchObject([200, { id, state: 'withdrawn', body: 'xian', withdrawn_by: 'system' }]) // prettier-ignore
    expect((await bench.covered(key)).published).toBe(before)
    expect(await (await fetch(bench.site.url + page)).text()).not.toContain('要撤回的一件')
    expect((await bench.takeBack(id, { ...why, reason: '再来一次看看' })).json).toEqual(done.json)
    const history = await historyOf(bench.t.db, 'catalogReport', id)
    expect(history.map(h => [h.verb, h.actor, h.actorName, h.role, h.reason])).toEqual([
      ['report', null, '救助管理系统（经办人王经办）', null, bench.good().reason],
      ['takeBack', null, '救助管理系统（经办人李撤回）', 'system', why.reason],
    ])
    expect(wordsOfCatalog('catalogReport', 'takeBack')!.verb).toBe('业务系统撤回报送')
    const sent = await bench.send({ ...bench.good(), title: '要撤回的一件' }, mine)
    expect([sent.status, sent.json.detail]).toEqual([409, expect.stringContaining('已由系统自己撤回')])
  })

  test('同时撤回两次只有一步履历；机关先撤下的，回答是机关撤下的', async () => {
    const id = await idOf('同时撤回的')
    const both = await Promise.all([bench.takeBack(id, why), bench.takeBack(id, why)])
    expect(both.map(x => x.status)).toEqual([200, 200])
    expect(both[0]!.json).toEqual(both[1]!.json)
    expect((await historyOf(bench.t.db, 'catalogReport', id)).map(h => h.verb)).toEqual([
      'report',
      'takeBack',
    ])
    const theirs = await idOf('机关撤下的')
    await withdrawReport(bench.t.house, { subject: theirs, actor: bench.b.actors.opennessOfficer, reason: '内容不对' }) // prettier-ignore
    expect((await bench.takeBack(theirs, why)).json).toMatchObject({ withdrawn_by: 'body' })
  })

  test('别的系统、别的机关、停用的口令、没有的编号：一个也撤不动，也看不出有没有这一件', async () => {
    const id = await idOf('谁也撤不动的')
    const as = (token: string) => ({ authorization: `Bearer ${token}` })
    const theirs = await bench.takeBack(id, why, as(second.token))
    const none = await bench.takeBack(99_999_999, why, as(second.token))
    expect([theirs.status, none.status]).toEqual([404, 404])
    expect(theirs.json.detail!.replace(String(id), 'N')).toBe(none.json.detail!.replace('99999999', 'N'))
    expect((await bench.takeBack(id, why, {}, 'lin')).status).toBe(403)
    expect((await bench.takeBack(id, why, as('z'.repeat(40)))).status).toBe(401)
    const fired = await bench.register('要停用的系统', ['ty.example.gov.cn'])
    const left = (await bench.send({ ...bench.good(), url: 'https://ty.example.gov.cn/1' }, as(fired.token))).json['id'] as number // prettier-ignore
    await performSystem(bench.t.house, { subject: fired.id, verb: 'revoke', actor: bench.b.actors.leader, reason: '系统下线' }) // prettier-ignore
    expect((await bench.takeBack(left, why, as(fired.token))).status).toBe(401)
    for (const one of [id, left])
      expect((await historyOf(bench.t.db, 'catalogReport', one)).map(h => h.verb)).toEqual(['report'])
  })

  test('写法不对的一次说全', async () => {
    const id = await idOf('写法不对的')
    const bad = await bench.takeBack(id, { operator: '', reason: '不', more: 1 })
    expect([bad.status, bad.json.errors!.map(e => e.name).sort()]).toEqual([
      400,
      ['more', 'operator', 'reason'],
    ])
    for (const wrong of ['0', 'abc', '1e3', '-1', '99999999999999999999'])
      expect((await bench.takeBack(wrong, why)).status, wrong).toBe(400)
    expect((await bench.takeBack(id, '{')).json.detail).toMatch(/不是合格的 JSON/)
    expect(isReport('POST', `/api/v1/catalogs/xian/reports/${id}/withdrawal`)).toBe(true)
  })
})

describe('谁能办哪一步：每个状态 × 每个步骤 × 每个人、每个程序', () => {
  test('工作人员只有公开审查员撤得下；撤回只有报送它的系统，打不开、又打得开只有系统巡检', async () => {
    const programs = [
      { who: '报送的系统', program: bench.system, role: 'system' },
      { who: '别的系统', program: second.id, role: 'system' },
      { who: '巡检', program: 0, role: 'machine' },
    ].map(({ who, program, role }) => ({
      who,
      actor: {
        ...{ staffId: 0, program, name: who, bodyId: bench.b.bodyId, departmentId: null },
        roles: [{ role, bodyId: bench.b.bodyId, departmentId: null, onBehalfOf: null, onBehalfName: null }],
      },
    }))
    const people = [bench.b, bench.other].flatMap((of, n) =>
      Object.entries(of.actors).map(([role, actor]) => ({
        who: `${n === 0 ? '本' : '邻'}县 ${role}`,
        actor,
      })),
    )
    const verbs = [...new Set(Object.values(reportWorkflow).flatMap(steps => Object.keys(steps)))].sort()
    const may: Json = {}
    for (const state of ['reported', 'withdrawn'] as const)
      for (const verb of verbs)
        for (const { who, actor } of [...programs, ...people]) {
          const id = await one(state)
          const answer = await act(bench.t.house, reportProcedure, {}, { subject: id, verb, actor, reason: '试一试' }).catch((e: unknown) => e) // prettier-ignore
          if (!(answer instanceof Error)) may[`${state} ${verb}`] = [...((may[`${state} ${verb}`] as string[]) ?? []), who] // prettier-ignore
          else expect((await refusal(Promise.reject(answer))).code, `${state} ${verb} ${who}`).toMatch(/^(forbidden|not-found|not-now)$/) // prettier-ignore
        }
    expect(may).toEqual({
      'reported withdraw': ['本县 opennessOfficer'],
      'reported takeBack': ['报送的系统'],
      'reported lose': ['巡检'],
      'reported find': ['巡检'],
    })
    expect(Object.values(reportWorkflow.reported).flatMap(s => s.by as readonly string[]).filter(r => (reportPrograms as readonly string[]).includes(r)).sort()).toEqual(['machine', 'machine', 'system']) // prettier-ignore
  })
})

let made = 0
async function one(state: string): Promise<number> {
  const row = {
    ...{ body_id: bench.b.bodyId, system_id: bench.system, key: `row-${++made}`, fingerprint: 'f', state },
    ...{ title: '题', url: 'https://jz.example.gov.cn/x', shown_on: '2026-11-20', marks: [], items: '[]' },
    ...{ operator: '甲', reason: '理由', reported_at: bench.t.house.now(), changed_at: bench.t.house.now() },
  }
  const { id } = await bench.t.db.insertInto('catalog_report').values(row).returning('id').executeTakeFirstOrThrow() // prettier-ignore
  return id
}
