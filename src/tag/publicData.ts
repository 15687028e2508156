import type { PortalContext } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import { bodiesOf } from '#record/portal/data.ts'
import { rollOf } from '#record/roll/keep.ts'
import type { Group, HeldTerm, OwnTerms, Thesaurus } from './model.ts'
import { heldIn, isUsable, termAt } from './rules/held.ts'
import { termsInForce } from './store.ts'

/** What the public pages of tags are made of; read once until the record changes. */

type All = {
  readonly own: readonly OwnTerms[]
  /** What holds in a body; of the whole site (null) what any body put in force, the upper ones first. */
  held(body: RecordBody | null): Thesaurus
}

const inForce = (context: PortalContext) => context.once('thesauri', () => termsInForce(context.db, null))

export async function thesauri(context: PortalContext): Promise<All> {
  const [own, bodies] = await Promise.all([inForce(context), bodiesOf(context)])
  const depth = (id: number) => bodies.byId(id)?.ancestors.length ?? 0
  const sorted = [...own].sort((a, b) => depth(a.bodyId) - depth(b.bodyId) || a.bodyId - b.bodyId)
  const line = (body: RecordBody) =>
    sorted.filter(o => o.bodyId === body.id || body.ancestors.includes(o.bodyId))
  return {
    own: sorted,
    held: body => (body ? heldIn(line(body)) : everywhere(sorted, o => bodies.byId(o.bodyId), line)),
  }
}

/** Terms of all bodies, each under its own body's thesaurus; the same key or name of several stands once. */
function everywhere(
  sorted: readonly OwnTerms[],
  bodyOf: (own: OwnTerms) => RecordBody | undefined,
  line: (body: RecordBody) => readonly OwnTerms[],
): Thesaurus {
  const terms: HeldTerm[] = []
  for (const own of sorted) {
    const body = bodyOf(own)
    if (!body) continue
    const mine = heldIn(line(body)).terms.filter(t => t.bodyId === own.bodyId)
    terms.push(...mine.filter(t => !terms.some(o => o.key === t.key)))
  }
  return { terms, rule: null, ruleOf: null }
}

export type PublicTerm = HeldTerm & {
  /** How many stand published under it. */
  readonly count: number
  readonly usable: boolean
}

export const facetOf = (group: Group): 'tag' | 'audience' => (group === 'audience' ? 'audience' : 'tag')

/** Terms that the public is shown: what is in use, and what was and still stands on something. */
export async function publicTerms(
  context: PortalContext,
  body: RecordBody | null,
  today: string,
): Promise<PublicTerm[]> {
  const [{ held }, roll] = await Promise.all([thesauri(context), rollOf(context)])
  const { counts } = roll.narrow(null, { values: body ? { body: [String(body.id)] } : {} }, [
    'tag',
    'audience',
  ])
  const seen = new Set<string>()
  return held(body).terms.flatMap(term => {
    const usable = isUsable(term, today)
    const count = counts[facetOf(term.group)].get(term.name) ?? 0
    if (term.replacedBy !== null || seen.has(term.name) || (!usable && count === 0)) return []
    seen.add(term.name)
    return [{ ...term, count, usable }]
  })
}

export type AskedTerm = {
  readonly term: HeldTerm
  /** What it is called in the bodies that have it, the one shown first. */
  readonly names: readonly string[]
  readonly held: Thesaurus
}

/** The term of an address; where it was merged, the one it was merged to; null where there never was one. */
export async function askedTerm(
  context: PortalContext,
  body: RecordBody | null,
  key: string,
): Promise<AskedTerm | null> {
  const all = await thesauri(context)
  const held = all.held(body)
  const term = termAt(held.terms, key)
  if (!term) return null
  const others = all.own.flatMap(o => o.terms.filter(t => t.key === term.key && t.replacedBy === null))
  const names = [...new Set([term.name, ...(body ? [] : others.map(t => t.name))])]
  return { term, names, held }
}
