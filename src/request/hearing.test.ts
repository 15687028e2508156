import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { buildCalendar } from '#law/calendar.ts'
import { readOverrides } from '#law/overrides.ts'
import { refusal } from '../document/journey.fixture.ts'
import { clockViews } from './clockView.ts'
import { payBy, readReply } from './clock.ts'
import { consultationsOf } from './consultations.ts'
import { feeNoticeOf } from './facts.ts'
import { performLetter } from './letters/actions.ts'
import { letterFacts } from './letters/values.ts'
import { caseView, rowViews } from './present.ts'
import { recalendar } from './recalendar.ts'
import { emptyFile, makeRequestBench, ordinary, type RequestBench } from './request.fixture.ts'
import { piecesThisMonth, readCase } from './store/cases.ts'
import { factsOf } from './store/facts.ts'
import { lettersOf } from './store/letters.ts'
import { registerRows } from './store/register.ts'
import { requestWork } from './work.ts'

/** What others are written to, when they had it, and what becomes of it; what is taken as given up; days that may not be put back. */

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const day = (iso: string) => bench.t.setNow(`${iso}T10:00:00+08:00`)
const officer = () => bench.who.opennessOfficer
const calendar = () => bench.t.house.calendar()
const texts = async (act: Promise<unknown>) => (await refusal(act)).reasons.map(r => r.text).join('\n')
const go = (id: number, verb: string, form: object = {}, reason?: string) =>
  bench.go(id, verb, officer(), { form, ...(reason ? { reason } : {}) })
const dueOf = async (id: number) =>
  readReply(await factsOf(bench.t.db, id), dayOf(bench.t.house.now()), calendar())!
const consultations = async (id: number) =>
  consultationsOf(await factsOf(bench.t.db, id), dayOf(bench.t.house.now()), calendar())
async function handed(): Promise<number> {
  const id = (await bench.register())[0]!.subject
  await go(id, 'handOut', { departments: [bench.bureau.departmentId], asked: '请检索。' })
  return id
}
async function consult(id: number, on: string, more: object = {}): Promise<void> {
  await go(id, 'consult', { who: 'thirdParty', name: '某公司', on, what: '合同', ...more })
  await bench.send(id)
}

