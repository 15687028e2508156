import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishedAt } from '#record/reading.ts'
import { putInForce, term } from '#tag/tag.fixture.ts'
import { makeDesk, type Desk } from './desk.fixture.ts'
import { readPosting } from './store.ts'
import type { PostingView } from './views.ts'

let d: Desk
beforeAll(async () => {
  d = await makeDesk()
  await putInForce(d.t, d.b.actors, {
    terms: [
      term('flood', '防汛抗旱'),
      term('drought', '抗旱', { replacedBy: 'flood' }),
      term('town', '乡镇', { group: 'audience' }),
    ],
    rule: null,
  })
})
afterAll(() => d.close())

describe('信息发布的标签（上海一（一））', () => {
  test('可以标，不标也能公开；标了的在公开页上，适用对象分开，合并了的写合并到的', async () => {
    const { drafter, publisher } = d.b.actors
    const id = await d.drafted(drafter, { tags: ['drought', 'flood', 'town'] })
    const view = (await d.call<PostingView>(publisher, 'GET', `/api/postings/${id}`)).body
    expect([view.tagNames, view.missing]).toEqual([['防汛抗旱', '乡镇'], []])
    await d.step(drafter, id, 'submit')
    await d.publish(publisher, id)
    const { address } = (await readPosting(d.t.db, id))!
    const { entry } = (await publishedAt(d.t.db, address!))!
    expect([entry.tags, entry.audience]).toEqual([['防汛抗旱'], ['乡镇']])
    expect((await d.get(address!)).text).toContain('href="/tags/flood.html">防汛抗旱</a>')

    const bare = await d.drafted(drafter, { title: '县应急局开展汛后总结' })
    await d.step(drafter, bare, 'submit')
    await d.publish(publisher, bare)
    const plain = (await publishedAt(d.t.db, (await readPosting(d.t.db, bare))!.address!))!
    expect(plain.entry).not.toHaveProperty('tags')
  })

  test('太多的标签不收，说清楚最多几个', async () => {
    const tags = Array.from({ length: 21 }, (_, i) => `t-${i}`)
    const answer = await d.call(d.b.actors.drafter, 'POST', '/api/postings', {
      ...{ body: d.b.bodyId, kind: 'news' },
      content: d.content({ tags }),
    })
    expect([answer.status, answer.body.reasons![0]!.text]).toEqual([422, '最多选20个标签，请减少一些。'])
  })
})
