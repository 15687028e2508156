import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from '../document/journey.fixture.ts'
import { openSealedFile } from './online/sealedFiles.ts'
import { hear } from './online/takeIn.ts'
import { makeOnline, png, secrets, type Online } from './online.fixture.ts'
import { pendingMessages } from './pending.ts'
import { caseView } from './present.ts'
import { readCase } from './store/cases.ts'
import { factsOf } from './store/facts.ts'
import { requestWork } from './work.ts'

let o: Online
let bench: Online['bench']
beforeAll(async () => {
  o = await makeOnline()
  ;({ bench } = o)
})
afterAll(() => o.close())

const officer = () => bench.who.opennessOfficer
const facts = (id: number) => factsOf(bench.t.db, id)
const view = async (id: number) => caseView(o.house, (await readCase(bench.t.db, id))!, officer())

type Papers = Readonly<Record<string, { name: string; bytes: Buffer }>>
async function send(
  codes: { receipt: string; query: string },
  fields: Record<string, string>,
  papers: Papers = {},
) {
  const form = new FormData()
  for (const [name, value] of Object.entries({ receipt: codes.receipt, query: codes.query, ...fields }))
    form.append(name, value)
  for (const [name, file] of Object.entries(papers))
    form.append(name, new Blob([new Uint8Array(file.bytes)]), file.name)
  const answer = await fetch(`${o.url}/apply-status.html`, { method: 'POST', body: form })
  return { status: answer.status, text: await answer.text() }
}

async function heardAll(id: number): Promise<void> {
  // The database's own clock stamps what comes in; the house of the test lives in another month.
  await bench.t.db
    .updateTable('request_message')
    .set({ sent_at: bench.t.house.now() })
    .where('request_id', '=', id)
    .where('taken_at', 'is', null)
    .execute()
  const rows = await bench.t.db
    .selectFrom('request_message')
    .select('id')
    .where('request_id', '=', id)
    .where('taken_at', 'is', null)
    .execute()
  for (const row of rows) await hear(o.house, row.id)
}

/** An application online, confirmed, its applicant asked to supplement. */
async function supplementing() {
  const taken = await o.taken()
  await bench.t.db
    .updateTable('request')
    .set({ submitted_on: '2026-11-20', arrived_on: '2026-11-20' })
    .where('id', '=', taken.id)
    .execute()
  await o.confirm(taken.id)
  await bench.go(taken.id, 'askSupplement', officer(), {
    form: { on: '2026-11-23', items: '请写明是哪个县。', until: '2026-12-15' },
  })
  return taken
}

