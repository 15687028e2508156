import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { act } from '#kit/act.ts'
import { performPosting } from '#posting/actions.ts'
import { readPosting } from '../../posting/store.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { fillBands } from '../store/likeness.ts'
import { makeOnline, type Online } from '../online.fixture.ts'
import { hear } from '../online/takeIn.ts'
import { casesOfConversion, conversionsOf, openConversion, readConversion } from '../store/conversions.ts'
import { readCase } from '../store/cases.ts'
import { conversionProcedure, performConversion, seesConversion } from './actions.ts'
import { alikeTo } from './alike.ts'
import { alikeView, conversionClock, conversionView } from './present.ts'
import { conversionStates } from './model.ts'
import { conversionVerbs, conversionWorkflow } from './workflow.ts'

let o: Online
let bench: Online['bench']
let other: Bureau
const text = '2025年度烟花爆竹零售点安全检查记录'
beforeAll(async () => {
  o = await makeOnline()
  ;({ bench } = o)
  other = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
})
afterAll(() => o.close())

const asks = async (identityNumber: string, description = text) =>
  (await bench.register({ identityNumber, description }))[0]!.subject
const go = (subject: number, verb: string, actor: Actor, more: { reason?: string; form?: unknown } = {}) =>
  performConversion(bench.t.house, { subject, verb, actor, ...more })
async function proposed(by: Actor = bench.who.leader): Promise<{ request: number; conversion: number }> {
  const request = await asks('X0000001')
  await bench.go(request, 'convert', by, { form: { why: '多人申请，可以公开。' } })
  const [row] = await conversionsOf(bench.t.db, { bodyIds: [bench.bureau.bodyId], requestId: request }, 1)
  return { request, conversion: row!.id }
}

