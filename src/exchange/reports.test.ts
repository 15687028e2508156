import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coverageView, evidenceView } from '#catalog/duty/present.ts'
import { refusalOf as refusal } from '#catalog/refusal.fixture.ts'
import { performSystem, registerSystem, withdrawReport } from '#catalog/reports/actions.ts'
import { wordsOfCatalog } from '#catalog/workflow.ts'
import { historyOf } from '#kit/events.ts'
import { field, makeReportBench, type Json, type ReportBench } from './reports.fixture.ts'
import { isReport } from './reportWrite.ts'

const path = '/catalogs/{body}/reports'
let bench: ReportBench
let t: ReportBench['t']
let b: ReportBench['b']
let other: ReportBench['other']
let site: ReportBench['site']
let description: ReportBench['description']
let calendar: ReportBench['calendar']
let items: ReportBench['items']
let send: ReportBench['send']
let good: ReportBench['good']
let covered: ReportBench['covered']
let token = ''
let system = 0

beforeAll(async () => {
  bench = await makeReportBench()
  ;({ t, b, other, site, description, calendar, items, send, good, covered, token, system } = bench)
})
afterAll(() => bench.close())

describe('业务系统报送（焦作 二(一)2：嵌入业务系统）', () => {
  test('说明书写着这一个 POST：要口令，要标识', () => {
    const { post } = description.paths[path]!
    expect(post!.security).toEqual([{ system: [] }])
    expect(description.components['securitySchemes']).toMatchObject({ system: { scheme: 'bearer' } })
    expect(isReport('POST', '/api/v1/catalogs/xian/reports')).toBe(true)
    for (const [method, at] of [
      ['GET', '/api/v1/catalogs/xian/reports'],
      ['POST', '/api/v1/documents'],
      ['POST', '/api/v1/catalogs/a/b/reports'],
      ['POST', '/api/v1/catalogs/a/reports/1'],
      ['DELETE', '/api/v1/catalogs/a/reports/1/withdrawal'],
      ['POST', '/x/api/v1/catalogs/a/reports'],
    ])
      // prettier-ignore
      expect(isReport(method, at!), at).toBe(false)
  })

  test('报送一件：列入覆盖，后台和公众页面都写明由哪个系统报送、原文在哪里；履历里是系统和经办人', async () => {
    expect((await covered(items[0]!.key)).state).toBe('empty')
    const { status, json } = await send({ ...good(), items: [items[0]!.key, items[1]!.lineage.codes[0]] })
    expect(status).toBe(201)
    expect(json).toMatchObject({ state: 'reported', body: 'xian', system: '救助管理系统' })
    expect((json['items'] as { key: string }[]).map(i => i.key)).toEqual([items[0]!.key, items[1]!.key])
    for (const item of items.slice(0, 2)) expect(await covered(item.key)).toMatchObject({ state: 'met', published: 1 }) // prettier-ignore
    const at = { now: t.house.now, calendar: () => calendar }
    const evidence = await evidenceView(t.db, b.actors.drafter, { body: b.bodyId, field, item: items[0]!.key, year: 2026, month: 11 }, at) // prettier-ignore
    expect(evidence.rows).toMatchObject([{ address: good().url, isLate: false, report: { system: '救助管理系统' } }]) // prettier-ignore
    expect((await coverageView(t.db, b.actors.drafter, { body: null, year: null }, at)).tally.met).toBe(2)
    const [address] = (json['evidence'] as string[]).map(a => new URL(a).pathname)
    const page = await (await fetch(site.url + address)).text()
    expect(page).toContain('由“救助管理系统”报送，原文在 jz.example.gov.cn')
    expect(page).toContain(`href="${good().url}"`)
    expect(page).not.toMatch(/王经办|自动推送/)
    expect(await (await fetch(`${site.url}/xian/catalog/${field}.html`)).text()).toContain('共 1 件')
    const [event] = await historyOf(t.db, 'catalogReport', json['id'] as number)
    expect(event).toMatchObject({ actor: null, actorName: '救助管理系统（经办人王经办）', reason: good().reason, role: null }) // prettier-ignore
    expect(wordsOfCatalog('catalogReport', 'report')).toEqual({ kind: '业务系统报送', verb: '业务系统报送' })
  })

  test('不是政府网站的原文先到离开提示；别处的编号打不开', async () => {
    const { json } = await send({ ...good(), title: '救助公示', url: 'https://jz.example.com/5' })
    const evidence = await (
      await fetch(site.url + new URL((json['evidence'] as string[])[0]!).pathname)
    ).text()
    const leave = `/xian/catalog/report-${json['id'] as number}.html`
    expect(evidence).toContain(leave)
    const page = await (await fetch(site.url + leave)).text()
    expect(page).toMatch(/您将离开本网站[\s\S]*https:\/\/jz\.example\.com\/5/)
    for (const wrong of ['/xian/catalog/report-999.html', `/lin/catalog/report-${json['id'] as number}.html`])
      expect((await fetch(site.url + wrong)).status).toBe(404)
  })

  test('重发同一件得到同一个回答；同时发两次只列一件；同一个标识发另一件拒绝', async () => {
    const key = { 'idempotency-key': 'same-key-1' }
    const one = { ...good(), title: '重发的一件' }
    const [x, y] = await Promise.all([send(one, key), send(one, key)])
    expect([x.status, y.status].sort()).toEqual([200, 201])
    expect((await send(one, key)).json).toEqual(x.json)
    expect((await send({ ...one, title: '另一件' }, key)).status).toBe(409)
    expect((await send(one, { 'idempotency-key': 'same-thing-2' })).status).toBe(409)
    const shouted = one.url.replace(/^https:\/\/[^/]+/, origin => `${origin.toUpperCase()}:443`)
    expect((await send({ ...one, url: shouted }, { 'idempotency-key': 'same-thing-3' })).status).toBe(409)
    const rows = await t.db
      .selectFrom('catalog_report')
      .select('id')
      .where('key', '=', 'same-key-1')
      .execute()
    expect(rows).toHaveLength(1)
  })

  test('写法不对的一次说全，用中文；没有标识、不是 JSON、太大也说得清', async () => {
    const bad = await send({ title: '好', url: 'ftp://x', disclosed_on: '昨天', items: [], extra: 1 }, { 'idempotency-key': 'short' }) // prettier-ignore
    expect(bad.status).toBe(400)
    expect(bad.json.errors!.map(e => e.name).sort()).toEqual(['Idempotency-Key', 'disclosed_on', 'extra', 'items', 'operator', 'reason', 'title', 'url']) // prettier-ignore
    for (const e of bad.json.errors!) expect(e.reason).toMatch(/[\u4e00-\u9fff]/)
    expect((await send('{"title":')).json.detail).toMatch(/不是合格的 JSON/)
    expect((await send('', {})).status).toBe(400)
    expect((await send({}, { 'content-type': 'text/plain' })).json.detail).toMatch(/application\/json/)
    expect((await send({ ...good(), reason: 'x'.repeat(70_000) })).status).toBe(413)
  })

  test('不能列入的逐项说明：日期、域名、事项、标题里的个人信息；什么也没有留下', async () => {
    const before = await t.db.selectFrom('catalog_report').select('id').execute()
    const reasons = async (change: Json) => {
      const { status, json } = await send({ ...good(), ...change })
      return [status, ...json.errors!.map(e => `${e.name}：${e.reason}`)] as const
    }
    expect(await reasons({ disclosed_on: '2026-11-24', formed_on: '2026-11-25' })).toEqual([
      422,
      expect.stringContaining('不能晚于今天'),
      expect.stringContaining('formed_on不能晚于'),
    ])
    expect((await reasons({ url: 'https://evil.example.com/x' }))[1]).toMatch(/不在登记的名单里/)
    expect((await reasons({ url: 'https://a:b@jz.example.gov.cn/' }))[1]).toMatch(/用户名和口令/)
    expect((await reasons({ items: ['没有这项'] }))[1]).toMatch(/不是本机关现行目录的事项/)
    const personal = await reasons({ title: '救助对象张三，身份证号11010519491231002X，电话13812345678' })
    expect([personal[0], personal.length > 1]).toEqual([422, true])
    expect(personal.slice(1).join()).toMatch(/title/)
    const inAddress = await reasons({ url: 'https://jz.example.gov.cn/p?id=11010519491231002X' })
    expect(inAddress.slice(1).join()).toMatch(/url/)
    expect(await t.db.selectFrom('catalog_report').select('id').execute()).toEqual(before)
  })

  test('口令管着机关和事项：错的、停用的、别的机关、没有登记的事项都拒绝', async () => {
    for (const authorization of ['', 'Bearer', 'Basic abc', `Bearer ${token}x`, `Bearer ${'z'.repeat(40)}`]) {
      const { status, headers } = await send(good(), { authorization })
      expect([authorization, status, headers.get('www-authenticate')]).toEqual([authorization, 401, 'Bearer'])
    }
    expect((await send(good(), {}, 'lin')).json.detail).toMatch(/只能报送测试县应急管理局/)
    const beyond = await send({ ...good(), items: [items[3]!.key] })
    expect([beyond.status, beyond.json.detail]).toEqual([403, expect.stringContaining(items[3]!.level2!)])
    const kept = await t.db.selectFrom('catalog_system').selectAll().where('id', '=', system).executeTakeFirstOrThrow() // prettier-ignore
    expect(JSON.stringify(kept)).not.toContain(token.slice(3))
    const calls = await t.db.selectFrom('catalog_call').select(['status', 'outcome']).where('system_id', '=', system).execute() // prettier-ignore
    expect(new Set(calls.map(c => c.status))).toEqual(new Set([200, 201, 400, 403, 409, 422]))
    expect(JSON.stringify(calls)).not.toMatch(/身份证|110105|救助情况/)
  })

  test('每分钟超过登记的次数：429 和 Retry-After；过一分钟又可以', async () => {
    t.pass(61_000)
    for (let i = 0; i < 40; i++) await send('{}')
    const much = await send(good())
    expect([much.status, much.headers.get('retry-after')]).toEqual([429, '60'])
    t.pass(61_000)
    expect((await send({ ...good(), title: '又可以了' })).status).toBe(201)
  })

  test('撤下要有理由，撤下以后覆盖、公众页面都没有了，同一个标识不能再报', async () => {
    const key = { 'idempotency-key': 'to-be-withdrawn' }
    const { json } = await send({ ...good(), title: '要撤下的一件' }, key)
    const subject = json['id'] as number
    const officer = b.actors.opennessOfficer
    expect((await refusal(withdrawReport(t.house, { subject, actor: b.actors.drafter, reason: '误报' }))).code).toBe('forbidden') // prettier-ignore
    expect((await refusal(withdrawReport(t.house, { subject, actor: other.actors.opennessOfficer, reason: '误报' }))).code).toBe('not-found') // prettier-ignore
    expect((await refusal(withdrawReport(t.house, { subject, actor: officer }))).reasons[0]!.field).toBe(
      'reason',
    )
    const before = (await covered(items[0]!.key)).published
    await withdrawReport(t.house, { subject, actor: officer, reason: '系统误报' })
    expect((await covered(items[0]!.key)).published).toBe(before - 1)
    const page = await (await fetch(site.url + new URL((json['evidence'] as string[])[0]!).pathname)).text()
    expect(page).not.toContain('要撤下的一件')
    expect((await send({ ...good(), title: '要撤下的一件' }, key)).json.detail).toMatch(/已被机关撤下/)
  })
})

