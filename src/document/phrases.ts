import type { Query } from '#kit/db.ts'

/** 常用意见, kept by each for himself. */
export async function phrasesOf(db: Query, staffId: number): Promise<{ id: number; text: string }[]> {
  return db
    .selectFrom('phrase')
    .select(['id', 'text'])
    .where('staff_id', '=', staffId)
    .orderBy('used', 'desc')
    .orderBy('id')
    .execute()
}

export async function addPhrase(db: Query, staffId: number, text: string): Promise<void> {
  await db
    .insertInto('phrase')
    .values({ staff_id: staffId, text })
    .onConflict(c => c.columns(['staff_id', 'text']).doUpdateSet(eb => ({ used: eb('phrase.used', '+', 1) })))
    .execute()
}

export async function removePhrase(db: Query, staffId: number, id: number): Promise<void> {
  await db.deleteFrom('phrase').where('staff_id', '=', staffId).where('id', '=', id).execute()
}
