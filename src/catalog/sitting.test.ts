import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refused } from '#kit/errors.ts'
import { historyOf } from '#kit/events.ts'
import { isoOf, later } from '#kit/now.ts'
import { makeBureau, type Bureau } from '../../test/setup/bureau.ts'
import { makeHouse, type TestHouse } from '../../test/setup/house.ts'
import { compileVersion, performVersion } from './actions.ts'
import { readVersion } from './store.ts'

let t: TestHouse
let b: Bureau
let subject = 0
const pass = (milliseconds: number) => t.setNow(isoOf(later(t.house.now(), milliseconds)))
beforeAll(async () => {
  t = await makeHouse('2026-11-23T09:00:00+08:00')
  b = await makeBureau(t.db, 'xian', '测试县应急管理局')
  const form = { body: b.bodyId, field: 'disaster-relief' }
  subject = (await compileVersion(t.house, b.actors.drafter, form)).subject
})
afterAll(() => t.close())

const row = async () => (await readVersion(t.db, subject))!
const verbs = async () => (await historyOf(t.db, 'catalog', subject)).map(e => e.verb)
const last = async () => (await historyOf(t.db, 'catalog', subject)).at(-1)!
let letter = 0
async function save(who: keyof Bureau['actors'] = 'drafter', more: { key?: string; version?: number } = {}) {
  const { items, version } = await row()
  const changed = items.map((i, n) => (n === 0 ? { ...i, content: `第${++letter}次` } : i))
  return performVersion(t.house, {
    ...{ subject, verb: 'save', actor: b.actors[who], form: { items: changed }, version },
    ...more,
  })
}

describe('自动保存：一次编辑在履历里只留一步，内容一次不丢（焦作 二(一)1）', () => {
  test('同一个人接着保存：履历只有一步，版本照样往前走，最后的内容在库里', async () => {
    const first = await save()
    for (let i = 0; i < 5; i++) {
      pass(20_000)
      const done = await save()
      expect(done.position).toBe(first.position)
    }
    expect(await verbs()).toEqual(['compile', 'save'])
    expect((await row()).version).toBe(1 + 6)
    expect((await row()).items[0]!.content).toBe('第6次')
  })

  test('停了半小时以上、换了人、隔了天，另记一步，写明接手时是什么样、最后保存在什么时候', async () => {
    const before = (await row()).changedAt
    pass(31 * 60_000)
    await save()
    expect(await verbs()).toEqual(['compile', 'save', 'save'])
    expect((await last()).data.lastSavedAt).toMatch(/^2026-11-23T/)
    expect(Date.parse(String((await last()).data.lastSavedAt))).toBe(before.getTime())
    const left = (await last()).data.items
    await save('opennessOfficer')
    expect((await last()).actorName).toBe('公开机构经办人甲')
    expect((await last()).data.foundAs).toBe(left)
    await save('drafter')
    expect((await verbs()).filter(v => v === 'save')).toHaveLength(4)
  })

  test('送审写明送的是哪一份；送审后再保存要先退回', async () => {
    await save()
    await save()
    const saves = (await verbs()).length
    const { items } = await row()
    const whole = items.map(i => ({
      ...i,
      content: i.content ?? '内容',
      basis: i.basis ?? ['依据'],
      deadline: i.deadline ?? '按进展情况及时公开',
      deadlineRule: i.deadlineRule ?? { kind: 'asProgresses' },
      subject: '应急管理部门',
      channels: [{ name: '政府网站', preselected: true }],
      audience: i.audience ?? '全社会',
      mode: i.mode ?? '主动',
      levels: i.levels ?? ['县级'],
    }))
    const quiet = await performVersion(t.house, { subject, verb: 'save', actor: b.actors.drafter, form: { items: whole } }) // prettier-ignore
    expect((await verbs()).length).toBe(saves)
    await performVersion(t.house, { subject, verb: 'submit', actor: b.actors.drafter, form: {}, version: quiet.version }) // prettier-ignore
    expect((await last()).data.foundAs).toMatch(/^[0-9a-f]{64}$/)
    expect((await last()).data.foundAs).not.toBe(
      (await historyOf(t.db, 'catalog', subject)).at(-2)!.data.items,
    )
    await expect(save()).rejects.toMatchObject({ code: 'not-now' })
  })

  test('只保存过、没有送审的人也算经手：四眼照样拦住他', async () => {
    const refused = await performVersion(t.house, { subject, verb: 'pass', actor: b.actors.opennessOfficer }).catch((e: unknown) => e) // prettier-ignore
    expect(refused).toBeInstanceOf(Refused)
    expect((refused as Refused).reasons[0]!.text).toMatch(/四眼/)
    await performVersion(t.house, { subject, verb: 'return', actor: b.actors.legalReviewer, form: {}, reason: '改' }) // prettier-ignore
  })

  test('重试同一个请求不再存一次；看的是旧版本的拒绝；写错的、无权的、别的机关的，和以前一样拒绝', async () => {
    await save()
    const { version } = await row()
    const first = await save('drafter', { key: 'same-key-1', version })
    const { items } = await row()
    const again = await performVersion(t.house, {
      ...{ subject, verb: 'save', actor: b.actors.drafter, form: { items }, version, key: 'same-key-1' },
    }).catch((e: unknown) => e)
    expect(again).toEqual(first)
    expect((await row()).version).toBe(first.version)
    await expect(save('drafter', { version: 1 })).rejects.toMatchObject({ code: 'stale' })
    await expect(save('leader')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(save('auditAdmin')).rejects.toMatchObject({ code: 'not-found' })
    const twice = { items: [items[0], items[0]] }
    await expect(performVersion(t.house, { subject, verb: 'save', actor: b.actors.drafter, form: twice })).rejects.toThrow(/标识相同/) // prettier-ignore
  })
})
