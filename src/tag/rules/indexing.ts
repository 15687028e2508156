import type { Reason } from '#kit/errors.ts'
import { groups, type HeldTerm, type IndexingRule, type Thesaurus } from '../model.ts'
import { isUsable, termsOf } from './held.ts'

export type Indexed = {
  readonly title: string
  readonly kind: string | null
  readonly normative: boolean
  readonly attribute: string | null
  /** 补录: it was issued before there were tags. */
  readonly imported: boolean
}

/** Whether a document may not go out without tags: only what is opened proactively, and nothing that was issued long ago. */
export const mustBeIndexed = (rule: IndexingRule | null, document: Indexed): boolean =>
  rule !== null &&
  document.attribute === 'proactive' &&
  !document.imported &&
  ((rule.normative && document.normative) || rule.kinds.some(kind => kind === document.kind))

/** Why a document may not be issued or published as it is tagged (上海 一(一): 在政策出台时…明确标签分类). */
export function missingTags(thesaurus: Thesaurus, document: Indexed, keys: readonly string[]): Reason[] {
  const { rule } = thesaurus
  if (!mustBeIndexed(rule, document)) return []
  const chosen = termsOf(thesaurus, keys)
  const what = rule!.normative && document.normative ? '行政规范性文件' : `“${document.kind}”`
  const reason = (text: string) => ({ field: 'tags', text, basis: '上海/一(一)' })
  if (chosen.length === 0)
    return [reason(`还没有标引。本机关规定${what}须按标签目录选好标签才能送审、印发和发布，请在“标签”里选。`)]
  const lacking = rule!.groups.filter(group => !chosen.some(t => t.group === group))
  if (lacking.length === 0) return []
  const named = lacking.map(g => `“${groups[g].label}”`).join('、')
  return [reason(`标签里还缺${named}。本机关规定${what}须选好才能送审、印发和发布，每组至少选一个。`)]
}

/** What may be chosen, what it was chosen before may stay; the rest is refused with its name. */
export function chosenKeys(
  thesaurus: Thesaurus,
  wanted: readonly string[],
  had: readonly string[],
  today: string,
): { keys: string[]; reasons: Reason[] } {
  const keys: string[] = []
  const reasons: Reason[] = []
  for (const key of wanted) {
    const [term] = termsOf(thesaurus, [key])
    if (!term)
      reasons.push({ field: 'tags', text: '所选的标签里有的不在标签目录中（目录可能刚更新），请重新选择。' })
    else if (!isUsable(term, today) && !had.includes(key))
      reasons.push({ field: 'tags', text: `标签“${term.name}”现在不用（${daysText(term)}），请换一个。` })
    else if (!keys.includes(term.key)) keys.push(term.key)
  }
  return { keys, reasons: reasons.filter((r, i) => reasons.findIndex(o => o.text === r.text) === i) }
}

export const daysText = (term: Pick<HeldTerm, 'from' | 'to'>): string =>
  [term.from ? `自${term.from}起用` : null, term.to ? `${term.to}后停用` : null].filter(Boolean).join('，') ||
  '一直可用'

export type TagSuggestion = {
  readonly key: string
  readonly name: string
  /** The words of the text that say so. */
  readonly found: readonly string[]
  readonly inTitle: boolean
}

const mostSuggested = 8

/**
 * Terms whose name or synonyms stand in the title or text, the likeliest first: those of the title, then the most frequent. A word
 * inside a longer word of the thesaurus does not count (防汛 in 防汛抗旱).
 */
export function suggestTags(
  terms: readonly HeldTerm[],
  source: { readonly title: string; readonly text: string },
  today: string,
): TagSuggestion[] {
  const words = new Map<string, HeldTerm>()
  for (const term of terms.filter(t => isUsable(t, today)))
    for (const word of [term.name, ...term.synonyms]) if (!words.has(word)) words.set(word, term)
  if (words.size === 0) return []
  const longest = [...words.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(
    longest.map(w => w.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|'),
    'gu',
  )
  const found = new Map<HeldTerm, { words: Set<string>; inTitle: boolean; times: number }>()
  const look = (text: string, inTitle: boolean) => {
    for (const [word] of text.matchAll(pattern)) {
      const term = words.get(word)!
      const one = found.get(term) ?? { words: new Set<string>(), inTitle: false, times: 0 }
      one.words.add(word)
      one.inTitle ||= inTitle
      one.times++
      found.set(term, one)
    }
  }
  look(source.title, true)
  look(source.text, false)
  return [...found]
    .filter(([, one]) => one.inTitle || one.times > 1)
    .sort(([, a], [, b]) => Number(b.inTitle) - Number(a.inTitle) || b.times - a.times)
    .slice(0, mostSuggested)
    .map(([term, one]) => ({ key: term.key, name: term.name, found: [...one.words], inTitle: one.inTitle }))
}
