import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { historyOf } from '#kit/events.ts'
import { makeBureau } from '../../../test/setup/bureau.ts'
import { makeDocumentBench, refusal, type DocumentBench } from '../journey.fixture.ts'
import { readDocument } from '../store.ts'
import { performVariant, proposeVariant } from './actions.ts'
import { rulesInForce } from './inForce.ts'
import type { Difference } from './model.ts'
import { variantsView } from './present.ts'
import { shipped } from './shipped.ts'

let bench: DocumentBench

beforeAll(async () => {
  bench = await makeDocumentBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

const ruili = shipped.find(s => s.code === 'ruili')!.differences
const shanghai = shipped.find(s => s.code === 'shanghai')!.differences
const jilin = shipped.find(s => s.code === 'jilin')!.differences
type Set = { name?: string; validFrom?: string; differences?: readonly Difference[]; inherits?: boolean }

const propose = (set: Set = {}, actor: Actor = bench.who.systemAdmin, body = bench.bureau.bodyId) =>
  proposeVariant(
    bench.t.house,
    actor,
    body,
    { name: '本地规程', validFrom: '2026-03-02', differences: ruili, ...set },
    '按本地标准目录指引执行',
  )
const decide = (subject: number, verb: string, actor: Actor, reason?: string) =>
  performVariant(bench.t.house, { subject, verb, actor, reason })

/** Proposed by one and approved by another. */
async function inForce(set: Set): Promise<number> {
  const { subject } = await propose(set)
  await decide(subject, 'approve', bench.who.securityAdmin)
  return subject
}

describe('地方规程：两人、版本、生效日期', () => {
  test('系统管理员提出，安全保密管理员批准；其余角色、倒过来的、别的单位的都不行；留在履历里', async () => {
    const { who, t } = bench
    for (const actor of [who.drafter, who.leader, who.securityAdmin, who.auditAdmin])
      expect((await refusal(propose({}, actor))).code, actor.name).toBe('forbidden')
    const other = await makeBureau(t.db, 'variant-other', '别县应急管理局')
    expect((await refusal(propose({}, other.actors.systemAdmin))).code).toBe('forbidden')
    const { subject } = await propose({ validFrom: '2026-12-31' })
    expect(await rulesInForce(t.db, bench.bureau.bodyId, '2026-12-31')).toBeNull()
    for (const actor of [who.leader, who.drafter, other.actors.securityAdmin])
      expect((await refusal(decide(subject, 'approve', actor))).code, actor.name).toBe('not-found')
    expect((await refusal(decide(subject, 'approve', who.systemAdmin))).code).toBe('forbidden')
    expect((await refusal(decide(subject, 'refuse', who.securityAdmin))).message).toContain('理由')
    await decide(subject, 'refuse', who.securityAdmin, '依据不足')
    expect((await refusal(decide(subject, 'approve', who.securityAdmin))).code).toBe('not-now')
    const past = await historyOf(t.db, 'variant', subject)
    expect(past.map(e => [e.verb, e.actorName, e.reason])).toEqual([
      ['propose', '系统管理员甲', '按本地标准目录指引执行'],
      ['refuse', '安全保密管理员甲', '依据不足'],
    ])
    expect(JSON.parse(String(past[0]!.data['differences']))).toEqual(ruili)
    const notices = await t.db
      .selectFrom('notice')
      .select(['staff_id', 'text'])
      .where('subject_kind', '=', 'variant')
      .execute()
    expect(notices.map(n => n.staff_id)).toEqual([who.securityAdmin.staffId, who.systemAdmin.staffId])
  })

  test('一人兼两职也不能自己批准自己提出的：四眼', async () => {
    const { who } = bench
    const both: Actor = { ...who.systemAdmin, roles: [...who.systemAdmin.roles, ...who.securityAdmin.roles] }
    const { subject } = await propose({ validFrom: '2026-11-30' }, both)
    expect((await refusal(decide(subject, 'approve', both))).message).toContain('四眼')
    await decide(subject, 'takeBack', both)
  })

  test('错误的输入一次说全：过去的日期、没有的日期、没有登记的条款、法定环节、空理由；没有存下', async () => {
    const { t, who, bureau } = bench
    const count = async () =>
      (await variantsView(t.house, who.systemAdmin, bureau.bodyId)).body.versions.length
    const before = await count()
    const bad = await refusal(
      proposeVariant(
        t.house,
        who.systemAdmin,
        bureau.bodyId,
        {
          name: '绕过',
          validFrom: '2026-03-01',
          differences: [
            { kind: 'drop', state: 'openness-review', verb: 'agree', basis: '瑞丽/四(一)9' },
            { kind: 'drop', state: 'published', verb: 'sendPaper', basis: '瑞丽/四(一)5' },
          ],
        },
        ' ',
      ),
    )
    const words = bad.reasons.map(r => r.text).join('\n')
    for (const part of ['不能省去', '移送和签收', '已经过去', '没有登记“瑞丽/四(一)9”', '请写明为什么'])
      expect(words).toContain(part)
    expect((await refusal(propose({ validFrom: '2026-02-30' }))).message).toContain('没有2026-02-30这一天')
    expect((await refusal(propose({ inherits: true }))).message).toContain('不再写差异')
    expect((await refusal(propose({ name: '' }))).message).toContain('名称')
    expect(
      (await refusal(proposeVariant(t.house, who.systemAdmin, bureau.bodyId, { differences: 'x' }, '甲')))
        .code,
    ).toBe('invalid')
    expect(await count()).toBe(before)
  })

  test('生效日期过了才批的不能追溯；同一天不能有两版；与现行相同的不必再批', async () => {
    const { t, who, bureau } = bench
    t.setNow('2026-04-01T09:00:00+08:00')
    const late = await propose({ validFrom: '2026-04-01' })
    t.setNow('2026-04-02T09:00:00+08:00')
    expect((await refusal(decide(late.subject, 'approve', who.securityAdmin))).message).toContain('不能追溯')
    await inForce({ validFrom: '2026-04-02', name: '第一次' })
    const again = await propose({ validFrom: '2026-04-02', differences: jilin })
    expect((await refusal(decide(again.subject, 'approve', who.securityAdmin))).message).toContain('已有一版')
    const same = await propose({ validFrom: '2026-04-03' })
    expect((await refusal(decide(same.subject, 'approve', who.securityAdmin))).message).toContain('没有不同')
    expect((await rulesInForce(t.db, bureau.bodyId, '2026-04-01'))?.name).toBeUndefined()
    expect((await rulesInForce(t.db, bureau.bodyId, '2026-04-02'))?.name).toBe('第一次')
  })
})

describe('地方规程：公文按开始时的版本办完', () => {
  test('开始时的版本管到底：改版以后旧公文照旧，新公文按新版；下级沿用上级，自己定了按自己的，也可以再沿用', async () => {
    const { t, who, bureau } = bench
    t.setNow('2026-05-06T09:00:00+08:00')
    const first = await inForce({ validFrom: '2026-05-06', name: '上海式', differences: shanghai })
    const old = await bench.drafted()
    t.setNow('2026-05-07T09:00:00+08:00')
    await inForce({ validFrom: '2026-05-07', name: '瑞丽式', differences: ruili })
    const fresh = await bench.drafted()
    expect((await readDocument(t.db, old.subject))!.rules).toMatchObject({ id: first, name: '上海式' })
    expect((await readDocument(t.db, fresh.subject))!.rules).toMatchObject({ name: '瑞丽式' })

    // 上海式：没有勾选先行审查，也先到保密机构；标注用自己的写法。
    await bench.go(old.subject, 'submit', who.drafter)
    expect((await bench.go(old.subject, 'approve', who.departmentHead)).state).toBe('secrecy-review')
    await bench.go(old.subject, 'clear', who.secrecyOfficer, { reason: '不涉密' })
    await bench.go(old.subject, 'agree', who.opennessOfficer)
    await bench.go(old.subject, 'sign', who.leader)
    await bench.go(old.subject, 'number', who.publisher, { form: { series: '测应急' } })
    await bench.go(old.subject, 'issue', who.publisher)
    expect((await readDocument(t.db, old.subject))!.label).toBe('信息公开形式：主动公开')
    await bench.go(old.subject, 'reattribute', who.opennessOfficer, {
      reason: '涉及第三方，先不公开',
      form: { attribute: 'on-request' },
    })
    expect((await readDocument(t.db, old.subject))!.label).toBe('信息公开形式：依申请公开')

    // 瑞丽式：没有纸质件移送。
    const paperless = await bench.upTo('publish')
    expect(
      (
        await refusal(
          bench.go(paperless, 'sendPaper', who.publisher, {
            form: { place: '县图书馆', doneOn: '2026-05-07' },
          }),
        )
      ).code,
    ).toBe('not-now')

    const below = await makeBureau(t.db, 'below-bureau', '下级乡镇')
    await t.db
      .updateTable('body')
      .set({ parent_id: bureau.bodyId, ancestors: [bureau.bodyId] })
      .where('id', '=', below.bodyId)
      .execute()
    const held = async () => (await rulesInForce(t.db, below.bodyId, '2026-05-08'))?.name
    expect(await held()).toBe('瑞丽式')
    // 上级的系统管理员管得到下级；下级的管理员管不到上级。
    expect((await refusal(propose({ validFrom: '2026-05-08' }, below.actors.systemAdmin))).code).toBe(
      'forbidden',
    )
    t.setNow('2026-05-08T09:00:00+08:00')
    const own = await propose(
      { name: '乡镇的', validFrom: '2026-05-08', differences: jilin },
      who.systemAdmin,
      below.bodyId,
    )
    await decide(own.subject, 'approve', who.securityAdmin)
    expect(await held()).toBe('乡镇的')
    const back = await propose(
      { name: '再沿用', validFrom: '2026-05-09', differences: [], inherits: true },
      below.actors.systemAdmin,
      below.bodyId,
    )
    await decide(back.subject, 'approve', below.actors.securityAdmin)
    expect((await rulesInForce(t.db, below.bodyId, '2026-05-09'))?.name).toBe('瑞丽式')
    const national = await propose(
      { name: '按全国', validFrom: '2026-05-10', differences: [] },
      who.systemAdmin,
      below.bodyId,
    )
    await decide(national.subject, 'approve', who.securityAdmin)
    expect((await rulesInForce(t.db, below.bodyId, '2026-05-10'))?.differences).toEqual([])

    const view = await variantsView(t.house, who.systemAdmin, bureau.bodyId)
    expect(view.body).toMatchObject({ inForce: { name: '瑞丽式', inForce: true }, usedBy: [] })
    expect(view.body.versions.map(v => v.standing)).toContain('已被后来的版本替代')
    expect(view.body.inForce!.differences.map(d => [d.here, typeof d.basis])).toEqual([
      ['没有这一栏', 'object'],
      ['没有这一步', 'object'],
      ['没有这一步', 'object'],
    ])
    // 待批准的只有管理员看得到；外单位的人什么也看不到。
    await propose({ validFrom: '2026-06-01' })
    const seen = await variantsView(t.house, who.drafter, bureau.bodyId)
    expect(seen.body.versions.every(v => v.state === 'active')).toBe(true)
    expect(seen.bodies.map(b => b.id)).toContain(bureau.bodyId)
    expect((await refusal(variantsView(t.house, below.actors.drafter, 999_999))).code).toBe('not-found')
    // 下级看得到自己沿用的上级规程。
    expect((await variantsView(t.house, below.actors.drafter, bureau.bodyId)).body.name).toBe(
      '测试县应急管理局',
    )
  })
})
