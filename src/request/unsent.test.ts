import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOf } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import type { Actor } from '#kit/actor.ts'
import { refusal } from '../document/journey.fixture.ts'
import { readReply } from './clock.ts'
import { filterOf, filters } from './filters.ts'
import { performLetter } from './letters/actions.ts'
import { formOf } from './letters/words.ts'
import { caseView } from './present.ts'
import { recalendar } from './recalendar.ts'
import { emptyFile, makeRequestBench, ordinary, type RequestBench } from './request.fixture.ts'
import { readCase } from './store/cases.ts'
import { factsOf } from './store/facts.ts'
import { lettersOf } from './store/letters.ts'
import { registerRows } from './store/register.ts'
import { requestWork } from './work.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

const day = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)
const officer = () => bench.who.opennessOfficer
const go = (id: number, verb: string, form: object, actor: Actor = officer(), reason?: string) =>
  bench.go(id, verb, actor, { form, ...(reason ? { reason } : {}) })
const said = async (attempt: Promise<unknown>) => (await refusal(attempt)).reasons.map(r => r.text).join('\n')
const letters = async (id: number, form: string) =>
  (await lettersOf(bench.t.db, id)).filter(l => l.form === form)
const view = async (id: number, actor: Actor = officer()) =>
  caseView(bench.t.house, (await readCase(bench.t.db, id))!, actor)
const dueOf = async (id: number) =>
  readReply(await factsOf(bench.t.db, id), dayOf(bench.t.house.now()), bench.t.house.calendar())!
const onLetter = (subject: number, verb: string, reason?: string) =>
  performLetter(bench.t.house, { subject, verb, actor: officer(), ...(reason ? { reason } : {}) })

async function handed(): Promise<number> {
  const id = (await bench.register())[0]!.subject
  await go(id, 'handOut', { departments: [bench.bureau.departmentId], asked: '请检索。' })
  return id
}
const consult = (id: number, name: string, more: object = {}) =>
  go(id, 'consult', {
    who: 'thirdParty',
    name,
    on: dayOf(bench.t.house.now()),
    what: '合同中的价格',
    ...more,
  })
const propose = (id: number) =>
  go(id, 'propose', { answers: ordinary, file: emptyFile, grounds: [], findings: '经查，情况属实。' })

