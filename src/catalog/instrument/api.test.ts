import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../../test/setup/house.ts'
import { makeOffice, type Method, type TestOffice } from '../../../test/setup/office.ts'
import { catalogRoutes } from '../api.ts'
import { compileInstrument } from './actions.ts'
import { barRow, publishInstrument } from './instrument.fixture.ts'
import type { InstrumentView } from './views.ts'

let t: TestHouse
let b: Bureau
let other: Bureau
let office: TestOffice
const ids = { open: 0, published: 0 }
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  other = await makeBureau(t.db, 'lin', '邻县应急管理局')
  ids.published = await publishInstrument(t, b, 'negative', () => [barRow('a', '干部人事档案')])
  const form = { body: b.bodyId, kind: 'basic' }
  ids.open = (await compileInstrument(t.house, b.actors.drafter, form)).subject
  office = await makeOffice(catalogRoutes(t.house))
})
afterAll(async () => {
  await office.close()
  await t.close()
})

const staff = ['drafter', 'drafter2', 'departmentHead', 'opennessOfficer', 'secrecyOfficer', 'legalReviewer', 'leader', 'publisher', 'publisher2'] as const // prettier-ignore
type Sample = { readonly url: () => string; readonly payload?: () => object; readonly by: readonly string[] }
const samples: Readonly<Record<string, Sample>> = {
  'GET /api/instruments/:id': { url: () => `/api/instruments/${ids.open}`, by: staff },
  'GET /api/instruments/:id/offered': { url: () => `/api/instruments/${ids.open}/offered`, by: staff },
  'GET /api/instruments/:id/against/:other': {
    url: () => `/api/instruments/${ids.open}/against/${ids.open}`,
    by: staff,
  },
  'POST /api/instruments/:id/:verb': {
    url: () => `/api/instruments/${ids.open}/save`,
    payload: () => ({ form: { rows: [] } }),
    by: ['drafter', 'drafter2', 'departmentHead', 'opennessOfficer'],
  },
}

describe('/api/instruments：每个接口 × 每个角色，本机关的和别的机关的', () => {
  test('没有漏试的接口', () => {
    const watched = office.routes.filter(r => r.url.startsWith('/api/instruments'))
    expect(watched.map(r => `${r.method} ${r.url}`).sort()).toEqual(
      [...Object.keys(samples), 'GET /api/instruments', 'POST /api/instruments'].sort(),
    )
  })

  test('本机关的按角色，三员和别的机关的一概看不见', async () => {
    for (const [route, sample] of Object.entries(samples)) {
      const method = route.split(' ')[0] as Method
      for (const [role, actor] of Object.entries(b.actors)) {
        const { status } = await office.call(actor, method, sample.url(), sample.payload?.())
        const wanted = sample.by.includes(role) ? 200 : role.endsWith('Admin') ? 404 : 403
        expect([route, role, status]).toEqual([route, role, wanted])
      }
      for (const [role, actor] of Object.entries(other.actors)) {
        const { status, text } = await office.call(actor, method, sample.url(), sample.payload?.())
        expect([route, role, status]).toEqual([route, role, 404])
        expect(text).not.toContain('测试县')
      }
    }
    for (const actor of [...Object.values(other.actors), b.actors.systemAdmin, b.actors.auditAdmin])
      expect((await office.call<{ rows: unknown[] }>(actor, 'GET', '/api/instruments')).body.rows).toEqual([])
    expect((await office.call<{ rows: unknown[] }>(b.actors.leader, 'GET', '/api/instruments')).body.rows).toHaveLength(2) // prettier-ignore
  })

  test('别的机关已公布的可以拿来比较，没有公布的不行；种类不同的不能比', async () => {
    const form = { body: other.bodyId, kind: 'negative' }
    const { subject } = await compileInstrument(t.house, other.actors.drafter, form)
    const against = (one: number, two: number, actor: Actor) =>
      office.call(actor, 'GET', `/api/instruments/${one}/against/${two}`)
    expect((await against(subject, ids.published, other.actors.drafter)).status).toBe(200)
    expect((await against(ids.published, subject, b.actors.drafter)).status).toBe(404)
    expect((await against(ids.published, ids.open, b.actors.drafter)).text).toContain('不是同一种文本')
  })

  test('写错的都用中文说清：种类、编号、日期、空的清单；存的内容只留这一种有的栏目', async () => {
    const { drafter, leader } = b.actors
    for (const [url, payload, words] of [
      ['/api/instruments', { body: b.bodyId, kind: 'x' }, '请选择编制哪一种'],
      ['/api/instruments', { body: b.bodyId, kind: 'basic' }, '已有一版正在编制'],
      [`/api/instruments/${ids.open}/submit`, { form: {} }, '还没有一个事项'],
      [`/api/instruments/${ids.open}/paint`, {}, '没有这个操作'],
      ['/api/instruments/x/save', {}, '编号应为数字'],
    ] as const)
      expect((await office.call(drafter, 'POST', url, payload)).text).toContain(words)
    const rows = [{ key: 'k', values: { item: '事项甲', hack: 'x', ground: 'E14-1' } }]
    await office.call(drafter, 'POST', `/api/instruments/${ids.open}/save`, { form: { rows } })
    const view = (await office.call<InstrumentView>(leader, 'GET', `/api/instruments/${ids.open}`)).body
    expect(view.rows).toEqual([{ key: 'k', values: { item: '事项甲' } }])
    expect(view.offers).toEqual([])
    expect(view.problems.map(x => x.text)).toContain('第1个事项“事项甲”缺少公开内容。')
  })
})
