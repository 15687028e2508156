import type { CatalogReading } from '../import/read.ts'
import type { PlacedItem } from '../import/rows.ts'
import type { Guideline } from '../model.ts'
import { changesOf, type ElementChange } from '../rules/adopt.ts'
import { replaceDraft, type Replaced } from '../rules/official.ts'

/** What the official attachment changes in the national catalog that holds now. */
export type OfficialChanges = {
  readonly items: number
  readonly level1: number
  /** Told by the notice, where the numbers differ: a sentence. */
  readonly counts: string | null
  /** 待核对 before, now proven. */
  readonly proven: readonly { readonly code: string; readonly name: string }[]
  readonly fresh: readonly { readonly code: string; readonly name: string }[]
  readonly dropped: readonly { readonly code: string; readonly name: string; readonly drafted: boolean }[]
  readonly changed: readonly {
    readonly code: string
    readonly name: string
    readonly changes: readonly ElementChange[]
  }[]
  /** Codes kept with nothing changed. */
  readonly same: number
}

const nameOf = (i: { readonly level2: string | null; readonly content: string | null }) =>
  i.level2 ?? i.content?.slice(0, 20) ?? '（没有名称）'

/** The differences of a replacement, code by code. */
export function officialChanges(before: Guideline, replaced: Replaced): OfficialChanges {
  const { guideline, fresh, dropped } = replaced
  const old = new Map(before.items.map(i => [i.code, i]))
  const kept = guideline.items.flatMap(item => {
    const was = old.get(item.code)
    return was ? [{ item, was, changes: changesOf({ ...was, level3: null }, { ...item, level3: null }) }] : []
  })
  const level1 = new Set(guideline.items.map(i => i.level1)).size
  const wanted = before.officialCount
  return {
    items: guideline.items.length,
    level1,
    counts:
      level1 === wanted.level1 && guideline.items.length === wanted.level2
        ? null
        : `通知说有${wanted.level1}个一级事项、${wanted.level2}个二级事项，读出${level1}个、${guideline.items.length}个，请核对文件是不是完整的附件。`,
    proven: kept
      .filter(k => k.was.confidence === 'drafted')
      .map(k => ({ code: k.item.code, name: nameOf(k.item) })),
    fresh: guideline.items.filter(i => fresh.includes(i.code)).map(i => ({ code: i.code, name: nameOf(i) })),
    dropped: dropped.map(code => {
      const was = old.get(code)!
      return { code, name: nameOf(was), drafted: was.confidence === 'drafted' }
    }),
    changed: kept
      .filter(k => k.changes.length > 0)
      .map(k => ({ code: k.item.code, name: nameOf(k.item), changes: k.changes })),
    same: kept.filter(k => k.changes.length === 0).length,
  }
}

/** The attachment as read, in place of what holds; a sentence where it cannot be the attachment. */
export function tryReplace(
  before: Guideline,
  rows: readonly PlacedItem[],
  { field, locality }: Pick<CatalogReading, 'field' | 'locality'>,
  used: readonly string[],
): Replaced | string {
  if (field !== null && field !== before.field)
    return `文件是${field}的目录，不是${before.field}的，请核对选的领域。`
  if (locality !== null)
    return `文件写的是“${locality}”，像是一个地方的目录。国家目录的附件不写地名，请用应急厅函〔2019〕390号的附件；如果确是附件，请先去掉标题里的地名。`
  try {
    return replaceDraft(
      before,
      rows.map(r => ({
        level1: r.level1,
        level2: r.level2,
        level3: r.level3,
        content: r.content,
        basis: r.basis,
        deadline: r.deadline,
        deadlineRule: r.deadlineRule,
        subject: r.subject,
        channels: r.channels,
        audience: r.audience,
        mode: r.mode,
        levels: r.levels,
      })),
      used,
    )
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}
