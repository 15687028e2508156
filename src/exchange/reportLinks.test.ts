import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishUnder } from '#catalog/duty/duty.fixture.ts'
import { evidenceView } from '#catalog/duty/present.ts'
import { lookAtReports } from '#catalog/reports/links.ts'
import { lookAtAddress } from '#catalog/reports/probe.ts'
import { isListed, verdictOf, type Seen } from '#catalog/reports/rules.ts'
import { historyOf } from '#kit/events.ts'
import { instant, later } from '#kit/now.ts'
import { makeReceiver, type Receiver } from '#outreach/webhook/receiver.fixture.ts'
import { readSettings } from '../main.ts'
import { field, makeReportBench, type ReportBench } from './reports.fixture.ts'

const hour = 3_600_000
let bench: ReportBench
let there: Receiver
beforeAll(async () => {
  bench = await makeReportBench('https://yjj.example.gov.cn')
  there = await makeReceiver()
})
afterAll(async () => {
  await there.kill()
  await bench.close()
})

describe('报送的网址还在不在（吉林 一(三)）：指向本站的', () => {
  test('没有发布过、已撤回、栏目和附件的网址不收，说清楚怎么写；撤回以后随即不计入，公众页面写明', async () => {
    const own = await bench.register('门户同步', ['yjj.example.gov.cn'])
    const as = { authorization: `Bearer ${own.token}` }
    const key = bench.items[0]!.key
    const address = await publishUnder(bench.t, bench.b, { items: [], issuedOn: '2026-11-19', title: '救助款物发放情况' }) // prettier-ignore
    const send = (path: string) =>
      bench.send({ ...bench.good(), title: '本站的一件', url: `https://yjj.example.gov.cn${path}` }, as)
    const told = async (path: string) => (await send(path)).json.errors?.map(e => e.reason).join()
    expect(await told('/xian/content/20261122-999999.html')).toMatch(/没有发布过，或者已经撤回/)
    expect(await told('/xian/list/relief/')).toMatch(/这件信息自己的网址/)
    expect(await told(address.replace('.html', '.pdf'))).toMatch(/这件信息自己的网址/)
    const before = (await bench.covered(key)).published
    const { status, json } = await send(`${address}?from=oa#top`)
    expect(status).toBe(201)
    expect((await bench.covered(key)).published).toBe(before + 1)
    await publishUnder(bench.t, bench.b, { withdraw: address })
    expect((await bench.covered(key)).published).toBe(before)
    expect(await told(address)).toMatch(/已经撤回/)
    const at = { now: bench.t.house.now, calendar: () => bench.calendar }
    const cell = { body: bench.b.bodyId, field, item: key, year: 2026, month: 11 }
    const { rows } = await evidenceView(bench.t.db, bench.b.actors.drafter, cell, at)
    expect(rows.find(r => r.title === '本站的一件')!.report).toMatchObject({ fault: '原文已从本站撤回' })
    const page = await (await fetch(bench.site.url + new URL((json['evidence'] as string[])[0]!).pathname)).text() // prettier-ignore
    expect(page).toMatch(/本站的一件[\s\S]*打不开（原文已从本站撤回），不算作公开/)
    expect(page).not.toContain(`href="https://yjj.example.gov.cn${address}`)
  })
})

