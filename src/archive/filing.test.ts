import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256Hex } from '#kit/crypto.ts'
import { historyOf } from '#kit/events.ts'
import { verifyRecord } from '#record/verify/walk.ts'
import { makeDocumentBench, refusal, type DocumentBench } from '../document/journey.fixture.ts'
import { dueForDisposal, performDisposal, proposeDisposal } from './actions/disposal.ts'
import { explainNumbers, fileRegister, setRetention, setRetentionRule } from './actions/filing.ts'
import { filingView } from './present.ts'
import { gapsOf } from './register.ts'
import { filedText, registerRows } from './store.ts'

let bench: DocumentBench
const year = { from: '2026-01-01', until: '2026-12-31' }
let filing = 0
const ids: number[] = []

beforeAll(async () => {
  bench = await makeDocumentBench()
  ids.push(await bench.upTo('publish'))
  ids.push(
    await bench.upTo('issue', {
      title: '关于某企业隐患的通报',
      attribute: 'withheld',
      ground: 'E15',
      attributeReason: '涉及企业商业秘密，公开会损害其合法权益',
    }),
  )
  const voided = await bench.upTo('number', { title: '号码作废的公文' })
  await bench.go(voided, 'voidNumber', bench.who.publisher, { reason: '编号后改由县政府发文' })
})
afterAll(() => bench.t.close())

test('全量备案登记簿：已印发的非密公文都在，公开的有回执，未印发的不在；作废号有原因，不算问题', async () => {
  const { t, bureau } = bench
  const rows = await registerRows(t.db, bureau.bodyId, year)
  expect(rows.map(r => [r.id, r.number, r.state])).toEqual([
    [ids[0], '测应急〔2026〕1号', 'published'],
    [ids[1], '测应急〔2026〕2号', 'issued'],
  ])
  expect(rows[0]!.receipt!.contentHash).toMatch(/^[0-9a-f]{64}$/)
  expect(rows[1]!.receipt).toBeNull()
  const gaps = await gapsOf(t.db, bureau.bodyId, year)
  expect(gaps.map(g => [g.first, g.kind, g.finding])).toEqual([[3, 'void', false]])
  expect(gaps[0]!.text).toContain('编号后改由县政府发文')
  expect(await registerRows(t.db, bureau.bodyId, { ...year, q: '100%' })).toEqual([])
})

test('缺号是问题：没有说明不能无话备案；说明之后不再是问题；不缺的号不能说明', async () => {
  const { t, who, bureau } = bench
  await t.db.updateTable('number_counter').set({ last: 6 }).where('series', '=', '测应急').execute()
  const before = await gapsOf(t.db, bureau.bodyId, year)
  expect(before.filter(g => g.finding).map(g => [g.first, g.last, g.kind])).toEqual([[4, 6, 'missing']])
  const form = { from: '2026-01-01', until: '2026-03-02' }
  const silent = await refusal(fileRegister(t.house, who.publisher, bureau.bodyId, form))
  expect(silent.reasons).toMatchObject([{ field: 'note', basis: '上海/五(十五)' }])
  const said = {
    series: '测应急',
    year: 2026,
    first: 4,
    last: 5,
    kind: 'classified',
    reason: '涉密公文占用，另系统办理',
  }
  const wrong = await refusal(explainNumbers(t.house, who.publisher, bureau.bodyId, { ...said, first: 1 }))
  expect(wrong.reasons[0]!.text).toContain('1号不是缺号')
  await explainNumbers(t.house, who.publisher, bureau.bodyId, said)
  const after = await gapsOf(t.db, bureau.bodyId, year)
  expect(after.filter(g => g.finding).map(g => [g.first, g.last])).toEqual([[6, 6]])
})

