import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import type { Refused } from '#kit/errors.ts'
import { historyOf } from '#kit/events.ts'
import { idNumber } from '#patrol/patrol.fixture.ts'
import { publishedAt } from '#record/reading.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../../test/setup/house.ts'
import { compileVersion, performVersion } from '../actions.ts'
import { publishCatalog } from '../duty/duty.fixture.ts'
import { remindReviews } from '../jobs.ts'
import { refusalOf } from '../refusal.fixture.ts'
import { standingVersion } from '../store.ts'
import { compileInstrument, performInstrument } from './actions.ts'
import { offeredRows } from './fill.ts'
import { barRow, filledGuide, publishInstrument } from './instrument.fixture.ts'
import type { InstrumentKind, Row } from './model.ts'
import { readInstrument, publicInstruments, standingInstrument } from './store.ts'
import {
  instrumentBeginning,
  instrumentStates,
  instrumentVerbs,
  instrumentWorkflow,
  type InstrumentVerb,
} from './workflow.ts'

let t: TestHouse
let b: Bureau
let other: Bureau
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  other = await makeBureau(t.db, 'lin', '邻县应急管理局')
})
afterAll(() => t.close())

const texts = (r: Refused) => r.reasons.map(x => x.text).join('\n')
const perform = (subject: number, verb: InstrumentVerb, actor: Actor, form?: unknown, reason?: string) =>
  performInstrument(t.house, { subject, verb, actor, form, reason })
const begin = async (kind: InstrumentKind, who = b) =>
  (await compileInstrument(t.house, who.actors.drafter, { body: who.bodyId, kind })).subject
const at = async (id: number) => (await readInstrument(t.db, id))!

describe('政府信息公开指南（条例第十二条）', () => {
  test('系统已经知道的先填好；缺的一次说全，写的是哪一部分', async () => {
    const id = await begin('guide')
    expect((await at(id)).rows.map(r => r.key)).toContain('officeFax')
    const { actors } = b
    await perform(id, 'save', actors.drafter, {
      rows: (await at(id)).rows.filter(r => r.key !== 'obtaining'),
    })
    const refused = await refusalOf(perform(id, 'submit', actors.drafter, {}))
    expect(texts(refused)).toMatch(/“联系电话”缺少内容/)
    expect(texts(refused)).toMatch(/“传真号码”缺少内容/)
    expect(texts(refused)).toMatch(/缺少“政府信息的获取方式”：条例第十二条/)
    await perform(id, 'cancel', actors.drafter, undefined, '演练')
  })

  test('公布在指南的位置上：永久地址、版本、施行和复核日期；新的一版地址不变，旧版还能比较', async () => {
    const first = await publishInstrument(t, b, 'guide', filledGuide)
    const one = await at(first)
    const entry = (await publishedAt(t.db, one.address!))!.entry
    expect(entry).toMatchObject({ kind: 'guide', title: '测试县应急管理局政府信息公开指南' })
    expect(entry.html).toContain('<h2>政府信息的分类</h2>')
    expect(entry.html).toContain('<th scope="row">传真号码</th>')
    const second = await publishInstrument(
      t,
      b,
      'guide',
      rows => rows.map(r => (r.key === 'officePhone' ? { ...r, values: { ...r.values, text: '0391-7654321' } } : r)), // prettier-ignore
      '联系电话变动。',
    )
    expect((await at(second)).address).toBe(one.address)
    expect((await at(first)).state).toBe('superseded')
    expect(await publicInstruments(t.db, b.bodyId)).toMatchObject([{ kind: 'guide', number: 2 + 1 }])
    expect((await historyOf(t.db, 'instrument', first)).at(-1)!.verb).toBe('supersede')
  })

  test('没有写给公众看的说明，第二版不能公布', async () => {
    const refused = await refusalOf(publishInstrument(t, b, 'guide', rows => rows))
    expect(texts(refused)).toMatch(/给公众看的说明/)
    const open = await t.db.selectFrom('instrument').select('id').where('state', '=', 'approved').executeTakeFirstOrThrow() // prettier-ignore
    await perform(open.id, 'return', b.actors.publisher, {}, '先不公布')
    await perform(open.id, 'cancel', b.actors.drafter, undefined, '演练')
  })

  test('复核：不超过一年；复核无误的重新定日期，公众看得到；到期前通知公开审查员，只通知一次', async () => {
    const standing = (await standingInstrument(t.db, b.bodyId, 'guide'))!
    const officer = b.actors.opennessOfficer
    const far = await refusalOf(perform(standing.id, 'confirm', officer, { reviewOn: '2028-01-01' }, '没有变动')) // prettier-ignore
    expect(texts(far)).toMatch(/至少一年复核一次/)
    await perform(standing.id, 'confirm', officer, { reviewOn: '2026-12-10' }, '没有变动')
    expect((await publicInstruments(t.db, b.bodyId))[0]!.reviewOn).toBe('2026-12-10')
    expect(await remindReviews(t.house)).toBe(1)
    expect(await remindReviews(t.house)).toBe(0)
    const notices = await t.db
      .selectFrom('notice')
      .select(['text', 'subject_id'])
      .where('staff_id', '=', officer.staffId)
      .where('text', 'like', '%2026-12-10以前复核%')
      .execute()
    expect(notices).toEqual([{ text: expect.stringContaining('政府信息公开指南'), subject_id: standing.id }])
  })

  test('撤回：涉密的连同历次版本的内容一并清除，原地址留下说明', async () => {
    const id = await publishInstrument(t, other, 'guide', filledGuide)
    const row = await at(id)
    await perform(id, 'withdraw', other.actors.leader, { publicNote: '内容有误，重新编制。', purge: true }, '涉密') // prettier-ignore
    expect((await at(id)).rows).toEqual([])
    expect(await publicInstruments(t.db, other.bodyId)).toEqual([])
    expect((await publishedAt(t.db, row.address!))?.entry ?? null).toBeNull()
    const next = await begin('guide', other)
    expect((await at(next)).address).toBeNull()
  })

  test('吉林一（二）：文本里有身份证号的报不了审，说出是哪一处；删去以后照常', async () => {
    const id = await begin('guide')
    const rows = filledGuide((await at(id)).rows)
    const { actors } = b
    const leak = { ...rows[0]!, values: { ...rows[0]!.values, text: `联系人身份证号${idNumber(7)}` } }
    await perform(id, 'save', actors.drafter, { rows: [leak, ...rows.slice(1)] })
    const refused = await refusalOf(perform(id, 'submit', actors.drafter, {}))
    expect(texts(refused)).toMatch(/身份证/)
    await perform(id, 'save', actors.drafter, { rows })
    expect((await perform(id, 'submit', actors.drafter, {})).verb).toBe('submit')
    await perform(id, 'return', actors.opennessOfficer, {}, '演练结束')
    await perform(id, 'cancel', actors.drafter, undefined, '演练')
  })
})

