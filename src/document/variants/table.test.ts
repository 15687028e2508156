import { describe, expect, test } from 'vitest'
import { targetsOf, type Workflow } from '#kit/workflow.ts'
import { clause } from '#law/clauses.ts'
import { labelFor } from '#law/attributes.ts'
import { states, workflow } from '../workflow.ts'
import { cannotSubmit } from '../rules.ts'
import { emptyDraft, type OfficialDocument } from '../model.ts'
import { differenceForm, type Difference, type Rules } from './model.ts'
import { proofOf } from './proof.ts'
import { shipped } from './shipped.ts'
import { droppable, labelsOf, narrowable, reasonsAgainst, tableWith } from './table.ts'
import { choosable, wordsOf } from './words.ts'

const national = workflow as unknown as Workflow
const based = (d: Difference): Difference => ({ ...d, basis: '瑞丽/一(三)' })
const rows = choosable()
  .filter(d => d.kind === 'drop' || d.kind === 'narrow')
  .map(based)

/** Every set of rows that may be dropped or narrowed. */
function* everySet(): Generator<Difference[]> {
  for (let mask = 0; mask < 2 ** rows.length; mask++) yield rows.filter((_, at) => mask & (1 << at))
}

const without = (state: string, verb: string): Workflow => {
  const { [verb]: _gone, ...rest } = national[state]!
  return { ...national, [state]: rest }
}
const leading = (state: string, verb: string, to: string): Workflow => ({
  ...national,
  [state]: { ...national[state], [verb]: { ...national[state]![verb]!, to } },
})

describe('地方规程：流程表的证明', () => {
  test('应急厅函〔2019〕390号四（一）1—3：全国的表和每一种可能的差异组合，都没有绕过属性、公开审查、签发的路径', () => {
    const nationally = proofOf(national)
    expect(nationally.faults).toEqual([])
    expect(nationally.places).toBeGreaterThan(30)
    let sets = 0
    for (const differences of everySet()) {
      const table = tableWith(differences)
      const { faults, places } = proofOf(table)
      expect(faults, JSON.stringify(differences)).toEqual([])
      expect(places).toBeGreaterThan(12)
      sets++
    }
    expect(sets).toBe(2 ** rows.length)
    expect(rows.length).toBe(droppable.length + narrowable.length)
  })

  test('证明本身会失败：拆掉一道审查、开一条近路，每种都被指出', () => {
    for (const [state, verb, to] of [
      ['department-review', 'approve', 'signature'],
      ['secrecy-review', 'clear', 'signature'],
      ['openness-review', 'agree', 'numbering'],
      ['draft', 'submit', 'openness-review'],
      ['draft', 'submit', 'issued'],
      ['signature', 'sign', 'issued'],
      ['legality-review', 'pass', 'numbered'],
      ['secrecy-referral', 'determineOpen', 'published'],
      ['emergency-review', 'endorse', 'published'],
      ['department-review', 'publishEmergency', 'published'],
      ['draft', 'cancel', 'emergency-review'],
      ['department-review', 'recall', 'secrecy-review'],
    ] as const)
      expect(proofOf(leading(state, verb, to)).faults.length, `${state}.${verb} → ${to}`).toBeGreaterThan(0)
    // 提请保密审查以后，不经保密结论就回到公开审查。
    expect(proofOf(leading('secrecy-review', 'return', 'openness-review')).faults.join()).toContain(
      '保密审查结论',
    )
    expect(proofOf(without('issued', 'schedule')).faults).toEqual([])
  })

  test('每种组合里每个环节都还走得到终点，除发布后的登记外没有走不到的环节', () => {
    for (const differences of everySet()) {
      const table = tableWith(differences)
      const reached = new Set(['draft', 'import-check'])
      for (let size = -1; size !== reached.size;) {
        size = reached.size
        for (const state of [...reached])
          for (const step of Object.values(table[state] ?? {}))
            for (const to of targetsOf(step)) reached.add(to)
      }
      const hurry = !differences.some(d => d.kind === 'drop' && d.verb === 'publishEmergency')
      const asks = !differences.some(d => d.kind === 'drop' && d.verb === 'askCountersign')
      const expected = states.filter(
        s => (hurry || !s.startsWith('emergency-')) && (asks || s !== 'countersign'),
      )
      expect([...reached].sort(), JSON.stringify(differences)).toEqual([...expected].sort())
    }
  })

  test('没有差异的规程就是全国的表；同一组差异给出同一张表', () => {
    expect(tableWith([])).toEqual(national)
    const set = [rows[0]!]
    expect(tableWith(set)).toBe(tableWith(set))
  })
})

