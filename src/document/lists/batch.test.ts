import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOf } from '#kit/events.ts'
import { makeDocumentBench, refusal, type DocumentBench } from '../journey.fixture.ts'
import { caseView } from '../present.ts'
import { readDocument } from '../store.ts'
import { seesDocument } from '../visibility.ts'
import { stepOf, type Step } from '#kit/workflow.ts'
import { workflow } from '../workflow.ts'
import { batchOffers, batchVerbs, performBatch, previewBatch } from './batch.ts'
import { viewRows } from './lists.ts'

let bench: DocumentBench
let t: DocumentBench['t']
let who: DocumentBench['who']

beforeAll(async () => {
  bench = await makeDocumentBench()
  ;({ t, who } = bench)
})
afterAll(() => t.close())

const items = (...ids: number[]) => ids.map(id => ({ id }))
const events = async (id: number, verb: string) =>
  (await historyOf(t.db, 'document', id)).filter(e => e.verb === verb)

describe('成批办理', () => {
  test('先看会怎样：能办的说去向，不能办的说为什么（四眼、环节、属性、看不到），看过之后什么也没有变', async () => {
    const ready = await bench.upTo('issue')
    const early = await bench.upTo('sign')
    const closed = await bench.upTo('issue', { attribute: 'on-request', attributeReason: '内部管理' })
    const own = await bench.upTo('issue')
    // 四眼：发布员自己送审过的公文不能由他发布。
    await t.db
      .updateTable('document')
      .set({ drafter_id: who.drafter.staffId })
      .where('id', '=', own)
      .execute()
    const both = { ...who.drafter, roles: [...who.drafter.roles, ...who.publisher.roles] }
    const before = await Promise.all([ready, early, closed, own].map(id => readDocument(t.db, id)))
    const form = { verb: 'publish', items: items(ready, early, closed, 999_999) }
    const seen = await previewBatch(t.house, who.publisher, form)
    expect(seen.reasons).toEqual([])
    expect(seen.rows.map(r => r.ok)).toEqual([true, false, false, false])
    expect(seen.rows[0]!.words).toBe('已印发 → 已公开')
    expect(seen.rows[1]!.reasons[0]!.text).toContain('现在不能办理')
    expect(seen.rows[2]!.reasons[0]!.text).toContain('依申请公开')
    expect(seen.rows[3]).toMatchObject({
      title: '',
      reasons: [{ text: '没有找到这件公文，或您没有查看它的权限。' }],
    })
    const eyes = await previewBatch(t.house, both, { verb: 'publish', items: items(own) })
    expect(eyes.rows[0]!.reasons[0]!.text).toContain('四眼原则')
    expect(await Promise.all([ready, early, closed, own].map(id => readDocument(t.db, id)))).toEqual(before)
    expect(await events(ready, 'publish')).toEqual([])
  })

  test('办理：每件一次办理、一条履历，不能办的不影响其余；同一请求标识再来一遍不重复办，结果相同', async () => {
    const [a, b] = [await bench.upTo('issue'), await bench.upTo('issue')]
    const wrong = await bench.upTo('sign')
    const form = { verb: 'publish', items: items(a, wrong, b) }
    const first = await performBatch(t.house, who.publisher, form, 'batch-key-1')
    expect(first.rows.map(r => r.ok)).toEqual([true, false, true])
    expect(first.rows[0]!.words).toContain('已公开')
    const again = await performBatch(t.house, who.publisher, form, 'batch-key-1')
    expect(again.rows.map(r => r.ok)).toEqual([true, false, true])
    for (const id of [a, b]) {
      expect(await events(id, 'publish')).toHaveLength(1)
      expect((await readDocument(t.db, id))!.state).toBe('published')
    }
    expect((await readDocument(t.db, wrong))!.state).toBe('numbering')
  })

  test('编号按所选的先后连续取号；版本旧了的那件被告知，其余照办', async () => {
    const ids = [await bench.upTo('sign'), await bench.upTo('sign'), await bench.upTo('sign')]
    const form = {
      verb: 'number',
      items: [{ id: ids[2]! }, { id: ids[0]!, version: 1 }, { id: ids[1]! }],
      form: { series: '测应急' },
    }
    const { rows } = await performBatch(t.house, who.publisher, form, 'batch-key-2')
    expect(rows.map(r => r.ok)).toEqual([true, false, true])
    expect(rows[1]!.reasons[0]!.text).toContain('不是最新情况')
    const [x, y] = [(await readDocument(t.db, ids[2]!))!, (await readDocument(t.db, ids[1]!))!]
    expect(y.numberSequence).toBe(x.numberSequence! + 1)
  })

  test('审查、签发、退回、撤回、更正须逐件办理，不接受成批', async () => {
    for (const verb of [
      'approve',
      'clear',
      'agree',
      'pass',
      'sign',
      'return',
      'withdraw',
      'correct',
      'reattribute',
      'constructor',
    ]) {
      const refused = await refusal(previewBatch(t.house, who.leader, { verb, items: items(1) }))
      expect(refused.reasons[0]!.text, verb).toContain('逐件')
      await refusal(performBatch(t.house, who.leader, { verb, items: items(1) }, 'batch-key-3'))
    }
    // 可以成批的，没有一个是对内容作判断的。
    for (const verb of batchVerbs)
      for (const [state, steps] of Object.entries<Record<string, Step>>(workflow))
        if (stepOf(workflow, state, verb)) expect(steps[verb]!.reason, verb).not.toBe('required')
    expect((await batchOffers(t.house, who.drafter)).map(o => o.verb)).toEqual([])
    expect((await batchOffers(t.house, who.leader)).map(o => o.verb)).toEqual(['remind'])
    expect((await batchOffers(t.house, who.publisher)).map(o => o.verb)).toEqual([...batchVerbs])
  })
})