describe('网上补正（第三十条）：申请人提交，工作人员按一次收下', () => {
  test('文字和材料进案卷，盘上是密文；收到补正之日是提交之日，答复期限从次日起重新计算', async () => {
    const { id, ...codes } = await supplementing()
    const sent = await send(
      codes,
      { act: 'supplement', matter: String(id), text: `是温县，我叫${secrets.name}。` },
      { paper1: { name: `${secrets.name}的说明.png`, bytes: png } },
    )
    expect(sent.text).toContain('补正已经送到')
    const closed = await bench.t.db.selectFrom('request_message_file').selectAll().execute()
    expect(closed).toHaveLength(1)
    expect(closed[0]!.sealed.includes('IDENTITY-PICTURE')).toBe(false)
    await heardAll(id)
    expect(await bench.t.db.selectFrom('request_message_file').selectAll().execute()).toEqual([])
    const file = await bench.t.db
      .selectFrom('request_file')
      .select(['name', 'hash', 'sealed'])
      .where('request_id', '=', id)
      .where('role', '=', 'message')
      .executeTakeFirstOrThrow()
    expect(file).toMatchObject({ name: '2026-11-23补正材料1.png', sealed: true })
    expect((await openSealedFile(o.house, file.hash)).equals(png)).toBe(true)
    const before = await view(id)
    expect(before.pending).toMatchObject([{ about: 'supplement', on: '2026-11-23' }])
    const [waiting] = await requestWork(o.house).page('todo', officer(), {
      after: null,
      limit: 5,
      light: null,
    })
    expect(waiting).toMatchObject({ id: String(id), step: '申请人提交了补正', left: 0 })
    await bench.go(id, 'supplement', officer(), { form: { from: before.pending[0]!.factId } })
    const after = await view(id)
    expect(after).toMatchObject({ state: 'received', pending: [] })
    expect(after.clocks[0]).toMatchObject({ startedOn: '2026-11-23', dueOn: '2026-12-21' })
    expect((await facts(id)).findLast(f => f.kind === 'supplement')).toMatchObject({
      on: '2026-11-23',
      data: { message: before.pending[0]!.factId },
    })
    const history = await bench.t.db
      .selectFrom('event')
      .select('payload')
      .where('subject_id', '=', id)
      .execute()
    expect(JSON.stringify(history)).not.toContain('温县')
  })

  test('迟几天才收下的，仍以提交之日为收到补正之日', async () => {
    const { id, ...codes } = await supplementing()
    await send(codes, { act: 'supplement', matter: String(id), text: '是温县。' })
    await heardAll(id)
    const { pending } = await view(id)
    await bench.t.db
      .updateTable('request')
      .set({ reached_at: bench.t.house.now() })
      .where('id', '=', id)
      .execute()
    await bench.go(id, 'supplement', officer(), { form: { from: pending[0]!.factId } })
    expect((await facts(id)).findLast(f => f.kind === 'supplement')!.on).toBe(pending[0]!.on)
  })

  test('同一封来信不能收两次，别的来信不能当补正；只有公开工作机构能收', async () => {
    const { id, ...codes } = await supplementing()
    await send(codes, { act: 'message', matter: String(id), text: '请问要补什么？' })
    await heardAll(id)
    const message = (await view(id)).pending[0]!
    const wrong = await refusal(bench.go(id, 'supplement', officer(), { form: { from: message.factId } }))
    expect(wrong.reasons).toMatchObject([{ field: 'from' }])
    expect((await refusal(bench.go(id, 'supplement', officer(), { form: {} }))).reasons[0]!.text).toContain(
      '请填写收到补正的日期',
    )
    await send(codes, { act: 'supplement', matter: String(id), text: '是温县。' })
    await heardAll(id)
    const sent = (await view(id)).pending.find(p => p.about === 'supplement')!
    for (const role of ['drafter', 'departmentHead', 'leader', 'legalReviewer', 'systemAdmin'] as const) {
      const said = await refusal(bench.go(id, 'supplement', bench.who[role], { form: { from: sent.factId } }))
      expect(['forbidden', 'not-found'], role).toContain(said.code)
    }
    await bench.go(id, 'supplement', officer(), { form: { from: sent.factId } })
    expect((await refusal(bench.go(id, 'supplement', officer(), { form: { from: sent.factId } }))).code).toBe(
      'not-now',
    )
  })

  test('不是PDF、图片的，太大的，说得出是哪一份；什么也没有送走', async () => {
    const { id, ...codes } = await supplementing()
    const before = (await facts(id)).length
    for (const [bytes, words] of [
      [Buffer.from('MZ not a picture'), '只收 PDF 文件和 JPG、PNG 图片'],
      [Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]), '超过 5 MB'],
    ] as const) {
      const sent = await send(
        codes,
        { act: 'supplement', matter: String(id), text: '见材料。' },
        { paper2: { name: '材料.png', bytes } },
      )
      expect(sent.status).toBe(422)
      expect(sent.text).toContain(words)
      expect(sent.text).toContain('见材料。')
    }
    await heardAll(id)
    expect(await facts(id)).toHaveLength(before)
  })
})

