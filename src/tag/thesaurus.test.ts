import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { historyOf } from '#kit/events.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeOffice, type Method, type TestOffice } from '../../test/setup/office.ts'
import { beginThesaurus, performThesaurus } from './actions.ts'
import { tagRoutes } from './api.ts'
import { readThesaurus } from './store.ts'
import { changed, drafted, propose, putBelow, putInForce, rule, term } from './tag.fixture.ts'
import type { DirectoryView, ThesaurusView, VersionView } from './views.ts'
import { thesaurusWork } from './work.ts'
import { thesaurusStates, thesaurusVerbs, thesaurusWorkflow, type ThesaurusState } from './workflow.ts'

let t: TestHouse
let city: Bureau
let county: Bureau
let office: TestOffice

beforeAll(async () => {
  t = await makeHouse('2026-03-02T09:00:00+08:00')
  city = await makeBureau(t.db, 'city', '测试市应急管理局')
  county = await makeBureau(t.db, 'county', '测试县应急管理局')
  await putBelow(t, county.bodyId, [city.bodyId])
  office = await makeOffice(tagRoutes(t.house))
})
afterAll(async () => {
  await office.close()
  await t.close()
})

const call = <T>(actor: Actor, method: Method, url: string, payload?: object, key?: string) =>
  office.call<T & { reasons?: { text: string }[] }>(actor, method, url, payload, key ? { 'idempotency-key': key } : {}) // prettier-ignore

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

const someTerms = { terms: [term('flood', '防汛抗旱'), term('safety', '安全生产')], rule: null }

describe('标签目录的权限：每个环节 × 每个动作 × 每种角色', () => {
  /** Who may do what where, written a second time on purpose. */
  const allowed: Record<string, readonly string[]> = {
    'drafting save': ['opennessOfficer', 'publisher', 'publisher2'],
    'drafting propose': ['opennessOfficer', 'publisher', 'publisher2'],
    'drafting cancel': ['opennessOfficer', 'publisher', 'publisher2'],
    'proposed approve': ['opennessOfficer', 'leader'],
    'proposed return': ['opennessOfficer', 'leader'],
    'proposed takeBack': ['opennessOfficer', 'publisher', 'publisher2'],
  }

  test('只有名单上的人能办，别的机关和三员不知道有它', async () => {
    // Written by somebody else, so that four eyes stops nobody here.
    const { publisher } = city.actors
    const subject = await drafted(t, publisher, { terms: [term('a', '重名'), term('b', '重名')], rule: null })
    const put = (state: ThesaurusState) =>
      t.db.updateTable('thesaurus').set({ state }).where('id', '=', subject).execute()
    let asked = 0
    for (const state of thesaurusStates) {
      await put(state)
      for (const verb of thesaurusVerbs)
        for (const [name, actor] of Object.entries(city.actors)) {
          const expected = name.endsWith('Admin')
            ? 'not-found'
            : !Object.hasOwn(thesaurusWorkflow[state], verb)
              ? 'not-now'
              : allowed[`${state} ${verb}`]!.includes(name)
                ? 'let in'
                : 'forbidden'
          // Faulty terms, no form, no reason: whoever is let in is told what is missing; only taking back misses nothing.
          const code = await codeOf(performThesaurus(t.house, { subject, verb, actor }))
          const letIn = verb === 'takeBack' ? 'done' : 'invalid'
          expect(code === letIn ? 'let in' : code, `${state} ${verb} ${name}`).toBe(expected)
          if (code === 'done') await put(state)
          asked++
        }
      for (const actor of Object.values(county.actors))
        for (const verb of thesaurusVerbs)
          expect(await codeOf(performThesaurus(t.house, { subject, verb, actor }))).toBe('not-found')
    }
    expect(asked).toBe(thesaurusStates.length * thesaurusVerbs.length * 12)
    await put('cancelled')
  })

  test('起草也只有公开审查员和发布员；一次只有一版在路上', async () => {
    for (const [name, actor] of Object.entries(city.actors)) {
      if (['opennessOfficer', 'publisher', 'publisher2'].includes(name)) continue
      expect(await codeOf(beginThesaurus(t.house, actor, { body: city.bodyId })), name).toBe('forbidden')
    }
    expect(await codeOf(beginThesaurus(t.house, city.actors.opennessOfficer, { body: county.bodyId }))).toBe(
      'forbidden',
    )
    const { subject } = await beginThesaurus(t.house, city.actors.publisher, { body: city.bodyId })
    expect(await codeOf(beginThesaurus(t.house, city.actors.opennessOfficer, { body: city.bodyId }))).toBe(
      'not-now',
    )
    await performThesaurus(t.house, {
      ...{ subject, verb: 'cancel', actor: city.actors.publisher },
      reason: '重来',
    })
  })

  test('四眼：写过、送过的人不能批准，也不能退回；不写理由的不能送批、退回、作废', async () => {
    const both: Actor = {
      ...city.actors.opennessOfficer,
      roles: [...city.actors.opennessOfficer.roles, ...city.actors.leader.roles],
    }
    const subject = await drafted(t, both, someTerms)
    expect(await codeOf(performThesaurus(t.house, { subject, verb: 'propose', actor: both }))).toBe('invalid')
    await performThesaurus(t.house, { subject, verb: 'propose', actor: both, reason: '送批' })
    for (const verb of ['approve', 'return'] as const)
      expect(await codeOf(performThesaurus(t.house, { subject, verb, actor: both, reason: '自己来' }))).toBe(
        'forbidden',
      )
    const { leader } = city.actors
    expect(await codeOf(performThesaurus(t.house, { subject, verb: 'return', actor: leader }))).toBe(
      'invalid',
    )
    await performThesaurus(t.house, { subject, verb: 'return', actor: leader, reason: '补充说明' })
    const view = await call<VersionView>(both, 'GET', `/api/tags/${subject}`)
    expect(view.body.returned).toBe('补充说明')
    await performThesaurus(t.house, { subject, verb: 'cancel', actor: both, reason: '重来' })
    const past = await historyOf(t.db, 'thesaurus', subject)
    expect(past.map(e => e.verb)).toEqual(['begin', 'save', 'propose', 'return', 'cancel'])
  })
})