describe('征求意见书还是草稿就不算征求过（第三十二条：书面征求）', () => {
  test('草稿不能登记签收，不能拟定答复；定稿以后才可以；页面事先说明', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '某化工有限公司')
    expect((await view(id)).next.words).toContain('《征求意见书》（第1份）')
    expect(await said(go(id, 'acknowledge', { ref: '1', on: '2026-03-02', note: '回执' }))).toContain(
      '还是草稿',
    )
    await go(id, 'hear', { ref: '1', on: '2026-03-02', answer: 'consents' })
    expect(await said(propose(id))).toContain('《征求意见书》（第1份）还是草稿')
    await bench.send(id)
    expect((await view(id)).next.words).not.toContain('定稿')
    await propose(id)
  })

  test('没有发出的作废：须写明理由；这段时间照常计入答复期限，申请人的页面上也没有这一步', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '某化工有限公司')
    day('2026-03-09')
    expect(await dueOf(id)).toMatchObject({ state: 'paused', paused: 5 })
    const [letter] = await letters(id, 'consultThirdParty')
    expect(await said(onLetter(letter!.id, 'drop'))).toContain('须写明理由')
    await onLetter(letter!.id, 'drop', '经查不涉及第三方，没有发出。')
    expect(await dueOf(id)).toMatchObject({ state: 'running', paused: 0, due: '2026-03-30' })
    expect((await view(id)).consultations).toEqual([])
    expect((await view(id)).facts.at(-1)).toMatchObject({ label: '征求意见书没有发出，作废' })
    // Notice to the applicant of what never happened: dropped by hand, since he may have it already.
    expect(await said(propose(id))).toContain('《征求意见告知书》还是草稿')
    const [notice] = await letters(id, 'consultNotice')
    await onLetter(notice!.id, 'drop', '没有征求意见。')
    expect((await refusal(onLetter(letter!.id, 'finish'))).code).toBe('not-now')
    await propose(id)
    expect((await historyOf(bench.t.db, 'request-letter', letter!.id)).at(-1)).toMatchObject({
      verb: 'drop',
      reason: '经查不涉及第三方，没有发出。',
    })
  })

  test('对方已经收到或者答复的，不能当作没有发出作废', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '甲公司', { receivedOn: '2026-03-02' })
    const [letter] = await letters(id, 'consultThirdParty')
    expect(await said(onLetter(letter!.id, 'drop', '没有发出。'))).toContain('已在2026年3月2日收到')
  })

  test('同一天征求两家，给申请人的告知书只有一份；另一天再征求的另有一份', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '甲公司')
    await consult(id, '乙公司')
    await consult(id, '某局', { who: 'coMaker' })
    expect(await letters(id, 'consultNotice')).toHaveLength(1)
    expect(await letters(id, 'consultThirdParty')).toHaveLength(2)
    day('2026-03-03')
    await consult(id, '丙公司')
    expect(await letters(id, 'consultNotice')).toHaveLength(2)
  })

  test('对方还没有答复、期限没有届满的，事先说明是谁、到哪一天；拟不了答复。其他机关不答复的说得出怎样办', async () => {
    day('2026-03-02')
    const id = await handed()
    await consult(id, '某化工有限公司', { receivedOn: '2026-03-02' })
    await consult(id, '某局', { who: 'agency' })
    await bench.send(id)
    const { holdUps } = await view(id)
    expect(holdUps.map(h => [h.stops, h.basis])).toEqual([
      [true, '条例/32'],
      [true, '条例/33(3)'],
      [false, null],
    ])
    expect(holdUps[0]!.text).toContain('2026年3月23日')
    expect(holdUps[0]!.text).toContain('不视为同意')
    expect(holdUps[1]!.text).toContain('选“没有答复”')
    expect(await said(propose(id))).toContain('还有征求意见书没有收到答复')
    day('2026-03-24')
    await go(id, 'hear', { ref: '2', on: '2026-03-24', answer: 'silent' })
    expect((await view(id)).holdUps.filter(h => h.stops)).toEqual([])
    await propose(id)
  })

  test('补正告知书、收费通知还是草稿的，不能认定期满视为放弃（第三十条）：没有告知过申请人', async () => {
    day('2026-03-02')
    const [asked, charged] = [(await bench.register())[0]!.subject, await handed()]
    await go(asked, 'askSupplement', { on: '2026-03-02', items: '请写明年度。', until: '2026-03-20' })
    const notice = { method: 'byVolume', count: 68, payTo: '到政务大厅缴纳' }
    await go(charged, 'charge', { ...notice, on: '2026-03-02', receivedOn: '2026-03-02' })
    day('2026-04-07')
    const lapse = () => bench.go(asked, 'lapse', officer(), { reason: '没有补正' })
    const lapseFee = () => bench.go(charged, 'lapseFee', officer())
    expect(await said(lapse())).toContain('补正告知书》还是草稿，没有发出')
    expect(await said(lapseFee())).toContain('还是草稿，没有发出')
    for (const id of [asked, charged]) await bench.send(id)
    expect((await lapse()).state).toBe('handling')
    expect((await lapseFee()).state).toBe('handling')
  })

  test('并案的在履历里写明并入哪一件，不写成申请人撤回', async () => {
    day('2026-03-02')
    const [into] = await bench.register()
    const [joined] = await bench.register()
    await go(joined!.subject, 'merge', { into: into!.number }, officer(), '内容相同')
    expect((await view(joined!.subject)).facts.at(-1)).toMatchObject({
      label: '并入另一件申请',
      lines: [`并入${into!.number}，一并答复`],
    })
  })

  test('归档前所有发给外面的文书都定稿或者作废', async () => {
    day('2026-03-02')
    const id = await handed()
    await bench.reply(id)
    await bench.t.db
      .insertInto('request_letter')
      .values(
        (await lettersOf(bench.t.db, id)).slice(0, 1).map(l => ({
          request_id: id,
          form: 'correction',
          ref: null,
          sealed: l.sealed,
          hash: l.hash,
          made_by: officer().staffId,
          made_at: bench.t.house.now(),
        }))[0]!,
      )
      .execute()
    expect(await said(go(id, 'archive', {}))).toContain('《更正政府信息告知书》还是草稿')
    const [letter] = await letters(id, 'correction')
    expect(formOf(letter!).code).toBe('correction')
    await onLetter(letter!.id, 'drop', '写错了。')
    await go(id, 'archive', {})
  })
})

describe('只列出用得上的办理，不能办的说明为什么', () => {
  test('没有征求过意见的不列“登记收到的意见”；没有提请的不列“同意延长”；已告知过补正的说明只能一次', async () => {
    day('2026-03-02')
    const id = await handed()
    const verbs = async (actor?: Actor) => (await view(id, actor)).offers.map(o => o.verb)
    for (const verb of ['hear', 'acknowledge', 'hearReasons', 'delay'])
      expect(await verbs()).not.toContain(verb)
    expect(await verbs(bench.who.leader)).not.toContain('extend')
    await go(id, 'proposeExtension', { days: 5 }, officer(), '材料多')
    expect((await view(id)).offers.find(o => o.verb === 'proposeExtension')!.blocked).toContain(
      '等公开工作机构负责人审批',
    )
    const asked = await view(id, bench.who.leader)
    expect(asked.offers.map(o => o.verb)).toContain('extend')
    expect(asked.extension).toEqual({ days: 5, why: '材料多' })
  })

  test('原期限届满以后，“提请延长”说明不能再延长', async () => {
    day('2026-03-02')
    const id = await handed()
    day('2026-03-31')
    expect((await view(id)).offers.find(o => o.verb === 'proposeExtension')!.blocked).toContain(
      '届满以后不能再延长',
    )
  })
})

