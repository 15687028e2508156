import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { historyOf } from '#kit/events.ts'
import { refusal } from '../journey.fixture.ts'
import { readDocument } from '../store.ts'
import { openCampaign, performCampaign, performMany, previewMany } from './actions.ts'
import { makeCampaignBench, type CampaignBench } from './campaign.fixture.ts'
import { issuedDocuments } from './issued.fixture.ts'
import { reexaminationJobs } from './jobs.ts'
import { campaignList, campaignView, itemPage } from './present.ts'
import { reportCsv, reportOf } from './report.ts'
import { readCampaign, readItem } from './store.ts'

let bench: CampaignBench
beforeEach(async () => {
  bench = await makeCampaignBench()
})
afterEach(() => bench.t.close())

const none = { state: null, department: null, attribute: null, opinion: null, late: false, q: '' }

const fill = (count: number) =>
  issuedDocuments(bench.t.db, { ...bench.bureau, drafterId: bench.who.drafter.staffId }, count)

const secretary = () => bench.who.publisher.staffId

/** Runs what is queued, as the worker would; answers how many. What ran once stays queued, so that a second run is a retry. */
async function runConversions(): Promise<number> {
  const admin = new pg.Client(bench.t.connection())
  await admin.connect()
  const { rows } = await admin.query<{ payload: unknown }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id
     where k.identifier = 'reexamination:convert'`,
  )
  await admin.end()
  const convert = reexaminationJobs(bench.t.house)['reexamination:convert']!
  for (const { payload } of rows) await convert(payload, {} as never)
  return rows.length
}

describe('年度复查', () => {
  test('390号文四(一)4：已印发的依申请公开、不予公开公文全部纳入，主动公开和没有印发的不纳入', async () => {
    const { t, who } = bench
    await fill(5)
    await bench.upTo('issue')
    await bench.drafted({ attribute: 'withheld', ground: 'E16-1' })
    const real = await bench.upTo('issue', {
      attribute: 'withheld',
      ground: 'E16-1',
      attributeReason: '内部管理事务',
    })
    const campaign = await bench.open()
    const items = await bench.items(campaign)
    expect(items).toHaveLength(6)
    expect(items.map(i => i.document_id)).toContain(real)
    const [opened] = await historyOf(t.db, 'reexamination', campaign)
    expect(opened).toMatchObject({ verb: 'open', data: { takenIn: 6, year: 2026, opinionsBy: '2026-03-31' } })
    const notices = await t.db.selectFrom('notice').select(['staff_id', 'text']).execute()
    expect(notices).toEqual([
      { staff_id: who.departmentHead.staffId, text: expect.stringContaining('本部门有6件公文') },
    ])
  })

  test('每个机关每年一次；日期和年度的错误一次说全；没有可复查的公文不开空的', async () => {
    const { t, who } = bench
    const empty = await refusal(bench.open())
    expect(empty.message).toContain('不需要开展')
    await fill(1)
    const bad = await refusal(
      openCampaign(t.house, who.opennessOfficer, { year: 2030, opinionsBy: '2026-02-30' }),
    )
    expect(bad.reasons.map(r => r.field)).toEqual(['year', 'opinionsBy'])
    const past = await refusal(
      openCampaign(t.house, who.opennessOfficer, { year: 2026, opinionsBy: '2026-03-01' }),
    )
    expect(past.message).toContain('已经过去')
    await bench.open()
    expect((await refusal(bench.open())).message).toContain('已经开展')
    const other = await refusal(
      openCampaign(t.house, who.departmentHead, { year: 2026, opinionsBy: '2026-03-31' }),
    )
    expect(other.code).toBe('forbidden')
  })

  test('同一个请求标识重发：只开展一次，得到同一个回答', async () => {
    await fill(2)
    const form = { year: 2026, opinionsBy: '2026-03-31' }
    const first = await openCampaign(bench.t.house, bench.who.opennessOfficer, form, 'same-key-1')
    expect(await openCampaign(bench.t.house, bench.who.opennessOfficer, form, 'same-key-1')).toEqual(first)
    expect(await bench.items(first.subject)).toHaveLength(2)
  })

  test('条例第十八条、390号文四(一)4：征求意见后转为主动公开，自决定转换之日起重新计算20个工作日，公布后计入结果', async () => {
    const { t, who } = bench
    const document = await bench.upTo('issue', {
      attribute: 'withheld',
      ground: 'E16-2',
      attributeReason: '过程性信息',
    })
    const campaign = await bench.open()
    const [item] = await bench.items(campaign)
    t.setNow('2026-03-10T09:00:00+08:00')
    await bench.on(item!.id, 'answer', who.departmentHead, {
      reason: '过程已结束',
      form: { opinion: 'open' },
    })
    const form = { decision: 'open', secretary: secretary() }
    await bench.on(item!.id, 'decide', who.opennessOfficer, { reason: '同意公开', form })
    const before = await itemPage(t.house, who.opennessOfficer, campaign, none, 1)
    expect(before.rows[0]).toMatchObject({ conversion: 'converting', conversionWords: '正在转换' })
    expect(await runConversions()).toBe(1)
    expect(await runConversions()).toBe(1)
    expect(await readDocument(t.db, document)).toMatchObject({
      attribute: 'proactive',
      reattributedOn: '2026-03-10',
      ground: null,
      label: '此件公开发布',
    })
    const history = await historyOf(t.db, 'document', document)
    expect(history.filter(e => e.verb === 'reattribute')).toHaveLength(1)
    expect(history.at(-1)).toMatchObject({
      actor: who.opennessOfficer.staffId,
      reason: '2026年年度复查：同意公开',
    })
    const row = (await itemPage(t.house, who.opennessOfficer, campaign, none, 1)).rows[0]
    expect(row).toMatchObject({ conversion: 'converted', secretary: '发布员甲', state: 'decided-open' })
    t.setNow('2026-03-20T09:00:00+08:00')
    await bench.go(document, 'publish', who.publisher, { form: { columns: ['policy'] } })
    const report = await reportOf(t.house, (await readCampaign(t.db, campaign))!)
    expect(report).toMatchObject({
      takenIn: 1,
      finishedOn: '2026-03-10',
      opinions: { open: 1, keep: 0, none: 0, waiting: 0 },
      decided: { open: 1, keep: 0, waiting: 0 },
      turned: { converted: 1, refused: 0, publishedInTime: 1, publishedLate: 0, overdue: 0 },
    })
    expect(reportCsv(report)).toContain('转换后按期公布,1')
  })

  test('转换后逾期没有公布的，结果里是超期', async () => {
    const { t, who } = bench
    await bench.upTo('issue', { attribute: 'on-request', attributeReason: '理由' })
    const campaign = await bench.open()
    const [item] = await bench.items(campaign)
    await bench.on(item!.id, 'answer', who.departmentHead, { reason: '可以公开', form: { opinion: 'open' } })
    const form = { decision: 'open', secretary: secretary() }
    await bench.on(item!.id, 'decide', who.opennessOfficer, { reason: '公开', form })
    await runConversions()
    t.setNow('2026-05-20T09:00:00+08:00')
    const report = await reportOf(t.house, (await readCampaign(t.db, campaign))!)
    expect(report.turned).toMatchObject({ converted: 1, overdue: 1, running: 0 })
  })

  test('决定人失去权限后转换不成：留下原因、通知决定人，另一人可以重新转换', async () => {
    const { t, who, bureau } = bench
    await bench.upTo('issue', { attribute: 'on-request', attributeReason: '理由' })
    const campaign = await bench.open()
    const [item] = await bench.items(campaign)
    await bench.on(item!.id, 'answer', who.departmentHead, { reason: '可以公开', form: { opinion: 'open' } })
    const form = { decision: 'open', secretary: secretary() }
    await bench.on(item!.id, 'decide', who.opennessOfficer, { reason: '公开', form })
    await t.db
      .updateTable('role_grant')
      .set({ revoked_at: t.house.now() })
      .where('staff_id', '=', who.opennessOfficer.staffId)
      .where('body_id', '=', bureau.bodyId)
      .execute()
    await runConversions()
    const row = (await itemPage(t.house, bench.openness2, campaign, none, 1)).rows[0]!
    expect(row).toMatchObject({ conversion: 'refused', verbs: ['convert'] })
    expect(row.conversionWords).toContain('权限')
    const retry = await bench.on(item!.id, 'convert', bench.openness2)
    expect(retry.state).toBe('decided-open')
    await runConversions()
    expect((await itemPage(t.house, bench.openness2, campaign, none, 1)).rows[0]!.conversion).toBe(
      'converted',
    )
  })

  test('四眼原则：提出意见的人不能决定；起草人不能决定转为主动公开；会同的文秘须另有其人', async () => {
    const { t, who } = bench
    const both = {
      ...who.departmentHead,
      roles: [...who.departmentHead.roles, ...who.opennessOfficer.roles],
    }
    await bench.upTo('issue', { attribute: 'on-request', attributeReason: '理由' })
    const campaign = await bench.open()
    const [item] = await bench.items(campaign)
    await bench.on(item!.id, 'answer', both, { reason: '维持', form: { opinion: 'keep' } })
    const keep = { decision: 'keep', secretary: secretary() }
    const own = await refusal(bench.on(item!.id, 'decide', both, { reason: '维持', form: keep }))
    expect(own.code).toBe('forbidden')
    const drafterToo = { ...who.drafter, roles: [...who.drafter.roles, ...who.opennessOfficer.roles] }
    const drafted = await refusal(
      bench.on(item!.id, 'decide', drafterToo, { reason: '公开', form: { ...keep, decision: 'open' } }),
    )
    expect(drafted.reasons[0]).toMatchObject({ field: 'decision', text: expect.stringContaining('四眼原则') })
    const alone = await refusal(
      bench.on(item!.id, 'decide', who.opennessOfficer, {
        reason: '维持',
        form: { ...keep, secretary: who.opennessOfficer.staffId },
      }),
    )
    expect(alone.reasons.every(r => r.field === 'secretary')).toBe(true)
    const empty = await refusal(bench.on(item!.id, 'decide', who.opennessOfficer, { form: {} }))
    expect(empty.reasons.map(r => r.field)).toEqual(['reason', 'decision', 'secretary'])
    expect((await readItem(t.db, item!.id))!.state).toBe('answered')
  })

  test('390号文四(一)3：维持不予公开须重新确认依据；依据无效的不能维持', async () => {
    const { t, who } = bench
    const document = await bench.upTo('issue', {
      attribute: 'withheld',
      ground: 'E16-1',
      attributeReason: '内部事务',
    })
    const campaign = await bench.open()
    const [item] = await bench.items(campaign)
    await bench.on(item!.id, 'answer', who.drafter, { reason: '仍属内部事务', form: { opinion: 'keep' } })
    const form = { decision: 'keep', secretary: secretary() }
    const unchecked = await refusal(
      bench.on(item!.id, 'decide', who.opennessOfficer, { reason: '维持', form }),
    )
    expect(unchecked.reasons[0]).toMatchObject({
      field: 'groundStands',
      text: expect.stringContaining('内部事务信息'),
    })
    await t.db.updateTable('document').set({ ground: 'E36-7' }).where('id', '=', document).execute()
    const unlawful = await refusal(
      bench.on(item!.id, 'decide', who.opennessOfficer, {
        reason: '维持',
        form: { ...form, groundStands: true },
      }),
    )
    expect(unlawful.message).toContain('没有登记有效的不予公开依据')
    await t.db.updateTable('document').set({ ground: 'E16-1' }).where('id', '=', document).execute()
    await bench.on(item!.id, 'decide', who.opennessOfficer, {
      reason: '维持',
      form: { ...form, groundStands: true },
    })
    expect(await runConversions()).toBe(0)
    const report = await reportOf(t.house, (await readCampaign(t.db, campaign))!)
    expect(report.kept).toEqual([{ label: '内部事务信息', ground: 'E16-1', count: 1 }])
    expect((await readDocument(t.db, document))!.attribute).toBe('withheld')
  })

  test('逾期：过了最后一天灯转红，公开机构可以不再等待；没有过的不能', async () => {
    const { t, who } = bench
    await fill(1)
    const campaign = await bench.open()
    const [item] = await bench.items(campaign)
    const early = await refusal(bench.on(item!.id, 'proceed', who.opennessOfficer, { reason: '不等了' }))
    expect(early.message).toContain('2026年3月31日')
    t.setNow('2026-04-02T09:00:00+08:00')
    const view = await campaignView(t.house, who.opennessOfficer, (await readCampaign(t.db, campaign))!, 100)
    expect(view.departments[0]).toMatchObject({ late: 1, light: 'red', words: '提意见已逾期2天' })
    expect(view.campaign).toMatchObject({ light: 'red', late: 1 })
    expect((await bench.on(item!.id, 'proceed', who.opennessOfficer, { reason: '逾期' })).state).toBe(
      'answered',
    )
  })

  test('催办：一件一天一次；催部门时负责人各得一条，写明件数', async () => {
    const { t, who } = bench
    await fill(3)
    const campaign = await bench.open()
    const [item] = await bench.items(campaign)
    await bench.on(item!.id, 'remind', who.opennessOfficer)
    expect((await refusal(bench.on(item!.id, 'remind', who.opennessOfficer))).message).toContain('明天再催')
    await performCampaign(t.house, {
      subject: campaign,
      verb: 'remind',
      actor: who.opennessOfficer,
      form: {},
    })
    const [last] = (await historyOf(t.db, 'reexamination', campaign)).slice(-1)
    expect(last).toMatchObject({ verb: 'remind', data: { departments: [{ waiting: 3, people: 1 }] } })
    const denied = await refusal(
      performCampaign(t.house, { subject: campaign, verb: 'remind', actor: who.departmentHead, form: {} }),
    )
    expect(denied.code).toBe('forbidden')
  })

  test('成批：先看会怎样，逐件报告办不成的，重发一遍什么也不重复', async () => {
    const { t, who } = bench
    await fill(6)
    const campaign = await bench.open()
    const items = await bench.items(campaign)
    await bench.on(items[0]!.id, 'answer', who.departmentHead, { reason: '先办', form: { opinion: 'keep' } })
    const bulk = {
      verb: 'answer' as const,
      items: [...items.map(i => ({ id: i.id, version: 1 })), { id: 999_999 }],
      reason: '情势变化',
      form: { opinion: 'open' },
    }
    const preview = await previewMany(t.house, who.departmentHead, campaign, bulk)
    expect(preview).toMatchObject({ ok: 5, blocked: 2, reasons: [] })
    const first = await performMany(t.house, who.departmentHead, campaign, bulk, 'bulk-key-1')
    expect(first.done.map(d => d.id)).toEqual(items.slice(1).map(i => i.id))
    expect(first.failed.map(f => f.id)).toEqual([items[0]!.id, 999_999])
    expect(first.failed[1]).toMatchObject({
      title: '',
      reasons: [{ text: expect.stringContaining('没有找到') }],
    })
    const again = await performMany(t.house, who.departmentHead, campaign, bulk, 'bulk-key-1')
    expect(again.done).toEqual(first.done)
    const events = await t.db
      .selectFrom('event')
      .select('id')
      .where('subject_kind', '=', 'reexamination-item')
      .where('verb', '=', 'answer')
      .execute()
    expect(events).toHaveLength(6)
    const blank = await previewMany(t.house, who.departmentHead, campaign, { ...bulk, reason: ' ', form: {} })
    expect(blank.reasons.map(r => r.field)).toEqual(['reason', 'opinion'])
  })

  test('预览与办理说的一样：决定', async () => {
    const { t, who } = bench
    await fill(6)
    const campaign = await bench.open()
    const items = await bench.items(campaign)
    for (const i of items.slice(0, 4))
      await bench.on(i.id, 'answer', who.departmentHead, { reason: '维持', form: { opinion: 'keep' } })
    const bulk = {
      verb: 'decide' as const,
      items: items.map(i => ({ id: i.id })),
      reason: '维持',
      form: { decision: 'keep', secretary: secretary() },
    }
    const preview = await previewMany(t.house, who.opennessOfficer, campaign, bulk)
    const done = await performMany(t.house, who.opennessOfficer, campaign, bulk, 'bulk-key-2')
    expect(preview.rows.filter(r => r.ok).map(r => r.id)).toEqual(done.done.map(d => d.id))
    expect(done.done).toHaveLength(3)
    expect(done.failed).toHaveLength(3)
  })

  test('R40：今年没有开展的机关按时钟提醒；完成后期限到下一年', async () => {
    const { t, who } = bench
    await fill(1)
    t.setNow('2026-12-20T09:00:00+08:00')
    const warned = await campaignList(t.house, who.opennessOfficer)
    expect(warned.bodies[0]).toMatchObject({
      waiting: 1,
      mayOpen: true,
      clock: { dueOn: '2026-12-31', light: 'yellow', words: '还剩11天' },
    })
    expect(warned.bodies[0]!.warning).toContain('2026年还没有开展年度复查')
    t.setNow('2027-01-05T09:00:00+08:00')
    expect((await campaignList(t.house, who.opennessOfficer)).bodies[0]!.clock!.light).toBe('red')
    const late = await openCampaign(t.house, who.opennessOfficer, { year: 2026, opinionsBy: '2027-01-20' })
    const [item] = await bench.items(late.subject)
    await bench.on(item!.id, 'answer', who.drafter, { reason: '维持', form: { opinion: 'keep' } })
    const form = { decision: 'keep', secretary: secretary(), groundStands: true }
    await bench.on(item!.id, 'decide', who.opennessOfficer, { reason: '维持', form })
    expect((await campaignList(t.house, who.opennessOfficer)).bodies[0]!.clock).toMatchObject({
      dueOn: '2027-12-31',
      light: 'green',
    })
  })
})
