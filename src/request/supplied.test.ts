import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reveal } from './actions/reveal.ts'
import { takeAll } from './online/takeIn.ts'
import { makeOnline, type Online } from './online.fixture.ts'
import { caseView } from './present.ts'
import { readCase } from './store/cases.ts'
import { suppliedFields, suppliedIn, suppliedText, wantedText, type Supplied } from './supplied.ts'

/** 补正申请人信息: asked for on the page of the receipt in the shape of the application, taken over with one press. */

let o: Online
beforeAll(async () => {
  o = await makeOnline()
})
afterAll(() => o.close())

const officer = () => o.bench.who.opennessOfficer
const view = async (id: number) => caseView(o.house, (await readCase(o.bench.t.db, id))!, officer())

/** A letter that lacks something, its applicant asked to supply it. */
async function asked(application: Record<string, unknown>) {
  const [one] = await o.bench.register(application, { incomplete: true })
  const id = one!.subject
  const { wanted } = await view(id)
  await o.bench.go(id, 'askSupplement', officer(), {
    form: { on: '2026-11-23', until: '2026-12-11', wanted: [...wanted] },
  })
  const codes = { receipt: one!.receiptCode, query: one!.queryCode }
  const send = (fields: Record<string, string> = {}) =>
    o.status(codes, { act: 'supplement', matter: String(id), text: '', ...fields })
  return { id, wanted, send, page: (await o.status(codes)).text }
}
const bare = {
  identityProof: null,
  identityNumber: '',
  phone: '',
  email: '',
  address: '',
  delivery: 'pickUp',
}

describe('补正申请人信息（条例第二十九条、第三十条）', () => {
  test('缺身份证明、联系方式：告知书写明，网上逐项填写，全部错处一次说完，填过的都在', async () => {
    const { id, wanted, send, page } = await asked(bare)
    expect(wanted).toEqual(['identity', 'contact'])
    expect(page).toContain('联系方式')
    expect((await view(id)).facts.at(-1)!.lines).toContain('请补充：身份证明、联系方式')
    for (const name of ['identityProof', 'identityNumber', 'phone', 'email', 'address'])
      expect(page).toContain(`name="${name}-${id}"`)
    const wrong = await send({
      [`identityNumber-${id}`]: '110105194912310021',
      [`identityProof-${id}`]: 'residentCard',
      [`email-${id}`]: 'a@',
      text: '补正的话',
    })
    expect(wrong.status).toBe(422)
    for (const said of ['校验码不对', '电子邮箱的写法不对', 'value="110105194912310021"', '>补正的话<'])
      expect(wrong.text).toContain(said)
    const none = await send()
    for (const said of ['请选择身份证明的种类', '请填写证件号码', '请至少留一种联系方式'])
      expect(none.text).toContain(said)
    expect((await send({ [`lack-${id}`]: '1' })).text).toContain('请在补正的内容里写明哪一项提供不了')
    const right = await send({
      [`identityProof-${id}`]: 'residentCard',
      [`identityNumber-${id}`]: '11010519491231002X',
      [`phone-${id}`]: '13912345678',
    })
    expect(right.text).toContain('补正已经送到')
    expect(right.text).toContain('补充了：身份证明、联系方式。')
    expect(right.text).not.toContain('13912345678')
  })

  test('收下补正一次就补记：先前遮盖着给人看，原来登记的留存，履历和邮箱里没有号码', async () => {
    const { id, send } = await asked({ ...bare, phone: '13800001111' })
    await send({ [`identityProof-${id}`]: 'residentCard', [`identityNumber-${id}`]: '11010519491231002X' })
    await takeAll(o.house)
    const before = await view(id)
    expect(before.pending).toMatchObject([
      {
        about: 'supplement',
        given: [
          ['身份证明的种类', '居民身份证'],
          ['证件号码', '1****************X'],
        ],
      },
    ])
    await o.bench.go(id, 'supplement', officer(), { form: { from: before.pending[0]!.factId } })
    const after = await view(id)
    expect(after.state).toBe('received')
    expect(after.wanted).toEqual([])
    expect(after.facts.map(f => f.kind).slice(-2)).toEqual(['supplement', 'complete'])
    const opened = await reveal(o.house, officer(), id, { reason: '核对登记' })
    expect(opened.personal).toMatchObject({ identityProof: 'residentCard', phone: '13800001111' })
    expect(opened.facts.map(f => f.text).join()).toContain('证件号码：11010519491231002X')
    const events = await o.bench.t.db.selectFrom('event').select('payload').execute()
    expect(JSON.stringify(events)).not.toContain('11010519491231002X')
  })

  test('没有代码的组织写明原因也能补正；没有要求补充的，填来也不收', async () => {
    const { id, wanted, send, page } = await asked({
      ...{ applicantKind: 'otherOrganization', name: '某某村民小组', identityProof: null },
      ...{ identityNumber: '', creditCode: '', contactName: '', phone: '13800001111' },
    })
    expect(wanted).toEqual(['creditCode', 'contactName'])
    expect(page).not.toContain(`name="identityNumber-${id}"`)
    const sent = await send({
      [`contactName-${id}`]: '李联系',
      [`phone-${id}`]: '13900009999',
      [`lack-${id}`]: '1',
      text: '村民小组没有统一社会信用代码，附村委会证明。',
    })
    expect(sent.text).toContain('补正已经送到')
    await takeAll(o.house)
    const { pending } = await view(id)
    expect(pending[0]!.given.map(([label]) => label)).toEqual(['联系人'])
    await o.bench.go(id, 'supplement', officer(), { form: { from: pending[0]!.factId } })
    const { personal } = await reveal(o.house, officer(), id, { reason: '核对登记' })
    expect(personal).toMatchObject({ contactName: '李联系', phone: '13800001111' })
  })

  test('既没有写要补正什么、也没有勾选的，不能告知', async () => {
    const [one] = await o.bench.register({})
    await expect(
      o.bench.go(one!.subject, 'askSupplement', officer(), {
        form: { on: '2026-11-23', until: '2026-12-11' },
      }),
    ).rejects.toMatchObject({ reasons: [{ field: 'items' }] })
    expect(wantedText([])).toBe('')
  })

  test('写进案卷的每一种信息都读得回来', () => {
    const given = fc.record(
      Object.fromEntries(
        suppliedFields.map(field => [
          field,
          field === 'identityProof'
            ? fc.constantFrom('passport', 'otherProof')
            : fc.stringMatching(/^\S{1,30}$/),
        ]),
      ),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.string(), given, (words, some) => {
        const supplied = some as Supplied
        expect(suppliedIn(suppliedText(words, supplied))).toEqual(
          Object.keys(supplied).length > 0 ? supplied : suppliedIn(words),
        )
      }),
    )
  })
})
