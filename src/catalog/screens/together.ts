import type { LocalItem } from '../localItem.ts'

export type HowTaken = 'together' | 'instead'
export type Together = {
  readonly items: LocalItem[]
  readonly replaced: number
  readonly added: number
  readonly kept: number
  readonly removed: number
}

/** null is “no evidence”: what the file does not say stays as it was. */
function filled(row: LocalItem, before: LocalItem): LocalItem {
  const said = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
  const deadline = row.deadline === null ? before : row
  return { ...before, ...said, deadline: deadline.deadline, deadlineRule: deadline.deadlineRule }
}

/**
 * Rows of a file into a version. together: a row that stands for the national items of one there takes its place and its key, others
 * are added, what the file lacks stays, elements it leaves empty too. instead: only what the file has; keys are still kept where the codes say it is the same item.
 */
export function takeTogether(
  present: readonly LocalItem[],
  rows: readonly LocalItem[],
  how: HowTaken,
): Together {
  const free = new Set(present)
  const sameName = (a: LocalItem, b: LocalItem) => a.level2 === b.level2 && a.level3 === b.level3
  const counterpart = (row: LocalItem) => {
    const shared = (i: LocalItem) => i.lineage.codes.some(c => row.lineage.codes.includes(c))
    const found = [...free].filter(i =>
      row.lineage.codes.length > 0 ? shared(i) : i.lineage.codes.length === 0 && sameName(i, row),
    )
    return found.find(i => sameName(i, row)) ?? found[0]
  }
  const place = new Map<LocalItem, LocalItem>()
  const taken: LocalItem[] = []
  const fresh: LocalItem[] = []
  for (const row of rows) {
    const before = counterpart(row)
    if (!before) {
      taken.push(row)
      fresh.push(row)
      continue
    }
    free.delete(before)
    const item = {
      ...(how === 'together' ? filled(row, before) : row),
      key: before.key,
      lineage: { codes: row.lineage.codes, upper: row.lineage.upper ?? before.lineage.upper },
      department: before.department,
      leftOut: row.leftOut,
    }
    taken.push(item)
    place.set(before, item)
  }
  // One row of the file for several national items: the others it stands for need no row of their own.
  const covered = (i: LocalItem) =>
    i.lineage.codes.length > 0 && i.lineage.codes.every(c => taken.some(t => t.lineage.codes.includes(c)))
  const gone = how === 'instead' ? [...free] : [...free].filter(covered)
  const goneKeys = new Set(gone.map(i => i.key))
  return {
    items:
      how === 'instead'
        ? taken
        : [...present.filter(i => !goneKeys.has(i.key)).map(i => place.get(i) ?? i), ...fresh],
    replaced: place.size,
    added: fresh.length,
    kept: how === 'instead' ? 0 : free.size - gone.length,
    removed: gone.length,
  }
}
