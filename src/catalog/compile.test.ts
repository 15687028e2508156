import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { publishedAt } from '#record/reading.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { compileVersion, performVersion, planRollout, seesVersion, upperOf } from './actions.ts'
import type { LocalItem } from './localItem.ts'
import { affectedBy, differences } from './rules/adopt.ts'
import { readDeadline } from './rules/deadline.ts'
import { opinionsOf, putItems, readVersion, rolloutFor, standingVersion } from './store.ts'
import { versionStates, versionVerbs, versionWorkflow } from './workflow.ts'

let t: TestHouse
let city: Bureau
let county: Bureau
let town: Bureau
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  city = await makeBureau(t.db, 'shi', '测试市应急管理局')
  county = await makeBureau(t.db, 'xian', '测试县应急管理局')
  town = await makeBureau(t.db, 'zhen', '测试镇人民政府')
  await t.db.updateTable('body').set({ level: 'city' }).where('id', '=', city.bodyId).execute()
  await t.db
    .updateTable('body')
    .set({ parent_id: city.bodyId, ancestors: [city.bodyId] })
    .where('id', '=', county.bodyId)
    .execute()
  await t.db
    .updateTable('body')
    .set({ parent_id: county.bodyId, ancestors: [city.bodyId, county.bodyId], level: 'township' })
    .where('id', '=', town.bodyId)
    .execute()
})
afterAll(() => t.close())

const refusal = async (promise: Promise<unknown>): Promise<Refused> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('nothing was refused')
}
const field = 'disaster-relief' as const
const whole = (items: readonly LocalItem[], subject: string): LocalItem[] =>
  items.map(i => ({
    ...i,
    content: i.content ?? `${i.level2}的内容`,
    basis: i.basis ?? ['《政府信息公开条例》'],
    deadline: i.deadline ?? '按进展情况及时公开',
    deadlineRule: i.deadlineRule ?? { kind: 'asProgresses' as const },
    subject,
    channels: i.channels ?? [{ name: '政府网站', preselected: true }],
    audience: i.audience ?? ('全社会' as const),
    mode: i.mode ?? ('主动' as const),
    levels: i.levels ?? ['乡级' as const],
  }))
const perform = (subject: number, verb: Parameters<typeof performVersion>[1]['verb'], actor: Actor, form?: unknown, reason?: string) =>
  performVersion(t.house, { subject, verb, actor, form, reason }) // prettier-ignore
const at = async (id: number) => (await readVersion(t.db, id))!

/** From the beginning to publication; `change` is what the compilers do to the items. */
async function publishOne(
  b: Bureau,
  change: (items: LocalItem[]) => LocalItem[],
  note?: string,
): Promise<number> {
  const { subject } = await compileVersion(t.house, b.actors.drafter, { body: b.bodyId, field })
  await perform(subject, 'save', b.actors.drafter, {
    items: change(whole((await at(subject)).items, '应急管理部门')),
  })
  await perform(subject, 'submit', b.actors.drafter, {})
  await perform(subject, 'pass', b.actors.opennessOfficer)
  await perform(subject, 'approve', b.actors.leader, { effectiveOn: '2026-12-01' })
  await perform(subject, 'publish', b.actors.publisher, note ? { note } : {})
  return subject
}

/** The last item under the county's own name. */
const ownLast = (items: LocalItem[]) =>
  items.map((i, n) => (n === 19 ? { ...i, subject: '测试县应急管理局' } : i))

