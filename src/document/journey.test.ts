import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { makeBureau } from '../../test/setup/bureau.ts'
import { makeDocumentBench, refusal, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { caseView } from './present.ts'
import { readDocument } from './store.ts'

let bench: DocumentBench
let t: DocumentBench['t']
let who: DocumentBench['who']
let go: DocumentBench['go']
let upTo: DocumentBench['upTo']
let drafted: DocumentBench['drafted']

beforeAll(async () => {
  bench = await makeDocumentBench()
  ;({ t, who, go, upTo, drafted } = bench)
})
afterAll(() => t.close())

describe('公文从批办单到公开', () => {
  test('390号文四（一）：主动公开的公文经部门审核、公开审查、签发、编号、印发，由另一人发布，公开记录与履历同时写成', async () => {
    const before = t.changes()
    const id = await upTo('publish')
    const document = (await readDocument(t.db, id))!
    expect(document.state).toBe('published')
    expect(document.documentNumber).toMatch(/^测应急〔2026〕\d+号$/)
    expect(document.indexNumber).toMatch(/^11220000740468418C\/2026-\d{5}$/)
    expect(document.label).toBe('此件公开发布')
    expect(document.issuedOn).toBe('2026-03-02')
    expect(t.changes()).toBe(before + 1)
    const shown = await t.portalDb
      .selectFrom('record.current')
      .selectAll()
      .where('address', '=', document.address!)
      .executeTakeFirstOrThrow()
    expect(shown.title).toBe(sampleDraft.title)
    const history = await historyOf(t.db, 'document', id)
    expect(history.map(e => e.verb)).toEqual([
      'draft',
      'submit',
      'approve',
      'agree',
      'sign',
      'number',
      'issue',
      'publish',
    ])
    expect(history.at(-1)!.data).toMatchObject({
      publications: [{ address: document.address, standing: 'published' }],
    })
  })

  test('390号文四（一）5：成文日期后标注“此件公开发布”，自印发之日起20个工作日的账逐日列出', async () => {
    const id = await upTo('issue')
    const view = await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.publisher)
    const [clock] = view.clocks
    expect(clock).toMatchObject({
      startedOn: '2026-03-02',
      dueOn: '2026-03-30',
      state: 'running',
      light: 'green',
    })
    expect(clock!.account.filter(d => d.counted !== null)).toHaveLength(20)
    expect(view.offers.map(o => o.verb)).toEqual(['classify', 'publish', 'schedule'])
    expect(view.waitingFor).toEqual(['发布员甲', '发布员乙'])
  })

  test('吉林一（二）：没有公开属性的公文退文，一次说全所有缺项并给出依据', async () => {
    const { subject } = await drafted({ attribute: null, title: '', bodyHtml: '<p> </p>' })
    const no = await refusal(go(subject, 'submit', who.drafter))
    expect(no.reasons.map(r => r.field)).toEqual(['title', 'bodyHtml', 'attribute'])
    expect(no.reasons.at(-1)!.basis).toBe('390号/四(一)1')
    expect((await readDocument(t.db, subject))!.state).toBe('draft')
  })

  test('390号文四（一）3：不予公开须有法定依据和理由；属于国家秘密的不得在本系统办理', async () => {
    const bare = await drafted({ attribute: 'withheld' })
    expect((await refusal(go(bare.subject, 'submit', who.drafter))).reasons.map(r => r.field)).toEqual([
      'ground',
      'attributeReason',
    ])
    const secret = await drafted({ attribute: 'withheld', ground: 'E14-1', attributeReason: '涉密' })
    expect((await refusal(go(secret.subject, 'submit', who.drafter))).message).toContain('涉密系统')
  })

  test('390号文四（一）2：可能涉密的先经保密审查，再到公开审查；规范性文件经合法性审查', async () => {
    const id = await upTo('approve', { secrecyDoubt: true, normative: true })
    expect((await readDocument(t.db, id))!.state).toBe('secrecy-review')
    await go(id, 'clear', who.secrecyOfficer, { reason: '经审查不涉密' })
    expect((await readDocument(t.db, id))!.state).toBe('openness-review')
    await go(id, 'agree', who.opennessOfficer)
    expect((await readDocument(t.db, id))!.state).toBe('legality-review')
    const view = await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.legalReviewer)
    expect(view.flow.map(n => n.state)).toContain('secrecy-review')
    expect(view.lastOpinion).toMatchObject({ who: '保密审查员甲', text: '经审查不涉密' })
  })

  test('依申请公开、不予公开的公文印发后不能发布', async () => {
    const id = await upTo('issue', { attribute: 'on-request', attributeReason: '涉及特定对象' })
    expect((await readDocument(t.db, id))!.label).toBe('此件依申请公开')
    expect((await refusal(go(id, 'publish', who.publisher))).reasons[0]!.basis).toBe('390号/四(一)5')
  })

  test('每一步都能写明理由退回拟稿人，退回的理由和环节留在公文上；没有理由的退回不成立', async () => {
    for (const [step, actor] of [
      ['submit', who.departmentHead],
      ['approve', who.opennessOfficer],
      ['agree', who.leader],
      ['sign', who.publisher],
    ] as const) {
      const id = await upTo(step)
      const bare = await refusal(go(id, 'return', actor, { reason: '  ' }))
      expect(bare.reasons).toEqual([expect.objectContaining({ field: 'reason' })])
      await go(id, 'return', actor, { reason: '标题有误' })
      expect(await readDocument(t.db, id)).toMatchObject({
        state: 'draft',
        returnedReason: '标题有误',
        bodyHash: null,
      })
      await go(id, 'submit', who.drafter)
      expect(await readDocument(t.db, id)).toMatchObject({ state: 'department-review', returnedReason: null })
    }
  })
})

describe('四眼与权限', () => {
  test('四眼：拟稿人同时有审核、发布角色时，也不能审核、发布自己的公文', async () => {
    const both: Actor = {
      ...who.drafter,
      roles: [...who.drafter.roles, ...who.departmentHead.roles, ...who.publisher.roles, ...who.leader.roles],
    }
    const { subject } = await drafted({}, both)
    await go(subject, 'submit', both)
    const no = await refusal(go(subject, 'approve', both))
    expect(no.code).toBe('forbidden')
    expect(no.message).toContain('四眼')
    const view = await caseView(t.house, t.db, (await readDocument(t.db, subject))!, both)
    expect(view.offers.find(o => o.verb === 'approve')!.blocked[0]!.text).toContain('四眼')
  })

  test('四眼不因代理而落空：代理拟稿人的人，和被代理的拟稿人，都不能审核', async () => {
    const { subject } = await drafted()
    await go(subject, 'submit', who.drafter)
    const inHisPlace: Actor = {
      ...who.leader,
      staffId: who.drafter.staffId,
      roles: who.departmentHead.roles.map(r => ({
        ...r,
        onBehalfOf: who.departmentHead.staffId,
        onBehalfName: '部门负责人甲',
      })),
    }
    expect((await refusal(go(subject, 'approve', inHisPlace))).message).toContain('四眼')
  })

  test('外机关的人、三员、无角色的人：公文对他们不存在', async () => {
    const other = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
    const id = await upTo('issue')
    for (const actor of [
      ...Object.values(other.actors),
      who.systemAdmin,
      who.securityAdmin,
      who.auditAdmin,
      { ...who.drafter, roles: [] },
    ])
      expect((await refusal(go(id, 'publish', actor))).code).toBe('not-found')
  })
})
