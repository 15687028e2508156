import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import type { Workflow } from '#kit/workflow.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeOffice, type TestOffice } from '../../test/setup/office.ts'
import { listWork, officialWork, systemWork } from './besideWork.ts'
import { listRoutes } from './lists/api.ts'
import { importList, startPairing } from './lists/actions.ts'
import { publishCatalog } from './duty/duty.fixture.ts'
import { nationalForm, nationalItems, xlsxOf } from './catalog.fixture.ts'
import { listBeginning, listStates, listVerbs, listWorkflow, pairingBeginning, pairingStates, pairingVerbs, pairingWorkflow } from './lists/workflow.ts' // prettier-ignore
import { officialRoutes } from './official/api.ts'
import { officialBeginning, officialStates, officialVerbs, officialWorkflow } from './official/workflow.ts'
import { systemRoutes } from './reports/api.ts'
import { reportPrograms, reportStates, reportWorkflow, systemBeginning, systemStates, systemVerbs, systemWorkflow } from './reports/workflow.ts' // prettier-ignore

let t: TestHouse
let b: Bureau
let other: Bureau
let office: TestOffice
const ids = { list: 0, pairing: 0, official: 0, system: 0, report: 0 }
const field = 'disaster-relief'

/** Roles that see what belongs to catalogs; the three administrators do not (三员分立). */
const readers = ['drafter', 'departmentHead', 'opennessOfficer', 'leader', 'legalReviewer', 'publisher', 'secrecyOfficer'] // prettier-ignore
const everybody = [...readers, 'systemAdmin', 'securityAdmin', 'auditAdmin'] as const

let file: Uint8Array

const send = (actor: Actor, url: string, payload?: object) =>
  payload instanceof Uint8Array
    ? office.upload(actor, url, 'a.xlsx', payload)
    : office.call(actor, payload ? 'POST' : 'GET', url, payload)

beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  other = await makeBureau(t.db, 'lin', '邻县应急管理局')
  await publishCatalog(t, b)
  file = await xlsxOf(nationalForm(nationalItems(field).map(i => ({ ...i, level2: i.level2 ?? '名称' })), { title: '救灾领域基层政务公开标准目录' })) // prettier-ignore
  office = await makeOffice(listRoutes(t.house), officialRoutes(t.house), systemRoutes(t.house))
  const entry = { order: null, code: null, basicCode: null, implementCode: null, name: '危险化学品经营许可', part: null, type: '行政许可', basis: null, subject: null, handler: null, audience: null, levels: null, duties: null, liability: null, note: null } // prettier-ignore
  const form = { body: b.bodyId, kind: 'power', source: { name: 'a.xlsx', hash: 'a'.repeat(64) }, entries: [entry] } // prettier-ignore
  ids.list = (await importList(t.house, b.actors.drafter, form)).subject
  ids.pairing = (await startPairing(t.house, b.actors.drafter, b.bodyId)).subject
  const at = t.house.now()
  const by = b.actors.drafter2.staffId
  const one = async (table: 'catalog_official' | 'catalog_system', values: object) =>
    (await t.db.insertInto(table).values(values as never).returning('id').executeTakeFirstOrThrow()).id // prettier-ignore
  const { draftOf } = await import('./guideline/guidelines.ts')
  ids.official = await one('catalog_official', { body_id: b.bodyId, field, state: 'loaded', drafter_id: by, file_name: 'a', file_hash: 'h', source_note: '来源', guideline: JSON.stringify(draftOf(field)), dropped: [], fresh: [], loaded_at: at, changed_at: at }) // prettier-ignore
  ids.system = await one('catalog_system', { body_id: b.bodyId, name: '许可系统', keeper: '股长', hosts: ['a.gov.cn'], items: '[]', per_minute: 5, state: 'proposed', drafter_id: by, changed_at: at }) // prettier-ignore
  ids.report = (await t.db.insertInto('catalog_report').values({ body_id: b.bodyId, system_id: ids.system, key: 'k', fingerprint: 'f', state: 'reported', title: '题', url: 'https://a.gov.cn/', shown_on: '2026-11-20', marks: [], items: '[]', operator: '甲', reason: '理由', reported_at: at, changed_at: at }).returning('id').executeTakeFirstOrThrow()).id // prettier-ignore
})
afterAll(async () => {
  await office.close()
  await t.close()
})