describe('主动公开基本目录（吉林 四(二)；条例第十九条）', () => {
  test('由现行的标准目录和条例第二十条带入：同名的写明领域，依申请和不列入的不带', async () => {
    await publishCatalog(t, b, items =>
      items.map((i, n) => (n === 1 ? { ...i, leftOut: { reason: '本级没有规章制定权' } } : i)),
    )
    const rows = await offeredRows(t.db, { bodyId: b.bodyId, kind: 'basic' })
    const catalog = (await standingVersion(t.db, b.bodyId, 'disaster-relief'))!
    expect(rows.filter(r => r.key.startsWith('disaster-relief/'))).toHaveLength(
      catalog.items.filter(i => !i.leftOut && i.mode !== '依申请').length,
    )
    expect(rows.some(r => r.key === `disaster-relief/${catalog.items[1]!.key}`)).toBe(false)
    expect(rows.find(r => r.key === '条例-20-13')?.values.item).toBe('安全生产监督检查')
    expect(new Set(rows.map(r => r.values.item)).size).toBe(rows.length)
    const id = await publishInstrument(t, b, 'basic', offered => offered)
    const { entry } = (await publishedAt(t.db, (await at(id)).address!))!
    expect(entry).toMatchObject({ kind: 'basic-catalog', columns: ['basic'] })
    expect(entry.html.match(/<tr>/g)).toHaveLength(rows.length + 1)
  })
})

