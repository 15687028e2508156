import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { publishedAt } from '#record/reading.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../../test/setup/house.ts'
import { refusalOf as refusal } from '../refusal.fixture.ts'
import { xlsxOf } from '../catalog.fixture.ts'
import { publishCatalog } from '../duty/duty.fixture.ts'
import type { LocalItem } from '../localItem.ts'
import { standingVersion } from '../store.ts'
import { wordsOfCatalog } from '../workflow.ts'
import { importList, performList, performPairing, startPairing } from './actions.ts'
import { counterpartsOf } from './counterparts.ts'
import { powerRows, powerSheet, serviceSheet } from './lists.fixture.ts'
import type { Decision, GivenEntry, ListKind } from './model.ts'
import { pairingView } from './present.ts'
import { readListFile } from './read.ts'
import { listChanges, withKeys } from './rules/keys.ts'
import { lawsOf, proposePairs } from './rules/pair.ts'
import { readList, standingList, standingLists } from './store.ts'

let t: TestHouse
let b: Bureau
let other: Bureau
const field = 'disaster-relief' as const
const hash = 'a'.repeat(64)
const source = { name: '权责清单.xlsx', hash }
const entriesOf = async (rows = powerRows, kind: ListKind = 'power'): Promise<GivenEntry[]> =>
  (await readListFile({ name: 'a.xlsx', bytes: await xlsxOf(kind === 'power' ? powerSheet(rows) : serviceSheet()) }, kind)).entries
    .map(({ row: _r, table: _t, cells: _c, ...entry }) => entry) // prettier-ignore
const bring = async (actor: Actor, kind: ListKind = 'power', rows = powerRows) =>
  (await importList(t.house, actor, { body: b.bodyId, kind, source, entries: await entriesOf(rows, kind) }))
    .subject
const publish = (subject: number, note?: string) =>
  performList(t.house, { subject, verb: 'publish', actor: b.actors.publisher, form: { effectiveOn: '2026-01-01', ...(note ? { note } : {}) } }) // prettier-ignore
const items = async (): Promise<readonly LocalItem[]> => (await standingVersion(t.db, b.bodyId, field))!.items

beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  other = await makeBureau(t.db, 'lin', '邻县应急管理局')
  await publishCatalog(t, b)
})
afterAll(() => t.close())