describe('征求意见（第三十二条、第三十四条、第三十三条第三款）', () => {
  test('寄出时不知道对方何时收到：先不填，收到回执后登记，从收到之日起算15个工作日', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '2026-03-02')
    expect((await consultations(id))[0]).toMatchObject({ receivedOn: null, limit: null, answer: null })
    const todo = await requestWork(bench.t.house).page('todo', officer(), {
      after: null,
      limit: 50,
      light: null,
    })
    expect(todo.find(w => w.id === String(id))?.step).toBe('待登记对方收到意见书')
    day('2026-03-06')
    expect(await texts(go(id, 'acknowledge', { ref: '1', on: '2026-03-01', note: '回执' }))).toContain('早于')
    await go(id, 'acknowledge', { ref: '1', on: '2026-03-05', note: '邮件回执XA1' })
    expect((await consultations(id))[0]).toMatchObject({ receivedOn: '2026-03-05', limit: '2026-03-26' })
    expect(await texts(go(id, 'acknowledge', { ref: '1', on: '2026-03-06', note: '回执' }))).toContain(
      '已登记在2026年3月5日收到',
    )
    const view = await caseView(bench.t.house, (await readCase(bench.t.db, id))!, officer())
    expect(view.clocks.map(c => [c.name, c.dueOn])).toContainEqual(['第三方提出意见（第1份）', '2026-03-26'])
    expect(view.clocks.find(c => c.id === 'R04')).toMatchObject({
      dueOn: '2026-04-03',
      dueAtLatest: '2026-04-24',
    })
    day('2026-03-27')
    expect((await consultations(id))[0]!.answer).toBe('silent')
    const told = (await caseView(bench.t.house, (await readCase(bench.t.db, id))!, officer())).facts
    expect(told.flatMap(f => f.lines).join()).toContain('不视为同意，由本机关决定是否公开（条例第三十二条）')
    // 15 working days from the 6th to the 26th, and the days on the way, are left out: (3-02, 3-26] is 18 working days.
    expect(await dueOf(id)).toMatchObject({ paused: 18, due: '2026-04-24', state: 'running' })
  })

  test('退回的意见书登记为没有送达，其他机关不答复的登记为没有答复：期限恢复计算；有法定期限的不能提前认定', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '2026-03-02')
    await consult(id, '2026-03-02', { who: 'agency', name: '某局' })
    await consult(id, '2026-03-02', { who: 'coMaker', name: '另一局', receivedOn: '2026-03-02' })
    day('2026-03-09')
    expect(await texts(go(id, 'hear', { ref: '3', on: '2026-03-09', answer: 'silent' }))).toContain(
      '不能提前登记',
    )
    expect(await texts(go(id, 'hear', { ref: '3', on: '2026-03-09', answer: 'unreached' }))).toContain(
      '已在2026年3月2日收到',
    )
    await go(id, 'hear', { ref: '1', on: '2026-03-09', answer: 'unreached' })
    await go(id, 'hear', { ref: '2', on: '2026-03-09', answer: 'silent' })
    await go(id, 'hear', { ref: '3', on: '2026-03-09', answer: 'consents' })
    expect(await dueOf(id)).toMatchObject({ paused: 5, state: 'running' })
    // A third party that never had the letter was not heard.
    expect(
      await texts(
        go(id, 'propose', {
          answers: { ...ordinary, exempt: 'whole' },
          file: { ...emptyFile, reason: '含商业秘密' },
          grounds: ['E15'],
          findings: '经查。',
        }),
      ),
    ).toContain('应当先书面征求第三方意见')
  })

  test('第三方有合理理由不同意的：不写明公共利益的理由不能公开；公开的须先书面告知第三方', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '2026-03-02', { receivedOn: '2026-03-02' })
    await go(id, 'hear', { ref: '1', on: '2026-03-02', answer: 'refusesWithReasons' })
    const open = (publicInterest: string) =>
      go(id, 'propose', {
        answers: ordinary,
        file: { ...emptyFile, publicInterest },
        grounds: [],
        findings: '经查，情况属实。',
      })
    expect(await texts(open(''))).toContain('第三方不同意公开并且理由合理的，不予公开')
    await open('关系周边居民的生命安全，不公开将造成重大影响。')
    const notice = (await lettersOf(bench.t.db, id)).find(l => l.form === 'disclosureNotice')!
    expect(notice).toMatchObject({ ref: '1', final: false })
    await bench.go(id, 'review', bench.who.legalReviewer)
    await bench.go(id, 'approve', bench.who.leader)
    const deliver = () => go(id, 'deliver', { how: 'post', on: '2026-03-02', mailNumber: 'XA00000000041' })
    expect(await texts(deliver())).toContain('书面告知第三方')
    await performLetter(bench.t.house, { subject: notice.id, verb: 'finish', actor: officer() })
    await deliver()
    expect((await readCase(bench.t.db, id))!.state).toBe('replied')
  })

  test('放假安排改动，第三方的答复期限和答复期限一起移动，不留下登记时的旧日期', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '2026-03-02', { receivedOn: '2026-03-02' })
    day('2026-04-20')
    const before = await dueOf(id)
    await recalendar(bench.t.house)
    const { overrides } = readOverrides([
      {
        name: '2026.json',
        text: JSON.stringify({
          year: 2026,
          notice: '测试',
          source: '测试',
          off: ['2026-03-12', '2026-03-13'],
          work: [],
          amends: true,
        }),
      },
    ])
    const changed = buildCalendar({ overrides })
    const facts = await factsOf(bench.t.db, id)
    expect((await consultations(id))[0]!.limit).toBe('2026-03-23')
    expect(consultationsOf(facts, '2026-04-20', changed)[0]!.limit).toBe('2026-03-25')
    const after = readReply(facts, '2026-04-20', changed)!
    expect(before).toMatchObject({ due: '2026-04-21', paused: 15 })
    expect(after).toMatchObject({ due: '2026-04-23', paused: 15 })
    const { moved } = await recalendar({ ...bench.t.house, calendar: () => changed })
    expect(moved.find(m => m.id === id)).toMatchObject({ from: before.due, to: after.due })
  })
})