type Sample = {
  readonly url: () => string
  readonly payload?: () => object
  /** Roles of the own body that get through the door; what they send may still be refused for what it says. */
  readonly by: readonly string[]
  /** A list of one's own: empty for strangers, not refused. */
  readonly own?: true
}
const step = (noun: 'lists' | 'pairings' | 'officials' | 'systems' | 'reports', id: keyof typeof ids, verb: string, by: readonly string[]): Sample => ({ url: () => `/api/catalogs/${noun}/${ids[id]}/${verb}`, payload: () => ({}), by }) // prettier-ignore
const samples: Readonly<Record<string, readonly Sample[]>> = {
  'GET /api/catalogs/lists': [{ url: () => '/api/catalogs/lists', by: readers, own: true }],
  'POST /api/catalogs/lists/read': [
    { url: () => '/api/catalogs/lists/read?kind=power', payload: () => file, by: readers, own: true },
  ],
  'POST /api/catalogs/lists': [
    {
      url: () => '/api/catalogs/lists',
      payload: () => ({ body: b.bodyId, kind: 'service', source: { name: 'a', hash: 'a'.repeat(64) }, entries: [] }),
      by: everybody,
    },
  ],
  'GET /api/catalogs/lists/:id': [{ url: () => `/api/catalogs/lists/${ids.list}`, by: readers }],
  'POST /api/catalogs/lists/:id/:verb': listVerbs.map(v =>
    step('lists', 'list', v, listWorkflow.drafted[v].by),
  ),
  'GET /api/catalogs/pairings': [{ url: () => `/api/catalogs/pairings?body=${b.bodyId}`, by: readers }],
  'POST /api/catalogs/pairings': [
    {
      url: () => '/api/catalogs/pairings',
      payload: () => ({ body: b.bodyId }),
      by: pairingBeginning.by,
    },
  ],
  'POST /api/catalogs/pairings/:id/:verb': [
    step('pairings', 'pairing', 'decide', pairingWorkflow.current.decide.by),
  ],
  'GET /api/catalogs/officials': [{ url: () => '/api/catalogs/officials', by: readers, own: true }],
  'POST /api/catalogs/officials/read': [
    { url: () => `/api/catalogs/officials/read?field=${field}`, payload: () => file, by: readers, own: true },
  ],
  'POST /api/catalogs/officials': [
    {
      url: () => `/api/catalogs/officials?body=${b.bodyId}&field=${field}&note=${encodeURIComponent('来自网站')}`,
      payload: () => file,
      by: officialBeginning.by,
    },
  ],
  // Without a reason nothing is refused for good: whoever may is asked for it.
  'POST /api/catalogs/officials/:id/:verb': [
    step('officials', 'official', 'refuse', officialWorkflow.loaded.refuse.by),
  ],
  'GET /api/catalogs/systems': [{ url: () => '/api/catalogs/systems', by: readers, own: true }],
  'POST /api/catalogs/systems': [
    {
      url: () => '/api/catalogs/systems',
      payload: () => ({ body: b.bodyId, name: '新系统', keeper: '股长', hosts: ['a.gov.cn'], items: [{ field, key: 'none' }] }),
      by: systemBeginning.by,
    },
  ],
  'POST /api/catalogs/systems/:id/:verb': [
    step('systems', 'system', 'revoke', systemWorkflow.proposed.revoke.by),
  ],
  'POST /api/catalogs/reports/:id/withdraw': [
    step('reports', 'report', 'withdraw', reportWorkflow.reported.withdraw.by),
  ],
} // prettier-ignore

test('每条新路由都在名单里', () => {
  expect(office.routes.map(r => `${r.method} ${r.url}`).sort()).toEqual(Object.keys(samples).sort())
})

