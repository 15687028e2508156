import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { itemChoices } from '#catalog/choice.ts'
import { coverOne } from '#catalog/duty/cover.ts'
import { publishCatalog } from '#catalog/duty/duty.fixture.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { publishedAt } from '#record/reading.ts'
import { makeDesk, type Desk } from './desk.fixture.ts'
import { readPosting } from './store.ts'
import type { PostingView } from './views.ts'

let d: Desk
beforeAll(async () => {
  d = await makeDesk()
  await publishCatalog(d.t, d.b)
})
afterAll(() => d.close())

const stateOf = async (name: string) =>
  (await coverOne(d.t.db, d.b.bodyId, {
    year: 2026,
    today: '2026-11-23',
    calendarOf: () => nationalCalendar(),
  }))!.items.find(i => i.item.level2 === name)!.state
const view = async (id: number) =>
  (await d.call<PostingView>(d.b.actors.drafter, 'GET', `/api/postings/${id}`)).body

describe('信息发布对应标准目录事项（焦作 二(一)2）', () => {
  test('起草时可以选几项，不在现行目录里的送审时拒绝；公开后事项即算已公开，更正改选、撤回后随之变', async () => {
    const { drafter, publisher, leader } = d.b.actors
    const id = await d.drafted(drafter)
    const choices = await itemChoices(d.t.db, d.b.bodyId)
    expect((await view(id)).items.map(i => i.value)).toEqual(choices.map(c => c.value))
    const [first, second] = [choices[5]!, choices[6]!]
    const name = (label: string) => label.split('（')[0]!
    const put = async (catalogItems: string[]) => {
      const { version } = await view(id)
      return d.call(drafter, 'PUT', `/api/postings/${id}`, {
        version,
        content: d.content({ catalogItems, columns: ['relief'] }),
      })
    }
    expect((await put(['disaster-relief/none'])).status).toBe(200)
    expect((await view(id)).missing.map(m => m.field)).toContain('catalogItems')
    const refused = await d.step(drafter, id, 'submit')
    expect(refused.status).toBe(422)
    expect(refused.body.reasons!.map(r => r.field)).toEqual(['catalogItems'])
    await put([first.value])
    expect(await stateOf(name(first.label))).toBe('empty')
    expect((await d.step(drafter, id, 'submit')).status).toBe(200)
    await d.publish(publisher, id)
    const { address } = (await readPosting(d.t.db, id))!
    expect((await publishedAt(d.t.db, address!))!.entry.catalogItems).toEqual([...first.marks])
    expect(await stateOf(name(first.label))).not.toBe('empty')
    await d.step(drafter, id, 'amend', { reason: '选错事项' })
    await put([second.value])
    expect(await stateOf(name(second.label))).toBe('empty')
    await d.step(drafter, id, 'submit')
    await d.publish(publisher, id, '更正对应的目录事项。')
    expect(await stateOf(name(first.label))).toBe('empty')
    expect(await stateOf(name(second.label))).not.toBe('empty')
    await d.step(leader, id, 'withdraw', {
      reason: '有误',
      form: { publicNote: '有误，撤回。', purge: false },
    })
    expect(await stateOf(name(second.label))).toBe('empty')
  })

  test('没有发布目录的机关没有可选的；什么也不选照样公开，公开的内容里不留空的事项', async () => {
    const { drafter, publisher } = d.b.actors
    const theirs = await d.call<{ subject: number }>(d.other.actors.drafter, 'POST', '/api/postings', {
      body: d.other.bodyId,
      kind: 'news',
    })
    const seen = await d.call<PostingView>(
      d.other.actors.drafter,
      'GET',
      `/api/postings/${theirs.body.subject}`,
    )
    expect(seen.body.items).toEqual([])
    const id = await d.drafted(drafter)
    await d.step(drafter, id, 'submit')
    await d.publish(publisher, id)
    const { address } = (await readPosting(d.t.db, id))!
    expect((await publishedAt(d.t.db, address!))!.entry).not.toHaveProperty('catalogItems')
  })
})
