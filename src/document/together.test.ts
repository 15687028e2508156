import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Refused } from '#kit/errors.ts'
import { historyOf } from '#kit/events.ts'
import { saveDraft, startDraft } from './actions/draft.ts'
import { importDocument } from './actions/import.ts'
import { makeDocumentBench, refusal, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { readDocument } from './store.ts'
import { listPage } from './lists/lists.ts'
import { noFilter } from './lists/model.ts'

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

describe('同时办理', () => {
  test('两人同时办理同一步：一人成功，另一人被告知谁已办了什么', async () => {
    const id = await upTo('issue')
    const version = (await readDocument(t.db, id))!.version
    const results = await Promise.allSettled([
      go(id, 'publish', who.publisher, { version }),
      go(id, 'publish', who.publisher2, { version }),
    ])
    expect(results.filter(r => r.status === 'fulfilled')).toHaveLength(1)
    const lost = results.find(r => r.status === 'rejected')!.reason as Refused
    expect(lost.code).toBe('stale')
    expect(lost.message).toMatch(/发布员[甲乙]已于2026-03-02 09:00办理“公开发布”/)
    expect(
      await t.db.selectFrom('record.publication').select('id').where('subject_id', '=', id).execute(),
    ).toHaveLength(1)
  })

  test('稿子被改过以后再送审：告知用中文说是谁办了什么，不用系统里的代号', async () => {
    const { subject, version } = await drafted()
    const lost = await refusal(go(subject, 'submit', who.drafter, { version: version - 1 }))
    expect(lost.code).toBe('stale')
    expect(lost.message).toMatch(/^拟稿人.已于2026-03-02 09:00/)
    expect(lost.message).not.toMatch(/“[a-zA-Z]+”/)
  })

  test('双击和重试：同一请求标识只办一次，得到同一个结果；标识挪作他用被拒绝', async () => {
    const id = await upTo('agree')
    const key = 'test-key-0001'
    const done = await Promise.all([go(id, 'sign', who.leader, { key }), go(id, 'sign', who.leader, { key })])
    expect(done[0]).toEqual(done[1])
    expect(await go(id, 'sign', who.leader, { key })).toEqual(done[0])
    expect((await historyOf(t.db, 'document', id)).filter(e => e.verb === 'sign')).toHaveLength(1)
    expect((await refusal(go(id, 'return', who.leader, { key, reason: '重来' }))).message).toContain(
      'Idempotency-Key',
    )
    const twice = await Promise.all([
      startDraft(t.house, who.drafter, 'test-key-0002'),
      startDraft(t.house, who.drafter, 'test-key-0002'),
    ])
    expect(twice[0]).toEqual(twice[1])
  })

  test('自动保存认版本：另一个窗口先保存的，后保存的被告知，内容不被覆盖', async () => {
    const { subject, version } = await drafted()
    await saveDraft(t.house, who.drafter, subject, version, { ...sampleDraft, title: '甲窗口' })
    expect(
      (await refusal(saveDraft(t.house, who.drafter, subject, version, { ...sampleDraft, title: '乙窗口' })))
        .code,
    ).toBe('stale')
    expect((await readDocument(t.db, subject))!.title).toBe('甲窗口')
    const all = await refusal(
      saveDraft(t.house, who.drafter, subject, version + 1, {
        ...sampleDraft,
        title: '字'.repeat(201),
        writtenOn: '去年',
      }),
    )
    expect(all.reasons.map(r => r.field).sort()).toEqual(['title', 'writtenOn'])
  })

  test('文号按机关代字和年份连续：20件同时编号不重不漏，作废号留存理由不再使用', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => upTo('sign')))
    await Promise.all(ids.map(id => go(id, 'number', who.publisher, { form: { series: '测应急' } })))
    const used = async () =>
      await t.db
        .selectFrom('number_used')
        .select(['sequence', 'void_reason'])
        .where('body_id', '=', bench.bureau.bodyId)
        .where('series', '=', '测应急')
        .orderBy('sequence')
        .execute()
    const before = await used()
    expect(before.map(u => u.sequence)).toEqual(before.map((_, i) => i + 1))
    await go(ids[0]!, 'voidNumber', who.publisher, { reason: '排版错误重编' })
    await go(ids[0]!, 'number', who.publisher, { form: { series: '测应急' } })
    const after = await used()
    expect(after).toHaveLength(before.length + 1)
    expect(after.filter(u => u.void_reason !== null)).toHaveLength(1)
    expect(
      (await refusal(go(await upTo('sign'), 'number', who.publisher, { form: { series: '无此代字' } })))
        .message,
    ).toContain('测应急')
  })

  test('中途失败什么也不留下：发布时栏目不对，没有事件、没有记录、版本不变', async () => {
    const id = await upTo('issue')
    const before = await readDocument(t.db, id)
    const events = (await historyOf(t.db, 'document', id)).length
    await refusal(go(id, 'publish', who.publisher, { form: { columns: ['无此栏目'] } }))
    expect(await readDocument(t.db, id)).toEqual(before)
    expect(await historyOf(t.db, 'document', id)).toHaveLength(events)
  })
})