describe('延长由公开工作机构负责人同意（第三十三条第二款）', () => {
  test('有负责人的，签发领导不能代为同意；负责人同意后通知经办人把告知书发出', async () => {
    day('2026-03-02')
    const id = await handed()
    await bench.t.db
      .updateTable('request')
      .set({ department_id: bench.bureau.departmentId })
      .where('id', '=', id)
      .execute()
    await go(id, 'proposeExtension', { days: 5 }, officer(), '材料多')
    const waiting = await requestWork(bench.t.house).page('todo', bench.who.departmentHead, {
      after: null,
      limit: 500,
      light: null,
    })
    expect(waiting.find(w => w.id === String(id))).toMatchObject({
      step: '待批准延长',
      turn: expect.arrayContaining(['部门负责人甲']),
    })
    const form = { on: '2026-03-02', days: 5 }
    const reach = { reach: [bench.bureau.departmentId] }
    const kept = await registerRows(bench.t.db, [bench.bureau.bodyId], reach, { limit: 200, offset: 0 })
    expect(kept.map(r => r.id)).toContain(id)
    expect(await said(go(id, 'extend', form, bench.who.leader))).toContain('须经公开工作机构负责人同意')
    const offer = (await view(id, bench.who.leader)).offers.find(o => o.verb === 'extend')
    expect(offer!.blocked).toContain('部门负责人甲')
    await go(id, 'extend', form, bench.who.departmentHead)
    const notices = await bench.t.db
      .selectFrom('notice')
      .select('text')
      .where('subject_id', '=', id)
      .where('subject_kind', '=', 'request')
      .execute()
    expect(notices.map(n => n.text).join()).toContain('延期答复告知书定稿，在2026年3月30日原期限届满前发出')
    expect((await view(id)).next.why).toContain('2026年3月30日')
    expect(await said(propose(id))).toContain('《延期答复告知书》还是草稿')
  })
})

describe('登记簿：未办结的先到期的在前', () => {
  const listed = async (query: object) =>
    (
      await registerRows(bench.t.db, [bench.bureau.bodyId], filterOf(filters.parse(query)), {
        limit: 200,
        offset: 0,
      })
    ).map(r => r.id)

  test('登记、延长、补正随办随排；等申请人的在后；可以改按收到日期', async () => {
    day('2026-06-01')
    const first = (await bench.register())[0]!.subject
    day('2026-06-03')
    const later = (await bench.register())[0]!.subject
    const mine = async (query: object) => (await listed(query)).filter(id => id === first || id === later)
    expect(await mine({ state: 'open' })).toEqual([first, later])
    expect(await mine({ state: 'open', order: 'received' })).toEqual([later, first])
    await go(first, 'proposeExtension', { days: 10 }, officer(), '材料多')
    await go(first, 'extend', { on: '2026-06-03', days: 10 }, bench.who.leader)
    expect(await mine({ state: 'open' })).toEqual([later, first])
    await go(later, 'askSupplement', { on: '2026-06-03', items: '请写明年度。', until: '2026-06-20' })
    expect(await mine({ state: 'open' })).toEqual([first, later])
    expect(await mine({ state: 'received' })).toEqual([first])
    expect(() => filterOf(filters.parse({ state: 'open', order: 'x' }))).toThrow()
  })

  test('夜里按当天和新的日历重排；正在征求意见的期限天天后移，不当作放假安排变动告诉人', async () => {
    day('2026-07-01')
    const id = await handed()
    await consult(id, '某公司')
    await recalendar(bench.t.house)
    const placed = async () =>
      (await bench.t.db.selectFrom('request').select('due_on').where('id', '=', id).executeTakeFirstOrThrow())
        .due_on
    expect(await placed()).toBe('2026-07-29')
    day('2026-07-08')
    const { moved } = await recalendar(bench.t.house)
    expect(moved.filter(m => m.id === id)).toEqual([])
    expect(await placed()).toBe('2026-08-05')
    await go(id, 'acknowledge', { ref: '1', on: '2026-07-08', note: '回执' }).catch(() => undefined)
    await bench.send(id)
    await go(id, 'acknowledge', { ref: '1', on: '2026-07-08', note: '回执' })
    await recalendar(bench.t.house)
    for (const on of ['2026-07-20', '2026-07-29', '2026-07-30', '2026-08-03']) {
      day(on)
      expect(
        (await recalendar(bench.t.house)).moved.filter(m => m.id === id),
        on,
      ).toEqual([])
    }
  })
})
