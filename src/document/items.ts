import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { itemChoices, marksChosen } from '#catalog/choice.ts'

/** What a publication comes from: a document, or what a body tells besides. */
type Marked = { readonly bodyId: number; readonly catalogItems: readonly string[] }

/** The marks of the chosen 标准目录事项; those it has where nothing was asked. */
export async function itemsChosen(
  db: Query,
  row: Marked,
  values: readonly string[] | undefined,
): Promise<{ marks: string[]; reasons: Reason[] }> {
  if (values === undefined) return { marks: [...row.catalogItems], reasons: [] }
  const { marks, unknown } = marksChosen(await itemChoices(db, row.bodyId), values)
  const reasons: Reason[] = []
  if (unknown.length > 0)
    reasons.push({
      field: 'catalogItems',
      text: '所选的目录事项里有的不在本机关现行目录中（目录可能刚更新），请重新选择。',
      basis: '焦作/二(一)2',
    })
  if (marks.length > 50)
    reasons.push({ field: 'catalogItems', text: '一件信息最多对应50个目录事项，请减少所选的事项。' })
  return { marks, reasons }
}
