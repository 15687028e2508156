import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putInForce, rule, term } from '#tag/tag.fixture.ts'
import { performThesaurus } from '#tag/actions.ts'
import { changed, propose } from '#tag/tag.fixture.ts'
import { standingNow } from '#record/standing.ts'
import { saveDraft } from './actions/draft.ts'
import { importDocument } from './actions/import.ts'
import { makeDocumentBench, refusal, sampleDraft, type DocumentBench } from './journey.fixture.ts'
import { caseView } from './present.ts'
import { previewOf } from './preview.ts'
import { readDocument } from './store.ts'

let bench: DocumentBench
beforeAll(async () => {
  bench = await makeDocumentBench('2026-03-02T09:00:00+08:00')
})
afterAll(() => bench.t.close())

const offer = async (id: number, verb: string, actor = bench.who.publisher) => {
  const view = await caseView(bench.t.house, bench.t.db, (await readDocument(bench.t.db, id))!, actor)
  return view.offers.find(o => o.verb === verb)
}
const publicEntry = async (id: number) => {
  const { address } = (await readDocument(bench.t.db, id))!
  return (await standingNow(bench.t.db, { address: address! }))!.entry!
}

describe('出台时必须标引（上海一（一））', () => {
  test('没有标签目录的机关，什么也不问，照常印发发布', async () => {
    const id = await bench.upTo('issue')
    expect((await offer(id, 'publish'))!.fields.map(f => f.name)).not.toContain('tags')
    await bench.go(id, 'publish', bench.who.publisher)
    expect('tags' in (await publicEntry(id))).toBe(false)
  })

  test('规定了的公文：不标引不能送审，送审前还差什么说得清楚；标了的送得出去', async () => {
    const { t, who } = bench
    await putInForce(t, who, {
      terms: [
        term('flood', '防汛抗旱', { synonyms: ['汛期'] }),
        term('firm', '企业', { group: 'audience' }),
        term('town', '乡镇', { group: 'audience' }),
        term('old', '旧词', { to: '2026-01-31' }),
      ],
      rule: rule({ kinds: ['通知'], groups: ['audience', 'topic'] }),
    })
    const { subject, version } = await bench.drafted()
    const blocked = (await offer(subject, 'submit', who.drafter))!.blocked
    expect(blocked).toContainEqual({
      field: 'tags',
      text: expect.stringContaining('本机关规定“通知”须按标签目录选好标签'),
      basis: '上海/一(一)',
    })
    expect((await refusal(bench.go(subject, 'submit', who.drafter))).message).toContain('还没有标引')
    const saved = await saveDraft(t.house, who.drafter, subject, version, { ...sampleDraft, tags: ['flood'] })
    expect((await refusal(bench.go(subject, 'submit', who.drafter))).message).toContain('还缺“适用对象”')
    await saveDraft(t.house, who.drafter, subject, saved.version, { ...sampleDraft, tags: ['flood', 'town'] })
    await bench.go(subject, 'submit', who.drafter)
    expect(await previewOf(t.house, (await readDocument(t.db, subject))!)).toMatch(/适用对象<\/dt><dd>.*乡镇/)
  })

  test('送审以后才规定的：印发、发布、定时发布都拦得住，可以当场标；文中的词作为建议', async () => {
    const { t, who } = bench
    const id = await bench.upTo('number', { tags: ['flood', 'town'] })
    // As if it had been sent before there was a rule.
    await t.db.updateTable('document').set({ tags: [] }).where('id', '=', id).execute()
    const field = (await offer(id, 'issue'))!.fields.find(f => f.name === 'tags')!
    expect([field.required, field.suggestions]).toEqual([
      true,
      [{ value: 'flood', label: '防汛抗旱', hint: '汛期' }],
    ])
    expect(field.options!.map(o => [o.label, o.group])).toEqual([
      ['防汛抗旱', '主题'],
      ['企业', '适用对象'],
      ['乡镇', '适用对象'],
    ])
    expect((await refusal(bench.go(id, 'issue', who.publisher))).reasons[0]).toMatchObject({ field: 'tags' })
    for (const [tags, words] of [
      [['nowhere'], '不在标签目录中'],
      [['old', 'flood', 'town'], '标签“旧词”现在不用'],
      [['flood'], '还缺“适用对象”'],
    ] as const)
      expect((await refusal(bench.go(id, 'issue', who.publisher, { form: { tags } }))).message).toContain(
        words,
      )
    await bench.go(id, 'issue', who.publisher, { form: { tags: ['flood', 'town'] } })
    expect((await readDocument(t.db, id))!.tags).toEqual(['flood', 'town'])
    await t.db.updateTable('document').set({ tags: [] }).where('id', '=', id).execute()
    const form = { publishAt: '2026-03-09T09:00' }
    for (const [verb, given] of [
      ['publish', {}],
      ['schedule', form],
    ] as const)
      expect((await refusal(bench.go(id, verb, who.publisher, { form: given }))).message).toContain(
        '还没有标引',
      )
    await bench.go(id, 'publish', who.publisher, { form: { tags: ['flood', 'town', 'firm'] } })
    const entry = await publicEntry(id)
    expect([entry.tags, entry.audience]).toEqual([['防汛抗旱'], ['乡镇', '企业']])
  })

  test('依申请公开的、补录的、没有点名的文种不拦', async () => {
    const { t, who } = bench
    await bench.upTo('issue', { attribute: 'on-request', attributeReason: '只涉及当事人', columns: [] })
    await bench.upTo('publish', { title: '测试县应急管理局关于某事的公告' })
    const { subject } = await importDocument(t.house, who.opennessOfficer, {
      ...{ title: '测试县应急管理局关于旧事的通知', kind: '通知', theme: null, attribute: 'proactive' },
      ...{ normative: false, addressee: '', signatories: ['测试县应急管理局'], columns: ['policy'] },
      ...{ documentNumber: null, indexNumber: null, writtenOn: '2020-01-02', issuedOn: '2020-01-02' },
      ...{ originalPublishedOn: '2020-01-03', sourceNote: '从原网站迁入', bodyHtml: '<p>旧事。</p>' },
    })
    await bench.go(subject, 'confirm', who.publisher)
  })

  test('发布以后改标签是新的一版；必须有的不能改没；改了的标签目录不影响已选的', async () => {
    const { t, who } = bench
    const id = await bench.upTo('publish', { tags: ['flood', 'town'] })
    expect((await refusal(bench.go(id, 'classify', who.publisher, { form: { tags: [] } }))).message).toContain('还没有标引') // prettier-ignore
    expect((await refusal(bench.go(id, 'classify', who.publisher, { form: { tags: ['flood', 'town'] } }))).message).toContain('没有变化') // prettier-ignore
    await bench.go(id, 'classify', who.publisher, { form: { tags: ['flood', 'firm'] } })
    expect((await publicEntry(id)).audience).toEqual(['企业'])
    // Renamed and merged: the draft keeps its keys, the next text says the names of its day.
    const next = await changed(t, bench.bureau.bodyId, one =>
      one.key === 'flood' ? { name: '防汛' } : one.key === 'town' ? { replacedBy: 'firm' } : {},
    )
    const version = await propose(t, who, next)
    await performThesaurus(t.house, { subject: version, verb: 'approve', actor: who.leader })
    const after = await bench.upTo('publish', { tags: ['flood', 'town'] })
    const entry = await publicEntry(after)
    expect([entry.tags, entry.audience]).toEqual([['防汛'], ['企业']])
  })
})
