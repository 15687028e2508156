import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { makeBureau } from '../../../test/setup/bureau.ts'
import { documentJobs } from '../jobs.ts'
import { makeDocumentBench, refusal, type DocumentBench } from '../journey.fixture.ts'
import { caseView } from '../present.ts'
import { readDocument } from '../store.ts'

let bench: DocumentBench
const form = () => ({
  kind: 'natural-disaster',
  event: '7·20暴雨洪涝灾害',
  consentBy: bench.who.leader.staffId,
})

beforeAll(async () => {
  bench = await makeDocumentBench('2026-07-20T22:00:00+08:00')
})
afterAll(() => bench.t.close())

const hurry = async (change: Parameters<DocumentBench['drafted']>[0] = {}, by?: Actor, more = {}) => {
  const id = await bench.upTo('submit', change)
  return bench.go(id, 'publishEmergency', by ?? bench.who.publisher, { form: { ...form(), ...more } })
}
const onPortal = async (address: string) =>
  bench.t.portalDb
    .selectFrom('record.current')
    .select(['standing', 'title'])
    .where('address', '=', address)
    .executeTakeFirst()

describe('突发事件应对法第七条：先行发布，事后补办审签', () => {
  test('送审后由发布员立即公开；公开审查、领导追认随后补办；履历、时限、待办都在', async () => {
    const { t, who } = bench
    const { subject, state } = await hurry()
    expect(state).toBe('emergency-review')
    const row = (await readDocument(t.db, subject))!
    expect(row).toMatchObject({
      label: '此件公开发布',
      issuedOn: '2026-07-20',
      writtenOn: '2026-07-20',
      emergency: { kind: 'natural-disaster', event: '7·20暴雨洪涝灾害', consentBy: who.leader.staffId },
    })
    expect(row.indexNumber).toMatch(/^11220000740468418C\/2026-/)
    expect(await onPortal(row.address!)).toMatchObject({ standing: 'published', title: row.title })
    const told = await t.db
      .selectFrom('notice')
      .select('staff_id')
      .where('subject_id', '=', subject)
      .where('subject_kind', '=', 'document')
      .execute()
    expect(told.map(n => n.staff_id).sort()).toEqual(
      [who.departmentHead, who.opennessOfficer, who.leader].map(a => a.staffId).sort(),
    )
    const view = await caseView(t.house, t.db, row, who.opennessOfficer)
    expect(view.offers.map(o => o.verb)).toEqual(
      expect.arrayContaining(['endorse', 'refuseAfter', 'correct']),
    )
    expect(view.clocks[0]).toMatchObject({ id: 'emergency', state: 'running', words: '剩24小时' })
    expect(view.flow.map(n => n.state)).toEqual([
      'draft',
      'department-review',
      'emergency-review',
      'emergency-signature',
      'published',
    ])
    t.pass(30 * 60_000)
    await bench.go(subject, 'endorse', who.opennessOfficer)
    expect((await refusal(bench.go(subject, 'ratify', who.opennessOfficer))).code).toBe('forbidden')
    expect((await bench.go(subject, 'ratify', who.leader)).state).toBe('published')
    const done = await caseView(t.house, t.db, (await readDocument(t.db, subject))!, who.leader)
    expect(done.clocks[0]).toMatchObject({ id: 'emergency', state: 'met', words: '按期办结' })
    expect((await historyOf(t.db, 'document', subject)).map(e => e.verb)).toEqual([
      'draft',
      'submit',
      'publishEmergency',
      'endorse',
      'ratify',
    ])
  })

  test('只有发布员，只在送审之后，只限突发事件：角色、环节、种类、口头同意逐一核对', async () => {
    const { who } = bench
    const id = await bench.upTo('submit')
    for (const actor of [
      who.drafter,
      who.departmentHead,
      who.opennessOfficer,
      who.leader,
      who.secrecyOfficer,
    ])
      expect(
        (await refusal(bench.go(id, 'publishEmergency', actor, { form: form() }))).code,
        actor.name,
      ).toBe('forbidden')
    const { subject } = await bench.drafted()
    expect((await refusal(bench.go(subject, 'publishEmergency', who.publisher, { form: form() }))).code).toBe(
      'not-found',
    )
    const reviewed = await bench.upTo('approve')
    expect(
      (await refusal(bench.go(reviewed, 'publishEmergency', who.publisher, { form: form() }))).code,
    ).toBe('not-now')
    const none = await refusal(
      bench.go(id, 'publishEmergency', who.publisher, { form: { kind: 'promotion' } }),
    )
    expect(none.reasons.map(r => r.field).sort()).toEqual(['consentBy', 'event', 'kind'])
    for (const consentBy of [
      who.publisher.staffId,
      who.drafter.staffId,
      who.opennessOfficer.staffId,
      999_999,
    ])
      expect(
        (await refusal(bench.go(id, 'publishEmergency', who.publisher, { form: { ...form(), consentBy } })))
          .message,
      ).toContain('口头同意')
    expect((await readDocument(bench.t.db, id))!.address).toBeNull()
  })

  test('拟稿人当发布员也不行；先行发布的人不能自己补审、追认：四眼', async () => {
    const { who } = bench
    const all: Actor = {
      ...who.publisher,
      roles: [...who.publisher.roles, ...who.opennessOfficer.roles, ...who.leader.roles],
    }
    const { subject } = await hurry({}, all)
    expect((await refusal(bench.go(subject, 'endorse', all))).message).toContain('四眼')
    await bench.go(subject, 'endorse', who.opennessOfficer)
    expect((await refusal(bench.go(subject, 'ratify', all))).message).toContain('四眼')
    const drafterToo: Actor = { ...who.drafter, roles: [...who.drafter.roles, ...who.publisher.roles] }
    const id = await bench.upTo('submit')
    expect((await refusal(bench.go(id, 'publishEmergency', drafterToo, { form: form() }))).message).toContain(
      '四眼',
    )
  })

  test('保密疑问、规范性文件、政府名义、非主动公开、成文日期在后的，不能先行发布；一次说全', async () => {
    const { who } = bench
    const id = await bench.upTo('submit', {
      secrecyDoubt: true,
      normative: true,
      inGovernmentName: true,
      proposal: '主动公开',
      attribute: 'withheld',
      ground: 'E16-2',
      attributeReason: '过程性信息',
      writtenOn: '2026-08-01',
    })
    const { reasons } = await refusal(bench.go(id, 'publishEmergency', who.publisher, { form: form() }))
    const words = reasons.map(r => r.text).join('\n')
    for (const part of ['保密机构先行审查', '合法性审查', '政府或其办公室名义', '不予公开', '在今天之后'])
      expect(words).toContain(part)
  })

  test('个人信息、密级标志过不去：与公开发布同一道检查', async () => {
    const { who } = bench
    const id = await bench.upTo('submit')
    await bench.t.db
      .updateTable('document')
      .set({ body_html: '<p>联系人张三，身份证号110101199003078515。</p>' })
      .where('id', '=', id)
      .execute()
    const no = await refusal(bench.go(id, 'publishEmergency', who.publisher, { form: form() }))
    expect(no.message).toContain('身份证')
    expect(no.message).not.toContain('110101199003078515')
    expect((await readDocument(bench.t.db, id))!.state).toBe('department-review')
  })

  test('不予追认：按所选原因撤回，原地址留说明；涉及隐私的各版本清除', async () => {
    const { t, who } = bench
    for (const [verb, actor, kind] of [
      ['refuseAfter', who.opennessOfficer, 'error'],
      ['refuseAfter', who.leader, 'privacy'],
    ] as const) {
      const { subject } = await hurry()
      if (actor === who.leader) await bench.go(subject, 'endorse', who.opennessOfficer)
      const bare = await refusal(bench.go(subject, verb, actor))
      expect(bare.reasons.map(r => r.field)).toEqual(expect.arrayContaining(['reason', 'kind', 'publicNote']))
      const answer = await bench.go(subject, verb, actor, {
        reason: '内容不实',
        form: { kind, publicNote: '本件因内容有误撤回。' },
      })
      expect(answer.state).toBe('withdrawn')
      const row = (await readDocument(t.db, subject))!
      expect(await onPortal(row.address!)).toMatchObject({ standing: 'withdrawn' })
      const left = await t.portalDb
        .selectFrom('record.publication')
        .select('content_hash')
        .where('address', '=', row.address!)
        .where('standing', '=', 'published')
        .execute()
      const kept = await t.portalDb
        .selectFrom('record.content')
        .select('hash')
        .where(
          'hash',
          'in',
          left.map(r => r.content_hash),
        )
        .execute()
      expect(kept.length > 0).toBe(kind === 'error')
    }
  })

  test('补审前发现错误可以更正，公众立即看到更正；更正不结束补办', async () => {
    const { t, who } = bench
    const { subject } = await hurry()
    const row = (await readDocument(t.db, subject))!
    const fixed = await bench.go(subject, 'correct', who.opennessOfficer, {
      reason: '时间有误',
      form: { publicNote: '更正转移人数', title: `${row.title}（续）`, bodyHtml: row.bodyHtml },
    })
    expect(fixed.state).toBe('emergency-review')
    expect(await onPortal(row.address!)).toMatchObject({ title: `${row.title}（续）` })
  })

  test('逾期：到期前提醒该办的人，到期告知全体有关人，再过一天告知上级公开机构；办完的不再提醒', async () => {
    const { t, who, bureau } = bench
    const above = await makeBureau(t.db, 'above-bureau', '上级应急管理局')
    await t.db
      .updateTable('body')
      .set({ parent_id: above.bodyId, ancestors: [above.bodyId] })
      .where('id', '=', bureau.bodyId)
      .execute()
    const { subject } = await hurry()
    const jobs = documentJobs(t.house)
    const run = (stage: string) =>
      (jobs['document:ratify'] as (p: unknown, h: unknown) => Promise<void>)({ document: subject, stage }, {})
    const since = async (text: string) =>
      (
        await t.db
          .selectFrom('notice')
          .select(['staff_id', 'subject_kind'])
          .where('text', 'like', `%${text}%`)
          .execute()
      ).map(n => n.staff_id)
    await run('soon')
    expect(await since('前办结')).toEqual([who.opennessOfficer.staffId])
    t.pass(25 * 3600_000)
    await run('overdue')
    expect((await since('已于')).sort()).toEqual(
      [who.departmentHead, who.opennessOfficer, who.leader, who.publisher, bench.who.publisher2]
        .map(a => a.staffId)
        .sort(),
    )
    await run('upward')
    expect(await since('超期一天')).toEqual([above.actors.opennessOfficer.staffId])
    const view = await caseView(t.house, t.db, (await readDocument(t.db, subject))!, who.leader)
    expect(view.clocks[0]).toMatchObject({ state: 'overdue', light: 'red', words: '超期1小时' })
    const queued = await t.db.selectFrom('event').select('id').where('subject_id', '=', subject).execute()
    expect(queued.length).toBeGreaterThan(0)
    await bench.go(subject, 'endorse', who.opennessOfficer)
    await bench.go(subject, 'ratify', who.leader)
    const before = await since('已于')
    await run('overdue')
    expect(await since('已于')).toEqual(before)
  })
})