describe('催办', () => {
  test('等候办理的人收到通知，履历记下，公文不动、版本不变：正在办的人不会因此被打断；一天一次', async () => {
    const id = await bench.upTo('agree')
    const before = (await readDocument(t.db, id))!
    const form = { verb: 'remind', items: items(id), reason: '请今天办结' }
    expect((await previewBatch(t.house, who.opennessOfficer, form)).rows[0]).toMatchObject({
      ok: true,
      words: '催办“待签发”的经办人',
    })
    await performBatch(t.house, who.opennessOfficer, form, 'remind-key-1')
    expect(await readDocument(t.db, id)).toEqual(before)
    const [event] = await events(id, 'remind')
    expect(event).toMatchObject({
      actorName: '公开机构经办人甲',
      reason: '请今天办结',
      data: { told: ['签发领导甲'] },
    })
    const notices = await t.db
      .selectFrom('notice')
      .selectAll()
      .where('subject_id', '=', id)
      .where('staff_id', '=', who.leader.staffId)
      .execute()
    expect(notices.map(n => n.text)).toEqual([expect.stringContaining('催办')])
    await bench.go(id, 'sign', who.leader, { version: before.version })
    const twice = await performBatch(
      t.house,
      who.opennessOfficer,
      { ...form, items: items(id) },
      'remind-key-2',
    )
    expect(twice.rows[0]!.reasons[0]!.text).toContain('今天已经催办过')
    // 等自己办的不用催，办结的没有人可催，拟稿人没有催办的权限。
    const mine = await previewBatch(t.house, who.leader, {
      verb: 'remind',
      items: items(await bench.upTo('agree')),
    })
    expect(mine.rows[0]!.reasons[0]!.text).toContain('等您自己办理')
    const over = await previewBatch(t.house, who.leader, {
      verb: 'remind',
      items: items(await bench.upTo('publish')),
    })
    expect(over.rows[0]!.ok).toBe(false)
    const drafter = await previewBatch(t.house, who.drafter, {
      verb: 'remind',
      items: items(await bench.upTo('submit')),
    })
    expect(drafter.rows[0]!.reasons[0]!.text).toContain('权限')
  })
})

describe('催办的入口', () => {
  test('焦作三（三）：每个环节 × 每个人，公文页和督办里有“催办”的就能催，没有的催了也不行；当天催过的写明', async () => {
    for (const stage of ['submit', 'approve', 'agree', 'sign', 'number', 'issue', 'publish'] as const) {
      const id = await bench.upTo(stage)
      const document = (await readDocument(t.db, id))!
      const able: string[] = []
      for (const [name, actor] of Object.entries(who)) {
        if (!seesDocument(document, actor)) continue
        const { remind } = await caseView(t.house, t.db, document, actor)
        const [row] = await viewRows(t.house, [document], actor)
        const asked = { verb: 'remind', items: items(id) }
        const can = (await previewBatch(t.house, actor, asked)).rows[0]!.ok
        expect([stage, name, remind !== null, row!.reminds]).toEqual([stage, name, can, can])
        if (can) able.push(name)
      }
      expect(able.length > 0).toBe(stage !== 'publish')
    }
    const id = await bench.upTo('agree')
    await performBatch(t.house, who.opennessOfficer, { verb: 'remind', items: items(id) }, 'remind-key-9')
    const after = await caseView(t.house, t.db, (await readDocument(t.db, id))!, who.opennessOfficer)
    expect(after.remind!.blocked.map(b => b.text)).toEqual(['今天已经催办过，请明天再催。'])
  })
})

describe('调整栏目和主题', () => {
  test('未公开的只改登记；已公开的出新版本并注明，正文和签发时的指纹不变；没有变化的不算', async () => {
    const open = await bench.upTo('publish')
    const issued = await bench.upTo('issue')
    const before = (await readDocument(t.db, open))!
    const form = {
      verb: 'classify',
      items: items(open, issued),
      form: { columns: ['other-policy'], theme: '防灾减灾救灾' },
    }
    const seen = await previewBatch(t.house, who.publisher, { ...form, form: { columns: ['nowhere'] } })
    expect(seen.rows.every(r => !r.ok && r.reasons[0]!.text.includes('栏目'))).toBe(true)
    const columns = [...before.columns]
    const none = await previewBatch(t.house, who.publisher, { ...form, form: { columns } })
    expect(none.rows[0]!.reasons[0]!.text).toContain('没有变化')
    const { rows } = await performBatch(
      t.house,
      who.publisher,
      { ...form, form: { theme: '防灾减灾救灾' } },
      'classify-1',
    )
    expect(rows.map(r => r.ok)).toEqual([true, true])
    const after = (await readDocument(t.db, open))!
    expect(after).toMatchObject({
      theme: '防灾减灾救灾',
      bodyHash: before.bodyHash,
      state: 'published',
      reachedAt: before.reachedAt,
    })
    const revisions = await t.db
      .selectFrom('record.publication')
      .select(['revision', 'note'])
      .where('address', '=', before.address!)
      .orderBy('revision')
      .execute()
    expect(revisions).toHaveLength(2)
    expect(revisions[1]!.note).toContain('内容没有变化')
    expect((await readDocument(t.db, issued))!.theme).toBe('防灾减灾救灾')
  })
})
