import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOf } from '#kit/events.ts'
import { instant } from '#kit/now.ts'
import { makeDocumentBench, refusal, type DocumentBench } from './journey.fixture.ts'
import { documentJobs } from './jobs.ts'
import { caseView } from './present.ts'
import { readDocument } from './store.ts'
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

const revisions = (address: string) =>
  t.db
    .selectFrom('record.publication as p')
    .leftJoin('record.content as c', 'c.hash', 'p.content_hash')
    .select(['p.revision', 'p.standing', 'p.note', 'c.content'])
    .where('p.address', '=', address)
    .orderBy('p.revision')
    .execute()

describe('发布之后', () => {
  test('更正：同一地址出新版本并公开说明改了什么，旧版本留存；没有改动的不算更正，拟稿人自己不能更正', async () => {
    const id = await upTo('publish')
    const before = (await readDocument(t.db, id))!
    const form = {
      publicNote: '更正联系电话',
      title: before.title,
      bodyHtml: before.bodyHtml.replace('请做好', '请切实做好'),
    }
    expect(
      (
        await refusal(
          go(id, 'correct', who.publisher, { reason: '校对', form: { ...form, bodyHtml: before.bodyHtml } }),
        )
      ).message,
    ).toContain('没有改动')
    expect((await refusal(go(id, 'correct', who.drafter, { reason: '校对', form }))).code).toBe('forbidden')
    await go(id, 'correct', who.publisher, { reason: '校对发现漏字', form })
    const rows = await revisions(before.address!)
    expect(rows.map(r => [r.revision, r.standing, r.note])).toEqual([
      [1, 'published', null],
      [2, 'published', '更正联系电话'],
    ])
    expect(rows[0]!.content).toContain('请做好')
    expect(rows[1]!.content).toContain('请切实做好')
    // 更正之后还能再更正：指纹随之重取。
    await go(id, 'correct', who.publisher, {
      reason: '再校',
      form: { ...form, publicNote: '更正标题', title: `${before.title}（更正）` },
    })
    expect((await revisions(before.address!)).length).toBe(3)
  })

  test('因隐私、秘密撤回：各版本正文一并清除，墓碑留在原地址；因内容有误撤回的，内容留存备查', async () => {
    for (const [kind, kept] of [
      ['privacy', false],
      ['secrecy', false],
      ['error', true],
    ] as const) {
      const id = await upTo('publish', { bodyHtml: `<p>正文${kind}</p>` })
      const address = (await readDocument(t.db, id))!.address!
      await go(id, 'withdraw', who.publisher, {
        reason: '按规定撤回',
        form: { kind, publicNote: '本件已撤回。' },
      })
      const rows = await revisions(address)
      expect(rows.map(r => r.standing)).toEqual(['published', 'withdrawn'])
      expect(rows.some(r => (r.content ?? '').includes(`正文${kind}`))).toBe(kept)
      const inside = (await readDocument(t.db, id))!.bodyHtml.includes(`正文${kind}`)
      expect(inside, kind).toBe(kind !== 'secrecy')
    }
  })

  test('390号文四（一）4：依申请公开改为主动公开，20个工作日从决定之日重新起算，标注随之更换', async () => {
    const id = await upTo('issue', { attribute: 'on-request', attributeReason: '涉及特定对象' })
    expect(
      (await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.opennessOfficer)).clocks,
    ).toEqual([])
    t.setNow('2026-06-01T10:00:00+08:00')
    const same = await refusal(
      go(id, 'reattribute', who.opennessOfficer, { reason: '复查', form: { attribute: 'on-request' } }),
    )
    expect(same.message).toContain('没有变化')
    await go(id, 'reattribute', who.opennessOfficer, {
      reason: '年度复查：情势变化，应当公开',
      form: { attribute: 'proactive' },
    })
    const document = (await readDocument(t.db, id))!
    expect(document).toMatchObject({
      attribute: 'proactive',
      label: '此件公开发布',
      reattributedOn: '2026-06-01',
    })
    const [clock] = (await caseView(t.house, t.db, document, who.publisher)).clocks
    expect(clock).toMatchObject({ startedOn: '2026-06-01', dueOn: '2026-06-30', state: 'running' })
    await go(id, 'publish', who.publisher, { form: { columns: ['policy'] } })
    expect((await historyOf(t.db, 'document', id)).at(-2)!.data).toMatchObject({
      before: 'on-request',
      attribute: 'proactive',
    })
  })

  test('定时发布：到时由系统以定时人的名义发布；改动过、取消过的旧任务什么也不做；不符合条件的通知定时人', async () => {
    t.setNow('2026-06-02T10:00:00+08:00')
    const job = (id: number, publishAt: string) =>
      documentJobs(t.house)['document:publishScheduled']!(
        { document: id, staff: who.publisher.staffId, publishAt: instant(publishAt).toISOString() },
        undefined as never,
      )
    const id = await upTo('issue')
    const past = { publishAt: '2026-06-02T09:00', columns: ['policy'] }
    expect((await refusal(go(id, 'schedule', who.publisher, { form: past }))).reasons[0]!.field).toBe(
      'publishAt',
    )
    await go(id, 'schedule', who.publisher, { form: { publishAt: '2026-06-03T09:00', columns: ['policy'] } })
    await job(id, '2026-06-03T08:00:00+08:00')
    expect((await readDocument(t.db, id))!.state).toBe('issued')
    t.setNow('2026-06-03T09:00:05+08:00')
    await job(id, '2026-06-03T09:00:00+08:00')
    expect((await readDocument(t.db, id))!.state).toBe('published')
    expect((await historyOf(t.db, 'document', id)).at(-1)).toMatchObject({
      verb: 'publish',
      actorName: '发布员甲',
    })

    const cancelled = await upTo('issue')
    await go(cancelled, 'schedule', who.publisher, { form: { publishAt: '2026-06-04T09:00' } })
    await go(cancelled, 'unschedule', who.publisher)
    await job(cancelled, '2026-06-04T09:00:00+08:00')
    expect((await readDocument(t.db, cancelled))!.state).toBe('issued')

    const revoked = await upTo('issue')
    await go(revoked, 'schedule', who.publisher, { form: { publishAt: '2026-06-05T09:00' } })
    await t.db
      .updateTable('role_grant')
      .set({ revoked_at: t.house.now() })
      .where('staff_id', '=', who.publisher.staffId)
      .execute()
    await job(revoked, '2026-06-05T09:00:00+08:00')
    expect((await readDocument(t.db, revoked))!.state).toBe('issued')
    const notices = await t.db.selectFrom('notice').select('text').where('subject_id', '=', revoked).execute()
    expect(notices[0]!.text).toContain('没有按时发布')
  })

  test('390号文四（一）6：其他渠道登记备查；纸质件移送查阅场所，未签收前列入督办，签收后办结', async () => {
    const id = await upTo('publish')
    const late = { channel: 'press', place: '本地日报第二版', doneOn: '2030-01-01' }
    expect((await refusal(go(id, 'addChannel', who.publisher2, { form: late }))).reasons[0]!.field).toBe(
      'doneOn',
    )
    await go(id, 'addChannel', who.publisher2, { form: { ...late, doneOn: '2026-03-02' } })
    await go(id, 'sendPaper', who.publisher2, { form: { place: '县档案馆', doneOn: '2026-03-03' } })
    const again = go(id, 'sendPaper', who.publisher2, { form: { place: '县档案馆', doneOn: '2026-03-03' } })
    expect((await refusal(again)).message).toContain('还没有签收')
    const watch = await listPage(t.house, { list: 'watch', filter: noFilter, actor: who.leader }, 1)
    expect(watch.rows.find(r => r.id === id)).toMatchObject({ words: '纸质件移送未签收', light: 'yellow' })
    const early = { place: '县档案馆', receiptBy: '管理员', receiptOn: '2026-03-01' }
    expect((await refusal(go(id, 'receivePaper', who.publisher2, { form: early }))).reasons[0]!.field).toBe(
      'receiptOn',
    )
    await go(id, 'receivePaper', who.publisher2, { form: { ...early, receiptOn: '2026-03-05' } })
    const view = await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.publisher2)
    expect(view.channels.map(c => [c.label, c.place, c.open])).toEqual([
      ['报刊、广播、电视', '本地日报第二版', false],
      ['纸质件移送', '县档案馆', false],
    ])
    expect(view.offers.map(o => o.verb)).not.toContain('receivePaper')
    expect(
      (await listPage(t.house, { list: 'watch', filter: noFilter, actor: who.leader }, 1)).rows.some(
        r => r.id === id,
      ),
    ).toBe(false)
  })
})
