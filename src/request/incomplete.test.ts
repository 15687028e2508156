import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from '../document/journey.fixture.ts'
import { reveal } from './actions/reveal.ts'
import { caseView } from './present.ts'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'
import { readCase } from './store/cases.ts'

/** Letters that lack something, what was registered wrongly, and what the case's page says by when. */

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

const day = (iso: string) => bench.t.setNow(`${iso}T10:00:00+08:00`)
const caseOf = async (id: number) => (await readCase(bench.t.db, id))!
const view = async (id: number) => caseView(bench.t.house, await caseOf(id), bench.who.opennessOfficer)
const personalOf = async (id: number) =>
  (await reveal(bench.t.house, bench.who.opennessOfficer, id, { reason: '核对登记' })).personal!
const bare = { identityProof: null, identityNumber: '', phone: '', email: '', address: '' }

describe('当面、邮寄的申请不得拒收（国办公开办函〔2017〕19号）', () => {
  test('来信缺身份证明、联系方式的照样登记起算，页面说缺什么、到哪一天可以告知补正', async () => {
    day('2026-03-02')
    const [one] = await bench.register(bare, { channel: 'signedMail', incomplete: true })
    const seen = await view(one!.subject)
    expect(seen.state).toBe('received')
    expect(seen.lacking).toEqual(['身份证明', '联系方式'])
    expect(seen.next.words).toBe('补齐身份证明、联系方式')
    expect(seen.next.verbs.slice(0, 2)).toEqual(['complete', 'askSupplement'])
    expect(seen.next.by).toBe('2026-03-11')
    expect(seen.clocks.map(c => c.dueOn)).toContain('2026-03-30')
  })

  test('没有代码的组织照样登记；写了的代码、电话错了仍要改，一次说全', async () => {
    day('2026-03-02')
    const firm = {
      applicantKind: 'otherOrganization',
      name: '测试村民小组',
      identityProof: null,
      identityNumber: '',
    }
    const [one] = await bench.register({ ...firm, creditCode: '', contactName: '' }, { incomplete: true })
    expect((await view(one!.subject)).lacking).toEqual(['统一社会信用代码或者其他身份证明', '联系人'])
    const wrong = { ...firm, creditCode: '91410800MA3X0000X1', phone: '1' }
    const said = (await refusal(bench.register(wrong, { incomplete: true }))).reasons
    expect(said.map(r => r.field)).toEqual(['application.creditCode', 'application.phone'])
    expect(said[0]!.text).toContain('统一社会信用代码有误')
  })

  test('不勾选“来信缺项”的，缺什么仍然一次说全；网上申请不能缺项', async () => {
    day('2026-03-02')
    const said = (await refusal(bench.register(bare))).reasons
    expect(said.map(r => r.field)).toEqual([
      'application.identityProof',
      'application.identityNumber',
      'application.phone',
      'application.address',
    ])
  })

  test('两封都没有证件号码的信，不当作同一申请人', async () => {
    day('2026-03-02')
    const [a] = await bench.register({ ...bare, name: '甲未写' }, { incomplete: true })
    const [b] = await bench.register({ ...bare, name: '乙未写' }, { incomplete: true })
    expect((await caseOf(a!.subject)).applicantKey).toBeNull()
    expect((await view(b!.subject)).earlier).toEqual([])
  })
})

describe('补记、更正申请人信息', () => {
  test('补上证件号码以后与同一申请人的其他申请连起来；原来登记的密封留存，履历里没有', async () => {
    day('2026-03-02')
    const [before] = await bench.register({ identityNumber: 'AMEND0001' })
    const [one] = await bench.register({ ...bare, phone: '13800001111' }, { incomplete: true })
    await bench.go(one!.subject, 'complete', bench.who.opennessOfficer, {
      reason: '申请人来电补充',
      form: { identityProof: 'passport', identityNumber: 'AMEND0001', phone: '13800002222' },
    })
    const seen = await view(one!.subject)
    expect(seen.lacking).toEqual([])
    expect(seen.earlier.map(e => e.id)).toEqual([before!.subject])
    expect(await personalOf(one!.subject)).toMatchObject({
      phone: '13800002222',
      identityNumber: 'AMEND0001',
    })
    expect(seen.facts.at(-1)!.lines).toEqual(['身份证明的种类、证件号码、联系电话'])
    const events = await bench.t.db.selectFrom('event').select('payload').execute()
    for (const secret of ['AMEND0001', '13800001111', '13800002222'])
      expect(JSON.stringify(events)).not.toContain(secret)
    const told = await reveal(bench.t.house, bench.who.opennessOfficer, one!.subject, { reason: '核对登记' })
    expect(told.facts.map(f => f.text).join()).toContain('联系电话原来登记：13800001111')
  })

  test('改成不对的号码、什么也没有填，都说明白，什么也没有变', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    const complete = (form: object) =>
      refusal(bench.go(one!.subject, 'complete', bench.who.opennessOfficer, { reason: '更正', form }))
    expect((await complete({})).message).toContain('没有要补记、更正的内容')
    const said = await complete({
      identityProof: 'residentCard',
      identityNumber: '110101199003070012',
      phone: '1',
    })
    expect(said.reasons.map(r => r.field)).toEqual(['identityNumber', 'phone'])
    expect(said.reasons[0]!.text).toContain('居民身份证号码有误')
    expect(await personalOf(one!.subject)).toMatchObject({ phone: '13800000000' })
  })
})

describe('下一步说清到哪一天', () => {
  test('待确认的写明内部的确认期限；过了期的说已经几天', async () => {
    day('2026-03-02')
    const [one] = await bench.register({}, { channel: 'fax' })
    expect((await view(one!.subject)).next).toMatchObject({ by: '2026-03-05', verbs: ['confirm', 'contact'] })
    day('2026-03-09')
    expect((await view(one!.subject)).next.why).toContain('提交已5个工作日，仍未双方确认')
  })

  test('超过答复期限的先说已经超期、不能再延长；7个工作日过去以后不再建议告知补正', async () => {
    day('2026-03-02')
    const [one] = await bench.register()
    expect((await view(one!.subject)).next.by).toBe('2026-03-30')
    day('2026-03-16')
    expect((await view(one!.subject)).next.verbs).toEqual(['handOut', 'propose'])
    day('2026-04-01')
    const { next } = await view(one!.subject)
    expect(next.why).toContain('答复期限已在2026年3月30日届满，不能再延长')
  })
})

test('同一天发给两家的征求意见书，各写各的名称；个人的姓名遮盖', async () => {
  day('2026-03-02')
  const [one] = await bench.register()
  await bench.go(one!.subject, 'handOut', bench.who.opennessOfficer, {
    form: { departments: [bench.bureau.departmentId], asked: '请检索。' },
  })
  for (const name of ['演示企业甲', '王某某'])
    await bench.go(one!.subject, 'consult', bench.who.opennessOfficer, {
      form: { who: 'thirdParty', name, on: '2026-03-02', what: '是否同意公开评价报告。' },
    })
  const seen = await view(one!.subject)
  expect(seen.consultations.map(c => c.party)).toEqual(['演示企业甲', '王*某'])
  expect(seen.facts.flatMap(f => f.lines).join()).toContain('第2份（王*某），第三方')
  const told = await reveal(bench.t.house, bench.who.opennessOfficer, one!.subject, { reason: '核对登记' })
  expect(told.facts.map(f => f.text)).toContain('王某某：是否同意公开评价报告。')
})