describe('条例第四十四条：多人申请同一信息', () => {
  test('不同的人换着说法申请，认得出是同一信息；同一人的几件只算一人；达到设定的人数就提示', async () => {
    const first = await asks('X1000001')
    await asks('X1000002', `申请公开${text}`)
    await asks('X1000002', `请提供${text}的有关材料`)
    await asks('X1000004', '2019年防汛物资储备清单')
    const row = (await readCase(bench.t.db, first))!
    const found = await alikeTo(bench.t.db, row, '2026-11-23')
    expect(found.applicants).toBe(2)
    expect(found.rows.map(r => [r.isSame, r.isSameApplicant])).toEqual([
      [true, false],
      [true, false],
    ])
    expect((await alikeView(bench.t.house, row)).suggestedFrom).toBe(3)
    const again = (await readCase(bench.t.db, await asks('X1000001', text)))!
    expect((await alikeTo(bench.t.db, again, '2026-11-23')).rows.some(r => r.isSameApplicant)).toBe(true)
    await bench.t.db
      .updateTable('request_setting')
      .set({ repeat_after: 2 })
      .where('body_id', '=', bench.bureau.bodyId)
      .execute()
    const view = await alikeView(bench.t.house, row)
    expect(view.applicants).toBeGreaterThanOrEqual(view.suggestedFrom)
  })

  test('以前登记的没有记号，夜里补上以后也找得到；别的机关的申请不在其中', async () => {
    const one = await asks('X1000005', '2024年应急物资采购合同')
    await bench.t.db.updateTable('request').set({ likeness: null }).where('id', '=', one).execute()
    const row = (await readCase(bench.t.db, await asks('X1000006', '2024年应急物资采购合同')))!
    expect((await alikeTo(bench.t.db, row, '2026-11-23')).rows).toEqual([])
    expect(await fillBands(bench.t.db, 100)).toBe(1)
    expect((await alikeTo(bench.t.db, row, '2026-11-23')).rows.map(r => r.id)).toEqual([one])
    await bench.t.db.updateTable('request').set({ body_id: other.bodyId }).where('id', '=', one).execute()
    expect((await alikeTo(bench.t.db, row, '2026-11-23')).rows).toEqual([])
  })

  test('提出、由另一人决定、拟信息稿、审查公开、告知每一位申请人：一条路走完', async () => {
    const before = await asks('X0000099')
    const request = await asks('X0000001')
    await bench.go(request, 'handOut', bench.who.opennessOfficer, {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    await bench.go(request, 'convert', bench.who.leader, { form: { why: '多人申请，可以公开。' } })
    const mine = { bodyIds: [bench.bureau.bodyId], requestId: request }
    const conversion = (await conversionsOf(bench.t.db, mine, 1))[0]!.id
    expect(
      (await refusal(bench.go(request, 'convert', bench.who.leader, { form: { why: '再提一次。' } })))
        .message,
    ).toContain('不用重复提出')
    const own = await refusal(go(conversion, 'accept', bench.who.leader, { form: { how: 'posting' } }))
    expect(own.message).toContain('四眼')
    await go(conversion, 'accept', bench.who.opennessOfficer, { form: { how: 'posting' } })
    const row = (await readConversion(bench.t.db, conversion))!
    expect(row).toMatchObject({ state: 'accepted', decidedOn: '2026-11-23', documentId: null })
    const early = await refusal(go(conversion, 'announce', bench.who.opennessOfficer))
    expect(early.message).toContain('还没有公开')
    const posting = (await readPosting(bench.t.db, row.postingId!))!
    expect(posting).toMatchObject({
      kind: 'notice',
      state: 'draft',
      drafterId: bench.who.opennessOfficer.staffId,
    })
    const step = (verb: 'save' | 'submit' | 'publish', actor: Actor, form?: unknown) =>
      performPosting(bench.t.house, { subject: posting.id, verb, actor, form })
    const empty = await refusal(step('submit', bench.who.opennessOfficer))
    expect(empty.message).toContain('正文')
    await step('save', bench.who.drafter, {
      ...posting.content,
      html: '<p>2025年度共检查烟花爆竹零售点三十六家，发现问题五处，均已整改。</p>',
    })
    await step('submit', bench.who.drafter)
    expect((await refusal(step('publish', bench.who.opennessOfficer, { examined: true }))).message).toContain(
      '四眼',
    )
    await step('publish', bench.who.publisher, { examined: true })
    const cases = await casesOfConversion(bench.t.db, conversion)
    expect(cases.map(c => c.id)).toContain(before)
    await go(conversion, 'announce', bench.who.opennessOfficer)
    const done = (await readConversion(bench.t.db, conversion))!
    expect(done.state).toBe('opened')
    expect(done.address).toMatch(/^\/test-bureau\/content\/20261123-\d+\.html$/)
    const told = await bench.t.db
      .selectFrom('request_message')
      .select('request_id')
      .where('direction', '=', 'office')
      .where('kind', '=', 'message')
      .execute()
    for (const { id } of cases) expect(told.map(m => m.request_id)).toContain(id)
    const history = (await conversionView(bench.t.house, done, bench.who.opennessOfficer)).history
    expect(history.map(h => h.label)).toEqual(['提出转为主动公开', '决定纳入主动公开', '告知申请人已经公开'])
  })

  test('已有公文的，写文号；没有这件、还没印发的说得出；公开以后才能告知', async () => {
    const { conversion } = await proposed()
    const wrong = await refusal(
      go(conversion, 'accept', bench.who.opennessOfficer, {
        form: { how: 'document', documentNumber: '无此号' },
      }),
    )
    expect(wrong.reasons).toMatchObject([{ field: 'documentNumber' }])
    const none = await refusal(
      go(conversion, 'accept', bench.who.opennessOfficer, { form: { how: 'document' } }),
    )
    expect(none.reasons.map(r => r.field)).toContain('documentNumber')
    const { id } = await bench.t.db
      .insertInto('document')
      .values({
        body_id: bench.bureau.bodyId,
        department_id: bench.bureau.departmentId,
        drafter_id: bench.who.drafter.staffId,
        state: 'issued',
        attribute: 'on-request',
        title: '检查记录',
        document_number: '测应急〔2026〕3号',
        issued_on: '2026-03-02',
        reached_at: bench.t.house.now(),
        created_at: bench.t.house.now(),
        saved_at: bench.t.house.now(),
      } as never)
      .returning('id')
      .executeTakeFirstOrThrow()
    await go(conversion, 'accept', bench.who.opennessOfficer, {
      form: { how: 'document', documentNumber: '测应急〔2026〕3号' },
    })
    expect(await readConversion(bench.t.db, conversion)).toMatchObject({ documentId: id, postingId: null })
    expect((await refusal(go(conversion, 'announce', bench.who.opennessOfficer))).message).toContain(
      '变更公开属性',
    )
    expect((await refusal(go(conversion, 'redraft', bench.who.opennessOfficer))).message).toContain(
      '没有信息稿',
    )
  })

  test('信息稿作废以后可以重新拟；还在办理的不能', async () => {
    const { conversion } = await proposed()
    await go(conversion, 'accept', bench.who.opennessOfficer, { form: { how: 'posting' } })
    expect((await refusal(go(conversion, 'redraft', bench.who.opennessOfficer))).message).toContain(
      '还在办理',
    )
    const first = (await readConversion(bench.t.db, conversion))!.postingId!
    await performPosting(bench.t.house, {
      subject: first,
      verb: 'cancel',
      actor: bench.who.opennessOfficer,
      reason: '内容不合适',
    })
    await go(conversion, 'redraft', bench.who.opennessOfficer)
    expect((await readConversion(bench.t.db, conversion))!.postingId).not.toBe(first)
  })

  test('申请人的建议（第四十四条第二款）：从查询页面提出，由公开机构决定，结果和理由他看得到', async () => {
    const { id, ...codes } = await o.taken()
    const say = (words: string) => o.status(codes, { act: 'convert', matter: String(id), text: words })
    expect((await say('应当公开')).text).toContain('不能再这样办理')
    await bench.t.db
      .updateTable('request')
      .set({ state: 'replied', outcome: 'O2', report_row: 'r3.1', replied_on: '2026-11-23' })
      .where('id', '=', id)
      .execute()
    const page = await o.status(codes)
    expect(page.text).toContain('建议把这项信息主动公开')
    expect((await say('')).text).toContain('请写建议公开的理由')
    expect((await say('涉及全县群众安全，应当公开。')).text).toContain('建议已经送到')
    expect((await say('再说一次')).text).toContain('不能再这样办理')
    const message = await bench.t.db
      .selectFrom('request_message')
      .select('id')
      .where('kind', '=', 'convert')
      .executeTakeFirstOrThrow()
    await hear(o.house, message.id)
    await hear(o.house, message.id)
    const rows = await conversionsOf(bench.t.db, { bodyIds: [bench.bureau.bodyId], requestId: id }, 10)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ state: 'proposed', proposerId: null })
    expect((await refusal(go(rows[0]!.id, 'decline', bench.who.opennessOfficer))).message).toContain(
      '须写明理由',
    )
    await go(rows[0]!.id, 'decline', bench.who.opennessOfficer, {
      reason: '含有企业的商业秘密，不能主动公开。',
    })
    const after = await o.status(codes)
    expect(after.text).toContain('含有企业的商业秘密')
    expect(o.errors).toEqual([])
  })

  test('自己的时钟：十个工作日内决定，决定后二十个工作日内公开，逐日可算；超期的是红灯', () => {
    const calendar = bench.t.house.calendar()
    const at = (state: 'proposed' | 'accepted' | 'opened' | 'declined', today: string) =>
      conversionClock({ state, proposedOn: '2026-03-02', decidedOn: '2026-03-10' }, today, calendar)
    expect(at('proposed', '2026-03-02')).toMatchObject({ dueOn: '2026-03-16', left: 10, light: 'green' })
    expect(at('proposed', '2026-03-17')).toMatchObject({ left: -1, light: 'red', words: '超期1个工作日' })
    expect(at('accepted', '2026-03-10')).toMatchObject({
      dueOn: calendar.addWorkingDays('2026-03-10', 20),
      light: 'green',
    })
    for (const over of ['opened', 'declined'] as const)
      expect(at(over, '2030-01-02')).toMatchObject({ dueOn: null, light: 'none' })
  })
})