describe('编制—业务审核—修改—本级政府审核—公布（焦作 二(一)1）', () => {
  test('市、县、镇层层派生：有上级公布的目录就用上级的，没有就用国家的；镇只列乡级公开的', async () => {
    expect((await upperOf(t.db, county.bodyId, field)).version).toBeNull()
    const upper = await publishOne(city, items => items)
    const lower = await publishOne(county, ownLast)
    expect((await at(lower)).upperId).toBe(upper)
    expect((await at(lower)).items[0]!.lineage).toEqual({
      codes: ['JZ-ZC-01'],
      upper: (await at(upper)).items[0]!.key,
    })
    const { subject } = await compileVersion(t.house, town.actors.drafter, { body: town.bodyId, field })
    const items = (await at(subject)).items
    expect(items.find(i => i.lineage.codes[0] === 'JZ-ZC-04')?.leftOut?.reason).toMatch(/县级公开/)
    expect(items.filter(i => !i.leftOut).every(i => i.levels?.join() === '乡级')).toBe(true)
    // The county named itself; the township answers for its own.
    expect(items.slice(18, 20).map(i => i.subject)).toEqual(['应急管理部门', '测试镇人民政府'])
    await perform(subject, 'cancel', town.actors.drafter, undefined, '演练')
  })

  test('公布成公开记录：官方表格按一级事项分行组，施行日期和版本写明；新版本代替旧版本，地址不变', async () => {
    const first = (await standingVersion(t.db, county.bodyId, field))!
    const one = (await publishedAt(t.db, first.address!))!
    expect(one.entry).toMatchObject({ kind: 'catalog', effectiveOn: '2026-12-01', title: '测试县应急管理局救灾领域基层政务公开标准目录' }) // prettier-ignore
    // 施行日期 stands among the facts of every publication already.
    expect(one.entry.facts?.map(f => f.label)).toEqual(['版本', '事项', '对应的国家事项'])
    expect(one.entry.html.match(/scope="rowgroup"/g)).toHaveLength(5)
    expect(one.entry.html.match(/scope="row"/g)).toHaveLength(20)
    expect((await refusal(publishOne(county, ownLast))).reasons[0]!.text).toMatch(/给公众看的说明/)
    const open = await refusal(compileVersion(t.house, county.actors.drafter, { body: county.bodyId, field }))
    expect(open.reasons[0]!.text).toMatch(/已有一版正在编制/)
    const waiting = await t.db.selectFrom('catalog_version').select('id').where('body_id', '=', county.bodyId).where('state', '=', 'approved').executeTakeFirstOrThrow() // prettier-ignore
    await perform(waiting.id, 'publish', county.actors.publisher, { note: '更新了公开主体。' })
    expect((await at(first.id)).state).toBe('superseded')
    expect((await at(waiting.id)).address).toBe(first.address)
    expect(differences(first.items, (await at(waiting.id)).items)).toEqual([])
  })

  test('上级改了时限，县里受影响的事项列得出来', async () => {
    const before = (await standingVersion(t.db, city.bodyId, field))!
    const id = await publishOne(
      city,
      items => [{ ...items[0]!, deadline: '信息形成之日起5个工作日内', deadlineRule: readDeadline('信息形成之日起5个工作日内')!.rule }, ...items.slice(1)],
      '法律法规的公开时限缩短为5个工作日。',
    ) // prettier-ignore
    const changes = differences(before.items, (await at(id)).items)
    const lower = (await standingVersion(t.db, county.bodyId, field))!
    expect(affectedBy(changes, lower.items).map(a => a.items.map(i => i.level2))).toEqual([['法律法规']])
  })

  test('送审前一次说全；退回的意见逐项落到事项上，没有答复不能再送审', async () => {
    const b = county
    const { subject } = await compileVersion(t.house, b.actors.drafter, { body: b.bodyId, field })
    const good = (await at(subject)).items
    const bad = good.map((i, n) =>
      n === 0 ? { ...i, basis: null } : n === 1 ? { ...i, leftOut: { reason: '' } } : i,
    )
    await perform(subject, 'save', b.actors.drafter, { items: bad })
    const refused = await refusal(perform(subject, 'submit', b.actors.drafter, {}))
    expect(refused.reasons.map(r => r.text)).toEqual(['“法律法规”缺少依据。', '“部门和地方规章”没有列入，请写明理由（至少四个字）。']) // prettier-ignore
    await perform(subject, 'save', b.actors.drafter, { items: good })
    await perform(subject, 'submit', b.actors.drafter, {})
    const stray = await refusal(perform(subject, 'return', b.actors.opennessOfficer, { opinions: [{ item: 'x', text: '改' }] }, '请修改')) // prettier-ignore
    expect(stray.reasons[0]!.text).toMatch(/已不在目录里/)
    await perform(subject, 'return', b.actors.opennessOfficer, { opinions: [{ item: good[2]!.key, element: 'content', text: '请写明文件的范围' }, { item: null, text: '统一主体名称' }] }, '请按意见修改') // prettier-ignore
    const opinions = await opinionsOf(t.db, subject)
    expect(opinions.map(o => [o.itemKey, o.element, o.step])).toEqual([[good[2]!.key, 'content', 'reviewing'], [null, null, 'reviewing']]) // prettier-ignore
    expect((await refusal(perform(subject, 'submit', b.actors.drafter, {}))).reasons).toHaveLength(2)
    const answers = opinions.map(o => ({ opinion: o.id, text: '已修改' }))
    await perform(subject, 'submit', b.actors.drafter, { answers })
    expect((await opinionsOf(t.db, subject)).every(o => o.answer === '已修改')).toBe(true)
    expect((await refusal(perform(subject, 'approve', b.actors.leader, { effectiveOn: '2026-12-01' }))).code).toBe('not-now') // prettier-ignore
    await perform(subject, 'pass', b.actors.opennessOfficer)
    expect((await refusal(perform(subject, 'approve', b.actors.leader, { effectiveOn: '2026-11-22' }))).reasons[0]!.text).toMatch(/不能早于今天/) // prettier-ignore
  })

  test('四眼：编制的人不能审核；别的机关看不见也办不了；保存两个相同标识、第三方字段都拒绝', async () => {
    const { subject } = await compileVersion(t.house, town.actors.opennessOfficer, {
      body: town.bodyId,
      field,
    })
    const { items } = await at(subject)
    await putItems(t.db as never, subject, whole(items, '测试镇人民政府'))
    await perform(subject, 'submit', town.actors.opennessOfficer, {})
    expect((await refusal(perform(subject, 'pass', town.actors.opennessOfficer))).reasons[0]!.text).toMatch(
      /四眼/,
    )
    expect((await refusal(perform(subject, 'pass', county.actors.opennessOfficer))).code).toBe('not-found')
    expect(seesVersion({ bodyId: town.bodyId }, town.actors.systemAdmin)).toBe(false)
    await perform(subject, 'return', town.actors.legalReviewer, {}, '请补充')
    const twice = await refusal(
      perform(subject, 'save', town.actors.opennessOfficer, { items: [items[0], items[0]] }),
    )
    expect(twice.reasons[0]!.text).toMatch(/标识相同/)
    expect((await refusal(compileVersion(t.house, town.actors.leader, { body: town.bodyId, field }))).code).toBe('forbidden') // prettier-ignore
  })

  test('流程表之外的一概不许：每个状态 × 每个动作', async () => {
    const id = (await standingVersion(t.db, city.bodyId, field))!.id
    for (const state of versionStates) {
      await t.db.updateTable('catalog_version').set({ state }).where('id', '=', id).execute()
      for (const verb of versionVerbs)
        if (!Object.hasOwn(versionWorkflow[state], verb))
          expect([state, verb, (await refusal(perform(id, verb, city.actors.leader, {}, '理由'))).code]).toEqual([state, verb, 'not-now']) // prettier-ignore
    }
    await t.db.updateTable('catalog_version').set({ state: 'published' }).where('id', '=', id).execute()
  })

  test('编制计划由市里下达，期限依次往后；县镇按最近的上级的计划', async () => {
    const plan = { body: city.bodyId, title: '2020年目录编制', outlineBy: '2020-06-28', compiledBy: '2020-07-15', revisedBy: '2020-08-15', publishedBy: '2020-09-15', longStop: '2023-06-30' } // prettier-ignore
    expect((await refusal(planRollout(t.house, city.actors.drafter, plan))).code).toBe('forbidden')
    expect((await refusal(planRollout(t.house, city.actors.leader, { ...plan, revisedBy: '2020-07-01' }))).reasons[0]!.text).toMatch(/依次往后/) // prettier-ignore
    await planRollout(t.house, city.actors.leader, plan)
    expect(await rolloutFor(t.db, [town.bodyId, county.bodyId, city.bodyId])).toMatchObject({ compiledBy: '2020-07-15', longStop: '2023-06-30' }) // prettier-ignore
  })
})
