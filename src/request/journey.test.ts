import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#kit/now.ts'
import { refusal } from '../document/journey.fixture.ts'
import { performedVerbs, performRequest } from './actions/perform.ts'
import { baseDue, readReply } from './clock.ts'
import { consultationsOf } from './consultations.ts'
import {
  emptyFile,
  makeRequestBench,
  ordinary,
  sampleApplication,
  type RequestBench,
} from './request.fixture.ts'
import { readCase } from './store/cases.ts'
import { factsOf } from './store/facts.ts'
import { requestWorkflow } from './workflow.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const day = (iso: string) => bench.t.setNow(`${iso}T10:00:00+08:00`)
const caseOf = async (id: number) => (await readCase(bench.t.db, id))!
const dueOf = async (id: number) =>
  readReply(await factsOf(bench.t.db, id), dayOf(bench.t.house.now()), bench.t.house.calendar())!
const texts = async (act: Promise<unknown>) => (await refusal(act)).reasons.map(r => r.text).join('\n')

test('程序表里的每一种办理都有实现，没有多出来的', () => {
  const inTable = new Set(Object.values(requestWorkflow).flatMap(steps => Object.keys(steps)))
  expect(new Set(performedVerbs)).toEqual(inTable)
})

describe('登记（第二十七条至第三十一条、第四十五条）', () => {
  test('当面提交的当日起算，登记编号连续，一封信两件各有编号', async () => {
    day('2026-03-02')
    const [one, two] = await bench.register({}, { matters: [{ description: '事故调查报告' }] })
    const [a, b] = [await caseOf(one!.subject), await caseOf(two!.subject)]
    expect([a.state, b.state]).toEqual(['received', 'received'])
    expect([a.number, b.number]).toEqual(['测应急公开申〔2026〕1号', '测应急公开申〔2026〕2号'])
    expect(b.letterId).toBe(a.id)
    expect((await dueOf(a.id)).due).toBe('2026-03-30')
    expect(one!.receiptCode).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/)
  })

  test('第三十一条：互联网申请在双方确认之前不起算，也不能答复；确认之日起算', async () => {
    day('2025-10-03')
    const [one] = await bench.register({}, { channel: 'online' })
    expect((await caseOf(one!.subject)).state).toBe('submitted')
    const early = await refusal(bench.reply(one!.subject))
    expect(early.code).toBe('not-now')
    expect(early.message).toContain('请先联系申请人，办理“登记双方确认”')
    day('2025-10-09')
    await bench.go(one!.subject, 'confirm', bench.who.opennessOfficer, {
      form: { on: '2025-10-09', how: 'phone' },
    })
    expect((await dueOf(one!.subject)).due).toBe('2025-11-05')
  })

  test('个人信息密封保存：明文里没有姓名、证件、电话、地址，履历里也没有', async () => {
    day('2026-03-02')
    const [one] = await bench.register({
      name: '欧阳机密',
      identityNumber: 'PASS1234567',
      phone: '13912345678',
    })
    const row = await bench.t.db
      .selectFrom('request')
      .selectAll()
      .where('id', '=', one!.subject)
      .executeTakeFirstOrThrow()
    const { sealed, applicant_key, query_hash, ...open } = row
    const events = await bench.t.db.selectFrom('event').select('payload').execute()
    const plain = JSON.stringify([open, events])
    for (const secret of ['欧阳机密', 'PASS1234567', '13912345678', '测试路1号', 'applicant@example'])
      expect(plain).not.toContain(secret)
    expect(bench.t.house.vault.open(sealed!)).toContain('欧阳机密')
    expect([applicant_key?.length, query_hash?.length]).toEqual([32, 32])
    expect(row.applicant_shown).toBe('欧**密')
  })

  test('填错的地方一次说全，什么也没有登记', async () => {
    day('2026-03-02')
    const before = await bench.t.db
      .selectFrom('request')
      .select(e => e.fn.countAll().as('n'))
      .executeTakeFirst()
    const said = await texts(
      bench.register({
        name: '',
        identityProof: 'residentCard',
        identityNumber: '110101199003070012',
        phone: '1',
      }),
    )
    expect(said).toContain('请填写姓名')
    expect(said).toContain('校验')
    expect(said).toContain('电话号码不对')
    expect(await texts(bench.register({}, { submittedOn: '2026-03-03', arrivedOn: '2026-03-01' }))).toContain(
      '早于提交日期',
    )
    const after = await bench.t.db
      .selectFrom('request')
      .select(e => e.fn.countAll().as('n'))
      .executeTakeFirst()
    expect(after).toEqual(before)
  })

  test('重复点击登记只有一件', async () => {
    day('2026-03-02')
    const { registerRequests } = await import('./actions/register.ts')
    const letter = {
      channel: 'counter',
      submittedOn: '2026-03-02',
      arrivedOn: '2026-03-02',
      application: sampleApplication,
    }
    const send = () =>
      registerRequests(bench.t.house, bench.who.opennessOfficer, bench.bureau.bodyId, letter, 'double-click')
    const [first, second] = [await send(), await send()]
    expect(second[0]!.subject).toBe(first[0]!.subject)
  })
})