describe('地方规程：随系统提供的', () => {
  test.each(shipped.map(s => [s.name, s] as const))(
    '%s：条款都已登记，表经得起证明，读得出与全国的不同',
    (_, variant) => {
      expect(reasonsAgainst(variant.differences)).toEqual([])
      expect(proofOf(tableWith(variant.differences)).faults).toEqual([])
      for (const d of variant.differences) {
        expect(clause(d.basis).text.length, d.basis).toBeGreaterThan(5)
        expect(differenceForm.parse(d)).toEqual(d)
        const { where, national: there, here } = wordsOf(d)
        expect(where.length).toBeGreaterThan(3)
        expect(there).not.toBe(here)
      }
    },
  )

  test('瑞丽四（一）：没有以政府名义印发一栏，没有纸质件移送', () => {
    const ruili = shipped.find(s => s.code === 'ruili')!
    const table = tableWith(ruili.differences)
    expect(Object.keys(table['published']!)).not.toContain('sendPaper')
    expect(Object.keys(table['published']!)).not.toContain('receivePaper')
    const rules: Rules = { id: 1, bodyId: 1, number: 1, name: ruili.name, differences: ruili.differences }
    const draft = {
      ...emptyDraft,
      title: '甲',
      bodyHtml: '<p>乙</p>',
      attribute: 'proactive',
      inGovernmentName: true,
    } as unknown as OfficialDocument
    expect(cannotSubmit(draft, 1, null).map(r => r.field)).toEqual(['proposal'])
    expect(cannotSubmit(draft, 1, rules)).toEqual([])
  })

  test('上海五（十五）：一律先经保密审查，标注用自己的写法；吉林一（二）：一律经合法性审查，分类必填，公开审查须写意见', () => {
    const shanghai = shipped.find(s => s.code === 'shanghai')!
    expect(tableWith(shanghai.differences)['department-review']!['approve']!.to).toBe('secrecy-review')
    expect(labelFor('proactive', labelsOf(shanghai))).toBe('信息公开形式：主动公开')
    const jilin = shipped.find(s => s.code === 'jilin')!
    const agree = tableWith(jilin.differences)['openness-review']!['agree']!
    expect(agree).toMatchObject({ to: 'legality-review', reason: 'required' })
    const rules: Rules = { id: 1, bodyId: 1, number: 1, name: jilin.name, differences: jilin.differences }
    const draft = {
      ...emptyDraft,
      title: '甲',
      bodyHtml: '<p>乙</p>',
      attribute: 'proactive',
    } as unknown as OfficialDocument
    expect(cannotSubmit(draft, 1, rules)).toMatchObject([{ field: 'theme', basis: '吉林/文头' }])
    expect(cannotSubmit({ ...draft, theme: '安全生产' }, 1, rules)).toEqual([])
  })
})

describe('地方规程：不许的差异', () => {
  test('法定的环节、退回和补救一个也省不掉：表中每一行逐一核对', () => {
    let refused = 0
    for (const state of states)
      for (const verb of Object.keys(national[state]!)) {
        const allowed = droppable.some(d => d.state === state && d.verb === verb)
        const both: Difference[] = [{ kind: 'drop', state, verb, basis: '瑞丽/一(三)' }]
        if (verb === 'sendPaper' || verb === 'receivePaper') continue
        const reasons = reasonsAgainst(both)
        expect(reasons.length === 0, `${state}.${verb}`).toBe(allowed)
        if (!allowed) {
          expect(reasons[0]!.text).toContain('不能省去')
          refused++
        }
      }
    expect(refused).toBeGreaterThan(40)
  })

  test('只许改得更严：每一行改到每一个环节，除登记的两处外都拒绝', () => {
    for (const state of states)
      for (const verb of Object.keys(national[state]!))
        for (const to of states) {
          const reasons = reasonsAgainst([{ kind: 'narrow', state, verb, to, basis: '瑞丽/一(三)' }])
          const allowed = narrowable.some(n => n.state === state && n.verb === verb && n.to === to)
          expect(reasons.length === 0, `${state}.${verb} → ${to}`).toBe(allowed)
        }
  })

  test('写两次、只省一半、标注相同或带括号：一次说全', () => {
    const drop: Difference = { kind: 'drop', state: 'published', verb: 'sendPaper', basis: '瑞丽/四(一)5' }
    const texts = reasonsAgainst([
      drop,
      drop,
      { kind: 'label', attribute: 'proactive', text: '（此件不公开）', basis: '上海/五(十五)' },
      { kind: 'label', attribute: 'on-request', text: '此件不公开', basis: '上海/五(十五)' },
    ]).map(r => r.text)
    expect(texts.join('\n')).toContain('写了两次')
    expect(texts.join('\n')).toContain('移送和签收')
    expect(texts.join('\n')).toContain('括号')
    expect(texts.join('\n')).toContain('不能相同')
  })
})
