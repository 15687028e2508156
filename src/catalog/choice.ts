import type { Query } from '#kit/db.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import { standingCatalogs } from './duty/store.ts'
import { marksOf, nameOfItem } from './rules/marks.ts'

/** An item of the catalogs in force of a body, to be chosen for what it publishes. */
export type ItemChoice = {
  /** field/key */
  readonly value: string
  readonly label: string
  readonly hint: string
  /** What the publication then carries (Entry.catalogItems). */
  readonly marks: readonly string[]
}

/** Items a body may choose from, in the order of its catalogs; none where it has published no catalog. (J 二(一)2) */
export async function itemChoices(db: Query, bodyId: number): Promise<ItemChoice[]> {
  const catalogs = await standingCatalogs(db, [bodyId])
  return catalogs.flatMap(c => {
    const marks = marksOf(c.items)
    const { field } = guidelineOf(c.field)
    return c.items
      .filter(i => marks.has(i.key))
      .map(i => ({
        value: `${c.field}/${i.key}`,
        label: `${nameOfItem(i)}（${field.replace(/领域$/, '')} · ${i.level1 ?? '其他'}）`,
        hint: i.deadline ?? '',
        marks: marks.get(i.key)!.chosen,
      }))
  })
}

/** What was chosen, as the marks a publication carries, each once, and the values that are no item of the body. */
export function marksChosen(
  choices: readonly ItemChoice[],
  values: readonly string[],
): { marks: string[]; unknown: string[] } {
  const byValue = new Map(choices.map(c => [c.value, c.marks]))
  return {
    marks: [...new Set(values.flatMap(v => byValue.get(v) ?? []))],
    unknown: values.filter(v => !byValue.has(v)),
  }
}

/** The choices that marks stand for: all of an item's marks are there. */
export const choicesMade = (choices: readonly ItemChoice[], marks: readonly string[]): string[] =>
  choices.filter(c => c.marks.every(m => marks.includes(m))).map(c => c.value)
