import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeOffice, type TestOffice } from '../../test/setup/office.ts'
import { makeDocumentBench, type DocumentBench } from '../document/journey.fixture.ts'
import { fileRegister } from './actions/filing.ts'
import { performTransfer, prepareTransfer } from './actions/transfer.ts'
import { archiveRoutes } from './api.ts'

let bench: DocumentBench
let above: Bureau
let aside: Bureau
let office: TestOffice
let filing = 0
let transfer = 0
let document = 0
const secretTitle = '关于某企业隐患的通报'

beforeAll(async () => {
  bench = await makeDocumentBench()
  const { t, who, bureau } = bench
  above = await makeBureau(t.db, 'city-bureau', '测试市应急管理局')
  aside = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: above.bodyId, ancestors: [above.bodyId] })
    .where('id', '=', bureau.bodyId)
    .execute()
  document = await bench.upTo('issue', {
    title: secretTitle,
    attribute: 'withheld',
    ground: 'E15',
    attributeReason: '涉及企业商业秘密，公开会损害其合法权益',
  })
  filing = (
    await fileRegister(t.house, who.publisher, bureau.bodyId, { from: '2026-01-01', until: '2026-03-02' })
  ).subject
  const period = { archives: '县档案馆', from: '2026-01-01', until: '2026-12-31' }
  transfer = (await prepareTransfer(t.house, who.publisher, bureau.bodyId, period)).subject
  const go = (verb: string, actor: Actor, form?: unknown) =>
    performTransfer(t.house, { subject: transfer, verb, actor, form })
  await go('setOpening', who.publisher, { documents: [document], opening: 'at-25-years' })
  await go('check', who.opennessOfficer)
  await go('handOver', who.publisher)
  office = await makeOffice(archiveRoutes(t.house))
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

const reading = (bodyId: number) => [
  `/api/archive/register?body=${bodyId}`,
  `/api/archive/register.csv?body=${bodyId}`,
  `/api/archive/transfers?body=${bodyId}`,
  `/api/archive/transfers/${transfer}`,
  `/api/archive/transfers/${transfer}/package`,
  `/api/archive/retention?body=${bodyId}`,
]
const filed = () => [
  `/api/archive/filings/${filing}`,
  `/api/archive/filings/${filing}/list.json`,
  `/api/archive/filings/${filing}/list.csv`,
]

test('角色 × 机关 × 地址：登记簿、移交、保管期限只给本机关的公开机构、发布员、领导和保密审查员；别处一概没有找到，也不泄露标题', async () => {
  const { bureau } = bench
  const inside = ['opennessOfficer', 'publisher', 'publisher2', 'leader', 'secrecyOfficer']
  for (const [place, people] of [
    ['own', bureau],
    ['above', above],
    ['aside', aside],
  ] as const)
    for (const [name, actor] of Object.entries(people.actors)) {
      const may = place === 'own' && inside.includes(name)
      for (const url of reading(bureau.bodyId)) {
        const answer = await office.call(actor, 'GET', url)
        expect([place, name, url, answer.status]).toEqual([place, name, url, may ? 200 : 404])
        if (!may) expect(answer.text).not.toContain(secretTitle)
      }
    }
})

test('备案清单：本机关看全份；上级只看向上的一份，不予公开的没有标题；旁的机关、三员和部门人员没有找到', async () => {
  const { bureau } = bench
  const inside = ['opennessOfficer', 'publisher', 'publisher2', 'leader', 'secrecyOfficer']
  const looking = ['opennessOfficer', 'publisher', 'publisher2', 'leader']
  for (const [place, people, may] of [
    ['own', bureau, inside],
    ['above', above, looking],
    ['aside', aside, []],
  ] as const)
    for (const [name, actor] of Object.entries(people.actors)) {
      const sees = (may as readonly string[]).includes(name)
      for (const url of filed()) {
        const answer = await office.call(actor, 'GET', url)
        expect([place, name, url, answer.status]).toEqual([place, name, url, sees ? 200 : 404])
        if (sees && !url.endsWith(String(filing))) {
          expect(answer.text.includes(secretTitle)).toBe(place === 'own')
          expect(answer.text).toContain('测应急〔2026〕1号')
        } else expect(answer.text).not.toContain(secretTitle)
      }
      const list = (await office.call<{ rows: { id: number }[] }>(actor, 'GET', '/api/archive/filings')).body
      expect([place, name, list.rows.some(r => r.id === filing)]).toEqual([place, name, sees])
    }
})

test('办理：只有公开机构经办人和发布员能备案、说明缺号、划定期限、整理移交；看得到的人没有权限，看不到的人没有找到', async () => {
  const { bureau } = bench
  const body = bureau.bodyId
  const doing: [string, object][] = [
    ['/api/archive/filings', { body, from: '2026-02-30', until: 'x' }],
    ['/api/archive/explanations', { body }],
    ['/api/archive/transfers', { body }],
    ['/api/archive/retention-rules', { body }],
    [`/api/archive/retention/${document}`, {}],
    ['/api/archive/disposals', { body }],
  ]
  for (const [place, people] of [
    ['own', bureau],
    ['above', above],
    ['aside', aside],
  ] as const)
    for (const [name, actor] of Object.entries(people.actors)) {
      const status =
        place !== 'own'
          ? 404
          : ['opennessOfficer', 'publisher', 'publisher2'].includes(name)
            ? 422
            : ['leader', 'secrecyOfficer'].includes(name)
              ? 403
              : 404
      for (const [url, payload] of doing) {
        const answer = await office.call(actor, 'POST', url, payload)
        expect([place, name, url, answer.status]).toEqual([place, name, url, status])
      }
    }
  const all = await office.call(bureau.actors.publisher, 'POST', doing[0]![0], doing[0]![1])
  expect(all.body.reasons!.map(r => r.field)).toEqual(['from', 'until'])
})

test('登记簿的筛选和坏输入：每一处都是一句话，不出内部错误', async () => {
  const { actors } = bench.bureau
  for (const query of [
    'from=2026-02-30',
    'from=2026-05-01&until=2026-01-01',
    'attribute=secret',
    'page=0',
    'state=draft',
    'body=x',
  ]) {
    const answer = await office.call(actors.publisher, 'GET', `/api/archive/register?${query}`)
    expect([query, answer.status]).toEqual([query, 422])
    expect(answer.body.message).toMatch(/[\u4e00-\u9fff]/)
  }
  for (const [attribute, total] of [
    ['withheld', 1],
    ['proactive', 0],
  ] as const) {
    const found = await office.call(actors.publisher, 'GET', `/api/archive/register?attribute=${attribute}`)
    expect(found.body.total).toBe(total)
  }
})
