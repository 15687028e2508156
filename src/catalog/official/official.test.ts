import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { openOffers } from '#kit/worklist/open.ts'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../../test/setup/house.ts'
import { compileVersion } from '../actions.ts'
import { nationalForm, nationalItems, utf8, xlsxOf } from '../catalog.fixture.ts'
import { draftOf, guidelineOf, standGuideline } from '../guideline/guidelines.ts'
import { refusalOf as refusal } from '../refusal.fixture.ts'
import { checkAgainst } from '../rules/check.ts'
import { readVersion } from '../store.ts'
import { wordsOfCatalog } from '../workflow.ts'
import { loadOfficial, officialProcedure, performOfficial } from './actions.ts'
import { officialChanges } from './compare.ts'
import { ensureGuidelines } from './standing.ts'
import { codesUsed, readOfficial } from './store.ts'

let t: TestHouse
let top: Bureau
let county: Bureau
const field = 'disaster-relief' as const
const title = '救灾领域基层政务公开标准目录'
/** All twenty items as an attachment would have them: what the draft does not know is filled, one renamed, one missing, one new. */
const attachment = async (
  change: (items: ReturnType<typeof nationalItems>) => ReturnType<typeof nationalItems> = i => i,
  above = title,
) => {
  const whole = draftOf(field).items.map(i => ({
    level1: i.level1,
    level2: i.level2 ?? i.content!.slice(0, 8),
    level3: null,
    deadlineRule: i.deadlineRule,
    content: i.content ?? '内容',
    basis: i.basis ?? ['《中华人民共和国政府信息公开条例》'],
    deadline: i.deadline ?? '信息形成或变更之日起20个工作日内',
    subject: '应急管理部门',
    channels: i.channels ?? [{ name: '政府网站', preselected: true }],
    audience: i.audience ?? ('全社会' as const),
    mode: i.mode ?? ('主动' as const),
    levels: i.levels ?? ['县级' as const],
  }))
  return { name: '附件2.xlsx', bytes: await xlsxOf(nationalForm(change(whole), { title: above })) }
}
const load = async (
  file: Awaited<ReturnType<typeof attachment>>,
  actor = top.actors.opennessOfficer,
  body = top.bodyId,
) =>
  // prettier-ignore
  loadOfficial(t.house, actor, { body, field, note: '应急管理部网站2019年12月' }, file)
const perform = (subject: number, verb: 'confirm' | 'refuse', actor = top.actors.leader, reason?: string) =>
  performOfficial(t.house, { subject, verb, actor, reason })

beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  top = await makeBureau(t.db, 'sheng', '测试省应急管理厅')
  county = await makeBureau(t.db, 'xian', '测试县应急管理局')
  await t.db
    .updateTable('body')
    .set({ parent_id: top.bodyId, ancestors: [top.bodyId] })
    .where('id', '=', county.bodyId)
    .execute()
})
afterAll(async () => {
  standGuideline(field, null)
  await t.close()
})