describe('补录、撤回、待办', () => {
  const history = {
    title: '测试县应急管理局关于2022年政务公开工作要点的通知',
    kind: '通知',
    theme: null,
    attribute: 'proactive',
    normative: false,
    addressee: '',
    signatories: ['测试县应急管理局'],
    columns: ['policy'],
    documentNumber: '测应急[2022]28号',
    indexNumber: '11220000740468418C/2022-04035',
    writtenOn: '2022-08-28',
    issuedOn: null,
    originalPublishedOn: '2022-08-28',
    sourceNote: '从原网站迁入',
    bodyHtml: '<p>正文</p>',
  }

  test('补录历史公文由另一人核对后发布，保留原日期和原索引号，发布时间由系统记录', async () => {
    const made = await importDocument(t.house, who.publisher, history)
    expect((await refusal(go(made.subject, 'confirm', who.publisher))).message).toContain('四眼')
    await go(made.subject, 'confirm', who.publisher2)
    const document = (await readDocument(t.db, made.subject))!
    expect(document).toMatchObject({
      documentNumber: '测应急〔2022〕28号',
      indexNumber: '11220000740468418C/2022-04035',
      imported: true,
    })
    const shown = await t.db
      .selectFrom('record.current')
      .selectAll()
      .where('address', '=', document.address!)
      .executeTakeFirstOrThrow()
    expect(shown).toMatchObject({ imported: true, shown_on: '2022-08-28' })
    expect(shown.published_at.toISOString()).toBe('2026-03-02T01:00:00.000Z')
  })

  test('补录的日期互相矛盾、在今天之后、文号读不懂：一次全部指出', async () => {
    const no = await refusal(
      importDocument(t.house, who.publisher, {
        ...history,
        writtenOn: '2027-01-01',
        issuedOn: '2022-01-01',
        documentNumber: '二十八号文',
        columns: ['无'],
      }),
    )
    expect(no.reasons.map(r => r.field).sort()).toEqual([
      'columns',
      'documentNumber',
      'issuedOn',
      'writtenOn',
    ])
  })

  test('撤回须有理由和给公众的说明；撤回后原地址是墓碑，搜索和列表里没有', async () => {
    const id = await upTo('publish')
    expect(
      (await refusal(go(id, 'withdraw', who.publisher, { reason: '有误', form: {} }))).reasons[0]!.field,
    ).toBe('kind')
    await go(id, 'withdraw', who.publisher, {
      reason: '附件有误，需更换',
      form: { kind: 'error', publicNote: '因附件有误撤回，更正后重新发布。' },
    })
    const document = (await readDocument(t.db, id))!
    const shown = await t.db
      .selectFrom('record.current')
      .selectAll()
      .where('address', '=', document.address!)
      .executeTakeFirstOrThrow()
    expect(shown.standing).toBe('withdrawn')
    const rows = await t.db
      .selectFrom('record.publication')
      .select(['standing', 'note'])
      .where('address', '=', document.address!)
      .orderBy('revision')
      .execute()
    expect(rows.map(r => r.standing)).toEqual(['published', 'withdrawn'])
  })

  test('待办：每个角色看到轮到自己的公文，最急的在最前，已超期的说出天数', async () => {
    const late = await upTo('issue')
    await sql`update office.document set issued_on = '2026-01-05' where id = ${late}`.execute(t.db)
    const todo = await listPage(t.house, { list: 'todo', filter: noFilter, actor: who.publisher }, 1)
    expect(todo.rows[0]).toMatchObject({ id: late, light: 'red' })
    expect(todo.rows[0]!.words).toMatch(/已超期\d+个工作日/)
    const review = await upTo('submit')
    expect(
      (await listPage(t.house, { list: 'todo', filter: noFilter, actor: who.departmentHead }, 1)).rows.some(
        r => r.id === review,
      ),
    ).toBe(true)
    expect(
      (await listPage(t.house, { list: 'todo', filter: noFilter, actor: who.leader }, 1)).rows.some(
        r => r.id === review,
      ),
    ).toBe(false)
    expect(
      (await listPage(t.house, { list: 'mine', filter: noFilter, actor: who.drafter }, 1)).rows.some(
        r => r.id === review,
      ),
    ).toBe(true)
    const watch = await listPage(t.house, { list: 'watch', filter: noFilter, actor: who.leader }, 1)
    expect(watch.rows.some(r => r.id === late)).toBe(true)
  })

  test('印发即排好提醒：临期三个工作日的任务与印发同一事务写入', async () => {
    const id = await upTo('issue')
    const { rows } = await sql<{
      run_at: Date
    }>`select run_at from graphile_worker.jobs where key = ${`document:remind:${id}`}`.execute(t.db)
    expect(rows.map(r => r.run_at.toISOString())).toEqual(['2026-03-25T01:00:00.000Z'])
  })
})