describe('清单的版本（焦作 二(一)1）', () => {
  let first: number

  test('导入成待公布的一版，缺类型的、自己公布的都拒绝；另一人公布后公众看得到', async () => {
    const { drafter, publisher, opennessOfficer } = b.actors
    const untyped = (await entriesOf()).map((e, i) => (i === 0 ? { ...e, type: null } : e))
    const { subject } = await importList(t.house, opennessOfficer, { body: b.bodyId, kind: 'power', source, entries: untyped }) // prettier-ignore
    first = subject
    const again = await refusal(bring(drafter))
    expect([again.code, again.reasons[0]!.text]).toEqual(['not-now', expect.stringMatching(/已有一版待公布/)])
    const form = { effectiveOn: '2026-01-01' }
    const own = await refusal(
      performList(t.house, { subject, verb: 'publish', actor: opennessOfficer, form }),
    )
    expect([own.code, own.reasons[0]!.text]).toEqual(['forbidden', expect.stringMatching(/四眼原则/)])
    const bad = await refusal(performList(t.house, { subject, verb: 'publish', actor: publisher, form: { effectiveOn: '明天' } })) // prettier-ignore
    expect(bad.reasons.map(r => r.field)).toEqual(['effectiveOn'])
    const open = await refusal(publish(subject))
    expect(open.reasons[0]!.text).toMatch(/有1条没有事项类型（“危险化学品经营许可”）/)
    const row = (await readList(t.db, subject))!
    await performList(t.house, {
      subject,
      verb: 'save',
      actor: drafter,
      version: row.version,
      form: { entries: row.entries.map(e => ({ ...e, type: e.type ?? '行政许可' })) },
    })
    expect((await readList(t.db, subject))!.entries.map(e => e.key)).toEqual(row.entries.map(e => e.key))
    await publish(subject)
    const [standing] = await standingLists(t.db, b.bodyId)
    expect(standing).toMatchObject({ kind: 'power', number: 1, effectiveOn: '2026-01-01', publishedOn: '2026-11-23' }) // prettier-ignore
    const page = (await publishedAt(t.db, standing!.address))!
    expect(page.entry).toMatchObject({ kind: 'power-list', title: '测试县应急管理局权责清单', columns: ['licensing'] }) // prettier-ignore
    expect(page.entry.html).toContain('11410821MB0001234X4000125005000')
    const history = await historyOf(t.db, 'catalogList', subject)
    expect(history.map(h => h.verb)).toEqual(['import', 'save', 'publish'])
    expect(history[0]!.data).toMatchObject({
      source: '权责清单.xlsx',
      sourceHash: hash,
      count: powerRows.length,
    })
    for (const h of history) expect(wordsOfCatalog('catalogList', h.verb)!.verb).not.toBe(h.verb)
  })

  test('新的一版沿用同一条的标识，地址不变，旧版留着；没有写明改了什么的拒绝', async () => {
    const before = (await readList(t.db, first))!
    const rows = powerRows.filter((_, i) => i !== 3).map(r => [...r])
    rows[0]![3] = '危险化学品经营许可（含仓储）'
    rows[2]![6] = '《中华人民共和国安全生产法》第九十七条、第九十八条'
    const second = await bring(b.actors.drafter, 'power', rows)
    const after = (await readList(t.db, second))!
    expect(after.entries[0]!.key).toBe(before.entries[0]!.key)
    const changes = listChanges(before.entries, after.entries)
    expect([changes.added.length, changes.changed.length, changes.removed]).toEqual([0, 2, [before.entries[3]!.key]]) // prettier-ignore
    expect((await refusal(publish(second))).reasons[0]!.field).toBe('note')
    await publish(second, '按新修订的法律更新。')
    expect((await readList(t.db, first))!.state).toBe('superseded')
    expect((await standingList(t.db, b.bodyId, 'power'))!.address).toBe(before.address)
  })

  test('标识：先认给回来的，再认编码、名称；一个标识只给一次', async () => {
    const [one] = await entriesOf()
    let n = 0
    const key = () => `k${n++}`
    const old = withKeys([one!, { ...one!, implementCode: null, name: '别的许可' }], [], key)
    const renamed = withKeys(
      [
        { ...one!, name: '改了名' },
        { ...one!, name: '又一条' },
      ],
      old,
      key,
    )
    expect(renamed.map(e => e.key)).toEqual(['k0', 'k2'])
    expect(withKeys([{ ...one!, implementCode: '别的编码', key: 'k1' }], old, key)[0]!.key).toBe('k1')
    expect(withKeys([{ ...one!, implementCode: '别的编码', key: '伪造的' }], old, key)[0]!.key).toBe('k0')
  })
})

