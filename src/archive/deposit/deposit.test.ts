import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { bufferSource } from '#kit/zip.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeLibraryBench, type LibraryBench } from '../../document/library/library.fixture.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { checkPackage } from '../check.ts'
import { bytesOfStream } from '../archive.fixture.ts'
import { performDeposit, sendDeposit } from './actions.ts'
import { depositList } from './api.ts'
import { readDeposit } from './store.ts'

let bench: LibraryBench
let above: Bureau
let stranger: Bureau
let subject: number
const explanation = '依据有关规定制定，经征求意见、合法性审查和集体审议，主要规定零售点布设要求。'

beforeAll(async () => {
  bench = await makeLibraryBench()
  above = await makeBureau(bench.t.db, 'above-bureau', '测试市应急管理局')
  stranger = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
  await bench.t.db
    .updateTable('body')
    .set({ parent_id: above.bodyId, ancestors: [above.bodyId] })
    .where('id', '=', bench.bureau.bodyId)
    .execute()
  subject = await bench.normative('测试县零售点布设办法')
})
afterAll(() => bench.t.close())

const send = (actor: Actor, form: object = {}) =>
  sendDeposit(bench.t.house, actor, { document: subject, explanation, ...form })
const at = (on: string) => bench.t.setNow(`${on}T09:00:00+08:00`)

test('地方规定（备案）：自公布之日起计，未报送的列出期限，过了就是逾期', async () => {
  const row = async () => (await depositList(bench.t.house, bench.who.legalReviewer)).own[0]
  expect(await row()).toMatchObject({
    documentId: subject,
    dueOn: '2026-04-01',
    light: 'green',
    to: '测试市应急管理局',
  })
  at('2026-04-03')
  expect(await row()).toMatchObject({ light: 'red', words: '报送已逾期2天', open: true })
  at('2026-03-10')
})

test('没有权限、不是规范性文件、说明太短、别的机关的文件：各有一句话', async () => {
  expect((await refusal(send(bench.who.drafter))).code).toBe('forbidden')
  expect((await refusal(send(bench.who.publisher, { explanation: '见附件' }))).message).toContain(
    '至少20个字',
  )
  const plain = await bench.upTo('publish')
  expect((await refusal(send(bench.who.publisher, { document: plain }))).message).toContain(
    '只有已公开的规范性文件',
  )
  expect((await refusal(send(stranger.actors.publisher))).code).toBe('not-found')
})

test('吉林二（二）：报送的包离线可校验，含文本、备案报告、说明和指纹清单；上级接收登记备案号', async () => {
  const { subject: id } = await send(bench.who.publisher)
  expect((await refusal(send(bench.who.publisher))).message).toContain('不必重复报送')
  const deposit = (await readDeposit(bench.t.db, id))!
  const bytes = await bytesOfStream(bench.t.house.files.read(deposit.packageHash) as AsyncIterable<Buffer>)
  const checked = await checkPackage(bufferSource(bytes))
  expect(checked.findings).toEqual([])
  expect(checked.manifest!.documents.map(d => d.title)).toEqual(['测试县零售点布设办法'])
  const paths = checked.manifest!.files.map(f => f.path)
  expect(paths).toEqual(expect.arrayContaining(['report.txt', 'explanation.txt', 'README.txt']))
  const broken = Buffer.from(bytes)
  broken[broken.indexOf('备案')] = 0x00
  expect((await checkPackage(bufferSource(broken))).holds).toBe(false)

  const incoming = async (actor: Actor) => (await depositList(bench.t.house, actor)).incoming
  expect(await incoming(stranger.actors.legalReviewer)).toEqual([])
  expect(await incoming(above.actors.legalReviewer)).toMatchObject([{ id, late: false, state: 'sent' }])
  const receive = (actor: Actor, on: string) =>
    performDeposit(bench.t.house, {
      subject: id,
      verb: 'receive',
      actor,
      form: { number: '测备〔2026〕1号', on },
    })
  for (const actor of [stranger.actors.legalReviewer, bench.who.legalReviewer])
    expect((await refusal(receive(actor, '2026-03-10'))).code).toBe('not-found')
  expect((await refusal(receive(above.actors.publisher, '2026-03-10'))).code).toBe('not-found')
  expect((await refusal(receive(above.actors.legalReviewer, '2026-03-11'))).message).toContain('在今天之后')
  expect((await refusal(receive(above.actors.legalReviewer, '2026-03-09'))).message).toContain('早于报送日期')
  await receive(above.actors.legalReviewer, '2026-03-10')
  expect(await readDeposit(bench.t.db, id)).toMatchObject({
    state: 'received',
    receiptNumber: '测备〔2026〕1号',
  })
  const again = await refusal(receive(above.actors.legalReviewer, '2026-03-10'))
  expect(again.code).toBe('not-now')
})

test('退回补正须写理由，补正后可以重新报送', async () => {
  const other = await bench.normative('测试县补正办法')
  const first = await send(bench.who.legalReviewer, { document: other })
  const back = (reason?: string) =>
    performDeposit(bench.t.house, {
      subject: first.subject,
      verb: 'giveBack',
      actor: above.actors.opennessOfficer,
      reason,
    })
  expect((await refusal(back())).message).toContain('须写明理由')
  await back('缺少征求意见的说明')
  const second = await send(bench.who.legalReviewer, { document: other })
  expect(second.subject).not.toBe(first.subject)
})