describe('补正（第三十条）', () => {
  test('告知补正后期限重新计算；只能告知一次', async () => {
    day('2025-09-26')
    const [one] = await bench.register()
    const id = one!.subject
    const ask = (on: string) =>
      bench.go(id, 'askSupplement', bench.who.opennessOfficer, {
        form: { on, items: '请写明所需信息的年度。', until: '2025-10-31' },
      })
    await ask('2025-09-26')
    expect((await caseOf(id)).state).toBe('supplementing')
    day('2025-10-20')
    await bench.go(id, 'supplement', bench.who.opennessOfficer, { form: { on: '2025-10-20' } })
    expect((await dueOf(id)).due).toBe('2025-11-17')
    expect(await texts(ask('2025-10-20'))).toContain('只能一次性告知')
  })

  test('7个工作日过后才告知的，说明已超期，须明示承担', async () => {
    day('2025-09-26')
    const [one] = await bench.register()
    day('2025-10-14')
    const form = { on: '2025-10-14', items: '请写明年度。', until: '2025-11-14' }
    const said = await texts(bench.go(one!.subject, 'askSupplement', bench.who.opennessOfficer, { form }))
    expect(said).toContain('2025年10月13日')
    await bench.go(one!.subject, 'askSupplement', bench.who.opennessOfficer, {
      form: { ...form, late: true },
    })
  })

  test('补正期限没有届满不能视为放弃；届满后书面告知，计入（六）1', async () => {
    day('2025-09-26')
    const [one] = await bench.register()
    const id = one!.subject
    await bench.go(id, 'askSupplement', bench.who.opennessOfficer, {
      form: { on: '2025-09-26', items: '请写明年度。', until: '2025-10-15' },
    })
    day('2025-10-15')
    expect(await texts(bench.go(id, 'lapse', bench.who.opennessOfficer, { reason: '没有补正' }))).toContain(
      '还不能视为放弃',
    )
    day('2025-10-16')
    await bench.send(id)
    await bench.go(id, 'lapse', bench.who.opennessOfficer, { reason: '没有补正' })
    await bench.reply(id, { standing: 'supplementLapsed' })
    expect(await caseOf(id)).toMatchObject({ outcome: 'O15', reportRow: 'r3.6.1', state: 'replied' })
  })
})

