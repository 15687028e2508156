import type { Actor } from '#kit/actor.ts'
import { publishCatalog } from '../../src/catalog/duty/duty.fixture.ts'
import { compileVersion } from '../../src/catalog/actions.ts'
import { makeDocumentBench, type DocumentBench } from '../../src/document/journey.fixture.ts'
import { openCleanup } from '../../src/document/library/cleanup/actions.ts'
import { openCampaign } from '../../src/document/reexamination/actions.ts'
import { beginPosting, performPosting } from '../../src/posting/actions.ts'
import { performRequest } from '../../src/request/actions/perform.ts'
import { registerRequests } from '../../src/request/actions/register.ts'
import { enterRemedy } from '../../src/request/remedies/actions.ts'
import { emptyFile, ordinary, sampleApplication } from '../../src/request/request.fixture.ts'
import { makeBureau, type Bureau } from './bureau.ts'

/** A bureau in which something waits in every room and at every stage, one below it and one beside it in which nothing does. */
export type Busy = { readonly bench: DocumentBench; readonly other: Bureau; readonly below: Bureau }

const today = '2026-03-02'

type Going = { reason?: string; form?: unknown }

async function register(bench: DocumentBench, change: object = {}): Promise<number> {
  const [one] = await registerRequests(bench.t.house, bench.who.opennessOfficer, bench.bureau.bodyId, {
    channel: 'counter',
    submittedOn: today,
    arrivedOn: today,
    application: sampleApplication,
    ...change,
  })
  return one!.subject
}

const proposal = { answers: ordinary, file: emptyFile, grounds: [], findings: '经查，情况属实。' }

/** A case at every stage at which somebody's turn it can be. */
async function cases(bench: DocumentBench): Promise<void> {
  const { who, bureau } = bench
  const request = (subject: number, verb: string, actor: Actor, more: Going = {}) =>
    performRequest(bench.t.house, { subject, verb, actor, ...more })
  await register(bench, { channel: 'fax', arrivedOn: today })
  await register(bench)
  const handed = await register(bench)
  await request(handed, 'handOut', who.opennessOfficer, {
    form: { departments: [bureau.departmentId], asked: '请检索。' },
  })
  const extending = await register(bench)
  await request(extending, 'handOut', who.opennessOfficer, {
    form: { departments: [bureau.otherDepartmentId], asked: '请检索。' },
  })
  await request(extending, 'proposeExtension', who.opennessOfficer, {
    reason: '需要跨部门检索',
    form: { days: 10 },
  })
  for (const stop of ['propose', 'review', 'approve', 'deliver']) {
    const id = await register(bench)
    const way: [string, Actor, Going?][] = [
      ['propose', who.opennessOfficer, { form: proposal }],
      ['review', who.legalReviewer],
      ['approve', who.leader],
      ['deliver', who.opennessOfficer, { form: { how: 'post', on: today, mailNumber: 'XA00000000041' } }],
    ]
    for (const [verb, actor, more] of way) {
      await request(id, verb, actor, more)
      if (verb === stop) break
    }
  }
  const converted = await register(bench)
  await request(converted, 'convert', who.leader, { form: { why: '多人申请，可以公开。' } })
  await enterRemedy(bench.t.house, who.opennessOfficer, bureau.bodyId, {
    block: 'review',
    number: '测政复〔2026〕1号',
    authority: '测试县人民政府',
    receivedOn: today,
  })
}

export async function makeBusy(): Promise<Busy> {
  const bench = await makeDocumentBench()
  const { t, who, bureau } = bench
  const other = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
  const below = await makeBureau(t.db, 'below-bureau', '下级应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: bureau.bodyId, ancestors: [bureau.bodyId] })
    .where('id', '=', below.bodyId)
    .execute()
  await t.db
    .insertInto('request_setting')
    .values({
      body_id: bureau.bodyId,
      series: '测应急',
      review_body: '测试县人民政府',
      court: '测试县人民法院',
      online_review: 'https://review.example.invalid/',
    })
    .execute()
  await bench.drafted()
  for (const verb of ['submit', 'approve', 'agree', 'sign', 'number', 'issue']) await bench.upTo(verb)
  await bench.upTo('issue', { attribute: 'withheld', ground: 'E16-2', attributeReason: '尚在研究。' })
  await cases(bench)
  for (const submit of [false, true]) {
    const { subject } = await beginPosting(t.house, who.drafter, {
      body: bureau.bodyId,
      kind: 'notice',
      content: {
        title: '关于召开会议的通知',
        source: '',
        html: '<p>定于本周五上午召开安全生产工作会议，请准时参加。</p>',
        columns: ['notice'],
      },
    })
    if (submit) await performPosting(t.house, { subject, verb: 'submit', actor: who.drafter })
  }
  const at = t.house.now()
  await t.db
    .insertInto('mistake')
    .values({
      body_id: bureau.bodyId,
      address: '/test-bureau/content/20260302-1.html',
      kind: 'wording',
      text: '有错字',
      state: 'received',
      received_at: at,
      changed_at: at,
    } as never)
    .execute()
  await t.db
    .insertInto('patrol_order')
    .values({
      body_id: bureau.bodyId,
      state: 'open',
      address: '/test-bureau/content/20260302-1.html',
      title: '通知',
      finding_id: 'f1',
      kind: 'typo',
      tier: 'A',
      message: '错别字',
      place: '正文',
      excerpt: '错字',
      owner_id: who.publisher.staffId,
      owner_name: '发布员甲',
      due_on: '2026-03-03',
      lexicon: '1',
      found_at: at,
      checked_at: at,
    } as never)
    .execute()
  await t.db
    .insertInto('alert')
    .values({
      body_id: bureau.bodyId,
      kind: 'response',
      state: 'proposed',
      proposer_id: who.drafter.staffId,
      level: '三级响应',
      title: '启动防汛三级响应',
      text: '',
      changed_at: at,
    })
    .execute()
  await publishCatalog(t, bureau, items => {
    // One item that is asked for every quarter, so that some duty has a day.
    const quarterly = items.findIndex(item => item.deadlineRule?.kind === 'asProgresses')
    return items.map((item, i) => ({
      ...item,
      ...(i === 0 ? { department: bureau.departmentId } : {}),
      ...(i === quarterly ? { deadlineRule: { kind: 'periodic' as const, months: 3 } } : {}),
    }))
  })
  await compileVersion(t.house, who.drafter, { body: bureau.bodyId, field: 'safety-production' })
  await openCampaign(t.house, who.opennessOfficer, { year: 2026, opinionsBy: '2026-03-31' })
  const old = await bench.upTo('publish', { normative: true, validYears: 5 } as never)
  await openCleanup(t.house, who.legalReviewer, {
    name: '2026年清理',
    issuedUntil: today,
    opinionsBy: '2026-03-31',
  })
  await t.db
    .insertInto('deposit')
    .values({
      document_id: old,
      body_id: below.bodyId,
      to_body_id: bureau.bodyId,
      to_name: '测试县应急管理局',
      due_on: '2026-03-20',
      state: 'sent',
      explanation: '说明',
      report: '报告',
      package_hash: 'a'.repeat(64),
      package_size: 1,
      sent_by: below.actors.publisher.staffId,
      sent_at: at,
      reached_at: at,
    } as never)
    .execute()
  return { bench, other, below }
}
