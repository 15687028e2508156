import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { makeOffice, type TestOffice } from '../../test/setup/office.ts'
import { catalogRoutes } from './api.ts'
import { nationalForm, nationalItems, xlsxOf } from './catalog.fixture.ts'
import type { BoardLine, ImportView, VersionView } from './views.ts'

let t: TestHouse
let b: Bureau
let other: Bureau
let office: TestOffice
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  other = await makeBureau(t.db, 'lin', '邻县应急管理局')
  office = await makeOffice(catalogRoutes(t.house))
})
afterAll(async () => {
  await office.close()
  await t.close()
})

describe('/api/catalogs', () => {
  test('开始编制、查看、导入预览（什么也不落库）、保存、比较、进度', async () => {
    const { drafter, opennessOfficer } = b.actors
    const begun = await office.call<{ subject: number }>(drafter, 'POST', '/api/catalogs', { body: b.bodyId, field: 'disaster-relief' }) // prettier-ignore
    expect(begun.status).toBe(200)
    const url = `/api/catalogs/${begun.body.subject}`
    const view = (await office.call<VersionView>(drafter, 'GET', url)).body
    expect(view).toMatchObject({
      number: 1,
      state: 'compiling',
      listed: 20,
      guideline: { status: 'working-draft' },
    })
    expect(view.offers.map(o => o.verb)).toEqual(['save', 'submit', 'cancel'])
    expect(view.fromUpper).toEqual([])

    const items = nationalItems('disaster-relief').slice(0, 5)
    items.push({ ...items[0]!, level2: '应急避难场所', content: '名称、地址、容纳人数' })
    const file = await xlsxOf(nationalForm(items, { title: '测试县救灾领域目录', particular: '特定群众' }))
    const preview = (await office.upload<ImportView>(drafter, `${url}/import`, '目录.xlsx', file)).body
    expect(preview.rows.map(r => [r.item.lineage.codes.join(), r.certainty])).toEqual([
      ...['01', '02', '03', '04', '05'].map(n => [`JZ-ZC-${n}`, 'sure']),
      ['', null],
    ])
    expect(preview.rows[0]!.item.lineage.upper).toBe('JZ-ZC-01')
    expect(preview.rows[0]!.cells['公开时限']).toBe('信息形成或变更之日起20个工作日内')
    expect(preview.findings.map(f => f.label)).toContain('表头另有叫法')
    expect((await office.call<VersionView>(drafter, 'GET', url)).body.listed).toBe(20)

    const both = await xlsxOf({ name: '安全', ...nationalForm(nationalItems('safety-production')) }, { name: '救灾', ...nationalForm(nationalItems('disaster-relief')) }) // prettier-ignore
    const part = (
      await office.upload<ImportView>(drafter, `${url}/import`, '两个领域.xlsx', Buffer.from(both))
    ).body
    expect([part.field, part.rows.length, new Set(part.rows.map(r => r.table))]).toEqual(['救灾领域', 20, new Set(['救灾'])]) // prettier-ignore
    expect(part.findings.filter(f => f.kind === 'severalFields').map(f => [f.isGrave, f.message])).toEqual([[false, expect.stringMatching(/只读了救灾领域的20行/)]]) // prettier-ignore
    expect(part.findings.map(f => f.table)).not.toContain('安全')

    const saved = await office.call(drafter, 'POST', `${url}/save`, { version: 1, form: { items: preview.rows.map(r => r.item) } }) // prettier-ignore
    expect(saved.status).toBe(200)
    const against = (
      await office.call<{ changes: { kind: string }[] }>(drafter, 'GET', `${url}/against/guideline`)
    ).body
    expect(against.changes.map(c => c.kind).filter(k => k === 'removed')).toHaveLength(15)
    expect(against.changes.map(c => c.kind).filter(k => k === 'added')).toHaveLength(1)
    const stale = await office.call<{ code: string }>(drafter, 'POST', `${url}/save`, {
      version: 1,
      form: { items: [] },
    })
    expect(stale.status).toBe(409)
    const board = (await office.call<{ lines: BoardLine[] }>(opennessOfficer, 'GET', '/api/catalogs/board'))
      .body
    expect(board.lines.map(l => [l.field, l.label])).toEqual([['safety-production', '未开始'], ['disaster-relief', '编制中']]) // prettier-ignore
  })

  test('别的机关、三员看不见；打不开的文件一句话说清', async () => {
    const id = (await office.call<{ rows: { id: number }[] }>(b.actors.drafter, 'GET', '/api/catalogs')).body
      .rows[0]!.id
    for (const actor of [other.actors.leader, b.actors.systemAdmin, b.actors.auditAdmin]) {
      expect((await office.call(actor, 'GET', `/api/catalogs/${id}`)).status).toBe(404)
      expect((await office.call(actor, 'GET', `/api/catalogs/${id}/against/guideline`)).status).toBe(404)
      expect((await office.call<{ rows: unknown[] }>(actor, 'GET', '/api/catalogs')).body.rows).toEqual([])
    }
    const bad = await office.upload<{ reasons: { text: string }[] }>(b.actors.drafter, `/api/catalogs/${id}/import`, 'a.xlsx', Buffer.from('%PDF-1.7')) // prettier-ignore
    expect([bad.status, bad.body.reasons[0]!.text]).toEqual([422, expect.stringMatching(/PDF/)])
  })

  test('国家目录带着核对的标记', async () => {
    const { body } = await office.call<{ items: { confidence: string }[] }>(b.actors.drafter, 'GET', '/api/catalogs/guidelines/safety-production') // prettier-ignore
    expect(body.items.filter(i => i.confidence === 'drafted')).toHaveLength(18)
  })
})
