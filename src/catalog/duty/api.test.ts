import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../../test/setup/house.ts'
import { makeOffice, type TestOffice, type Told } from '../../../test/setup/office.ts'
import { catalogRoutes } from '../api.ts'
import { publishCatalog } from './duty.fixture.ts'
import type { BelowView, CoverageView, DutiesView, EvidenceView } from './views.ts'

let t: TestHouse
let b: Bureau
let other: Bureau
let office: TestOffice
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  other = await makeBureau(t.db, 'lin', '邻县应急管理局')
  await publishCatalog(t, b)
  office = await makeOffice(catalogRoutes(t.house))
})
afterAll(async () => {
  await office.close()
  await t.close()
})

const call = <T = Told>(actor: Actor, url: string, payload?: object) =>
  office.call<T>(actor, payload ? 'POST' : 'GET', `/api/catalogs${url}`, payload)

describe('/api/catalogs 的覆盖、依据、待公开和不适用说明', () => {
  test('经办人看得到，公开审查员说明和撤回；一格的依据里写明谁说的', async () => {
    const { drafter, opennessOfficer } = b.actors
    const view = (await call<CoverageView>(drafter, '/coverage')).body
    expect([view.lines.length, view.year, view.canState]).toEqual([20, 2026, false])
    const line = view.lines[3]!
    const evidence = `/coverage/evidence?body=${b.bodyId}&field=${line.field}&item=${line.key}&year=2026`
    expect((await call<EvidenceView>(drafter, evidence)).body).toMatchObject({ rows: [], absence: null })
    const form = {
      body: b.bodyId,
      field: line.field,
      item: line.key,
      kind: 'nothing',
      year: 2026,
      reason: '本年没有发生',
    }
    expect((await call(drafter, '/absences', form)).status).toBe(403)
    const stated = await call<{ subject: number }>(opennessOfficer, '/absences', form)
    expect(stated.status).toBe(200)
    expect((await call<EvidenceView>(drafter, evidence)).body.absence).toMatchObject({ kindLabel: '本期无', year: 2026 }) // prettier-ignore
    const before = (await call<DutiesView>(opennessOfficer, '/duties')).body.duties.length
    const back = await call(opennessOfficer, `/absences/${stated.body.subject}/withdraw`, {
      reason: '又有了',
    })
    expect(back.status).toBe(200)
    expect((await call<DutiesView>(opennessOfficer, '/duties')).body.duties.length).toBe(before + 1)
    const below = (await call<BelowView>(drafter, '/coverage/below?field=disaster-relief')).body
    expect(below.rows.map(r => r.body.id)).toEqual([b.bodyId])
  })

  test('别的机关和三员什么也看不到、说不了；写错的参数用中文说清', async () => {
    const line = (await call<CoverageView>(b.actors.drafter, '/coverage')).body.lines[0]!
    for (const actor of [
      other.actors.opennessOfficer,
      other.actors.leader,
      b.actors.systemAdmin,
      b.actors.securityAdmin,
      b.actors.auditAdmin,
    ]) {
      expect((await call(actor, `/coverage?body=${b.bodyId}`)).status).toBe(404)
      const evidence = `/coverage/evidence?body=${b.bodyId}&field=${line.field}&item=${line.key}&year=2026`
      expect((await call(actor, evidence)).status).toBe(404)
      const form = {
        body: b.bodyId,
        field: line.field,
        item: line.key,
        kind: 'noDuty',
        reason: '没有这项职能',
      }
      expect((await call(actor, '/absences', form)).status).toBe(403)
      expect((await call(actor, '/duties')).text).not.toContain('测试县')
    }
    for (const url of [
      '/coverage?year=26',
      '/coverage/below?field=fire',
      '/coverage/evidence?body=1&field=disaster-relief&item=x&year=2026&month=13',
    ]) {
      // prettier-ignore
      const { status, text } = await call(b.actors.drafter, url)
      expect([url, status]).toEqual([url, 422])
      expect(text).toMatch(/年份应在|没有这个领域|月份为1至12/)
    }
  })
})
