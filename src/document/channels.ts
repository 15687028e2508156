import type { Query, Trx } from '#kit/db.ts'

/** The register of channels and of paper copies sent to reading places. */

export const readingPlace = 'reading-place'

export type ChannelRow = {
  readonly id: number
  readonly channel: string
  readonly place: string
  readonly doneOn: string
  readonly link: string | null
  readonly receiptBy: string | null
  readonly receiptOn: string | null
}

export async function channelsOf(db: Query, documentId: number): Promise<ChannelRow[]> {
  const rows = await db
    .selectFrom('document_channel')
    .select(['id', 'channel', 'place', 'done_on', 'link', 'receipt_by', 'receipt_on'])
    .where('document_id', '=', documentId)
    .orderBy('id')
    .execute()
  return rows.map(r => ({
    id: r.id,
    channel: r.channel,
    place: r.place,
    doneOn: r.done_on,
    link: r.link,
    receiptBy: r.receipt_by,
    receiptOn: r.receipt_on,
  }))
}

export async function addChannel(
  trx: Trx,
  documentId: number,
  entry: { channel: string; place: string; doneOn: string; link: string | null; staffId: number; at: Date },
): Promise<void> {
  await trx
    .insertInto('document_channel')
    .values({
      document_id: documentId,
      channel: entry.channel,
      place: entry.place,
      done_on: entry.doneOn,
      link: entry.link,
      entered_by: entry.staffId,
      entered_at: entry.at,
    })
    .execute()
}

/** Enters the receipt of a paper copy; false where none was open for that place. */
export async function receivePaper(
  trx: Trx,
  documentId: number,
  place: string,
  receipt: { by: string; on: string },
): Promise<boolean> {
  const result = await trx
    .updateTable('document_channel')
    .set({ receipt_by: receipt.by, receipt_on: receipt.on })
    .where('document_id', '=', documentId)
    .where('channel', '=', readingPlace)
    .where('place', '=', place)
    .where('receipt_on', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Which of some documents have a paper copy on its way, with the day it was sent first. */
export async function openPapers(db: Query, documentIds: readonly number[]): Promise<Map<number, string>> {
  if (documentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('document_channel')
    .select(eb => ['document_id', eb.fn.min('done_on').as('since')])
    .where('document_id', 'in', documentIds)
    .where('channel', '=', readingPlace)
    .where('receipt_on', 'is', null)
    .groupBy('document_id')
    .execute()
  return new Map(rows.map(r => [r.document_id, r.since]))
}