describe('期限（第三十三条）', () => {
  test('征求第三方意见的时间不计入答复期限；第三方收到之日起15个工作日', async () => {
    day('2025-04-10')
    const [one] = await bench.register()
    const id = one!.subject
    await bench.go(id, 'handOut', bench.who.opennessOfficer, {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    day('2025-04-18')
    await bench.go(id, 'consult', bench.who.opennessOfficer, {
      form: { who: 'thirdParty', name: '某公司', on: '2025-04-18', receivedOn: '2025-04-18', what: '合同' },
    })
    const [asked] = consultationsOf(await factsOf(bench.t.db, id), '2025-04-18', bench.t.house.calendar())
    expect(asked!.limit).toBe('2025-05-13')
    expect((await dueOf(id)).state).toBe('paused')
    expect(await texts(bench.reply(id))).toContain('还有征求意见书没有收到答复')
    day('2025-05-13')
    await bench.go(id, 'hear', bench.who.opennessOfficer, {
      form: { ref: '1', on: '2025-05-13', answer: 'consents' },
    })
    const due = await dueOf(id)
    expect(due.due).toBe('2025-06-03')
    expect(due.paused).toBe(15)
  })

  test('延长须在原期限届满前告知、须先提请、只能一次、最长20个工作日', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    const id = one!.subject
    const extend = (on: string, days: number) =>
      bench.go(id, 'extend', bench.who.leader, { form: { on, days } })
    expect(await texts(extend('2026-03-02', 10))).toContain('还没有提请延长')
    expect(
      await texts(
        bench.go(id, 'proposeExtension', bench.who.opennessOfficer, { reason: '材料多', form: { days: 21 } }),
      ),
    ).toContain('最长20个工作日')
    await bench.go(id, 'proposeExtension', bench.who.opennessOfficer, {
      reason: '材料多',
      form: { days: 10 },
    })
    expect(await texts(extend('2026-03-02', 11))).toContain('不能多于提请的10个工作日')
    day('2026-03-30')
    await extend('2026-03-30', 10)
    expect((await dueOf(id)).due).toBe('2026-04-14')
    expect(await texts(extend('2026-03-30', 5))).toContain('已经延长过一次')
  })

  test('原期限届满以后不能再延长', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    day('2026-03-31')
    const said = await texts(
      bench.go(one!.subject, 'proposeExtension', bench.who.opennessOfficer, {
        reason: '来不及',
        form: { days: 5 },
      }),
    )
    expect(said).toContain('届满以后不能再延长')
    const facts = await factsOf(bench.t.db, one!.subject)
    expect(baseDue(facts, '2026-03-31', bench.t.house.calendar())).toBe('2026-03-30')
  })
})

describe('收费（第四十二条；国办函〔2020〕109号）', () => {
  test('30页以下不收费；缴费后次日起重新计算；不得重复计收', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    const id = one!.subject
    await bench.go(id, 'handOut', bench.who.opennessOfficer, {
      form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
    })
    const charge = (count: number) =>
      bench.go(id, 'charge', bench.who.opennessOfficer, {
        form: {
          method: 'byVolume',
          count,
          on: '2026-03-04',
          receivedOn: '2026-03-05',
          payTo: '到政务大厅缴纳',
        },
      })
    day('2026-03-05')
    expect(await texts(charge(30))).toContain('不收费')
    await charge(68)
    expect(await texts(bench.go(id, 'lapseFee', bench.who.opennessOfficer))).toContain('还不能视为放弃')
    day('2026-03-12')
    const pay = (amount: number) =>
      bench.go(id, 'pay', bench.who.opennessOfficer, { form: { on: '2026-03-12', amount } })
    expect(await texts(pay(300))).toContain('没有缴足')
    expect(await texts(pay(400))).toContain('多收的应当退还')
    await pay(380)
    expect((await dueOf(id)).due).toBe('2026-04-10')
    expect(await texts(charge(68))).toContain('只能适用一种')
  })
})

