import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import type { Step } from '#kit/workflow.ts'
import { makeBureau } from '../../../test/setup/bureau.ts'
import { makeDocumentBench, refusal, type DocumentBench } from '../journey.fixture.ts'
import { caseView } from '../present.ts'
import { readDocument } from '../store.ts'
import { states, workflow } from '../workflow.ts'
import { enterPaper, performPaper } from './actions.ts'
import { isWhole, scanKindOf } from './model.ts'
import { papersOf } from './store.ts'

let bench: DocumentBench
const pdf = { name: '签批页.pdf', bytes: Buffer.from('%PDF-1.4\n…\n%%EOF\n') }

beforeAll(async () => {
  bench = await makeDocumentBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

type Entry = Record<string, unknown>
const enter = async (
  id: number,
  verb: string,
  decider: Actor,
  clerk: Actor,
  more: Entry = {},
  scan: typeof pdf | null = pdf,
) =>
  enterPaper(
    bench.t.house,
    clerk,
    id,
    {
      verb,
      version: (await readDocument(bench.t.db, id))?.version ?? 1,
      decider: decider.staffId,
      decidedOn: bench.t.house.now().toISOString().slice(0, 10),
      opinion: '同意。',
      ...more,
    },
    scan,
  )
const say = (paper: number, verb: string, actor: Actor, reason?: string) =>
  performPaper(bench.t.house, { subject: paper, verb, actor, reason })

describe('纸面意见补录（390号文五（三）：每一步留名留时）', () => {
  test('部门、公开机构、领导在纸上作出的意见逐项补录：履历写明谁的意见、哪天、谁补录，扫描件在，作出人收到通知', async () => {
    const { t, who } = bench
    const id = await bench.upTo('submit')
    t.setNow('2026-03-04T09:00:00+08:00')
    expect(
      (await enter(id, 'approve', who.departmentHead, who.opennessOfficer, { decidedOn: '2026-03-03' }))
        .state,
    ).toBe('openness-review')
    await enter(id, 'agree', who.opennessOfficer, who.publisher)
    expect((await enter(id, 'sign', who.leader, who.publisher, { opinion: '同意印发。' })).state).toBe(
      'numbering',
    )
    const past = await historyOf(t.db, 'document', id)
    expect(past.at(-1)).toMatchObject({
      verb: 'sign',
      actor: who.publisher.staffId,
      onBehalfOf: who.leader.staffId,
      role: 'leader',
      reason: '同意印发。',
      data: { paper: { decidedOn: '2026-03-04', clerk: '发布员甲' } },
    })
    const row = (await readDocument(t.db, id))!
    expect(row.bodyHash).not.toBeNull()
    const view = await caseView(t.house, t.db, row, who.leader)
    expect(view.trail.filter(e => e.paper).map(e => [e.who, e.paper!.clerk, e.paper!.decidedOn])).toEqual([
      ['部门负责人甲', '公开机构经办人甲', '2026-03-03'],
      ['公开机构经办人甲', '发布员甲', '2026-03-04'],
      ['签发领导甲', '发布员甲', '2026-03-04'],
    ])
    expect(view.papers.map(p => [p.label, p.decider, p.clerk, p.offers.map(o => o.verb)])).toEqual([
      ['审核通过', '部门负责人甲', '公开机构经办人甲', []],
      ['同意公开属性', '公开机构经办人甲', '发布员甲', []],
      ['签发', '签发领导甲', '发布员甲', ['object']],
    ])
    expect(view.lastOpinion).toMatchObject({ who: '签发领导甲', text: '同意印发。' })
    const [first] = await papersOf(t.db, id)
    expect(await t.house.files.has(first!.fileHash)).toBe(true)
    const told = await t.db
      .selectFrom('notice')
      .select('text')
      .where('staff_id', '=', who.leader.staffId)
      .execute()
    expect(told.map(n => n.text).join()).toContain('发布员甲补录了您2026-03-04')
    // 补录人不能再以自己的判断放行同一件公文，别的发布员可以。
    await bench.go(id, 'number', who.publisher, { form: { series: '测应急' } })
    await bench.go(id, 'issue', who.publisher)
    expect((await refusal(bench.go(id, 'publish', who.publisher))).message).toContain('补录过纸面意见')
    expect((await bench.go(id, 'publish', who.publisher2)).state).toBe('published')
  })

  test('表中可以补录的每一步 × 每个人作补录人 × 每个人作作出人：只有有权的两个不同的人', async () => {
    const { t, who } = bench
    const everybody = Object.values(who).filter(a => !a.roles.some(r => r.role.endsWith('Admin')))
    let allowed = 0
    let refused = 0
    const reviews = [
      'department-review',
      'secrecy-review',
      'openness-review',
      'legality-review',
      'signature',
    ] as const
    const { subject } = await bench.drafted()
    await bench.go(subject, 'submit', who.drafter)
    for (const state of reviews)
      for (const [verb, step] of Object.entries<Step>(workflow[state]))
        // Where nothing may be entered, one clerk stands for all: the table is asked before anything else.
        for (const clerk of step.paper ? everybody : [who.opennessOfficer])
          for (const decider of everybody) {
            await t.db
              .updateTable('document')
              .set({ state, reached_at: t.house.now() })
              .where('id', '=', subject)
              .execute()
            const has = (a: Actor, by: readonly string[] = []) => a.roles.some(r => by.includes(r.role))
            const drafted = (a: Actor) => a.staffId === who.drafter.staffId
            const lawful =
              has(clerk, step.paper) &&
              has(decider, step.by) &&
              clerk !== decider &&
              !(step.notBy && (drafted(clerk) || drafted(decider)))
            const answer = await enter(subject, verb, decider, clerk, { form: { to: 'draft' } }).catch(
              (e: unknown) => e as { code: string },
            )
            if (lawful) {
              expect(answer, `${state}.${verb} ${clerk.name} 代录 ${decider.name}`).toHaveProperty('state')
              allowed++
            } else {
              expect(['forbidden', 'not-found']).toContain((answer as { code: string }).code)
              expect((await readDocument(t.db, subject))!.state).toBe(state)
              refused++
            }
          }
    expect(allowed).toBeGreaterThan(15)
    expect(refused).toBeGreaterThan(400)
  })

  test('能补录的都在表里写明，补录人只有公开机构和发布员；没有写明的环节一概不能补录', () => {
    const enterable = states.flatMap(state =>
      Object.entries<Step>(workflow[state]).flatMap(([verb, step]) =>
        step.paper ? [`${state}.${verb}`] : [],
      ),
    )
    expect(enterable).toEqual([
      'department-review.approve',
      'department-review.return',
      'countersign.countersign',
      'secrecy-review.clear',
      'secrecy-review.return',
      'openness-review.agree',
      'openness-review.return',
      'legality-review.pass',
      'legality-review.return',
      'signature.sign',
      'signature.return',
    ])
  })

  test('四眼看作出人：拟稿人自己的纸面签字不算，补录人替他录也不行；起草人不能当补录人', async () => {
    const { who } = bench
    const id = await bench.upTo('agree')
    const drafterLeads: Actor = { ...who.drafter, roles: [...who.drafter.roles, ...who.leader.roles] }
    await bench.t.db
      .insertInto('role_grant')
      .values({
        staff_id: who.drafter.staffId,
        role: 'leader',
        body_id: bench.bureau.bodyId,
        granted_at: bench.t.house.now(),
        activated_at: bench.t.house.now(),
      })
      .execute()
    expect((await refusal(enter(id, 'sign', drafterLeads, who.publisher))).message).toContain('四眼')
    await bench.t.db
      .deleteFrom('role_grant')
      .where('staff_id', '=', who.drafter.staffId)
      .where('role', '=', 'leader')
      .execute()
    const drafterClerk: Actor = { ...who.drafter, roles: [...who.drafter.roles, ...who.publisher.roles] }
    expect((await refusal(enter(id, 'sign', who.leader, drafterClerk))).message).toContain('四眼')
  })

  test('日期、意见、扫描件、作出人：不像样的一次说全，什么也没存下', async () => {
    const { t, who } = bench
    t.setNow('2026-03-10T09:00:00+08:00')
    const id = await bench.upTo('submit')
    const before = await readDocument(t.db, id)
    const all = await refusal(
      enterPaper(t.house, who.publisher, id, { verb: 'approve', version: before!.version }, null),
    )
    expect(all.reasons.map(r => r.field).sort()).toEqual(['decidedOn', 'decider', 'opinion', 'scan'])
    for (const [decidedOn, words] of [
      ['2026-03-09', '才到这一环节'],
      ['2026-03-11', '在今天之后'],
      ['2026-02-30', '没有2026-02-30这一天'],
      ['昨天', '应写成'],
    ] as const)
      expect(
        (await refusal(enter(id, 'approve', who.departmentHead, who.publisher, { decidedOn }))).message,
      ).toContain(words)
    for (const [name, bytes, words] of [
      ['空.pdf', Buffer.alloc(0), '空文件'],
      ['改名.pdf', Buffer.from('PK\u0003\u0004 docx word/document.xml'), '不是 PDF'],
      ['网页.jpg', Buffer.from('<html>'), '不是 PDF'],
      ['半截.pdf', Buffer.from('%PDF-1.7 …'), '不完整'],
      ['半截.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]), '不完整'],
    ] as const)
      expect(
        (await refusal(enter(id, 'approve', who.departmentHead, who.publisher, {}, { name, bytes }))).message,
        name,
      ).toContain(words)
    const other = await makeBureau(t.db, 'paper-other', '别县应急管理局')
    expect(
      (await refusal(enter(id, 'approve', other.actors.departmentHead, who.publisher))).message,
    ).toContain('本机关')
    expect((await refusal(enter(id, 'approve', who.departmentHead, other.actors.publisher))).code).toBe(
      'not-found',
    )
    expect(
      (await refusal(enter(id, 'approve', who.departmentHead, who.publisher, { version: 1 }))).code,
    ).toBe('stale')
    expect(await readDocument(t.db, id)).toEqual(before)
    expect(await papersOf(t.db, id)).toEqual([])
  })

  test('按内容认文件：四种各认得出，截断的看得出', () => {
    const jpg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 0xff, 0xd9])
    const png = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.from('…IEND1234'),
    ])
    const ofd = Buffer.from('PK\u0003\u0004…OFD.xml…PK\u0005\u0006…', 'latin1')
    for (const [bytes, kind] of [
      [pdf.bytes, 'pdf'],
      [jpg, 'jpg'],
      [png, 'png'],
      [ofd, 'ofd'],
    ] as const) {
      expect(scanKindOf(bytes)).toBe(kind)
      expect(isWhole(bytes, kind)).toBe(true)
      expect(isWhole(bytes.subarray(0, 7), kind)).toBe(false)
    }
    expect(scanKindOf(Buffer.from('hello'))).toBeNull()
  })

  test('作出人提出异议：公文停下，只能退回重办或由其收回；别人不能代他提；退回后这项意见作废', async () => {
    const { t, who } = bench
    const id = await bench.upTo('submit')
    await enter(id, 'approve', who.departmentHead, who.publisher)
    const [paper] = await papersOf(t.db, id)
    for (const actor of [who.publisher, who.leader, who.opennessOfficer])
      expect((await refusal(say(paper!.id, 'object', actor, '不是他的'))).code, actor.name).toBe('not-found')
    expect((await refusal(say(paper!.id, 'object', who.departmentHead))).message).toContain('理由')
    await say(paper!.id, 'object', who.departmentHead, '我没有签过这份意见')
    const stopped = await refusal(bench.go(id, 'agree', who.opennessOfficer))
    expect(stopped.message).toContain('提出了异议')
    expect((await refusal(enter(id, 'agree', who.opennessOfficer, who.publisher))).message).toContain(
      '提出了异议',
    )
    const view = await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.opennessOfficer)
    expect(view.offers.find(o => o.verb === 'agree')!.blocked[0]!.text).toContain('异议')
    expect(view.trail.at(-1)).toMatchObject({
      label: '对补录的纸面意见提出异议',
      reason: '我没有签过这份意见',
    })
    await say(paper!.id, 'retract', who.departmentHead, '核对后确是我签的')
    await bench.go(id, 'agree', who.opennessOfficer)
    await say(paper!.id, 'object', who.departmentHead, '再看一遍，不是')
    expect((await refusal(bench.go(id, 'sign', who.leader))).message).toContain('异议')
    await bench.go(id, 'return', who.leader, { reason: '重审', form: { to: 'department-review' } })
    expect((await papersOf(t.db, id))[0]).toMatchObject({ void: true, state: 'objected' })
    await bench.go(id, 'approve', who.departmentHead)
    await bench.go(id, 'agree', who.opennessOfficer)
    expect((await bench.go(id, 'sign', who.leader)).state).toBe('numbering')
    expect((await refusal(say(paper!.id, 'retract', who.departmentHead, '迟了'))).message).toContain(
      '不再有效',
    )
  })

  test('退回也可以是纸面意见；领导纸面签发同样要过内容检查', async () => {
    const { t, who } = bench
    const id = await bench.upTo('agree')
    const back = await enter(id, 'return', who.leader, who.publisher, {
      opinion: '事实不清',
      form: { to: 'openness-review' },
    })
    expect(back.state).toBe('openness-review')
    await bench.go(id, 'agree', who.opennessOfficer)
    await t.db
      .updateTable('document')
      .set({ body_html: '<p>联系人张三，身份证号110101199003078515。</p>' })
      .where('id', '=', id)
      .execute()
    expect((await refusal(enter(id, 'sign', who.leader, who.publisher))).message).toContain('身份证')
  })
})
