import type { LocalItem } from '../localItem.ts'
import type { Guideline } from '../model.ts'
import { channelLines } from '../table.ts'

/** The columns of 应急厅函〔2019〕390号附件 in their order; page, XLSX, DOCX and CSV have the same. */
export const columnHeads = [
  '序号',
  '一级事项',
  '二级事项',
  '公开内容（要素）',
  '公开依据',
  '公开时限',
  '公开主体',
  '公开渠道和载体',
  '公开对象',
  '公开方式',
  '公开层级',
] as const

/** What stands in the columns after 二级事项; lines are kept. */
export const rowCells = (item: LocalItem): string[] => [
  item.content ?? '—',
  item.basis?.join('\n') ?? '—',
  item.deadline ?? '—',
  item.subject ?? '—',
  channelLines(item).join('\n') || '—',
  item.audience ?? '—',
  item.mode ?? '—',
  item.levels?.join('、') ?? '—',
]

/** Rows by 一级事项 in the order of the guideline, numbered through; classes of the body's own behind. */
export function rowGroups<T extends { readonly item: LocalItem }>(
  rows: readonly T[],
  guideline: Guideline,
): { level1: string; items: { number: number; item: T }[] }[] {
  const groups = new Map<string, T[]>(guideline.level1Order.map(level1 => [level1, []]))
  for (const row of rows) {
    const level1 = row.item.level1 ?? '其他'
    groups.set(level1, [...(groups.get(level1) ?? []), row])
  }
  let number = 0
  return [...groups]
    .filter(([, some]) => some.length > 0)
    .map(([level1, some]) => ({ level1, items: some.map(item => ({ number: ++number, item })) }))
}