describe('补正（第三十条）', () => {
  test('已经分办的，承办部门看出不明确，仍可在7个工作日内一次性告知补正', async () => {
    day('2026-03-02')
    const id = await handed()
    day('2026-03-11')
    await go(id, 'askSupplement', { on: '2026-03-11', items: '请写明年度。', until: '2026-03-27' })
    day('2026-03-20')
    await go(id, 'supplement', { on: '2026-03-20' })
    expect((await dueOf(id)).due).toBe('2026-04-20')
  })

  test('逾期告知补正的，补正期间期限照走，收到补正不重新计算；告知书和案卷都这样说', async () => {
    day('2026-03-02')
    const id = (await bench.register())[0]!.subject
    day('2026-03-12')
    await go(id, 'askSupplement', {
      on: '2026-03-12',
      items: '请写明年度。',
      until: '2026-03-27',
      late: true,
    })
    const views = async () =>
      clockViews('supplementing', await factsOf(bench.t.db, id), dayOf(bench.t.house.now()), calendar())
    expect(await views()).toMatchObject([{ id: 'R04', dueOn: '2026-03-30', light: 'green' }])
    const shown = await caseView(bench.t.house, (await readCase(bench.t.db, id))!, officer())
    expect(shown.next.why).toContain('答复期限照走')
    const [letter] = await lettersOf(bench.t.db, id)
    expect(bench.t.house.vault.open(letter!.sealed!)).toContain('答复期限不重新计算')
    day('2026-03-20')
    await go(id, 'supplement', { on: '2026-03-20' })
    expect((await dueOf(id)).due).toBe('2026-03-30')
  })

  test('按期告知的，等补正时期限停住：灰灯，没有到期日，不算超期', async () => {
    day('2026-03-02')
    const id = (await bench.register())[0]!.subject
    await go(id, 'askSupplement', { on: '2026-03-02', items: '请写明年度。', until: '2026-05-29' })
    day('2026-05-20')
    const view = await caseView(bench.t.house, (await readCase(bench.t.db, id))!, officer())
    expect(view.clocks).toMatchObject([{ id: 'R04', light: 'grey', dueOn: null }])
  })

  test('视为放弃的不算超期；已经补正的不能再以逾期不补正结案', async () => {
    day('2026-03-02')
    const [one, other] = [(await bench.register())[0]!.subject, (await bench.register())[0]!.subject]
    for (const id of [one, other])
      await go(id, 'askSupplement', { on: '2026-03-02', items: '请写明年度。', until: '2026-03-31' })
    day('2026-04-10')
    await bench.send(one)
    await go(one, 'lapse', {}, '没有补正')
    expect((await dueOf(one)).state).toBe('closed')
    const watch = await requestWork(bench.t.house).page('watch', bench.who.leader, {
      after: null,
      limit: 500,
      light: null,
    })
    expect(watch.map(w => w.id)).not.toContain(String(one))
    await bench.reply(one, { standing: 'supplementLapsed' })
    expect(await readCase(bench.t.db, one)).toMatchObject({ outcome: 'O15', state: 'replied' })
    expect((await dueOf(one)).state).toBe('closed')
    await go(other, 'supplement', { on: '2026-04-10' })
    expect(await texts(bench.reply(other, { standing: 'supplementLapsed' }))).toContain('已经补正')
  })
})

describe('收费（国办函〔2020〕109号）', () => {
  const notice = { method: 'byVolume', count: 68, on: '2026-03-04', payTo: '到政务大厅缴纳' }

  test('邮寄收费通知，收到之日后来登记；没有登记收到之日不能认定逾期；逾期的缴费不再重新计算', async () => {
    day('2026-03-02')
    const id = await handed()
    day('2026-03-04')
    await go(id, 'charge', notice)
    expect(await texts(go(id, 'lapseFee'))).toContain('缴费期限没有起算')
    day('2026-03-09')
    expect(await texts(go(id, 'acknowledgeFee', { on: '2026-03-03', note: '回执' }))).toContain('早于')
    await go(id, 'acknowledgeFee', { on: '2026-03-06', note: '邮件回执XA2' })
    const fee = feeNoticeOf(await factsOf(bench.t.db, id))!
    expect(fee).toMatchObject({ sentOn: '2026-03-04', receivedOn: '2026-03-06', count: 68 })
    expect(payBy(fee.receivedOn!, calendar())).toBe('2026-04-03')
    const view = await caseView(bench.t.house, (await readCase(bench.t.db, id))!, officer())
    expect(view.clocks.map(c => [c.id, c.dueOn])).toEqual([
      ['R04', null],
      ['R09', '2026-04-03'],
    ])
    day('2026-04-07')
    expect(await texts(go(id, 'pay', { on: '2026-04-07', amount: 380 }))).toContain(
      '缴费期限已在2026年4月3日届满',
    )
    await bench.send(id)
    await go(id, 'lapseFee')
    expect((await dueOf(id)).state).toBe('closed')
    await bench.reply(id, { standing: 'feeLapsed' })
    expect(await readCase(bench.t.db, id)).toMatchObject({ outcome: 'O16', reportRow: 'r3.6.2' })
  })

  test('已经缴费的，不能以未缴费结案', async () => {
    day('2026-03-02')
    const id = await handed()
    day('2026-03-05')
    await go(id, 'charge', { ...notice, receivedOn: '2026-03-05' })
    await go(id, 'pay', { on: '2026-03-05', amount: 380 })
    expect(await texts(bench.reply(id, { standing: 'feeLapsed' }))).toContain('已经缴费')
  })

  test('第四条：一个自然月里的件数数到头，不在两百件处停下', async () => {
    day('2026-06-01')
    const [first] = await bench.register({ identityNumber: 'X7777777' })
    const row = (await readCase(bench.t.db, first!.subject))!
    await sql`insert into request (body_id, department_id, officer_id, state, channel, submitted_on, arrived_on, received_on,
        applicant_kind, applicant_shown, applicant_key, subject, description, likeness, carrier, delivery, reached_at, created_at)
      select body_id, department_id, officer_id, state, channel, submitted_on, arrived_on, '2026-06-02', applicant_kind,
        applicant_shown, applicant_key, subject, description, likeness, carrier, delivery, reached_at, created_at
      from request, generate_series(1, 260) where id = ${row.id}`.execute(bench.t.db)
    day('2026-06-03')
    const [last] = await bench.register({ identityNumber: 'X7777777' })
    expect(await piecesThisMonth(bench.t.db, (await readCase(bench.t.db, last!.subject))!)).toEqual({
      before: 261,
      own: 1,
    })
    expect((await piecesThisMonth(bench.t.db, row)).before).toBe(0)
  })
})