describe('/api/tags', () => {
  test('起草、改、送批、批准：现行目录随之变；下级照用并加本地的；同一请求重复发只办一次', async () => {
    const { opennessOfficer, leader, drafter } = city.actors
    const empty = await call<DirectoryView>(opennessOfficer, 'GET', '/api/tags')
    expect([empty.body.number, empty.body.terms.length, empty.body.mayBegin]).toEqual([null, 0, true])
    expect(empty.body.starter.mark).toContain('建议稿')
    const input = { body: city.bodyId, from: 'starter' }
    const begun = await call<{ subject: number }>(opennessOfficer, 'POST', '/api/tags', input, 'key-begin-1')
    const again = await call<{ subject: number }>(opennessOfficer, 'POST', '/api/tags', input, 'key-begin-1')
    expect([begun.status, again.body.subject]).toEqual([200, begun.body.subject])
    const url = `/api/tags/${begun.body.subject}`
    const view = (await call<VersionView>(opennessOfficer, 'GET', url)).body
    expect(view.own.length).toBe(empty.body.starter.terms)
    expect(view.changes.length).toBe(view.own.length + 1)
    const worse = [...view.own, term('t-new', '企业')]
    await call(opennessOfficer, 'POST', `${url}/save`, { version: view.version, form: { terms: worse, rule: view.rule } }) // prettier-ignore
    const stale = await call(opennessOfficer, 'POST', `${url}/save`, { version: view.version, form: { terms: [], rule: null } }) // prettier-ignore
    expect(stale.status).toBe(409)
    const refused = await call(opennessOfficer, 'POST', `${url}/propose`, { version: view.version + 1, reason: '用' }) // prettier-ignore
    expect([refused.status, refused.body.reasons!.map(r => r.text).join()]).toEqual([
      422,
      expect.stringContaining('“企业”与标签“企业”重复'),
    ])
    await call(opennessOfficer, 'POST', `${url}/save`, { version: view.version + 1, form: { terms: view.own, rule: view.rule } }) // prettier-ignore
    await call(opennessOfficer, 'POST', `${url}/propose`, { version: view.version + 2, reason: '用' })
    expect((await thesaurusWork(t.house).page('todo', leader, { after: null, limit: 10, light: null }))[0]).toMatchObject({ address: `/tags/${begun.body.subject}`, step: '待批准', turn: ['公开机构经办人甲', '签发领导甲'] }) // prettier-ignore
    expect(await thesaurusWork(t.house).page('todo', drafter, { after: null, limit: 10, light: null })).toEqual([]) // prettier-ignore
    expect((await call(leader, 'POST', `${url}/approve`, { version: view.version + 3 })).status).toBe(200)
    const inForce = await call<ThesaurusView>(county.actors.drafter, 'GET', '/api/tags/in-force')
    expect([inForce.body.terms.length, inForce.body.ruleOf]).toEqual([view.own.length, '测试市应急管理局'])
    expect(inForce.body.terms.every(one => !one.local)).toBe(true)

    await putInForce(t, county.actors, { terms: [term('t-river', '黄河滩区')], rule: null })
    const below = await call<DirectoryView>(county.actors.drafter, 'GET', '/api/tags')
    expect(below.body.terms.filter(one => one.local).map(one => [one.name, one.bodyName])).toEqual([
      ['黄河滩区', '测试县应急管理局'],
    ])
    expect((await call<DirectoryView>(drafter, 'GET', '/api/tags')).body.terms.some(one => one.local)).toBe(
      false,
    )
    const clash = await drafted(t, county.actors.opennessOfficer, {
      terms: [term('t-river', '黄河滩区'), term('t-x', '危险化学品')],
      rule: null,
    })
    const faults = (await call<VersionView>(county.actors.leader, 'GET', `/api/tags/${clash}`)).body.faults
    expect(faults.map(f => f.text).join()).toContain('与上级的标签“危险化学品”重复')
    expect((await call(leader, 'GET', `/api/tags/${clash}`)).status).toBe(404)
    await performThesaurus(t.house, { subject: clash, verb: 'cancel', actor: county.actors.publisher, reason: '撤' }) // prettier-ignore
  })

  test('新版代替旧版，旧版留着；没有变化的不能送批；三员看不到各版，看得到现行目录', async () => {
    const { opennessOfficer, auditAdmin } = city.actors
    const same = await drafted(t, opennessOfficer, await changed(t, city.bodyId, () => ({})))
    expect(await codeOf(performThesaurus(t.house, { subject: same, verb: 'propose', actor: opennessOfficer, reason: '送' }))).toBe('invalid') // prettier-ignore
    await performThesaurus(t.house, { subject: same, verb: 'cancel', actor: opennessOfficer, reason: '撤' })
    const form = await changed(t, city.bodyId, one => (one.key === 'flood-control' ? { name: '防汛' } : {}))
    form.terms.find(one => one.key === 'flood-control')!.synonyms = ['抗旱']
    await putInForce(t, city.actors, { ...form, rule: rule() })
    const view = (await call<DirectoryView>(opennessOfficer, 'GET', '/api/tags')).body
    expect(view.versions.filter(v => ['active', 'superseded'].includes(v.state)).map(v => v.state)).toEqual([
      'active',
      'superseded',
    ])
    expect(view.terms.find(one => one.key === 'flood-control')).toMatchObject({
      name: '防汛',
      former: ['防汛抗旱'],
    })
    const strange = (await call<DirectoryView>(auditAdmin, 'GET', '/api/tags')).body
    expect([strange.versions.length, strange.terms.length > 0]).toEqual([0, true])
  })

  test('错误的输入：清楚的话，不是500', async () => {
    const { opennessOfficer } = city.actors
    for (const [method, url, payload, status] of [
      ['GET', '/api/tags/0', undefined, 422],
      ['GET', '/api/tags/99999999999', undefined, 422],
      ['GET', '/api/tags/99999', undefined, 404],
      ['GET', '/api/tags/in-force?body=9999', undefined, 404],
      ['POST', '/api/tags', { body: 'x' }, 422],
      ['POST', '/api/tags', { body: city.bodyId, from: '别处' }, 422],
      ['POST', '/api/tags/1/fly', { version: 1 }, 422],
    ] as const) {
      const answer = await call(opennessOfficer, method, url, payload)
      expect([url, answer.status]).toEqual([url, status])
    }
    const subject = await propose(t, city.actors, await changed(t, city.bodyId, one => (one.key === 'duty' ? { note: '值班' } : {}))) // prettier-ignore
    const row = (await readThesaurus(t.db, subject))!
    await performThesaurus(t.house, { subject, verb: 'takeBack', actor: city.actors.publisher })
    const bad = { terms: [term('K Ey', '一，二'), { ...term('ok', '好的'), extra: 1 }], rule: null }
    const answer = await call(opennessOfficer, 'POST', `/api/tags/${subject}/save`, { version: row.version + 1, form: bad }) // prettier-ignore
    expect(answer.status).toBe(422)
    expect(answer.body.reasons!.map(r => r.text).join()).toContain('名称里不能有')
    expect((await readThesaurus(t.db, subject))!.terms).toEqual(row.terms)
  })
})
