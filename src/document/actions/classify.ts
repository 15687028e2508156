import type { z } from 'zod'
import type { Deed } from '#kit/act.ts'
import { dayOf } from '#kit/now.ts'
import { publish as publishRecord } from '#record/actions.ts'
import { isColumn } from '#record/columns.ts'
import { publicationData } from '#record/content.ts'
import type { Entry } from '#record/model.ts'
import type { House } from '../../house.ts'
import { classifyForm } from '../model.ts'
import { changeDocument, type DocumentRow } from '../store.ts'
import { itemsChosen } from '../items.ts'
import { tagData, tagsChosen, tagsToGoOut } from '../tags.ts'
import { entryNow } from '../entry.ts'

type Form = z.infer<typeof classifyForm>
type Pending = { entry: Entry; address: string } | null

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && [...a].sort().every((one, i) => one === [...b].sort()[i])

/**
 * 调整栏目和主题: where the public finds it, not what it says. Of what is public already, a new revision at the same address with a note;
 * the signed content stays as it is.
 */
export function classify(house: Pick<House, 'signer'>): Deed<DocumentRow, Form, Pending> {
  return {
    form: classifyForm,
    async guard({ trx, row, form, at }) {
      const columns = form.columns?.filter(isColumn)
      if (form.columns && columns!.length === 0)
        return [{ field: 'columns', text: '所选栏目不存在，请重新选择。' }]
      const { marks, reasons } = await itemsChosen(trx, row, form.catalogItems)
      const { keys: tags, reasons: more } = await (form.tags ? tagsToGoOut : tagsChosen)(
        trx,
        row,
        form.tags,
        dayOf(at),
      )
      if (reasons.length + more.length > 0) return [...reasons, ...more]
      const nothing =
        (!columns || same(columns, row.columns)) &&
        (!form.theme || form.theme === row.theme) &&
        same(marks, row.catalogItems) &&
        same(tags, row.tags)
      return nothing ? [{ text: '栏目、主题、目录事项和标签都没有变化。' }] : []
    },
    async apply({ trx, row, form, at }) {
      const columns = form.columns?.filter(isColumn) ?? [...row.columns]
      const theme = form.theme || row.theme
      const { marks: catalogItems } = await itemsChosen(trx, row, form.catalogItems)
      const { keys: tags } = await tagsChosen(trx, row, form.tags, dayOf(at))
      await changeDocument(trx, row.id, { columns, theme, catalog_items: catalogItems, tags })
      const before = {
        ...{ fromColumns: row.columns, fromTheme: row.theme, columns, theme },
        ...(form.catalogItems ? { fromItems: row.catalogItems, items: catalogItems } : {}),
        ...tagData(row, tags),
      }
      if (row.state !== 'published' || !row.address) return { data: before, made: null }
      const entry = await entryNow(trx, { ...row, columns, theme, catalogItems, tags }, dayOf(at))
      return {
        data: { ...before, ...publicationData(entry, row.address) },
        made: { entry, address: row.address },
      }
    },
    async publish({ trx, row }, event, made) {
      if (!made) return
      await publishRecord(trx, house, {
        ...made,
        bodyId: row.bodyId,
        subjectId: row.id,
        note: '调整栏目、主题分类、目录事项或标签，内容没有变化。',
        event,
      })
    },
  }
}
