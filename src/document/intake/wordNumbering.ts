import { counting, type ListLevel, type ListUse, type Numbering } from '#kit/ooxml/numbering.ts'
import { childOf, childrenOf, type Element } from './tree.ts'
import { valueOf } from './wordXml.ts'

function readLevels(abstract: Element): Map<number, ListLevel> {
  const levels = new Map<number, ListLevel>()
  for (const level of childrenOf(abstract, 'w:lvl')) {
    const restart = valueOf(childOf(level, 'w:lvlRestart'))
    levels.set(Number(level.attributes['w:ilvl'] ?? '0'), {
      format: valueOf(childOf(level, 'w:numFmt')) ?? 'decimal',
      text: (valueOf(childOf(level, 'w:lvlText')) ?? '').slice(0, 60),
      start: Number(valueOf(childOf(level, 'w:start')) ?? '1'),
      restart: restart === undefined ? null : Number(restart),
    })
  }
  return levels
}

/** Reads `numbering.xml`. Counters live in the result: ask once per paragraph, in document order. */
export function readNumbering(root: Element | null): Numbering {
  const abstracts = new Map<string, Map<number, ListLevel>>()
  const lists = new Map<string, ListUse>()
  for (const abstract of childrenOf(root ?? undefined, 'w:abstractNum')) {
    abstracts.set(abstract.attributes['w:abstractNumId'] ?? '', readLevels(abstract))
  }
  for (const list of childrenOf(root ?? undefined, 'w:num')) {
    const overrides = new Map<number, number>()
    for (const override of childrenOf(list, 'w:lvlOverride')) {
      const start = valueOf(childOf(override, 'w:startOverride'))
      if (start !== undefined) overrides.set(Number(override.attributes['w:ilvl'] ?? '0'), Number(start))
    }
    lists.set(list.attributes['w:numId'] ?? '', {
      abstract: valueOf(childOf(list, 'w:abstractNumId')) ?? '',
      overrides,
    })
  }
  return counting(abstracts, lists)
}