test('备案冻结清单，指纹写入履历；以后的变动显示为差异；备案改不了', async () => {
  const { t, who, bureau, go } = bench
  const form = { from: '2026-01-01', until: '2026-03-02', note: '6号正在查找' }
  const tomorrow = await refusal(
    fileRegister(t.house, who.publisher, bureau.bodyId, { ...form, until: '2026-03-03' }),
  )
  expect(tomorrow.reasons[0]!.field).toBe('until')
  filing = (await fileRegister(t.house, who.publisher, bureau.bodyId, form)).subject
  const list = await filedText(t.db, filing, 'list')
  const [event] = await historyOf(t.db, 'filing', filing)
  expect(event!.data).toMatchObject({ hash: sha256Hex(list), documents: 2, findings: 1 })
  expect(list).toContain('关于某企业隐患的通报')
  const upward = await filedText(t.db, filing, 'upward')
  expect(upward).not.toContain('关于某企业隐患的通报')
  expect(upward).toContain('测应急〔2026〕2号')
  expect((await filingView(t.house, who.leader, filing)).differences).toEqual([])
  await go(ids[1]!, 'reattribute', who.opennessOfficer, {
    reason: '企业同意公开',
    form: { attribute: 'proactive' },
  })
  const seen = await filingView(t.house, who.leader, filing)
  expect(seen.differences).toMatchObject([{ id: ids[1], what: 'changed' }])
  expect(seen.differences![0]!.fields).toContain('公开属性')
  await expect(t.db.deleteFrom('filing' as never).execute()).rejects.toThrow(/只增不改/)
  const verified = await verifyRecord(t.db, { anchorsFile: null, trusted: null, ownKey: null })
  expect(verified.holds).toBe(true)
})

test('档案法实施条例第二十四条：期限届满的列出来，两个人才能决定，决定以后登记簿和履历都在，内容没有被删', async () => {
  const { t, who, bureau } = bench
  expect(await dueForDisposal(t.db, bureau.bodyId, '2026-03-02')).toEqual([])
  await setRetention(t.house, who.publisher, ids[0]!, { term: '10-years', reason: '一般事务性通知' })
  await setRetentionRule(t.house, who.publisher, bureau.bodyId, {
    rule: 'business',
    term: 'permanent',
    reason: '本局保管期限表',
  })
  expect((await dueForDisposal(t.db, bureau.bodyId, '2036-03-01')).map(d => d.id)).toEqual([])
  expect((await dueForDisposal(t.db, bureau.bodyId, '2036-03-02')).map(d => [d.id, d.dueOn])).toEqual([
    [ids[0], '2036-03-02'],
  ])
  const form = { documents: ids, reason: '已无保存价值' }
  const early = await refusal(proposeDisposal(t.house, who.publisher, bureau.bodyId, form))
  expect(early.reasons[0]!.text).toContain('2件保管期限没有届满')
  t.setNow('2036-03-05T09:00:00+08:00')
  const { subject } = await proposeDisposal(t.house, who.publisher, bureau.bodyId, {
    ...form,
    documents: [ids[0]],
  })
  const alone = await refusal(
    performDisposal(t.house, { subject, verb: 'approve', actor: who.publisher, reason: '同意' }),
  )
  expect(alone.code).toBe('forbidden')
  const both = { ...who.publisher, roles: [...who.publisher.roles, ...who.leader.roles] }
  const self = await refusal(
    performDisposal(t.house, { subject, verb: 'approve', actor: both, reason: '同意' }),
  )
  expect(self.message).toContain('四眼原则')
  await performDisposal(t.house, { subject, verb: 'approve', actor: who.leader, reason: '同意' })
  const row = await t.db
    .selectFrom('document')
    .select(['body_html', 'title'])
    .where('id', '=', ids[0]!)
    .executeTakeFirstOrThrow()
  expect(row.body_html).not.toBe('')
  expect((await registerRows(t.db, bureau.bodyId, year)).map(r => r.id)).toContain(ids[0])
  expect((await historyOf(t.db, 'disposal', subject)).map(e => e.verb)).toEqual(['propose', 'approve'])
})
