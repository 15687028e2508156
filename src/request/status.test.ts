import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginPosting, performPosting } from '#posting/actions.ts'
import { refusal } from '../document/journey.fixture.ts'
import { readableCode } from './codes.ts'
import { forgetPapers, forgetPersons, nightly } from './online/forget.ts'
import { recode } from './online/recode.ts'
import { putSealedFile } from './online/sealedFiles.ts'
import { deliverOnline } from './online/deliver.ts'
import { hear, takeAll, takeIn } from './online/takeIn.ts'
import { readCase } from './store/cases.ts'
import { makeOnline, type Online, secrets } from './online.fixture.ts'

let o: Online
let bench: Online['bench']
let house: Online['house']
let apply: Online['apply']
let submissionOf: Online['submissionOf']
let taken: Online['taken']
let status: Online['status']
let confirm: Online['confirm']
beforeAll(async () => {
  o = await makeOnline()
  ;({ bench, house, apply, submissionOf, taken, status, confirm } = o)
})
afterAll(() => o.close())

describe('查进度（第四十五条）', () => {
  test('提交后还没收进就能查到；收进、确认以后有登记编号、期限和逐日说明；只露出遮盖的姓名', async () => {
    const codes = await apply()
    expect((await status(codes)).text).toContain('正在登记')
    const id = (await takeIn(house, (await submissionOf(codes.receipt)).id))!
    expect((await status(codes)).text).toContain('等待双方确认')
    await bench.t.db
      .updateTable('request')
      .set({ submitted_on: '2026-11-20', arrived_on: '2026-11-20' })
      .where('id', '=', id)
      .execute()
    await confirm(id)
    const page = await status(codes)
    expect(page.headers.get('cache-control')).toBe('no-store')
    for (const shown of ['已确认收到', '2026年12月21日', '第 20 日', '欧**密'])
      expect(page.text).toContain(shown)
    for (const secret of Object.values(secrets)) expect(page.text).not.toContain(secret)
  })

  test('错的查询码、没有的编号、锁住的编号，答复一模一样；试一百次就锁，正确的也打不开', async () => {
    const { receipt, query } = await taken()
    const bare = (text: string) => text.replace(/value="[^"]*"/g, '').replace(/nonce-[^"']*/g, '')
    const wrong = await status({ receipt, query: readableCode(3) })
    const unknown = await status({ receipt: readableCode(3), query })
    expect([wrong.status, bare(wrong.text)]).toEqual([unknown.status, bare(unknown.text)])
    await sql`update request_guess set wrong = 100`.execute(bench.t.db)
    const locked = await status({ receipt, query })
    expect([locked.status, bare(locked.text)]).toEqual([wrong.status, bare(wrong.text)])
    await sql`delete from request_guess`.execute(bench.t.db)
    expect((await status({ receipt, query })).status).toBe(200)
  })

  test('任意猜测都打不开：随机的编号和查询码，没有一次给出内容', async () => {
    const { receipt } = await taken()
    for (let i = 0; i < 60; i++) {
      const guess = i % 2 ? receipt : readableCode(3)
      const { rows } = await sql<{
        told: unknown
      }>`select intake.request_status(${guess}, ${Buffer.alloc(32, i)}) as told`.execute(bench.t.portalDb)
      expect(rows[0]!.told).toBeNull()
    }
    await sql`delete from request_guess`.execute(bench.t.db)
  })

  test('征求意见时说暂停和最迟的日期；收费通知收到之日登记后，缴费的末日逐日说明；日期、第几日、缘由分得开', async () => {
    const { id, ...codes } = await taken()
    const officer = bench.who.opennessOfficer
    const go = (verb: string, form: object) => bench.go(id, verb, officer, { form })
    const text = async () => (await status(codes)).text.replace(/<[^>]+>/g, '').replace(/&#x27;/g, "'")
    await confirm(id)
    await go('handOut', { departments: [bench.bureau.departmentId], asked: '请检索。' })
    expect(await text()).toContain('应在2026年12月21日前答复。')
    expect(await text()).toContain('2026-11-23 周一　不计　当日不计（收到申请）')
    await go('consult', { who: 'thirdParty', name: '某公司', on: '2026-11-23', what: '合同' })
    expect(await text()).toContain('答复期限暂停计算，收到意见后继续。')
    expect(await text()).not.toContain('前答复。')
    await bench.send(id)
    await go('acknowledge', { ref: '1', on: '2026-11-23', note: '回执' })
    expect(await text()).toContain('对方一直不答复的，最迟在2027年')
    await go('hear', { ref: '1', on: '2026-11-23', answer: 'consents' })
    await go('charge', { method: 'byVolume', count: 68, on: '2026-11-23', payTo: '到政务大厅缴纳' })
    expect(await text()).toContain('您收到收费通知的次日起20个工作日内缴费。')
    await go('acknowledgeFee', { on: '2026-11-23', note: '回执' })
    expect(await text()).toContain('请在2026年12月21日前缴费')
    expect(await text()).toMatch(/缴费期限到2026年12月21日（还剩20个工作日），逐日说明/)
    expect(await text()).not.toContain('答复期限到')
  })

  test('门户的角色只能调用这些函数，一张表也读不到', async () => {
    for (const table of [
      'request',
      'request_fact',
      'request_submission',
      'request_filling',
      'request_paper',
      'request_message',
      'request_guess',
      'request_delivered',
    ])
      await expect(
        sql`select * from office.${sql.raw(table)}`.execute(bench.t.portalDb),
        table,
      ).rejects.toThrow(/permission denied/)
    for (const call of ['office.request_told(1)', "office.request_asked('x', 'y')"])
      await expect(sql`select ${sql.raw(call)}`.execute(bench.t.portalDb), call).rejects.toThrow(
        /permission denied/,
      )
  })

  test('补正、来信、撤回、评价：收进案卷，不改变环节；来信对方看得到，别的时候不能补正', async () => {
    const { id, ...codes } = await taken()
    const message = async () =>
      (
        await bench.t.db
          .selectFrom('request_message')
          .select('id')
          .where('request_id', '=', id)
          .where('taken_at', 'is', null)
          .execute()
      ).map(m => m.id)
    const say = (act: string, more: Record<string, string> = {}) =>
      status(codes, { act, matter: String(id), ...more })
    expect((await say('supplement', { text: '补充' })).text).toContain('不能再这样办理')
    expect((await say('message', { text: '' })).text).toContain('请写消息的内容')
    expect((await say('withdraw', {})).text).toContain('我确认撤回')
    expect((await say('message', { text: '请问收到了吗，我叫欧阳机密' })).text).toContain('消息已经送到')
    for (const m of await message()) await hear(house, m)
    await bench.go(id, 'note', bench.who.opennessOfficer, { form: { text: '已经收到，今天电话确认。' } })
    const page = await status(codes)
    for (const shown of ['请问收到了吗', '已经收到，今天电话确认。']) expect(page.text).toContain(shown)
    const row = (await readCase(bench.t.db, id))!
    expect(row.state).toBe('submitted')
    const stored = await bench.t.db
      .selectFrom('request_message')
      .selectAll()
      .where('request_id', '=', id)
      .execute()
    expect(stored.every(m => m.office_sealed === null)).toBe(true)
    expect(stored.some(m => m.reader_sealed?.includes('今天电话确认'))).toBe(false)
    await bench.t.db
      .updateTable('request')
      .set({ submitted_on: '2026-11-20', arrived_on: '2026-11-20' })
      .where('id', '=', id)
      .execute()
    await confirm(id)
    await bench.go(id, 'askSupplement', bench.who.opennessOfficer, {
      form: { on: '2026-11-23', items: '请写明是哪个县。', until: '2026-12-15' },
    })
    const asked = await status(codes)
    for (const shown of ['请写明是哪个县。', '补正的内容', '2026年12月15日'])
      expect(asked.text).toContain(shown)
    expect((await say('supplement', { text: '温县。' })).text).toContain('补正已经送到')
    for (const m of await message()) await hear(house, m)
    expect((await readCase(bench.t.db, id))!.state).toBe('supplementing')
  })

  test('补发查询码：写明怎样核实，旧的随即失效，机关写过的仍看得到；别的角色不能', async () => {
    const { id, ...codes } = await taken()
    await bench.go(id, 'note', bench.who.opennessOfficer, { form: { text: '第一条消息。' } })
    expect((await refusal(recode(house, bench.who.leader, id, { reason: '本人到场' }))).code).toBe(
      'forbidden',
    )
    expect((await refusal(recode(house, bench.who.opennessOfficer, id, {}))).reasons[0]!.text).toContain(
      '怎样核实',
    )
    const again = await recode(house, bench.who.opennessOfficer, id, { reason: '回拨登记的电话核对' })
    expect(again.receiptCode).toBe(codes.receipt)
    expect((await status(codes)).status).toBe(422)
    const page = await status({ receipt: again.receiptCode, query: again.queryCode })
    expect(page.text).toContain('第一条消息。')
    const event = await bench.t.db
      .selectFrom('event')
      .select('payload')
      .where('verb', '=', 'recode')
      .where('subject_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(JSON.stringify(event)).not.toContain(again.queryCode)
  })

  test('网上送达：答复书凭两个编码下载，库里和盘上都是密文；评价一次；救济途径按结果写', async () => {
    const { id, ...codes } = await taken()
    await bench.t.db
      .updateTable('request')
      .set({ submitted_on: '2026-11-20', arrived_on: '2026-11-20' })
      .where('id', '=', id)
      .execute()
    await confirm(id)
    await bench.t.db
      .updateTable('request')
      .set({ state: 'replied', outcome: 'O1', report_row: 'r3.1', replied_on: '2026-11-23' })
      .where('id', '=', id)
      .execute()
    await bench.t.db
      .insertInto('request_fact')
      .values({
        request_id: id,
        kind: 'reply',
        on_day: '2026-11-23',
        data: JSON.stringify({ how: 'online' }),
        at: house.now(),
      })
      .execute()
    const reply = Buffer.from('%PDF-1.7 the stamped answer')
    const kept = await putSealedFile(house, reply)
    await bench.t.db
      .insertInto('request_file')
      .values({
        request_id: id,
        role: 'reply',
        name: '答复书.pdf',
        content_type: 'application/pdf',
        ...kept,
        sealed: true,
        added_at: house.now(),
      })
      .execute()
    expect((await status(codes)).text).toContain('答复书正在准备，几分钟后重新查询就能下载')
    expect(await deliverOnline(house, id)).toBe(1)
    expect(await deliverOnline(house, id)).toBe(0)
    const page = await status(codes)
    for (const shown of ['下载 答复书.pdf', '六十日内', '测试县人民政府', '您对这次答复满意吗'])
      expect(page.text).toContain(shown)
    const fileId = /value="(\d+)" [^>]*name="file"/.exec(page.text)![1]!
    const file = await status(codes, { file: fileId })
    expect(file.bytes.equals(reply)).toBe(true)
    expect(file.headers.get('cache-control')).toBe('no-store')
    expect((await status({ ...codes, query: readableCode(3) }, { file: fileId })).status).toBe(422)
    const rate = await status(codes, { act: 'satisfaction', matter: String(id), score: '4' })
    expect(rate.text).toContain('谢谢您的评价')
    expect((await status(codes, { act: 'satisfaction', matter: String(id), score: '1' })).status).toBe(422)
    await takeAll(house)
    const row = await bench.t.db
      .selectFrom('request')
      .select('satisfaction')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.satisfaction).toBe(4)
  })
})

describe('依申请公开选登（条例第四十四条、国办发〔2016〕80号）', () => {
  const form = {
    title: '2025年执法检查计划的答复',
    source: '',
    html: '<p>本机关2025年执法检查计划已向申请人公开，全文如下：检查企业四十家。</p>',
    facts: { 申请内容: '2025年执法检查计划', 办理结果: '予以公开', 答复时间: '2026年11月' },
    rank: null,
    item: null,
    columns: [],
  }

  test('一人拟、另一人审查后公开；有身份证号的送不出去；列在本机关的选登页，申请时能找到', async () => {
    const { opennessOfficer, publisher } = bench.who
    const make = (content: object) =>
      beginPosting(house, opennessOfficer, {
        body: bench.bureau.bodyId,
        kind: 'disclosed-answer',
        content,
      })
    const bad = await make({
      ...form,
      html: `<p>申请人${secrets.identityNumber}申请的检查计划已经公开。</p>`,
    })
    const refused = await refusal(
      performPosting(house, { subject: bad.subject, verb: 'submit', actor: opennessOfficer }),
    )
    expect(refused.reasons.map(r => r.text).join()).toContain('身份证号')
    const good = await make(form)
    await performPosting(house, { subject: good.subject, verb: 'submit', actor: opennessOfficer })
    const publish = (actor: typeof publisher) =>
      performPosting(house, { subject: good.subject, verb: 'publish', actor, form: { examined: true } })
    expect((await refusal(publish(opennessOfficer))).code).toBe('forbidden')
    await publish(publisher)
    o.changed()
    expect((await o.reader().get('/test-bureau/apply/answers.html')).text).toContain(
      '2025年执法检查计划的答复',
    )
    const r = o.reader()
    await r.post('/test-bureau/apply/what.html', { informationName: '2025年执法检查计划' })
    expect((await r.get('/test-bureau/apply/found.html')).text).toContain('2025年执法检查计划的答复')
  })
})

describe('到期删除', () => {
  test('办结后身份证明按设定的天数删除，标记留下；申请人信息按期清空，事实还在', async () => {
    const { id } = await taken({}, true)
    const file = await bench.t.db
      .selectFrom('request_file')
      .selectAll()
      .where('request_id', '=', id)
      .executeTakeFirstOrThrow()
    await bench.t.db
      .updateTable('request')
      .set({ state: 'closed', ended_on: '2026-11-23', outcome: 'O17', report_row: 'r3.6.3' })
      .where('id', '=', id)
      .execute()
    await bench.t.db
      .insertInto('request_fact')
      .values({
        request_id: id,
        kind: 'contact',
        on_day: '2026-11-23',
        data: '{}',
        sealed: house.vault.seal('电话是139'),
        at: house.now(),
      })
      .execute()
    bench.t.setNow('2026-12-23T02:00:00+08:00')
    expect(await forgetPapers(house)).toBe(0)
    bench.t.setNow('2026-12-24T02:00:00+08:00')
    await nightly(house)
    expect(await house.files.has(file.hash)).toBe(false)
    const gone = await bench.t.db
      .selectFrom('request_file')
      .selectAll()
      .where('id', '=', file.id)
      .executeTakeFirstOrThrow()
    expect(gone.deleted_at).not.toBeNull()
    await bench.t.db.updateTable('request_setting').set({ personal_days: 60 }).execute()
    bench.t.setNow('2027-01-23T02:00:00+08:00')
    // Answered cases that nobody archived are over as well.
    expect(await forgetPersons(house)).toBeGreaterThan(0)
    expect(await forgetPersons(house)).toBe(0)
    const row = await bench.t.db
      .selectFrom('request')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect([row.sealed, row.applicant_key, row.query_hash]).toEqual([null, null, null])
    expect(row.erased_at).not.toBeNull()
    const facts = await bench.t.db
      .selectFrom('request_fact')
      .selectAll()
      .where('request_id', '=', id)
      .execute()
    expect(facts.map(f => f.sealed)).toEqual([null])
    await expect(
      sql`update request_fact set kind = 'note' where request_id = ${id}`.execute(bench.t.db),
    ).rejects.toThrow(/只增不改/)
    bench.t.setNow('2026-11-23T09:00:00+08:00')
  })
})