describe('表以外的一律不许', () => {
  test('环节 × 动作 × 角色：只有表中写明的办得了，别人得到原因，什么也不变', async () => {
    const { conversion } = await proposed(bench.who.leader)
    for (const state of conversionStates)
      for (const verb of conversionVerbs)
        for (const role of Object.keys(bench.who) as (keyof typeof bench.who)[]) {
          await bench.t.db
            .updateTable('request_conversion')
            .set({ state, address: state === 'opened' ? '/x' : null })
            .where('id', '=', conversion)
            .execute()
          const before = await readConversion(bench.t.db, conversion)
          const steps = conversionWorkflow[state] as Readonly<Record<string, { by: readonly string[] }>>
          const actor = bench.who[role]
          // The head of one department does not decide for the body; who proposed does not decide either.
          const may =
            steps[verb]?.by.includes(role) === true && role !== 'departmentHead' && role !== 'leader'
          const attempt = act(
            bench.t.house,
            conversionProcedure,
            verb === 'announce' ? { apply: c => openConversion(c.trx, c.row.id, '/x') } : {},
            { subject: conversion, verb, actor, reason: '理由', form: {} },
          )
          if (may) {
            await attempt
            continue
          }
          const said = await refusal(attempt)
          expect(['forbidden', 'not-now', 'not-found'], `${state} ${verb} ${role}`).toContain(said.code)
          expect(await readConversion(bench.t.db, conversion)).toEqual(before)
        }
  })

  test('别的机关、上级机关、三员：建议对他们不存在', async () => {
    for (const actor of Object.values(other.actors))
      expect(seesConversion({ bodyId: bench.bureau.bodyId }, actor)).toBe(false)
    for (const role of ['drafter', 'systemAdmin', 'securityAdmin', 'auditAdmin'] as const)
      expect(seesConversion({ bodyId: bench.bureau.bodyId }, bench.who[role])).toBe(false)
    const { conversion } = await proposed()
    expect((await refusal(go(conversion, 'accept', other.actors.opennessOfficer))).code).toBe('not-found')
  })
})
