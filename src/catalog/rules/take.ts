import type { CatalogItem, Guideline } from '../model.ts'
import type { LocalItem } from '../localItem.ts'
import { Matcher, type Certainty } from './match.ts'

export type Taken = { readonly item: LocalItem; readonly certainty: Certainty | null }

/**
 * Rows of an imported file as items of a body's own catalog: the national items each stands for, the key above with the same code,
 * and how sure that is; a person looks at them before they are saved. What was only possible is proposed, never sure.
 */
export function takeRows(
  rows: readonly CatalogItem[],
  guideline: Guideline,
  upper: readonly LocalItem[],
  newKey: () => string,
): Taken[] {
  const matches = new Matcher(guideline).match(rows)
  return rows.map((row, i) => {
    const match = matches[i] ?? null
    const codes = [...(match?.codes ?? [])]
    const above = upper.find(u => u.leftOut === null && u.lineage.codes.some(c => codes.includes(c)))
    return {
      certainty: match?.certainty ?? null,
      item: {
        key: newKey(),
        lineage: { codes, upper: above?.key ?? null },
        level1: row.level1,
        level2: row.level2,
        level3: row.level3,
        content: row.content,
        basis: row.basis,
        deadline: row.deadline,
        deadlineRule: row.deadlineRule,
        subject: row.subject,
        channels: row.channels,
        audience: row.audience,
        mode: row.mode,
        levels: row.levels,
        department: null,
        leftOut: null,
      },
    }
  })
}