describe('指向别的网站的：运行维护人员列出的才去查', () => {
  const looks = () => there.taken.length
  const stands = async (id: number) =>
    bench.t.db.selectFrom('catalog_report').select(['failures', 'check_words', 'lost_at', 'checked_at']).where('id', '=', id).executeTakeFirstOrThrow() // prettier-ignore

  test('没有列出的一次也不去查；列出的打不开，过后再查仍打不开才不计入，通知公开审查员；又打得开，随即恢复', async () => {
    const key = bench.items[0]!.key
    const { json } = await bench.send({ ...bench.good(), title: '别处的一件' })
    const id = json['id'] as number
    // A test has no such site: the address is the receiver's.
    const url = `${there.origin()}/open/3.html`
    for (const table of ['catalog_report', 'record.catalog_report'] as const)
      await bench.t.db.updateTable(table).set({ url }).where('id', '=', id).execute()
    const counted = (await bench.covered(key)).published
    there.behave({ status: 404 })
    expect(await lookAtReports(bench.house)).toEqual({ looked: 0, lost: 0, found: 0 })
    expect(await lookAtReports(bench.house, { origins: new Set(['https://elsewhere.example.gov.cn']) })).toMatchObject({ looked: 0 }) // prettier-ignore
    expect(looks()).toBe(0)

    const run = () => lookAtReports(bench.house, { origins: new Set([there.origin()]) })
    expect(await run()).toEqual({ looked: 1, lost: 0, found: 0 })
    expect(await stands(id)).toMatchObject({ failures: 1, lost_at: null, check_words: '对方回答404，没有这个网页' }) // prettier-ignore
    expect((await bench.covered(key)).published).toBe(counted)
    // Not before its time.
    expect((await run()).looked).toBe(0)
    bench.t.pass(hour)
    expect(await run()).toEqual({ looked: 1, lost: 1, found: 0 })
    expect((await bench.covered(key)).published).toBe(counted - 1)
    const evidence = bench.site.url + new URL((json['evidence'] as string[])[0]!).pathname
    expect(await (await fetch(evidence)).text()).toMatch(/别处的一件[\s\S]*2026-11-23 起打不开（对方回答404/)
    expect((await fetch(`${bench.site.url}/xian/catalog/report-${id}.html`)).status).toBe(404)
    const notices = await bench.t.db.selectFrom('notice').select('text').where('staff_id', '=', bench.b.actors.opennessOfficer.staffId).execute() // prettier-ignore
    expect(notices.map(n => n.text).join()).toMatch(/“别处的一件”网址打不开了/)

    there.behave({ status: 200 })
    bench.t.pass(6 * hour)
    expect(await run()).toEqual({ looked: 1, lost: 0, found: 1 })
    expect((await bench.covered(key)).published).toBe(counted)
    expect(await (await fetch(evidence)).text()).toContain(`/xian/catalog/report-${id}.html`)
    expect((await fetch(`${bench.site.url}/xian/catalog/report-${id}.html`)).status).toBe(200)
    expect(
      (await historyOf(bench.t.db, 'catalogReport', id)).map(h => [h.verb, h.actorName, h.role]),
    ).toEqual([
      ['report', '救助管理系统（经办人王经办）', null],
      ['lose', '系统巡检', 'machine'],
      ['find', '系统巡检', 'machine'],
    ])
    bench.t.pass(6 * 24 * hour)
    expect((await run()).looked).toBe(0)
    bench.t.pass(24 * hour)
    expect((await run()).looked).toBe(1)
  })

  test('怎么算打不开：一次不算；404、410 两次算；服务器坏了三天才算；转到首页算没有了；问得太勤不算', () => {
    const t0 = instant('2026-11-23T09:00:00+08:00')
    const gone: Seen = { kind: 'gone', words: '没有' }
    const down: Seen = { kind: 'down', words: '坏了' }
    const walk = (seen: Seen, times: number) => {
      let state = { failures: 0, failingSince: null as Date | null, lostAt: null as Date | null }
      let now = t0
      for (let i = 1; i <= times; i++) {
        const v = verdictOf(now, state, seen)
        if (v.turn === 'lose') return { at: i, hours: (now.getTime() - t0.getTime()) / hour }
        expect(v.nextAt.getTime()).toBeGreaterThan(now.getTime())
        state = { failures: v.failures, failingSince: v.failingSince, lostAt: null }
        now = v.nextAt
      }
      return null
    }
    expect(walk(gone, 9)).toEqual({ at: 2, hours: 1 })
    expect(walk(down, 9)!.hours).toBeGreaterThanOrEqual(72)
    expect(walk({ kind: 'unasked', words: '', wait: null }, 9)).toBeNull()
    const lost = { failures: 5, failingSince: t0, lostAt: t0 }
    expect(verdictOf(later(t0, hour), lost, gone).turn).toBeNull()
    expect(verdictOf(later(t0, hour), lost, { kind: 'alive' })).toMatchObject({ turn: 'find', failures: 0 })
  })

  test('去查时：只到列出的网站，跳转到没有列出的不跟去，名字解析到哪里就只连哪里，慢的、断的说得清', async () => {
    const at = bench.t.house.now()
    const origin = there.origin()
    const see = (path: string, origins = [origin], patience = 2000) =>
      lookAtAddress(origin + path, { origins: new Set(origins), patience }, at)
    there.behave({ status: 200 })
    expect(await see('/a')).toEqual({ kind: 'alive' })
    const before = looks()
    expect(await see('/a', ['http://127.0.0.1:1'])).toMatchObject({ kind: 'unasked' })
    expect(looks()).toBe(before)
    there.behave({ status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } })
    expect(await see('/a')).toMatchObject({ kind: 'unasked', words: expect.stringContaining('169.254.169.254') as string }) // prettier-ignore
    there.behave({ status: 301, headers: { location: '/' } })
    expect(await see('/open/3.html')).toMatchObject({ kind: 'gone' })
    there.behave({ status: 302, headers: { location: '/again' } })
    expect(await see('/a')).toMatchObject({
      kind: 'down',
      words: expect.stringContaining('转来转去') as string,
    })
    there.behave({ status: 302, headers: { location: 'file:///etc/passwd' } })
    expect(await see('/a')).toMatchObject({ kind: 'down' })
    there.behave({ status: 429, headers: { 'retry-after': '7200' } })
    expect(await see('/a')).toMatchObject({ kind: 'unasked', wait: 2 * hour })
    for (const status of [401, 403, 500, 503]) {
      there.behave({ status })
      expect(await see('/a')).toMatchObject({ kind: 'down' })
    }
    there.behave('silent')
    expect(await see('/a', [origin], 50)).toEqual({ kind: 'down', words: '连接超时' })
    there.behave('cut')
    expect(await see('/a')).toMatchObject({ kind: 'down' })
    // The name is asked once; what it stood for then is where the connection goes.
    let asked = 0
    const named = `http://jz.example.gov.cn:${new URL(origin).port}`
    there.behave({ status: 200 })
    const resolve = async () => [{ address: ++asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 as const }]
    expect(await lookAtAddress(`${named}/x`, { origins: new Set([named]), resolve, patience: 2000 }, at)).toEqual({ kind: 'alive' }) // prettier-ignore
    expect(asked).toBe(1)
    expect(isListed(new URL('http://a.gov.cn/x'), new Set(['https://a.gov.cn']))).toBe(true)
    expect(isListed(new URL('http://a.gov.cn:8080/x'), new Set(['https://a.gov.cn']))).toBe(false)
    expect(isListed(new URL('https://b.a.gov.cn/x'), new Set(['https://a.gov.cn']))).toBe(false)
  })

  test('设置：LINK_ORIGINS 写错了启动时就说；不写就是不查', () => {
    expect(readSettings({}, '/x').linkOrigins.size).toBe(0)
    expect([...readSettings({ LINK_ORIGINS: 'https://a.gov.cn' }, '/x').linkOrigins]).toEqual(['https://a.gov.cn']) // prettier-ignore
    expect(() => readSettings({ LINK_ORIGINS: 'a.gov.cn' }, '/x')).toThrow(/LINK_ORIGINS 应写成/)
  })
})
