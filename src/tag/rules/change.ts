import type { Reason } from '#kit/errors.ts'
import { groups, type SaveForm, type Term, type Thesaurus } from '../model.ts'
import { termAt } from './held.ts'

/** What is being written with what is kept by the program: former names grow and are never typed. */
export function withFormer(terms: readonly Term[], before: readonly Term[]): Term[] {
  const known = new Map(before.map(t => [t.key, t]))
  return terms.map(term => {
    const old = known.get(term.key)
    const former = old ? [...old.former, ...(old.name === term.name ? [] : [old.name])] : []
    return { ...term, former: [...new Set(former)].filter(name => name !== term.name) }
  })
}

const at = (i: number, part?: string) => `terms.${i}${part ? `.${part}` : ''}`

/**
 * Everything that keeps a version from being approved, all at once. `above` is what holds in the body above, `before` the body's
 * version in force. Field: `terms.i` or a part of it.
 */
export function faultsOf({ terms, rule }: SaveForm, above: Thesaurus, before: readonly Term[]): Reason[] {
  const reasons: Reason[] = []
  const add = (field: string, text: string) => reasons.push({ field, text })
  const all = [...above.terms, ...terms]
  const named = new Map<string, string>()
  for (const term of above.terms) {
    named.set(term.name, `上级的标签“${term.name}”`)
    for (const word of term.synonyms) if (!named.has(word)) named.set(word, `上级标签“${term.name}”的同义词`)
  }
  // Names first: a synonym gives way to a name.
  terms.forEach((term, i) => {
    const taken = named.get(term.name)
    if (taken && term.replacedBy === null)
      add(at(i, 'name'), `“${term.name}”与${taken}重复，请改名，或合并到那个标签。`)
    if (!taken) named.set(term.name, `标签“${term.name}”`)
  })
  terms.forEach((term, i) => {
    for (const word of term.synonyms) {
      const taken = named.get(word)
      if (taken && taken !== `标签“${term.name}”的同义词`)
        add(at(i, 'synonyms'), `“${term.name}”的同义词“${word}”与${taken}重复，请删去一处。`)
      else named.set(word, `标签“${term.name}”的同义词`)
    }
    if (new Set(term.synonyms).size < term.synonyms.length)
      add(at(i, 'synonyms'), `“${term.name}”的同义词写重了，请删去重复的。`)
    if (terms.findIndex(t => t.key === term.key) !== i || above.terms.some(t => t.key === term.key))
      add(at(i), `“${term.name}”的标识与另一个标签相同，请删去重填。`)
    if (term.from && term.to && term.from > term.to)
      add(at(i, 'to'), `“${term.name}”的停用日期早于启用日期，请核对。`)
    if (term.broader !== null) {
      const upper = all.find(t => t.key === term.broader)
      if (!upper || upper.replacedBy !== null)
        add(at(i, 'broader'), `“${term.name}”的上位词已不在目录里，请重新选择。`)
      else if (upper.group !== term.group)
        add(
          at(i, 'broader'),
          `“${term.name}”属于${groups[term.group].label}，上位词“${upper.name}”属于${groups[upper.group].label}，须在同一组。`,
        )
      else if (isCircular(all, term))
        add(at(i, 'broader'), `“${term.name}”的上位词绕回了它自己，请重新选择。`)
    }
    if (term.replacedBy !== null) {
      const target = termAt(all, term.key)
      if (!target)
        add(at(i, 'replacedBy'), `“${term.name}”合并到的标签不存在，或者绕回了它自己，请重新选择。`)
      else if ((target.group === 'audience') !== (term.group === 'audience'))
        add(at(i, 'replacedBy'), `适用对象只能与适用对象合并，请为“${term.name}”另选。`)
    }
  })
  for (const old of before)
    if (!terms.some(t => t.key === old.key))
      add('terms', `“${old.name}”已经用过，不能删除，以免网址和订阅失效；不再用的，请停用或合并。`)
  if (rule && !rule.normative && rule.kinds.length === 0)
    add('rule', '“必须标引”里没有选任何公文。都不要求的，请改为沿用上级。')
  return reasons
}

function isCircular(all: readonly Term[], term: Term): boolean {
  const seen = new Set([term.key])
  for (let key = term.broader; key !== null; key = all.find(t => t.key === key)?.broader ?? null) {
    if (seen.has(key)) return true
    seen.add(key)
  }
  return false
}

export type TermChange = { readonly key: string; readonly name: string; readonly text: string }

/** What is different from the version in force, in words, for whoever approves it. */
export function changesOf(after: SaveForm, before: SaveForm, nameOf: (key: string) => string): TermChange[] {
  const old = new Map(before.terms.map(t => [t.key, t]))
  const changes = after.terms.flatMap(term => {
    const was = old.get(term.key)
    const say = (text: string) => [{ key: term.key, name: term.name, text }]
    if (!was) return say(`新增到${groups[term.group].label}`)
    const said = [
      was.name === term.name ? null : `原名“${was.name}”`,
      was.group === term.group ? null : `由${groups[was.group].label}改到${groups[term.group].label}`,
      was.replacedBy === term.replacedBy
        ? null
        : term.replacedBy
          ? `合并到“${nameOf(term.replacedBy)}”`
          : '不再合并，恢复使用',
      was.synonyms.join() === term.synonyms.join() ? null : `同义词改为${term.synonyms.join('、') || '无'}`,
      was.note === term.note ? null : '改了说明',
      was.broader === term.broader
        ? null
        : term.broader
          ? `上位词改为“${nameOf(term.broader)}”`
          : '不再有上位词',
      was.from === term.from ? null : term.from ? `自${term.from}起用` : '不限启用日期',
      was.to === term.to ? null : term.to ? `${term.to}后停用` : '不再停用',
    ].filter(text => text !== null)
    return said.length > 0 ? say(said.join('，')) : []
  })
  const isSameRule = JSON.stringify(after.rule) === JSON.stringify(before.rule)
  return isSameRule ? changes : [...changes, { key: '', name: '必须标引', text: ruleText(after.rule) }]
}

/** An indexing rule in words. */
export function ruleText(rule: SaveForm['rule']): string {
  if (!rule) return '沿用上级的规定'
  const what = [
    rule.normative ? '行政规范性文件' : null,
    rule.kinds.length > 0 ? rule.kinds.join('、') : null,
  ]
  const which =
    rule.groups.length > 0 ? `，须有${rule.groups.map(g => groups[g].label).join('、')}的标签` : ''
  return `主动公开的${what.filter(Boolean).join('，以及')}，不标引不得送审、印发、发布${which}`
}
