import type { Query, Trx } from '#kit/db.ts'

/** Which posting carries the report of a body and year; null before one was sent. */
export async function postingOf(db: Query, bodyId: number, year: number): Promise<number | null> {
  const row = await db
    .selectFrom('site_report')
    .select('posting_id')
    .where('body_id', '=', bodyId)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.posting_id ?? null
}

export async function putPosting(
  trx: Trx,
  of: { readonly bodyId: number; readonly year: number; readonly postingId: number; readonly at: Date },
): Promise<void> {
  await trx
    .insertInto('site_report')
    .values({ body_id: of.bodyId, year: of.year, posting_id: of.postingId, sent_at: of.at })
    .onConflict(c => c.columns(['body_id', 'year']).doUpdateSet({ posting_id: of.postingId, sent_at: of.at }))
    .execute()
}

/** Bodies of which a report for a year before this one was sent. */
export async function bodiesReported(db: Query, beforeYear: number): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('site_report')
    .select('body_id')
    .distinct()
    .where('year', '<', beforeYear)
    .execute()
  return new Set(rows.map(r => r.body_id))
}
