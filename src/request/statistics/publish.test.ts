import mammoth from 'mammoth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginPosting, performPosting } from '#posting/actions.ts'
import { publicCopyJobs } from '../../document/publicCopies.ts'
import { docxOf } from '../../document/renderings/docx.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { cleanHtml } from '../../document/intake/clean.ts'
import { emptyContent } from '../../posting/model.ts'
import { readPosting } from '../../posting/store.ts'
import { contentHashAt } from '../../record/actions.ts'
import { publishedAt } from '../../record/reading.ts'
import { copiesOf } from '../../record/copies.ts'
import { annualReport, saveReport } from '../actions/annual.ts'
import { annualPosting, changedSince, contentOf, reportShown, sendReport } from '../actions/publishAnnual.ts'
import { makeRequestBench, type RequestBench } from '../request.fixture.ts'
import { table1Keys } from './table1.ts'
import { writtenKeys } from './parts.ts'
import { annualWork } from './work.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench('2027-01-12T09:00:00+08:00')
})
afterAll(() => bench.t.close())

const year = 2026
const send = (actor = bench.who.opennessOfficer) =>
  sendReport(bench.t.house, actor, bench.bureau.bodyId, year)
const report = (of = year) => annualReport(bench.t.house, bench.bureau.bodyId, of)
const standing = () => annualPosting(bench.t.db, bench.bureau.bodyId, year)

/** Writes every part and every cell. */
async function write(words = '本年度按照要求推进各项工作。', of = year): Promise<void> {
  const { version, table1 } = await report(of)
  await saveReport(bench.t.house, bench.who.opennessOfficer, bench.bureau.bodyId, of, {
    version,
    parts: Object.fromEntries(writtenKeys.map(key => [key, words])),
    table1: Object.fromEntries(
      table1Keys.map(key => [
        key,
        { value: table1[key]?.value ?? 0, source: table1[key]?.source || '业务台账' },
      ]),
    ),
  })
}

test('条例第五十条：没有写完的、表不勾稽的，送不出去，缺什么一次说全；别的角色不能送', async () => {
  const said = await refusal(send())
  expect(said.reasons.length).toBeGreaterThan(3)
  expect(said.message).toContain('还没有写')
  await write()
  for (const role of ['leader', 'drafter', 'publisher', 'legalReviewer', 'systemAdmin'] as const)
    expect((await refusal(send(bench.who[role]))).code, role).toBe('forbidden')
  expect(await standing()).toBeNull()
})

const waiting = async (actor = bench.who.opennessOfficer) =>
  (await annualWork(bench.t.house).page('todo', actor, { after: null, limit: 10, light: null })).map(
    ({ title, dueOn, light, address }) => ({ title, dueOn, light, address }),
  )
const asked = {
  title: '编写、公布政府信息公开工作年度报告（2026年度）',
  dueOn: '2027-01-31',
  address: '/requests/report?year=2026',
}

test('条例第四十九条：1月31日前要公布，1月起列在公开工作机构的待办里，过期标红；这一年什么也没有办过的不催', async () => {
  const { t } = bench
  expect(await waiting()).toEqual([])
  t.setNow('2026-11-03T09:00:00+08:00')
  await bench.register()
  t.setNow('2026-12-31T09:00:00+08:00')
  expect(await waiting()).toEqual([])
  t.setNow('2027-01-12T09:00:00+08:00')
  expect(await waiting()).toEqual([{ ...asked, light: 'green' }])
  for (const [role, actor] of Object.entries(bench.who))
    if (role !== 'opennessOfficer') expect(await waiting(actor), role).toEqual([])
  t.setNow('2027-02-03T09:00:00+08:00')
  expect(await waiting()).toEqual([{ ...asked, light: 'red' }])
  t.setNow('2027-01-12T09:00:00+08:00')
})

test('条例第四十九条：送成“年报”栏目的信息稿，由另一人审查后公开，一年一个地址；改了再送，改的是同一件', async () => {
  const { t, who } = bench
  await send()
  const first = (await standing())!
  expect(await waiting()).toEqual([])
  expect(first).toMatchObject({ state: 'draft', kind: 'annual-report', address: null })
  await write('改过一遍的文字，写得更具体。')
  await send()
  const again = (await standing())!
  expect(again.id).toBe(first.id)
  const posting = (await readPosting(t.db, first.id))!
  expect(posting.content.html).toContain('改过一遍的文字')
  expect(posting.content).toMatchObject({ columns: ['annual'], facts: { 报告年度: '2026' } })
  const step = (verb: 'submit' | 'publish' | 'amend', actor = who.opennessOfficer, more: object = {}) =>
    performPosting(t.house, { subject: first.id, verb, actor, ...more })
  await step('submit')
  expect((await refusal(send())).message).toContain('正在由另一人审查')
  expect(
    (await refusal(step('publish', who.opennessOfficer, { form: { examined: true } }))).message,
  ).toContain('四眼')
  await step('publish', who.publisher, { form: { examined: true } })
  const { address } = (await standing())!
  // A second report of the year, written by hand beside it.
  const second = await beginPosting(t.house, who.drafter, {
    body: bench.bureau.bodyId,
    kind: 'annual-report',
    content: {
      ...emptyContent,
      title: '测试县应急管理局2026年政府信息公开工作年度报告',
      columns: ['annual'],
      facts: { 报告年度: '2026' },
      html: '<p>又写了一份同一年的报告，内容不一样。</p>',
    },
  })
  const twice = await refusal(
    performPosting(t.house, { subject: second.subject, verb: 'submit', actor: who.drafter }),
  )
  expect(twice.message).toContain('2026年的报告已经公开')
  const shown = (await publishedAt(t.db, address!))!
  expect(shown.entry).toMatchObject({
    kind: 'annual-report',
    columns: ['annual'],
    title: (await report()).title,
  })
  expect((await refusal(send())).message).toContain('先在信息发布里办理“更正”')
  await step('amend', who.opennessOfficer, { reason: '一处数字有误' })
  await write('更正后的文字。')
  await send()
  await step('submit')
  await step('publish', who.publisher, { form: { examined: true, note: '更正一处数字。' } })
  const corrected = (await standing())!
  expect(corrected).toMatchObject({ state: 'published', address })
  expect(await changedSince(t.db, address!, (await report()).figures)).toEqual([])
})