describe('政务公开负面清单与目录的冲突（吉林 四(二)；条例第十三条）', () => {
  const put = (id: number, rows: readonly Row[]) => perform(id, 'save', b.actors.drafter, { rows })

  test('依据、条款、期限写不全的，逐条说明', async () => {
    const id = await begin('negative')
    await put(id, [
      barRow('a', '值班备勤安排表', { ground: 'E14-2' }),
      barRow('b', '内部通讯录', { reviewOn: '2029-01-01', until: '2026-01-01' }),
      barRow('c', '', { ground: 'E36-7', scope: '' }),
    ])
    const said = texts(await refusalOf(perform(id, 'submit', b.actors.drafter, {})))
    expect(said).toMatch(/须写明是哪一部的第几条/)
    expect(said).toMatch(/复核日期应在一年以内/)
    expect(said).toMatch(/截止日期早于起始日期/)
    expect(said).toMatch(/不在条例第十四条至第十六条之内/)
    expect(said).toMatch(/缺少不予公开的信息/)
    expect(said).toMatch(/缺少范围/)
    await perform(id, 'cancel', b.actors.drafter, undefined, '演练')
  })

  test('同一事项代码、同一名称：两边的原文都摆出来，说明也不能放过', async () => {
    const catalog = (await standingVersion(t.db, b.bodyId, 'disaster-relief'))!
    const item = catalog.items[9]!
    const id = await begin('negative')
    for (const row of [
      barRow('a', '某某名录', { code: item.lineage.codes[0]! }),
      barRow('a', item.level2!),
    ]) {
      await put(id, [row])
      const clearances = [
        { bar: 'a', list: 'disaster-relief', item: item.key, because: '说了也没有用，是同一事项' },
      ]
      for (const form of [{}, { clearances }]) {
        const refused = texts(await refusalOf(perform(id, 'submit', b.actors.drafter, form)))
        expect(refused).toContain(item.content!)
        expect(refused).toContain('内部使用的台账')
        expect(refused).toMatch(/请改其中一边。/)
      }
    }
    await perform(id, 'cancel', b.actors.drafter, undefined, '演练')
  })

  test('只有文字相近的，写明为什么不冲突就可以；说明留名，任何一边改了文字就要重说', async () => {
    const catalog = (await standingVersion(t.db, b.bodyId, 'disaster-relief'))!
    const item = catalog.items[9]!
    const { actors } = b
    const id = await begin('negative')
    const row = barRow('a', `${item.level2!}经办人的个人银行账号`)
    await put(id, [row])
    const refused = await refusalOf(perform(id, 'submit', actors.drafter, {}))
    expect(texts(refused)).toMatch(/都有“.+”，可能是同一信息/)
    const fields = refused.reasons.map(r => r.field!.replace('clear.', '').split('.'))
    const clearances = fields.map(([bar, list, ...rest]) => ({
      ...{ bar, list, item: rest.join('.') },
      because: '不公开的只是经办人的账号，事项本身照常公开',
    }))
    const short = await refusalOf(
      perform(id, 'submit', actors.drafter, { clearances: clearances.map(c => ({ ...c, because: '无' })) }),
    )
    expect(texts(short)).toMatch(/至少六个字/)
    await perform(id, 'submit', actors.drafter, { clearances })
    expect((await historyOf(t.db, 'instrument', id)).at(-1)!.data.clearances).toHaveLength(clearances.length)
    await perform(id, 'return', actors.opennessOfficer, {}, '范围再写清楚')
    await perform(id, 'submit', actors.drafter, {})
    await perform(id, 'return', actors.legalReviewer, {}, '再改')
    await put(id, [{ ...row, values: { ...row.values, scope: '姓名和账号' } }])
    expect(texts(await refusalOf(perform(id, 'submit', actors.drafter, {})))).toMatch(/可能是同一信息/)
    await perform(id, 'submit', actors.drafter, { clearances })
    await perform(id, 'pass', actors.opennessOfficer)
    await perform(id, 'approve', actors.leader, { effectiveOn: '2026-12-01', reviewOn: '2027-11-01' })
    await perform(id, 'publish', actors.publisher, {})
    expect((await at(id)).state).toBe('published')
  })

  test('反过来：负面清单里的，目录不能再列入；条目过了截止日期就不再拦', async () => {
    const { actors } = b
    const list = await publishInstrument(
      t,
      b,
      'negative',
      rows => [...rows, barRow('z', '应急避难场所内部布防图', { code: null })],
      '增加一条。',
      // The entry of the test before still reads like an item: its statement stands.
    )
    expect((await at(list)).number).toBeGreaterThan(1)
    const { subject } = await compileVersion(t.house, actors.drafter, {
      body: b.bodyId,
      field: 'disaster-relief',
    })
    const version = (await standingVersion(t.db, b.bodyId, 'disaster-relief'))!
    const own = {
      ...version.items[0]!,
      key: 'own-1',
      lineage: { codes: [], upper: null },
      level2: '应急避难场所内部布防图',
      content: '布防图',
    }
    const save = (items: unknown) =>
      performVersion(t.house, { subject, verb: 'save', actor: actors.drafter, form: { items } })
    await save([...version.items, own])
    const submit = () => performVersion(t.house, { subject, verb: 'submit', actor: actors.drafter, form: {} })
    const refused = texts(await refusalOf(submit()))
    expect(refused).toContain('名称相同')
    expect(refused).toContain('负面清单：应急避难场所内部布防图')
    await t.db
      .updateTable('instrument')
      .set({ rows: JSON.stringify([barRow('z', '应急避难场所内部布防图', { until: '2026-11-20' })]) })
      .where('id', '=', list)
      .execute()
    await submit()
    await performVersion(t.house, { subject, verb: 'return', actor: actors.opennessOfficer, form: {}, reason: '演练' }) // prettier-ignore
    await performVersion(t.house, { subject, verb: 'cancel', actor: actors.drafter, reason: '演练' })
  })
})

