import { z } from 'zod'
import type { Query } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import type { Site } from '#portal/site.ts'
import { allBodies } from '#record/standing.ts'
import { changeSchema } from './model.ts'
import { changeOf } from './present.ts'
import { changesAfter } from './store/changes.ts'

export { lastChange } from './store/changes.ts'

/** What a webhook receives: one change of the record, in the words of the open interface. */
export const noticeSchema = z
  .object({
    type: z.enum(['record.published', 'record.corrected', 'record.withdrawn', 'webhook.test']),
    timestamp: z.string().meta({ description: '变化发生的时刻，北京时间' }),
    data: changeSchema.nullable().meta({ description: '这次变化；试推送时为 null' }),
  })
  .meta({
    id: 'Notice',
    description:
      '一次推送。按 data.number 去重、排序：同一变化可能送到不止一次，失败后重试的可能晚于后面的变化。title 是推送时的标题，已撤回的为 null；正文、附件按 data.id 从 /documents/{id} 取。',
  })
export type Notice = z.infer<typeof noticeSchema>

/** The notice of a change as the record stands now; null where there is none of this number. `stands`: whether it is still to be told. */
export async function noticeOf(
  db: Query,
  site: Pick<Site, 'origin' | 'base'>,
  number: number,
): Promise<{ readonly notice: Notice; readonly stands: boolean } | null> {
  const [change] = await changesAfter(db, number - 1, 1)
  if (change?.number !== number) return null
  const all = new Map((await allBodies(db)).map(b => [b.id, b]))
  const data = changeOf(change, { byId: id => all.get(id) }, site)
  return {
    notice: { type: `record.${data.change}`, timestamp: isoOf(change.published_at), data },
    // Of what was withdrawn meanwhile only the withdrawal is told.
    stands: data.change === 'withdrawn' || data.title !== null,
  }
}
