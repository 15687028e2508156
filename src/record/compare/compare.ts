import { align } from './align.ts'
import { marksOf, type Run } from './marks.ts'
import { unitsOf, type Unit } from './units.ts'

export const changes = {
  same: '未改动',
  changed: '修改',
  added: '新增',
  deleted: '删除',
} as const
export type Change = keyof typeof changes

export type Row = {
  readonly change: Change
  readonly old: Unit | null
  readonly new: Unit | null
  /** 第五条 became 第六条. */
  readonly renumbered: boolean
  readonly moved: boolean
  /** Character by character; of a row that is only on one side, the whole of it. */
  readonly runs: readonly Run[]
}

export type Comparison = {
  readonly rows: readonly Row[]
  readonly counts: Readonly<Record<Change, number>> & { readonly renumbered: number; readonly moved: number }
}

/** Two bodies of text (cleaned HTML) clause by clause. */
export function compare(oldHtml: string, newHtml: string): Comparison {
  const old = unitsOf(oldHtml)
  const now = unitsOf(newHtml)
  const rows = align(old, now).map((pair): Row => {
    const a = pair.old === null ? null : old[pair.old]!
    const b = pair.new === null ? null : now[pair.new]!
    const change: Change = !a ? 'added' : !b ? 'deleted' : a.text === b.text ? 'same' : 'changed'
    return {
      change,
      old: a,
      new: b,
      renumbered: a !== null && b !== null && a.label !== b.label,
      moved: pair.moved,
      runs: marksOf(a?.text ?? '', b?.text ?? ''),
    }
  })
  const count = (is: (row: Row) => boolean) => rows.filter(is).length
  return {
    rows,
    counts: {
      same: count(r => r.change === 'same'),
      changed: count(r => r.change === 'changed'),
      added: count(r => r.change === 'added'),
      deleted: count(r => r.change === 'deleted'),
      renumbered: count(r => r.renumbered),
      moved: count(r => r.moved),
    },
  }
}

/** Whether nothing is different, not even a number or a place. */
export function isSame(c: Comparison): boolean {
  const { changed, added, deleted, renumbered, moved } = c.counts
  return changed + added + deleted + renumbered + moved === 0
}
