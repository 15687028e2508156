import type { Query } from '#kit/db.ts'

/** Takes a key for a person; false where it is taken already. */
export async function takeKey(
  db: Query,
  k: { readonly staff: number; readonly key: string; readonly what: string; readonly at: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('idempotency')
    .values({ staff_id: k.staff, key: k.key, request: k.what, happened_at: k.at })
    .onConflict(c => c.doNothing())
    .executeTakeFirst()
  return row.numInsertedOrUpdatedRows === 1n
}

export async function answerOfKey(
  db: Query,
  staff: number,
  key: string,
): Promise<{ what: string; answer: object | null } | null> {
  const row = await db
    .selectFrom('idempotency')
    .select(['request', 'response'])
    .where('staff_id', '=', staff)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? { what: row.request, answer: row.response as object | null } : null
}

export async function keepAnswer(db: Query, staff: number, key: string, answer: object): Promise<void> {
  await db
    .updateTable('idempotency')
    .set({ response: JSON.stringify(answer) })
    .where('staff_id', '=', staff)
    .where('key', '=', key)
    .execute()
}

export async function forgetKey(db: Query, staff: number, key: string): Promise<void> {
  await db.deleteFrom('idempotency').where('staff_id', '=', staff).where('key', '=', key).execute()
}
