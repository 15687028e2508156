import type { Group, HeldTerm, IndexingRule, OwnTerms, PublicTags, Thesaurus } from '../model.ts'

/**
 * What holds in a body, from what it and the bodies above it put in force, topmost first. Below the first, terms are local; of a key
 * that stands twice the upper one holds, and a name that stands twice leads to the upper term.
 */
export function heldIn(line: readonly OwnTerms[]): Thesaurus {
  const terms: HeldTerm[] = []
  const keyOf = new Map<string, string>()
  let rule: IndexingRule | null = null
  let ruleOf: number | null = null
  line.forEach((own, depth) => {
    for (const term of own.terms) {
      if (terms.some(t => t.key === term.key)) continue
      const same = term.replacedBy === null ? keyOf.get(term.name) : undefined
      if (term.replacedBy === null && !same) keyOf.set(term.name, term.key)
      terms.push({
        ...term,
        replacedBy: same ?? term.replacedBy,
        bodyId: own.bodyId,
        local: depth > 0,
      })
    }
    if (own.rule) [rule, ruleOf] = [own.rule, own.bodyId]
  })
  return { terms, rule, ruleOf }
}

/** Where a key leads after every merge; null where it leads nowhere. */
export function termAt<T extends { readonly key: string; readonly replacedBy: string | null }>(
  terms: readonly T[],
  key: string,
): T | null {
  const seen = new Set<string>()
  for (let at: string | null = key; at !== null && !seen.has(at);) {
    seen.add(at)
    const term = terms.find(t => t.key === at)
    if (!term) return null
    if (term.replacedBy === null) return term
    at = term.replacedBy
  }
  return null
}

/** Whether a term may be put on a text on a day. */
export const isUsable = (term: Pick<HeldTerm, 'from' | 'to' | 'replacedBy'>, today: string): boolean =>
  term.replacedBy === null &&
  (term.from === null || term.from <= today) &&
  (term.to === null || today <= term.to)

/** Keys as what they stand for now: merged ones as what they were merged to, each once, unknown ones left out. */
export function termsOf(thesaurus: Thesaurus, keys: readonly string[]): HeldTerm[] {
  const found = keys.flatMap(key => termAt(thesaurus.terms, key) ?? [])
  return found.filter((term, i) => found.indexOf(term) === i)
}

/** The names that stand in public: those of 适用对象 apart, as the record keeps them. */
export function publicTags(thesaurus: Thesaurus, keys: readonly string[]): PublicTags {
  const terms = termsOf(thesaurus, keys)
  const named = (isWanted: (group: Group) => boolean) => terms.filter(t => isWanted(t.group)).map(t => t.name)
  return { tags: named(g => g !== 'audience'), audience: named(g => g === 'audience') }
}

/** Every name a body's own terms have or had, with the name that holds now. */
export function namesOf(
  own: OwnTerms,
  thesaurus: Thesaurus,
): { name: string; current: string; key: string }[] {
  const names = new Map<string, { name: string; current: string; key: string }>()
  const put = (name: string, term: HeldTerm) => {
    if (!names.has(name)) names.set(name, { name, current: term.name, key: term.key })
  }
  const targets = own.terms.map(term => ({ term, target: termAt(thesaurus.terms, term.key) }))
  // A name in use now is never what another was called before.
  for (const { term, target } of targets) if (target) put(term.name, target)
  for (const { term, target } of targets) if (target) for (const former of term.former) put(former, target)
  return [...names.values()]
}