describe('网上撤回：按一次登记，结果计入“其他处理”', () => {
  test('每一个还没有答复的环节都撤得了；时钟停止，答复不再送出', async () => {
    for (const stop of [null, 'propose', 'review', 'approve'] as const) {
      const { id, ...codes } = await supplementing()
      await send(codes, { act: 'supplement', matter: String(id), text: '是温县。' })
      await heardAll(id)
      await bench.go(id, 'supplement', officer(), { form: { from: (await view(id)).pending[0]!.factId } })
      if (stop !== null) {
        await bench.t.db
          .updateTable('request')
          .set({
            state: { propose: 'drafted', review: 'reviewed', approve: 'approved' }[stop],
            outcome: 'O4',
            grounds: ['E16-1'],
            report_row: 'r3.3.1',
          })
          .where('id', '=', id)
          .execute()
      }
      expect((await send(codes, { act: 'withdraw', matter: String(id), sure: '1' })).text).toContain(
        '撤回的要求已经送到',
      )
      await heardAll(id)
      const { pending, offers } = await view(id)
      expect(
        offers.map(x => x.verb),
        String(stop),
      ).toContain('cancel')
      const missing = await refusal(bench.go(id, 'cancel', officer(), { form: { from: pending[0]!.factId } }))
      expect(missing.message).toContain('须写明理由')
      await bench.go(id, 'cancel', officer(), {
        reason: '申请人在网上提出撤回。',
        form: { from: pending[0]!.factId },
      })
      const row = (await readCase(bench.t.db, id))!
      expect(row).toMatchObject({
        state: 'closed',
        outcome: 'O17',
        reportRow: 'r3.6.3',
        grounds: [],
        endedOn: '2026-11-23',
      })
      expect((await view(id)).clocks).toEqual([])
      expect((await view(id)).pending).toEqual([])
      expect((await refusal(bench.go(id, 'deliver', officer(), { form: {} }))).code).toBe('not-now')
      const { text } = await send(codes, {})
      expect(text).toContain('已结束办理')
      expect(text).not.toContain('已答复')
    }
  })
})

test('来信回了就不再提示；补正不算回信，回信不算收下补正', () => {
  const fact = (
    id: number,
    kind: 'note' | 'supplement' | 'reply' | 'cancel',
    data: Record<string, string> = {},
  ) => ({
    ...{ id, kind, on: '2026-03-02', ref: null, data, by: null },
  })
  const from = (about: string) => ({ from: 'applicant', about })
  const left = (...all: ReturnType<typeof fact>[]) => pendingMessages(all).map(m => m.about)
  expect(left(fact(1, 'note', from('message')))).toEqual(['message'])
  expect(left(fact(1, 'note', from('message')), fact(2, 'note', { from: 'office' }))).toEqual([])
  expect(left(fact(1, 'note', from('supplement')), fact(2, 'note', { from: 'office' }))).toEqual([
    'supplement',
  ])
  expect(left(fact(1, 'note', from('supplement')), fact(2, 'supplement'))).toEqual([])
  expect(left(fact(1, 'note', from('message')), fact(2, 'note', from('message')))).toEqual([
    'message',
    'message',
  ])
  expect(left(fact(1, 'note', from('withdraw')), fact(2, 'cancel'))).toEqual([])
  expect(left(fact(1, 'note', from('convert')))).toEqual([])
})

test('门户的角色读不到申请人随补正提交的材料和转为主动公开的建议', async () => {
  for (const table of ['request_message_file', 'request_conversion', 'request_conversion_case'] as const)
    await expect(
      sql`select * from office.${sql.raw(table)}`.execute(bench.t.portalDb),
      table,
    ).rejects.toThrow(/permission denied/)
})

test('边写边看：可能已经公开的列在下面；写得太短、来得太多的不查；不留下写了什么', async () => {
  const ask = async (fields: Record<string, string>) => {
    const answer = await fetch(`${o.url}/test-bureau/apply/matches.json`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    })
    return {
      type: answer.headers.get('content-type'),
      cache: answer.headers.get('cache-control'),
      body: (await answer.json()) as unknown,
    }
  }
  const none = await ask({ description: '查' })
  expect(none).toMatchObject({ body: { matches: [] }, cache: 'no-store' })
  expect(none.type).toContain('application/json')
  expect((await ask({ description: '没有公开过的一件事情的全部经过' })).body).toEqual({ matches: [] })
  const page = await o.reader().get('/test-bureau/apply/what.html')
  expect(page.text).toContain('data-matches="/test-bureau/apply/matches.json"')
  expect(page.text).toContain('aria-live="polite"')
  expect((await o.reader().get('/test-bureau/apply/matches.json')).to).toBe('/test-bureau/apply/what.html')
  expect(o.errors).toEqual([])
})