describe('官方附件代替整理的草稿（390号 一(三)）', () => {
  test('只由最上级机关装入；不像附件的、没读懂的不装，什么也不留', async () => {
    const file = await attachment()
    const below = await refusal(load(file, county.actors.opennessOfficer, county.bodyId))
    expect([below.code, below.reasons[0]!.text]).toEqual(['forbidden', expect.stringMatching(/最上级机关/)])
    expect((await refusal(load(file, top.actors.drafter))).code).toBe('forbidden')
    expect((await refusal(load(file, county.actors.opennessOfficer))).code).toBe('forbidden')
    const other = { name: 'a.xlsx', bytes: await xlsxOf(nationalForm(nationalItems('safety-production').map(i => ({ ...i, level2: i.level2 ?? '名称' })), { title: '安全生产领域基层政务公开标准目录' })) } // prettier-ignore
    expect((await refusal(load(other))).reasons[0]!.text).toMatch(/安全生产领域的目录，不是救灾领域/)
    const local = await attachment(items => items, `修武县${title}`)
    expect((await refusal(load(local))).reasons[0]!.text).toMatch(/修武县.*不写地名.*390号/)
    expect((await refusal(load({ name: 'a.txt', bytes: utf8('附件待补。') }))).reasons[0]!.text).toMatch(
      /没有表格/,
    )
    expect((await refusal(load({ name: 'a.pdf', bytes: utf8('%PDF-1.7') }))).reasons[0]!.text).toMatch(/PDF/)
    expect(await t.db.selectFrom('catalog_official').select('id').execute()).toEqual([])
  })

  test('装入的人自己不能核定；核定以前检查照旧，核定以后不再有“不能断定”，各进程都认', async () => {
    const { subject } = await load(await attachment())
    expect((await refusal(load(await attachment()))).reasons[0]!.text).toMatch(/等待核定/)
    expect((await refusal(perform(subject, 'confirm', top.actors.opennessOfficer))).reasons[0]!.text).toMatch(/四眼原则/) // prettier-ignore
    const loaded = (await readOfficial(t.db, subject))!
    const offered = async (actor: Actor) =>
      (await openOffers(t.db, officialProcedure, [loaded], actor))(loaded).map(o => o.verb)
    expect(await offered(top.actors.opennessOfficer)).toEqual(['refuse'])
    expect(await offered(top.actors.leader)).toEqual(['confirm', 'refuse'])
    expect((await refusal(perform(subject, 'confirm', county.actors.leader))).code).toBe('not-found')
    expect(checkAgainst([], guidelineOf(field), null).notProven.length).toBeGreaterThan(0)
    await perform(subject, 'confirm')
    expect(guidelineOf(field)).toMatchObject({ status: 'official', draftedCount: 0 })
    const check = checkAgainst([], guidelineOf(field), null)
    expect([check.notProven, check.missing.length]).toEqual([[], 20])
    expect(guidelineOf(field).items.map(i => i.code)).toEqual(draftOf(field).items.map(i => i.code))
    // Another process: it knows nothing until it asks, then goes by the record, with the rights of readers.
    standGuideline(field, null)
    const fresh = await import('./standing.ts?another' as './standing.ts')
    await fresh.ensureGuidelines(t.portalDb)
    expect(guidelineOf(field).status).toBe('official')
    const row = (await readOfficial(t.db, subject))!
    expect(await t.house.files.has(row.fileHash)).toBe(true)
    const history = await historyOf(t.db, 'catalogOfficial', subject)
    expect(history.map(h => [h.verb, h.actorName])).toEqual([
      ['load', top.actors.opennessOfficer.name],
      ['confirm', top.actors.leader.name],
    ])
    expect(history[0]!.data).toMatchObject({ fileHash: row.fileHash, file: '附件2.xlsx' })
    expect(wordsOfCatalog('catalogOfficial', 'confirm')).toEqual({ kind: '国家目录官方附件', verb: '核定' })
  })

  test('核定以后县里派生的就是官方的文字', async () => {
    const { subject } = await compileVersion(t.house, county.actors.drafter, { body: county.bodyId, field })
    const { items } = (await readVersion(t.db, subject))!
    expect(items.every(i => i.level2 && i.content && i.deadline)).toBe(true)
    expect(items[0]!.lineage.codes).toEqual(['JZ-ZC-01'])
  })

  test('再装一份：少了的、新的列出来，用过的编码不再给别的；不予核定要有理由，什么也不变', async () => {
    const before = guidelineOf(field)
    const changed = await attachment(items => [
      ...items.filter(i => i.level2 !== '预警信息'),
      { ...items[0]!, level1: '备灾管理', level2: '应急避难场所', content: '名称、地址、容纳人数' },
    ])
    const second = (await load(changed)).subject
    const row = (await readOfficial(t.db, second))!
    expect(row.dropped).toEqual(['JZ-BZ-03'])
    expect(row.fresh).toEqual(['JZ-BZ-04'])
    const changes = officialChanges(before, row)
    expect(changes.dropped).toEqual([{ code: 'JZ-BZ-03', name: '预警信息', drafted: false }])
    expect([changes.fresh[0]!.name, changes.changed.length, changes.counts]).toEqual([
      '应急避难场所',
      0,
      null,
    ])
    expect((await refusal(perform(second, 'refuse'))).reasons[0]!.field).toBe('reason')
    await perform(second, 'refuse', top.actors.leader, '与公布的附件不符')
    expect(guidelineOf(field)).toBe(before)
    const third = (await load(changed)).subject
    await perform(third, 'confirm')
    expect(await codesUsed(t.db, field)).toContain('JZ-BZ-03')
    const fourth = (await load(await attachment())).subject
    // 预警信息 comes back as new: the code it had is spent, so is the one of 应急避难场所.
    expect((await readOfficial(t.db, fourth))!.fresh).toEqual(['JZ-BZ-05'])
    await perform(fourth, 'confirm')
    const states = await t.db.selectFrom('catalog_official').select('state').orderBy('id').execute()
    expect(states.map(s => s.state)).toEqual(['superseded', 'refused', 'superseded', 'standing'])
    await ensureGuidelines(t.db)
    expect(guidelineOf(field).items).toHaveLength(20)
  })

  test('草稿本身的变化说得清：待核对的得到证实，名称、内容、时限逐项比出来', async () => {
    const { tryReplace } = await import('./compare.ts')
    const { readCatalogFile } = await import('../import/read.ts')
    const reading = await readCatalogFile(
      await attachment(items =>
        items.map(i => (i.level2 === '标准' ? { ...i, deadline: '信息形成之日起7个工作日内' } : i)),
      ),
    )
    const replaced = tryReplace(draftOf(field), reading.items, reading, [])
    if (typeof replaced === 'string') throw new Error(replaced)
    const changes = officialChanges(draftOf(field), replaced)
    const drafted = draftOf(field).items.filter(i => i.confidence === 'drafted')
    expect(changes.proven.map(p => p.code)).toEqual(drafted.map(d => d.code))
    const standard = changes.changed.find(c => c.name === '标准')!
    expect(standard.changes.find(c => c.element === 'deadline')).toMatchObject({ verdict: 'stricter' })
    expect(changes.same + changes.changed.length).toBe(20)
  })
})