describe('业务系统的登记（四眼，口令只显示一次）', () => {
  const form = () => ({ body: b.bodyId, name: '许可系统', keeper: '危化股', hosts: ['xk.example.gov.cn'], items: [{ field, key: items[0]!.key }] }) // prettier-ignore
  test('填错的一次说全；不在目录里的事项、重名的拒绝', async () => {
    const officer = b.actors.opennessOfficer
    const bad = await refusal(registerSystem(t.house, officer, { body: b.bodyId, name: 'x', keeper: '', hosts: ['http://a.cn', '127.0.0.1', 'localhost'], items: [], perMinute: 0 })) // prettier-ignore
    expect(bad.reasons.map(r => r.field)).toEqual(['name', 'keeper', 'hosts.0', 'hosts.1', 'hosts.2', 'items', 'perMinute']) // prettier-ignore
    expect((await refusal(registerSystem(t.house, officer, { ...form(), items: [{ field, key: 'none' }] }))).reasons[0]!.field).toBe('items') // prettier-ignore
    expect((await refusal(registerSystem(t.house, officer, { ...form(), name: '救助管理系统' }))).reasons[0]!.text).toMatch(/已经登记过/) // prettier-ignore
  })

  test('领导批准以前没有口令；重新生成，旧的就不管用；停用以后不能再报', async () => {
    t.pass(61_000)
    const officer = b.actors.opennessOfficer
    const { subject } = await registerSystem(t.house, officer, form())
    const issue = () => performSystem(t.house, { subject, verb: 'issue', actor: officer })
    expect((await refusal(issue())).code).toBe('not-now')
    await performSystem(t.house, { subject, verb: 'approve', actor: b.actors.leader })
    const one = { ...good(), url: 'https://xk.example.gov.cn/1' }
    const with_ = (secret: string) => ({ authorization: `Bearer ${secret}` })
    const first = (await issue()).token!
    expect((await send(one, with_(first))).status).toBe(201)
    const second = (await issue()).token!
    expect([
      (await send(one, with_(first))).status,
      (await send({ ...one, title: '换了口令再报的' }, with_(second))).status,
    ]).toEqual([401, 201])
    await performSystem(t.house, { subject, verb: 'revoke', actor: b.actors.leader, reason: '系统下线' })
    expect((await send(one, with_(second))).status).toBe(401)
    const verbs = (await historyOf(t.db, 'catalogSystem', subject)).map(h => h.verb)
    expect(verbs).toEqual(['register', 'approve', 'issue', 'issue', 'revoke'])
    expect(JSON.stringify(await historyOf(t.db, 'catalogSystem', subject))).not.toContain(first.slice(3))
  })
})
