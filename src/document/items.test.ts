import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { itemChoices } from '#catalog/choice.ts'
import { coverOne } from '#catalog/duty/cover.ts'
import { publishCatalog } from '#catalog/duty/duty.fixture.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { publishedAt } from '#record/reading.ts'
import { fieldsOf } from './fields.ts'
import { makeDocumentBench, refusal, type DocumentBench } from './journey.fixture.ts'
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
    calendar: nationalCalendar(),
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
    expect(nothing.reasons[0]!.text).toBe('栏目、主题和目录事项都没有变化。')
    await classify([choice.value])
    const standing = (await publishedAt(d.t.db, row.address!))!
    expect(standing.entry.catalogItems).toEqual([...choice.marks])
    const name = choice.label.split('（')[0]!
    expect(await stateOf(name)).not.toBe('empty')
    await classify([])
    expect(await stateOf(name)).toBe('empty')
  })
})
