import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { itemChoices } from '#catalog/choice.ts'
import { coverOne } from '#catalog/duty/cover.ts'
import { publishCatalog } from '#catalog/duty/duty.fixture.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { publishedAt } from '#record/reading.ts'
import { fieldsOf } from './fields.ts'
import { documentJobs } from './jobs.ts'
import { makeDocumentBench, refusal, type DocumentBench } from './journey.fixture.ts'
import { batchOffers, performBatch } from './lists/batch.ts'
import { readDocument } from './store.ts'
import { workflow } from './workflow.ts'

let d: DocumentBench
beforeAll(async () => {
  d = await makeDocumentBench('2026-11-23T09:00:00+08:00')
  await publishCatalog(d.t, d.bureau)
})
afterAll(() => d.t.close())

const stateOf = async (name: string) =>
  (await coverOne(d.t.db, d.bureau.bodyId, {
    year: 2026,
    today: '2026-11-23',
    calendarOf: () => nationalCalendar(),
  }))!.items.find(i => i.item.level2 === name)!.state

describe('公文对应标准目录事项（焦作 二(一)2）', () => {
  test('发布时可以选几项，不在现行目录里的拒绝；选了的事项即算已公开', async () => {
    const id = await d.upTo('issue')
    const row = (await readDocument(d.t.db, id))!
    const fields = await fieldsOf(d.t.db, row, 'publish', workflow.issued.publish, d.t.house.now())
    const items = fields.find(f => f.name === 'catalogItems')!
    expect([items.type, items.required, items.options!.length]).toEqual(['many', false, 20])
    const [first, second] = await itemChoices(d.t.db, d.bureau.bodyId)
    const form = { columns: ['policy'], catalogItems: [first!.value, second!.value] }
    const refused = await refusal(d.go(id, 'publish', d.who.publisher, { form: { ...form, catalogItems: ['disaster-relief/none'] } })) // prettier-ignore
    expect(refused.reasons[0]).toMatchObject({ field: 'catalogItems' })
    expect(await stateOf('法律法规')).toBe('empty')
    await d.go(id, 'publish', d.who.publisher, { form })
    const published = (await readDocument(d.t.db, id))!
    expect((await publishedAt(d.t.db, published.address!))!.entry.catalogItems).toEqual([...first!.marks, ...second!.marks]) // prettier-ignore
    expect([await stateOf('法律法规'), await stateOf('部门和地方规章')]).toEqual(['met', 'met'])
  })

  test('发布以后补选、改选：调整栏目时一并改，旧的事项重新空白，公开页面留下说明', async () => {
    const id = await d.upTo('issue')
    await d.go(id, 'publish', d.who.publisher, { form: { columns: ['policy'] } })
    const row = (await readDocument(d.t.db, id))!
    expect((await publishedAt(d.t.db, row.address!))!.entry.catalogItems).toBeUndefined()
    const choice = (await itemChoices(d.t.db, d.bureau.bodyId))[5]!
    const classify = (catalogItems: readonly string[]) =>
      d.go(id, 'classify', d.who.opennessOfficer, { form: { catalogItems }, reason: '补选目录事项' })
    const nothing = await refusal(classify([]))
    expect(nothing.reasons[0]!.text).toBe('栏目、主题、目录事项和标签都没有变化。')
    await classify([choice.value])
    const standing = (await publishedAt(d.t.db, row.address!))!
    expect(standing.entry.catalogItems).toEqual([...choice.marks])
    const name = choice.label.split('（')[0]!
    expect(await stateOf(name)).not.toBe('empty')
    await classify([])
    expect(await stateOf(name)).toBe('empty')
  })

  test('定时发布、成批发布：选了的事项到时一并公开；成批时不选的，各按原来选的', async () => {
    const choices = await itemChoices(d.t.db, d.bureau.bodyId)
    const [first, second] = [choices[8]!, choices[9]!]
    const id = await d.upTo('issue')
    const row = (await readDocument(d.t.db, id))!
    const fields = await fieldsOf(d.t.db, row, 'schedule', workflow.issued.schedule, d.t.house.now())
    expect(fields.map(f => f.name)).toContain('catalogItems')
    const form = { publishAt: '2026-11-23T10:00', columns: ['policy'], catalogItems: [first.value] }
    const refused = await refusal(
      d.go(id, 'schedule', d.who.publisher, { form: { ...form, catalogItems: ['disaster-relief/none'] } }),
    )
    expect(refused.reasons[0]).toMatchObject({ field: 'catalogItems' })
    await d.go(id, 'schedule', d.who.publisher, { form })
    expect((await readDocument(d.t.db, id))!.catalogItems).toEqual([...first.marks])
    d.t.setNow('2026-11-23T10:00:05+08:00')
    const { publishAt } = (await readDocument(d.t.db, id))!
    await documentJobs(d.t.house)['document:publishScheduled']!(
      { document: id, staff: d.who.publisher.staffId, publishAt: publishAt!.toISOString() },
      undefined as never,
    )
    const standing = (await readDocument(d.t.db, id))!
    expect(standing.state).toBe('published')
    expect((await publishedAt(d.t.db, standing.address!))!.entry.catalogItems).toEqual([...first.marks])

    const offer = (await batchOffers(d.t.house, d.who.publisher)).find(o => o.verb === 'publish')!
    const asked = offer.fields.find(f => f.name === 'catalogItems')!
    expect([asked.required, asked.options!.length]).toEqual([false, choices.length])
    const [kept, chosen] = [await d.upTo('issue'), await d.upTo('issue')]
    const later = { publishAt: '2026-11-24T10:00', columns: ['policy'], catalogItems: [first.value] }
    await d.go(kept, 'schedule', d.who.publisher, { form: later })
    await d.go(kept, 'unschedule', d.who.publisher)
    const batch = (subject: number, more: object) =>
      performBatch(
        d.t.house,
        d.who.publisher,
        { verb: 'publish', items: [{ id: subject }], form: { columns: ['policy'], ...more } } as never,
        `batch-of-tests-${subject}`,
      )
    expect((await batch(kept, {})).rows.map(r => r.reasons)).toEqual([[]])
    expect((await batch(chosen, { catalogItems: [second.value] })).rows.map(r => r.reasons)).toEqual([[]])
    const itemsAt = async (subject: number) =>
      (await publishedAt(d.t.db, (await readDocument(d.t.db, subject))!.address!))!.entry.catalogItems
    expect(await itemsAt(kept)).toEqual([...first.marks])
    expect(await itemsAt(chosen)).toEqual([...second.marks])
  })
})