describe('权限：流程表之外的一概不许', () => {
  test('每个状态 × 每个动作 × 每个角色：表里没有的动作是“现在不能”，没有角色的是“无权”，别的机关的看不见', async () => {
    const standing = (await standingInstrument(t.db, b.bodyId, 'basic'))!
    const form = {
      rows: standing.rows,
      effectiveOn: '2027-01-01',
      reviewOn: '2027-06-01',
      publicNote: '撤回说明',
    }
    let asked = 0
    for (const state of instrumentStates) {
      await t.db.updateTable('instrument').set({ state }).where('id', '=', standing.id).execute()
      for (const verb of instrumentVerbs) {
        const steps = instrumentWorkflow[state] as Readonly<Record<string, { by: readonly string[] }>>
        for (const [role, actor] of Object.entries(b.actors)) {
          if (steps[verb]?.by.includes(role.replace(/2$/, ''))) continue
          const { code } = await refusalOf(perform(standing.id, verb, actor, form, '理由'))
          const admin = role.endsWith('Admin')
          const wanted = admin ? 'not-found' : steps[verb] ? 'forbidden' : 'not-now'
          expect([state, verb, role, code]).toEqual([state, verb, role, wanted])
          asked++
        }
        for (const actor of Object.values(other.actors))
          expect((await refusalOf(perform(standing.id, verb, actor, form, '理由'))).code).toBe('not-found')
      }
    }
    expect(asked).toBeGreaterThan(instrumentStates.length * instrumentVerbs.length * 6)
    await t.db.updateTable('instrument').set({ state: 'published' }).where('id', '=', standing.id).execute()
  })

  test('开始编制：只有编制人的角色、自己的机关', async () => {
    for (const [role, actor] of Object.entries(b.actors)) {
      const may = (instrumentBeginning.by as readonly string[]).includes(role.replace(/2$/, ''))
      const attempt = compileInstrument(t.house, actor, { body: b.bodyId, kind: 'negative' })
      if (!may) expect([role, (await refusalOf(attempt)).code]).toEqual([role, 'forbidden'])
      else await perform((await attempt).subject, 'cancel', actor, undefined, '演练')
      const foreign = compileInstrument(t.house, actor, { body: other.bodyId, kind: 'negative' })
      expect((await refusalOf(foreign)).code).toBe('forbidden')
    }
  })

  test('四眼：写过其中任何内容的人不能审核、批准、公布', async () => {
    const { opennessOfficer, drafter } = b.actors
    const { subject } = await compileInstrument(t.house, drafter, { body: b.bodyId, kind: 'negative' })
    await perform(subject, 'save', opennessOfficer, { rows: [barRow('q', '干部人事档案')] })
    await perform(subject, 'submit', drafter, {})
    expect(texts(await refusalOf(perform(subject, 'pass', opennessOfficer)))).toMatch(/四眼/)
    await perform(subject, 'pass', b.actors.legalReviewer)
    await perform(subject, 'approve', b.actors.leader, { effectiveOn: '2026-12-01', reviewOn: '2027-11-01' })
    const refused = await refusalOf(perform(subject, 'publish', opennessOfficer, { note: '改' }))
    expect(texts(refused)).toMatch(/四眼/)
  })
})
