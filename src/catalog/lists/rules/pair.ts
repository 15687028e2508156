import type { GuidelineName } from '../../model.ts'
import { fold } from '../../rules/fold.ts'
import type { Certainty } from '../../rules/match.ts'
import { likeness, pairs, weightsOf } from '../../rules/similarity.ts'
import { type EntryType, type ListEntry, type ListKind } from '../model.ts'

/** What of a catalog item takes part in the proposals. */
export type ItemSide = {
  readonly field: GuidelineName
  readonly key: string
  readonly level2: string | null
  readonly level3: string | null
  readonly content: string | null
  readonly basis: readonly string[] | null
}

export type Proposal = {
  readonly field: GuidelineName
  readonly item: string
  readonly kind: ListKind
  readonly entry: string
  readonly certainty: Certainty
  /** Why, in sentences for the person who decides. */
  readonly because: readonly string[]
}

const titleOf = /《([^《》]+(?:《[^《》]*》[^《》]*)?)》/gu
/** Laws that nearly every item cites say nothing of one. */
const everywhere = /政府信息公开条例|基层政务公开|决策、执行|政务公开工作/

/** Titles of what is cited, folded, without the name of the country. */
export function lawsOf(basis: readonly string[] | null): ReadonlySet<string> {
  const found = new Set<string>()
  for (const text of basis ?? [])
    for (const [, title] of text.matchAll(titleOf)) {
      const law = fold(title!.replace(/^中华人民共和国/, '').replace(/[（(].*$/u, ''))
      if (law.length >= 3 && !everywhere.test(law)) found.add(law)
    }
  return found
}

const heart = (text: string | null) =>
  fold(text ?? '').replace(/(?:信息|情况|事项|办理|公开|服务|结果|清单|目录)+$/u, '')

const typeNames: Partial<Record<EntryType, RegExp>> = {
  行政许可: /行政许可|行政审批/,
  行政处罚: /行政处罚/,
  行政强制: /行政强制/,
  行政征收: /行政征收/,
  行政给付: /行政给付/,
  行政检查: /行政检查|监督检查|执法检查/,
  行政确认: /行政确认/,
  行政奖励: /行政奖励|举报奖励/,
  行政裁决: /行政裁决/,
  公共服务: /公共服务|便民服务/,
}

/**
 * Which entries of a list may stand beside which items: by codes written in the item, by names, by kind, by what both rest on. Proposals
 * only, each with its reasons; people decide (焦作 二(一)1). sure: the code or the very name · likely: the name within the other, or
 * the kind the item is about · possible: alike, to be looked at.
 */
export function proposePairs(
  items: readonly ItemSide[],
  entries: readonly ListEntry[],
  kind: ListKind,
): Proposal[] {
  const weigh = weightsOf([...items.map(i => i.level3 ?? i.level2 ?? ''), ...entries.map(e => e.name)])
  const right = entries.map(e => ({
    e,
    names: [heart(e.name), ...(e.part ? [heart(e.part)] : [])].filter(n => n.length >= 3),
    pairs: pairs(e.name + (e.part ?? '')),
    laws: lawsOf(e.basis),
    codes: [e.implementCode, e.basicCode, e.code].filter((c): c is string => c !== null && c.length >= 8),
  }))
  const found: Proposal[] = []
  for (const item of items) {
    const name = heart(item.level3 ?? item.level2)
    const both = `${item.level2 ?? ''} ${item.level3 ?? ''}`
    const content = fold(item.content ?? '')
    const own = pairs(item.level3 ?? item.level2 ?? '')
    const laws = lawsOf(item.basis)
    for (const r of right) {
      const because: string[] = []
      let certainty: Certainty | null = null
      const raise = (to: Certainty, why: string) => {
        if (certainty === null || order[to] < order[certainty]) certainty = to
        because.push(why)
      }
      const code = r.codes.find(c => content.includes(fold(c)))
      if (code) raise('sure', `公开内容里写有编码${code}`)
      if (name.length >= 3 && r.names.includes(name)) raise('sure', '名称相同')
      else {
        const within = r.names.find(n => n.length >= 5 && content.includes(n))
        if (within) raise('likely', '公开内容里写有这一条的名称')
        const inside =
          name.length >= 4 && r.names.find(n => n.includes(name) || (n.length >= 4 && name.includes(n)))
        if (inside) raise('likely', '名称互相包含')
      }
      const isOfType = r.e.type !== null && (typeNames[r.e.type]?.test(both) ?? false)
      if (isOfType) raise('likely', `事项讲的是${r.e.type}，这一条属于${r.e.type}`)
      if (certainty === null) {
        const alike = likeness(own, r.pairs, weigh)
        if (alike >= 0.62) raise('likely', '名称很像')
        else if (alike >= 0.42) raise('possible', '名称有些像')
        else if (alike < 0.2) continue
        const shared = [...laws].filter(l => r.laws.has(l))
        if (shared.length > 0) raise('possible', `都依据《${shared[0]!}》`)
      } else {
        const shared = [...laws].filter(l => r.laws.has(l))
        if (shared.length > 0) because.push(`都依据《${shared[0]!}》`)
      }
      if (certainty !== null)
        found.push({ field: item.field, item: item.key, kind, entry: r.e.key, certainty, because })
    }
  }
  return found.sort((a, b) => order[a.certainty] - order[b.certainty])
}

const order: Record<Certainty, number> = { sure: 0, likely: 1, possible: 2 }
