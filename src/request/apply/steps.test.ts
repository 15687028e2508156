import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, makeOnline, secrets, type Online } from '../online.fixture.ts'

let o: Online
let reader: Online['reader']
beforeAll(async () => {
  o = await makeOnline()
  ;({ reader } = o)
})
afterAll(() => o.close())

describe('一页一问（条例第二十九条）', () => {
  test('上一步、修改都留着填过的：先后改了申请人、获取方式，只补问因此少的，不属于这种申请人的不送出', async () => {
    const r = reader()
    await r.post(`${at}what.html`, { informationName: '某计划' })
    await r.post(`${at}who.html`, { applicantKind: 'natural' })
    const half = await r.post(`${at}identity.html`, { name: '填到一半', act: 'back' })
    expect(half.to).toBe(`${at}who.html`)
    expect((await r.get(`${at}who.html`)).text).toMatch(/id="applicantKind-natural"[^>]*checked/)
    expect((await r.get(`${at}identity.html`)).text).toContain('value="填到一半"')
    await r.post(`${at}identity.html`, { identityProof: 'residentCard', ...secrets })
    await r.post(`${at}contact.html`, { phone: secrets.phone })
    // Online there is one form; by e-mail only the address is missing; by post the form and the address are.
    expect((await r.post(`${at}how.html`, { delivery: 'online' })).to).toBe(`${at}check.html`)
    expect((await r.get(`${at}carrier.html`)).to).toBe(`${at}how.html`)
    expect((await r.post(`${at}how.html`, { delivery: 'email' })).to).toBe(`${at}carrier.html`)
    expect((await r.post(`${at}carrier.html`, {})).text).toContain('请填写电子邮箱')
    expect((await r.post(`${at}how.html`, { delivery: 'post' })).to).toBe(`${at}carrier.html`)
    const post = await r.post(`${at}carrier.html`, { postcode: '12' })
    for (const said of ['请选择信息的形式', '请填写通信地址', '邮政编码应为6位数字'])
      expect(post.text).toContain(said)
    expect((await r.post(`${at}carrier.html`, { carrier: 'disc', act: 'back' })).to).toBe(`${at}how.html`)
    expect((await r.get(`${at}check.html`)).to).toBe(`${at}carrier.html`)
    const sent = await r.post(`${at}carrier.html`, { carrier: 'disc', address: '某路1号', postcode: '' })
    expect(sent.to).toBe(`${at}check.html`)
    const check = (await r.get(`${at}check.html`)).text
    for (const page of ['what', 'who', 'identity', 'contact', 'how', 'carrier'])
      expect(check).toContain(`href="${at}${page}.html"`)
    // Another kind of applicant is asked again who he is, and nothing of the first is sent.
    expect((await r.post(`${at}who.html`, { applicantKind: 'research' })).to).toBe(`${at}identity.html`)
    await r.post(`${at}identity.html`, {
      name: '某所',
      creditCode: '91350100M000100Y43',
      contactName: '李四',
    })
    const changed = (await r.get(`${at}check.html`)).text
    expect(changed).toContain('91350100M000100Y43')
    expect(changed).not.toContain(secrets.identityNumber)
    expect((await r.post(`${at}who.html`, { applicantKind: 'welfare' })).to).toBe(`${at}check.html`)
  })
})