describe('日期不能倒填', () => {
  test('送达不能早于批准之日；延长的批准不能在原期限届满以后', async () => {
    day('2026-03-02')
    const id = (await bench.register())[0]!.subject
    const late = (await bench.register())[0]!.subject
    day('2026-03-30')
    await go(late, 'proposeExtension', { days: 5 }, '材料多')
    await go(id, 'propose', {
      answers: ordinary,
      file: emptyFile,
      grounds: [],
      findings: '经查，情况属实。',
    })
    await bench.go(id, 'review', bench.who.legalReviewer)
    day('2026-04-01')
    await bench.go(id, 'approve', bench.who.leader)
    expect(
      await texts(go(id, 'deliver', { how: 'post', on: '2026-03-30', mailNumber: 'XA00000000041' })),
    ).toContain('2026年4月1日才批准')
    await go(id, 'deliver', { how: 'post', on: '2026-04-01', mailNumber: 'XA00000000041' })
    expect((await dueOf(id)).state).toBe('late')
    expect(
      await texts(bench.go(late, 'extend', bench.who.leader, { form: { on: '2026-03-30', days: 5 } })),
    ).toContain('届满以后不能再延长')
  })
})

test('地方节假日：机关所在地另有放假安排的，答复期限按本地日历，列表、案卷、文书、归档都一样', async () => {
  day('2026-03-02')
  const id = (await bench.register())[0]!.subject
  const { overrides, faults } = readOverrides([
    {
      name: 'regional.json',
      text: JSON.stringify({
        year: 2026,
        region: '410000',
        notice: '地方通知',
        source: '测试',
        off: ['2026-03-19', '2026-03-20'],
        work: [],
      }),
    },
  ])
  expect(faults).toEqual([])
  const local = buildCalendar({ overrides, region: '410821' })
  const house = {
    ...bench.t.house,
    calendar: (region?: string) => (region === '410821' ? local : buildCalendar()),
  }
  const row = (await readCase(bench.t.db, id))!
  const expected = '2026-04-01'
  expect((await caseView(house, row, officer())).clocks.find(c => c.id === 'R04')!.dueOn).toBe(expected)
  const rows = await registerRows(bench.t.db, [bench.bureau.bodyId], {}, { limit: 500, offset: 0 })
  expect((await rowViews(house, rows)).find(r => r.id === id)!.due).toBe(expected)
  expect((await letterFacts(house, bench.t.db, row)).values.due).toBe('2026年4月1日')
  const todo = await requestWork(house).page('todo', officer(), { after: null, limit: 500, light: null })
  expect(todo.find(w => w.id === String(id))?.dueOn).toBe(expected)
  const { moved } = await recalendar(house)
  expect(moved.filter(m => m.id === id)).toEqual([])
  const told = await bench.t.db
    .selectFrom('request_told')
    .select('due_on')
    .where('request_id', '=', id)
    .executeTakeFirstOrThrow()
  expect(told.due_on).toBe(expected)
})