describe('对照（焦作 二(一)1）', () => {
  let pairing: number
  const decide = (decisions: readonly Decision[], actor = b.actors.drafter) =>
    performPairing(t.house, { subject: pairing, verb: 'decide', actor, form: { decisions } })
  const pair = async (name: string, entry: number) => {
    const item = (await items()).find(i => i.level2 === name)!
    const list = (await standingList(t.db, b.bodyId, 'power'))!.entries
    return { field, item: item.key, kind: 'power' as const, entry: list[entry]!.key }
  }

  test('提议写明理由和把握：编码、名称、类型、依据；公开条例这样人人都引的不算', () => {
    const item = (level2: string, content: string, basis: string[] = []) =>
      ({ field, key: level2, level2, level3: null, content, basis }) as const
    const entry = (key: string, name: string, type: string | null, basis: string[] = [], basicCode: string | null = null) =>
      ({ key, name, type, basis, basicCode, order: null, code: null, implementCode: null, part: null, subject: null, handler: null, audience: null, levels: null, duties: null, liability: null, note: null }) as never // prettier-ignore
    const found = proposePairs(
      [
        item('行政许可', '许可事项、条件'),
        item('灾害救助对象', '自然灾害救助对象的确认、标准', [
          '《自然灾害救助条例》',
          '《政府信息公开条例》',
        ]),
        item('烟花爆竹经营许可', '名单'),
        item('办理结果', '000125005000的办理结果'),
        item('工作动态', '要闻', ['《政府信息公开条例》']),
      ],
      [
        entry('1', '危险化学品经营许可', '行政许可', [], '000125005000'),
        entry('2', '烟花爆竹经营许可', '行政许可'),
        entry('3', '自然灾害救助对象的确认', '行政确认', ['《自然灾害救助条例》第二十条']),
        entry('4', '政务公开', null, ['《政府信息公开条例》']),
      ],
      'power',
    )
    const of = (i: string, e: string) => found.find(p => p.item === i && p.entry === e)
    expect(of('行政许可', '1')).toMatchObject({ certainty: 'likely', because: ['事项讲的是行政许可，这一条属于行政许可'] }) // prettier-ignore
    expect(of('烟花爆竹经营许可', '2')).toMatchObject({ certainty: 'sure' })
    expect(of('办理结果', '1')).toMatchObject({
      certainty: 'sure',
      because: [expect.stringContaining('编码')],
    })
    expect(of('灾害救助对象', '3')?.because.join()).toMatch(/公开内容里写有.*都依据/)
    expect(found.filter(p => p.item === '工作动态')).toEqual([])
    expect([...lawsOf(['《中华人民共和国安全生产法》（2021年修订）', '《政府信息公开条例》'])]).toEqual(['安全生产法']) // prettier-ignore
  })

  test('两千多条对六十多项，一秒以内提出来', async () => {
    const one = (await entriesOf())[0]!
    const many = Array.from({ length: 2000 }, (_, i) => ({ ...one, key: `e${i}`, name: `对第${i}种违法行为的处罚`, type: '行政处罚' as const })) // prettier-ignore
    const sides = (await items()).map(i => ({ ...i, field }))
    const cpu = process.cpuUsage()
    proposePairs([...sides, ...sides.map(s => ({ ...s, key: `${s.key}x` })), ...sides.map(s => ({ ...s, key: `${s.key}y` }))], many, 'power') // prettier-ignore
    expect(process.cpuUsage(cpu).user / 1000).toBeLessThan(3000)
  })

  test('开始一次；认定、不对照、多对多；没有的、矛盾的逐条拒绝，一条也不记', async () => {
    expect((await pairingView(t.db, b.actors.drafter, null)).pairing).toBeNull()
    pairing = (await startPairing(t.house, b.actors.drafter, b.bodyId)).subject
    expect((await refusal(startPairing(t.house, b.actors.drafter, b.bodyId))).code).toBe('not-now')
    const one = await pair('法律法规', 0)
    await decide([
      { do: 'pair', ...one },
      { do: 'pair', ...(await pair('法律法规', 1)) },
      { do: 'pair', ...(await pair('标准', 0)) },
      { do: 'refuse', ...(await pair('标准', 1)) },
    ])
    const alone = { side: 'item' as const, scope: field, key: one.item }
    const reasons = (
      await refusal(
        decide([
          { do: 'alone', ...alone, reason: '不是权力也不是服务' },
          { do: 'pair', ...one, entry: '没有这一条' },
          { do: 'clear', ...one },
        ]),
      )
    ).reasons
    expect(reasons.map(r => [r.field, r.text])).toEqual([
      ['decisions.0', '“法律法规”已有对照，不能再说无须对照，请先取消对照。'],
      ['decisions.1', '这一条已不在目录或清单里，请刷新后重试。'],
    ])
    const view = await pairingView(t.db, b.actors.drafter, b.bodyId)
    expect(view.pairs.map(p => p.verdict).sort()).toEqual(['paired', 'paired', 'paired', 'refused'])
    expect(view.pairs.every(p => p.by === b.actors.drafter.name)).toBe(true)
    expect(view.proposals.some(p => view.pairs.some(q => q.item === p.item && q.entry === p.entry))).toBe(
      false,
    )
  })

  test('无须对照：写明谁说的、为什么；说了以后不能对照，撤回才行；同一次里先撤后对照可以', async () => {
    const key = (await items()).find(i => i.level2 === '部门和地方规章')!.key
    const alone = { side: 'item' as const, scope: field, key }
    expect((await refusal(decide([{ do: 'alone', ...alone, reason: '无' }]))).reasons[0]!.text).toMatch(/至少四个字/) // prettier-ignore
    await decide([{ do: 'alone', ...alone, reason: '规章的公开不是权力' }])
    const view = await pairingView(t.db, b.actors.drafter, b.bodyId)
    expect(view.items.find(i => i.key === key)!.alone).toMatchObject({ reason: '规章的公开不是权力', by: b.actors.drafter.name }) // prettier-ignore
    expect(view.proposals.some(p => p.item === `${field}/${key}`)).toBe(false)
    const one = { ...(await pair('法律法规', 0)), item: key }
    expect((await refusal(decide([{ do: 'pair', ...one }]))).reasons[0]!.text).toMatch(/已说明无须对照/)
    await decide([
      { do: 'notAlone', ...alone },
      { do: 'pair', ...one },
      { do: 'clear', ...one },
    ])
  })

  test('公布以后公众才看得到，只有两边都公布的；再改再公布，撤掉的随即不见', async () => {
    const item = (await pair('法律法规', 0)).item
    const shown = async () => (await counterpartsOf(t.portalDb, b.bodyId, field)).counterparts.get(item)?.length ?? 0 // prettier-ignore
    expect(await shown()).toBe(0)
    const show = () =>
      performPairing(t.house, { subject: pairing, verb: 'publish', actor: b.actors.publisher })
    await show()
    expect(await shown()).toBe(2)
    expect((await refusal(show())).code).toBe('not-now')
    await decide([{ do: 'clear', ...(await pair('法律法规', 0)) }])
    expect(await shown()).toBe(2)
    await show()
    expect(await shown()).toBe(1)
    const verbs = (await historyOf(t.db, 'catalogPairing', pairing)).map(h => wordsOfCatalog('catalogPairing', h.verb)!.verb) // prettier-ignore
    expect([verbs[0], verbs.at(-1)]).toEqual(['开始对照', '公布对照'])
  })

  test('服务清单也可以对照；没有公布的清单，对照先不给公众看', async () => {
    const subject = await bring(b.actors.drafter, 'service')
    const [entry] = (await readList(t.db, subject))!.entries
    const one = { ...(await pair('法律法规', 0)), kind: 'service' as const, entry: entry!.key }
    await decide([{ do: 'pair', ...one }])
    await performPairing(t.house, { subject: pairing, verb: 'publish', actor: b.actors.publisher })
    const kinds = async () =>
      (await counterpartsOf(t.portalDb, b.bodyId, field)).counterparts.get(one.item)!.map(c => c.kind)
    expect(await kinds()).toEqual(['power'])
    await publish(subject)
    await decide([{ do: 'pair', ...one }])
    await performPairing(t.house, { subject: pairing, verb: 'publish', actor: b.actors.publisher })
    expect(await kinds()).toEqual(['power', 'service'])
    expect((await refusal(pairingView(t.db, other.actors.opennessOfficer, b.bodyId))).code).toBe('not-found')
  })
})
