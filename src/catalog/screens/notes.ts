import type { LocalItem } from '../localItem.ts'
import { elementLabels, elementsMissing, type Element } from '../model.ts'
import type { ComparedElement, Problem } from '../rules/adopt.ts'
import type { VersionView } from '../views.ts'
import { deadlineWords, putText } from './cells.ts'

/** What stands at a cell: a fault that keeps it from being submitted, something to look at, an opinion. */
export type Note = {
  readonly element: string | null
  readonly text: string
  readonly tone: 'grave' | 'soft' | 'opinion'
}
export type Notes = ReadonlyMap<string, readonly Note[]>

type Opinion = VersionView['opinions'][number]

/** Problems and open opinions by row. */
export function notesOf(problems: readonly Problem[], opinions: readonly Opinion[]): Notes {
  const notes = new Map<string, Note[]>()
  const add = (key: string, note: Note) => void notes.set(key, [...(notes.get(key) ?? []), note])
  for (const p of problems)
    if (p.key !== null) add(p.key, { element: p.element, text: p.text, tone: p.isGrave ? 'grave' : 'soft' })
  for (const o of opinions)
    if (o.itemKey !== null && o.answer === null)
      add(o.itemKey, { element: o.element, text: `${o.by}：${o.text}`, tone: 'opinion' })
  return notes
}

export const notesAt = (notes: readonly Note[] | undefined, element: string | null): readonly Note[] =>
  (notes ?? []).filter(n => n.element === element)

export type Said = { readonly text: string; readonly isFault: boolean }

/** What is said under a cell while it is typed; null when there is nothing to say. */
export function saidWhileTyping(item: LocalItem, element: ComparedElement, text: string): Said | null {
  const put = putText(item, element, text)
  if ('fault' in put) return { text: put.fault, isFault: true }
  const next = { ...item, ...put.part }
  if (elementsMissing(next).includes(element as Element))
    return { text: `${elementLabels[element as Element]}不能空着。`, isFault: true }
  if (element === 'deadline') return { text: `读作：${deadlineWords(next.deadlineRule)}`, isFault: false }
  return null
}