describe.each(Object.entries(samples))('%s', (_, list) => {
  test('该能的角色进得了门，其余的角色、别的机关、三员都进不了', async () => {
    for (const { url, payload, by, own } of list) {
      for (const role of everybody) {
        const mine = b.actors[role as 'drafter']
        const { status, text } = await send(mine, url(), payload?.())
        const isIn = by.includes(role) || (own === true && !payload)
        // In: done, or refused for what was sent (409, 422); the door itself says 403 or 404.
        if (isIn) expect([403, 404], `${role} ${url()} ${text.slice(0, 120)}`).not.toContain(status)
        else expect([403, 404, 422].includes(status) && (status !== 422 || by === everybody), `${role} ${url()} ${status} ${text.slice(0, 120)}`).toBe(true) // prettier-ignore
        if (own === true && !readers.includes(role) && !payload) expect(text).not.toContain('许可系统')
      }
      for (const role of readers) {
        const { status, text } = await send(other.actors[role as 'drafter'], url(), payload?.()) // prettier-ignore
        if (own) expect(text).not.toMatch(/测试县应急管理局|许可系统/)
        else expect([403, 404, 422], `${role} ${url()} ${text.slice(0, 120)}`).toContain(status)
        if (!own && by !== everybody) expect([403, 404], `${role} ${url()}`).toContain(status)
      }
    }
  })
})

test('待办：清单等发布员和公开审查员公布，附件等另一人核定，系统等领导批准；经手的、别的机关、三员都没有', async () => {
  const all = { list: listWork(t.house), official: officialWork(t.house), system: systemWork(t.house) }
  const waiting = async (actor: Actor) => {
    const found: string[] = []
    for (const [name, source] of Object.entries(all)) {
      const rows = await source.page('todo', actor, { after: null, limit: 50, light: null })
      const { total } = await source.count('todo', actor, null)
      expect(total).toBe(rows.length)
      expect(await source.page('watch', actor, { after: null, limit: 50, light: null })).toEqual([])
      found.push(...rows.map(r => `${name} ${r.address}`))
    }
    return found
  }
  const [list, official, system] = [`list /catalogs/lists/${ids.list}`, 'official /catalogs/officials', 'system /catalogs/systems'] // prettier-ignore
  const expected: Partial<Record<string, string[]>> = {
    publisher: [list],
    opennessOfficer: [list, official],
    legalReviewer: [official],
    leader: [official, system],
  }
  for (const role of everybody) {
    expect([role, await waiting(b.actors[role as 'drafter'])]).toEqual([role, expected[role] ?? []])
    expect(await waiting(other.actors[role as 'drafter'])).toEqual([])
  }
})

describe('流程表（焦作 二(一)1、2；390号 一(三)）', () => {
  const tables: readonly (readonly [string, Workflow, readonly string[], readonly string[]])[] = [
    ['清单', listWorkflow, listStates, listVerbs],
    ['对照', pairingWorkflow, pairingStates, pairingVerbs],
    ['官方附件', officialWorkflow, officialStates, officialVerbs],
    ['业务系统', systemWorkflow, systemStates, systemVerbs],
    ['报送', reportWorkflow, reportStates, ['withdraw', 'takeBack', 'lose', 'find']],
  ]
  test.each(tables)(
    '%s：每步都到表里的状态，写明谁办、依据和后果；公众看得到的要再确认',
    (_, table, states, verbs) => {
      expect(Object.keys(table).sort()).toEqual([...states].sort())
      const told = new Set<string>()
      for (const steps of Object.values(table))
        for (const [verb, step] of Object.entries(steps)) {
          told.add(verb)
          expect(states).toContain(step.to)
          expect(step.by.length).toBeGreaterThan(0)
          expect(step.basis.length).toBeGreaterThan(0)
          expect(step.effect).toMatch(/。$/)
          // Programs are looked at in src/exchange/takeBack.test.ts.
          expect(step.by.filter(r => ![...readers, ...reportPrograms].includes(r))).toEqual([])
        }
      expect([...told].sort()).toEqual([...verbs].sort())
    },
  )
  test('两人办的：公布清单、核定附件、批准业务系统', () => {
    expect(listWorkflow.drafted.publish.notBy).toEqual(['import', 'save'])
    expect(officialWorkflow.loaded.confirm.notBy).toEqual(['load'])
    expect(systemWorkflow.proposed.approve.notBy).toEqual(['register'])
    expect(listBeginning.to).toBe('drafted')
  })
})
