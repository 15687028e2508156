import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeOffice, type Method, type TestOffice } from '../../../test/setup/office.ts'
import { makeLibraryBench, type LibraryBench } from '../../document/library/library.fixture.ts'
import { depositRoutes } from './api.ts'

let bench: LibraryBench
let above: Bureau
let other: Bureau
let office: TestOffice
let document = 0
let deposit = 0
const explanation = '依据有关规定制定，经征求意见、合法性审查和集体审议，主要规定零售点布设要求。'

beforeAll(async () => {
  bench = await makeLibraryBench()
  const { t } = bench
  above = await makeBureau(t.db, 'above-bureau', '测试市应急管理局')
  other = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: above.bodyId, ancestors: [above.bodyId] })
    .where('id', 'in', [bench.bureau.bodyId, other.bodyId])
    .execute()
  document = await bench.normative('测试县零售点布设办法')
  await bench.drafted({ title: '测试县未定稿办法', normative: true })
  office = await makeOffice(depositRoutes(t.house))
})
afterAll(async () => {
  await office.close()
  await bench.t.close()
})

const call = (actor: Actor, method: Method, url: string, payload?: object, key?: string) =>
  office.call(actor, method, url, payload, key ? { 'idempotency-key': key } : {})
const list = '/api/archive/deposits'
const everybodyOf = (b: Bureau) => Object.entries(b.actors)

test('报送：只有三种角色能办；别的机关的文件是“没有找到”，三员和拟稿人被拒绝，坏的请求有一句话', async () => {
  const form = { document, explanation }
  for (const [name, actor] of everybodyOf(bench.bureau))
    if (!['opennessOfficer', 'publisher', 'publisher2', 'legalReviewer'].includes(name))
      expect((await call(actor, 'POST', list, form)).status, name).toBe(403)
  for (const actor of [other.actors.publisher, above.actors.legalReviewer]) {
    const answer = await call(actor, 'POST', list, form)
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('零售点')
  }
  const bad = await call(bench.who.publisher, 'POST', list, { document: '甲', explanation: '见附件' })
  expect(bad.status).toBe(422)
  expect(bad.text).toContain('至少20个字')
  expect((await call(bench.who.publisher, 'POST', list, form, 'x')).text).toContain('请求标识')
  const first = await call(bench.who.publisher, 'POST', list, form, 'deposit-once-1')
  const retry = await call(bench.who.publisher, 'POST', list, form, 'deposit-once-1')
  expect([first.status, retry.text]).toEqual([200, first.text])
  deposit = (JSON.parse(first.text) as { subject: number }).subject
})

test('清单：上级只看到报来的，看不到草稿；别的机关和三员什么也看不到', async () => {
  for (const actor of [above.actors.legalReviewer, above.actors.opennessOfficer]) {
    const { status, text } = await call(actor, 'GET', list)
    expect(status).toBe(200)
    expect(text).toContain('零售点')
    expect(text).not.toContain('未定稿')
  }
  for (const [name, actor] of [
    ...everybodyOf(other),
    ...everybodyOf(bench.bureau).filter(([n]) => n.endsWith('Admin') || n.startsWith('drafter')),
    ...everybodyOf(above).filter(([n]) => !['legalReviewer', 'opennessOfficer'].includes(n)),
  ]) {
    const { text } = await call(actor, 'GET', list)
    expect(text, name).not.toMatch(/零售点|未定稿/)
  }
})

test('备案包：报送机关和接收机关管这件事的人能下载，其余都是“没有找到”', async () => {
  const url = `${list}/${deposit}/package`
  for (const actor of [bench.who.publisher, bench.who.legalReviewer, above.actors.legalReviewer]) {
    const answer = await call(actor, 'GET', url)
    expect(answer.status).toBe(200)
    expect(answer.bytes.subarray(0, 2).toString('latin1')).toBe('PK')
  }
  for (const [name, actor] of [
    ...everybodyOf(other),
    ...everybodyOf(bench.bureau).filter(([n]) => n.endsWith('Admin') || n.startsWith('drafter')),
    ['above publisher', above.actors.publisher] as const,
  ])
    expect((await call(actor, 'GET', url)).status, name).toBe(404)
  expect((await call(above.actors.legalReviewer, 'GET', `${list}/999999/package`)).status).toBe(404)
})

test('接收：只有接收机关的两种角色；没有的动作、坏的表单不是服务器错误', async () => {
  const url = `${list}/${deposit}/receive`
  const form = { form: { number: '测备〔2026〕1号', on: '2026-03-02' } }
  for (const [name, actor] of [
    ...everybodyOf(other),
    ...everybodyOf(bench.bureau),
    ...everybodyOf(above).filter(([n]) => !['legalReviewer', 'opennessOfficer'].includes(n)),
  ])
    expect((await call(actor, 'POST', url, form)).status, name).toBe(404)
  const officer = above.actors.opennessOfficer
  expect((await call(officer, 'POST', `${list}/${deposit}/destroy`, form)).status).toBe(422)
  const bad = await call(officer, 'POST', url, { form: { number: '', on: '2026-02-30' } })
  expect(bad.status).toBe(422)
  expect(bad.text).toContain('请填写备案号')
  expect((await call(officer, 'POST', url, form)).status).toBe(200)
})

test('保密法第三十一条：因涉密撤回以后，备案包不再提供，上级的清单里没有题名', async () => {
  await bench.go(document, 'withdraw', bench.who.publisher, {
    reason: '经核查应当撤回',
    form: { kind: 'secrecy', publicNote: '该文件已撤回。' },
  })
  const answer = await call(above.actors.legalReviewer, 'GET', `${list}/${deposit}/package`)
  expect(answer.status).toBe(409)
  expect(answer.text).toContain('备案包已清除')
  expect((await call(above.actors.legalReviewer, 'GET', list)).text).not.toContain('零售点')
})