describe('答复（第三十六条）', () => {
  test('拟定、审核、批准须三人；编号、交邮之日为答复之日（235号）', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    const id = one!.subject
    const officer = bench.who.opennessOfficer
    await bench.go(id, 'propose', officer, {
      form: { answers: ordinary, file: emptyFile, findings: '已找到，可以公开。' },
    })
    const both = { ...bench.who.leader, roles: [...bench.who.leader.roles, ...bench.who.legalReviewer.roles] }
    await bench.go(id, 'review', both)
    expect((await refusal(bench.go(id, 'approve', both))).code).toBe('forbidden')
    await bench.go(id, 'approve', await secondLeader())
    day('2026-03-20')
    await bench.go(id, 'deliver', officer, {
      form: { how: 'post', on: '2026-03-18', mailNumber: 'XA00000000041' },
    })
    expect(await caseOf(id)).toMatchObject({
      state: 'replied',
      outcome: 'O2',
      reportRow: 'r3.1',
      repliedOn: '2026-03-18',
    })
    expect((await caseOf(id)).replyNumber).toMatch(/^测应急公开复〔2026〕\d+号$/)
    expect((await dueOf(id)).state).toBe('met')
  })

  test('两名经办人同时拟定、同时送达：只有一个办成，另一个知道是谁先办的，什么也没有多', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    const id = one!.subject
    const officer = bench.who.opennessOfficer
    const form = { answers: ordinary, file: emptyFile, grounds: [], findings: '经查，情况属实。' }
    const twice = async (verb: string, more: object) => {
      const { version } = (await readCase(bench.t.db, id))!
      const both = await Promise.allSettled(
        [1, 2].map(() =>
          performRequest(bench.t.house, { subject: id, verb, actor: officer, version, ...more }),
        ),
      )
      const lost = both.filter(b => b.status === 'rejected')
      expect(both.filter(b => b.status === 'fulfilled')).toHaveLength(1)
      expect(lost).toHaveLength(1)
      const { code, message } = lost[0]!.reason as { code: string; message: string }
      expect(code).toBe('stale')
      expect(message).toContain(officer.name)
    }
    await twice('propose', { form })
    await bench.go(id, 'review', bench.who.legalReviewer)
    await bench.go(id, 'approve', bench.who.leader)
    await twice('deliver', { form: { how: 'post', on: '2026-03-02', mailNumber: 'XA00000000041' } })
    const facts = await bench.t.db
      .selectFrom('request_fact')
      .select('kind')
      .where('request_id', '=', id)
      .where('kind', 'in', ['propose', 'reply'])
      .execute()
    expect(facts.map(f => f.kind)).toEqual(['propose', 'reply'])
  })

  test('当面送达不填签收日期、邮寄不填邮件号码，不能送达', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    expect(await texts(bench.reply(one!.subject, ordinary, { how: { how: 'pickUp' } }))).toContain('签收之日')
  })

  test('没有判断完、缺少凭证的答复拟不出来，一次说全', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    const propose = (answers: object, grounds: string[] = [], file: object = {}) =>
      texts(
        bench.go(one!.subject, 'propose', bench.who.opennessOfficer, {
          form: { answers, grounds, file: { ...emptyFile, ...file }, findings: '经查。' },
        }),
      )
    expect(await propose({ standing: 'on' })).toContain('还没有判断完')
    expect(await propose({ ...ordinary, held: 'notFound' })).toContain('须先登记检索')
    expect(await propose({ ...ordinary, exempt: 'whole' }, ['E14-3'])).toMatch(/危及什么[\s\S]*具体理由/)
  })

  test('机关外的人、三员、没有分办到的部门看不到，与不存在的一样', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    const { drafter, systemAdmin, securityAdmin, auditAdmin, publisher } = bench.who
    for (const actor of [drafter, systemAdmin, securityAdmin, auditAdmin, publisher]) {
      const seen = await refusal(bench.go(one!.subject, 'note', actor, { form: { text: '看看' } }))
      const none = await refusal(bench.go(999_999, 'note', actor, { form: { text: '看看' } }))
      expect([seen.code, seen.message]).toEqual([none.code, none.message])
    }
  })
})

async function secondLeader() {
  const staff = await bench.t.db
    .insertInto('staff')
    .values({
      body_id: bench.bureau.bodyId,
      department_id: bench.bureau.departmentId,
      account: 'leader-two',
      name: '签发领导乙',
      password_hash: 'none',
      password_set_at: '2026-01-01T00:00:00+08:00',
      must_change: false,
      created_at: '2026-01-01T00:00:00+08:00',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { ...bench.who.leader, staffId: staff.id, name: '签发领导乙' }
}
