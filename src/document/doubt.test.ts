import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { makeDocumentBench, refusal, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { attach } from './actions/draft.ts'
import { documentJobs } from './jobs.ts'
import { caseView } from './present.ts'
import { attachmentsOf, readDocument } from './store.ts'
import { listPage } from './lists/lists.ts'
import { noFilter } from './lists/model.ts'

let bench: DocumentBench
let t: DocumentBench['t']
let who: DocumentBench['who']
let go: DocumentBench['go']
let upTo: DocumentBench['upTo']

beforeAll(async () => {
  bench = await makeDocumentBench()
  ;({ t, who, go, upTo } = bench)
})
afterAll(() => t.close())

const stateOf = async (id: number) => (await readDocument(t.db, id))!.state

describe('390号文五（三）：两架梯子', () => {
  test('拿不准是否涉密：本单位保密机构报请有权机关，确定不涉密的登记机关和日期后继续；每级留名留时', async () => {
    const id = await upTo('approve', { secrecyDoubt: true })
    await go(id, 'refer', who.secrecyOfficer, { reason: '保密事项范围没有明确规定' })
    expect(await stateOf(id)).toBe('secrecy-referral')
    const bare = await refusal(go(id, 'determineOpen', who.secrecyOfficer, { reason: '不涉密', form: {} }))
    expect(bare.reasons.map(r => r.field)).toEqual(['office', 'on'])
    const future = { office: '市国家保密局', on: '2026-04-01' }
    expect(
      (await refusal(go(id, 'determineOpen', who.secrecyOfficer, { reason: '不涉密', form: future })))
        .reasons[0]!.field,
    ).toBe('on')
    await go(id, 'determineOpen', who.secrecyOfficer, {
      reason: '经确定不属于国家秘密',
      form: { office: '市国家保密局', on: '2026-03-02' },
    })
    expect(await stateOf(id)).toBe('openness-review')
    const last = (await historyOf(t.db, 'document', id)).at(-1)!
    expect(last).toMatchObject({
      verb: 'determineOpen',
      actorName: '保密审查员甲',
      data: { office: '市国家保密局', on: '2026-03-02' },
    })
  })

  test('不涉密但拿不准是否适宜公开：先与业务主管部门研究，再报同级公开主管部门确定', async () => {
    const id = await upTo('approve')
    await go(id, 'consult', who.opennessOfficer, { reason: '涉及在建项目' })
    await go(id, 'recordOpinion', who.opennessOfficer, {
      reason: '可以公开',
      form: { office: '市发展改革委', on: '2026-03-02' },
    })
    await go(id, 'referOpenness', who.opennessOfficer, { reason: '仍不能确定' })
    expect(await stateOf(id)).toBe('openness-referral')
    await go(id, 'recordDetermination', who.opennessOfficer, {
      reason: '同意公开',
      form: { office: '市政府办公室', on: '2026-03-02' },
    })
    await go(id, 'agree', who.opennessOfficer)
    expect(await stateOf(id)).toBe('signature')
    const view = await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.leader)
    expect(view.flow.map(n => n.state)).toEqual(
      expect.arrayContaining(['openness-consult', 'openness-referral']),
    )
  })

  test('保密法第三十一条：认定涉密的，标题、正文、附件从系统清除，履历里也没有内容，文件字节被删除', async () => {
    const { subject } = await bench.drafted({
      title: '绝不能留下的标题',
      secrecyDoubt: true,
      bodyHtml: '<p>绝不能留下的正文</p>',
    })
    await attach(t.house, who.drafter, subject, {
      name: '附件.txt',
      bytes: Buffer.from('绝不能留下的附件'),
      role: 'attachment',
    })
    const [file] = await attachmentsOf(t.db, subject)
    await go(subject, 'submit', who.drafter)
    await go(subject, 'approve', who.departmentHead)
    await go(subject, 'findSecret', who.secrecyOfficer, { reason: '属于保密事项范围' })
    const left = await readDocument(t.db, subject)
    expect(left).toMatchObject({ state: 'removed', title: '（已清除）', bodyHtml: '' })
    await documentJobs(t.house)['document:purgeFiles']!({ hashes: [file!.hash] }, undefined as never)
    expect(await t.house.files.has(file!.hash)).toBe(false)
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from office.event where subject_id = ${subject} and payload like '%绝不能留下%'`.execute(
      t.db,
    )
    expect(rows[0]!.n).toBe(0)
    for (const actor of [who.drafter, who.departmentHead, who.opennessOfficer])
      expect(JSON.stringify(await caseView(t.house, t.db, left!, actor))).not.toContain('绝不能留下')
  })
})

describe('会签、取回、退回', () => {
  const headOf = (departmentId: number): Actor => ({
    ...who.drafter2,
    departmentId,
    roles: [
      {
        role: 'departmentHead',
        bodyId: bench.bureau.bodyId,
        departmentId,
        onBehalfOf: null,
        onBehalfName: null,
      },
    ],
  })

  test('会签：几个部门同时收到待办，各自答复，最后一个答复后回到主办部门；没被请的部门看不到', async () => {
    const more = await t.db
      .insertInto('department')
      .values(
        [1, 2].map(i => ({ body_id: bench.bureau.bodyId, name: `会签部门${i}`, duty: 'business', sort: 9 })),
      )
      .returning('id')
      .execute()
    const [a, b] = [more[0]!.id, more[1]!.id]
    const id = await upTo('submit')
    expect(
      (
        await refusal(
          go(id, 'askCountersign', who.departmentHead, {
            form: { departments: [bench.bureau.departmentId] },
          }),
        )
      ).message,
    ).toContain('主办部门')
    expect(
      (await refusal(go(id, 'askCountersign', who.departmentHead, { form: { departments: [999_999] } })))
        .reasons[0]!.field,
    ).toBe('departments')
    await go(id, 'askCountersign', who.departmentHead, { form: { departments: [a, b] } })
    expect(
      (await listPage(t.house, { list: 'todo', filter: noFilter, actor: headOf(a) }, 1)).rows.map(r => r.id),
    ).toContain(id)
    expect(
      (
        await listPage(
          t.house,
          { list: 'todo', filter: noFilter, actor: headOf(bench.bureau.otherDepartmentId) },
          1,
        )
      ).rows.map(r => r.id),
    ).not.toContain(id)
    expect(
      (
        await refusal(
          go(id, 'countersign', headOf(bench.bureau.otherDepartmentId), {
            reason: '同意',
            form: { agrees: 'yes' },
          }),
        )
      ).code,
    ).toBe('not-found')
    await Promise.all([
      go(id, 'countersign', headOf(a), { reason: '同意。', form: { agrees: 'yes' } }),
      go(id, 'countersign', headOf(b), { reason: '第二条建议修改。', form: { agrees: 'no' } }),
    ])
    expect(await stateOf(id)).toBe('department-review')
    const view = await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.departmentHead)
    expect(view.countersigns.map(c => [c.department, c.agrees, c.opinion])).toEqual([
      ['会签部门1', true, '同意。'],
      ['会签部门2', false, '第二条建议修改。'],
    ])
    expect(
      (await refusal(go(id, 'countersign', headOf(a), { reason: '再签', form: { agrees: 'yes' } }))).code,
    ).toBe('not-found')
  })

  test('取回：没有人打开时可以；审核人打开过就不行，并说出是谁、何时', async () => {
    const unread = await upTo('submit')
    await go(unread, 'recall', who.drafter)
    expect(await stateOf(unread)).toBe('draft')
    const read = await upTo('submit')
    t.pass(60_000)
    await caseView(t.house, t.db, (await readDocument(t.db, read))!, who.departmentHead)
    const no = await refusal(go(read, 'recall', who.drafter))
    expect(no.message).toContain('部门负责人甲已于2026-03-02')
    // 退回后重新送审的，上一轮的打开不算。
    await go(read, 'return', who.departmentHead, { reason: '改一改' })
    t.pass(60_000)
    await go(read, 'submit', who.drafter)
    await go(read, 'recall', who.drafter)
  })

  test('退回到任一在前的环节：领导可退拟稿、部门或公开审查；表里没有的环节退不回去', async () => {
    const id = await upTo('agree')
    const wild = await refusal(
      go(id, 'return', who.leader, { reason: '退错地方', form: { to: 'published' } }),
    )
    expect(wild.reasons[0]!.field).toBe('to')
    expect(await stateOf(id)).toBe('signature')
    await go(id, 'return', who.leader, { reason: '公开属性再核', form: { to: 'openness-review' } })
    expect(await stateOf(id)).toBe('openness-review')
    await go(id, 'agree', who.opennessOfficer)
    expect(await stateOf(id)).toBe('signature')
    await go(id, 'return', who.leader, { reason: '重拟' })
    expect(await stateOf(id)).toBe('draft')
  })

  test('390号文四（一）3、吉林一（一）：以政府名义印发的须写建议，面向特定对象的须写理由', async () => {
    const { subject } = await bench.drafted({
      ...sampleDraft,
      inGovernmentName: true,
      audience: 'particular',
    })
    const no = await refusal(go(subject, 'submit', who.drafter))
    expect(no.reasons.map(r => [r.field, r.basis])).toEqual([
      ['audienceWhy', '吉林/一(一)'],
      ['proposal', '390号/四(一)3'],
    ])
  })
})