const bare = (text: string) => text.replace(/\s+/g, '')
const textOfHtml = (html: string) =>
  bare(
    html
      .replace(/<[^>]+>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&'),
  )

test('公开的页面、公开的DOCX、草稿的HTML和DOCX：逐字相同，三张表的行列一格不少', async () => {
  const { t } = bench
  const content = contentOf(await report(), year)
  const shown = (await publishedAt(t.db, (await standing())!.address!))!
  // What the cleaner lets through is all of it: no cell, no span is lost on the way to the public.
  expect(shown.entry.html).toBe(cleanHtml(content.html))
  for (const mark of ['rowspan=', 'colspan=', '<td', '<th', '<tr'])
    expect(shown.entry.html.split(mark).length, mark).toBe(content.html.split(mark).length)
  expect(textOfHtml(shown.entry.html)).toBe(textOfHtml(content.html))
  const plain = {
    ...{ documentNumber: null, letterhead: null, addressee: '', urgency: null, signer: null },
    ...{ copiedTo: null, issuedBy: null, issuedOn: null, address: null },
  }
  const docx = await docxOf({ ...plain, title: content.title, issuers: [], bodyHtml: content.html })
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(docx) })
  expect(bare(value)).toContain(textOfHtml(content.html))
  await publicCopyJobs(t.house)['record:copy']!({}, {} as never)
  const hash = (await t.db.transaction().execute(trx => contentHashAt(trx, shown.address)))!
  const copies = await copiesOf(t.db, hash)
  const copy = copies.find(c => c.form === 'docx')!
  const parts: Buffer[] = []
  for await (const part of t.house.files.read(copy.hash) as AsyncIterable<Buffer>) parts.push(part)
  const published = await mammoth.extractRawText({ buffer: Buffer.concat(parts) })
  expect(bare(published.value)).toContain(textOfHtml(content.html))
})

test('条例第四十九条：这一年的报告已经另行公开的，不再送去公开，说明公开在哪里；撤回以后才能送', async () => {
  const { t, who, bureau } = bench
  const title = '测试县应急管理局2025年政府信息公开工作年度报告'
  const { subject } = await beginPosting(t.house, who.drafter, {
    body: bureau.bodyId,
    kind: 'annual-report',
    content: {
      ...emptyContent,
      title,
      source: '测试县应急管理局',
      columns: ['annual'],
      facts: { 报告年度: '2025' },
      html: '<h2>一、总体情况</h2><p>按照要求推进各项公开工作，全年没有收到申请。</p>',
    },
  })
  await performPosting(t.house, { subject, verb: 'submit', actor: who.drafter })
  const shown = () => reportShown(t.db, bureau.bodyId, 2025, null)
  expect(await shown()).toBeNull()
  await performPosting(t.house, { subject, verb: 'publish', actor: who.publisher, form: { examined: true } })
  expect(await shown()).toMatchObject({ title })
  await write('本年度按照要求推进各项工作。', 2025)
  const sending = () => sendReport(t.house, who.opennessOfficer, bureau.bodyId, 2025)
  expect((await refusal(sending())).message).toContain(`这一年的报告已经公开：《${title}》`)
  expect(await reportShown(t.db, bureau.bodyId, 2024, null)).toBeNull()
  await performPosting(t.house, {
    subject,
    verb: 'withdraw',
    actor: who.publisher,
    reason: '改由登记算出的报告公开。',
    form: { publicNote: '改由登记算出的报告公开。' },
  })
  expect((await sending()).state).toBe('sent')
})

test('公开以后补登的申请改变了表：说得出是哪张表与公开的不一样', async () => {
  const { t } = bench
  const { address } = (await standing())!
  expect(await changedSince(t.db, address!, (await report()).figures)).toEqual([])
  t.setNow('2026-12-30T09:00:00+08:00')
  await bench.register()
  t.setNow('2027-01-12T09:00:00+08:00')
  expect(await changedSince(t.db, address!, (await report()).figures)).toEqual(['表二'])
})
