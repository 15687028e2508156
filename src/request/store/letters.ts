import type { Query, Trx } from '#kit/db.ts'

/** One paper of a case; its words lie sealed. */
export type LetterRow = {
  readonly id: number
  readonly requestId: number
  readonly form: string
  readonly ref: string | null
  readonly number: string | null
  /** Null once its words are forgotten. */
  readonly sealed: Buffer | null
  readonly hash: string
  readonly final: boolean
  readonly droppedAt: Date | null
  readonly version: number
  readonly madeBy: number
  readonly madeAt: Date
  readonly changedAt: Date | null
}

const columns = [
  'id',
  'request_id as requestId',
  'form',
  'ref',
  'number',
  'sealed',
  'hash',
  'final',
  'dropped_at as droppedAt',
  'version',
  'made_by as madeBy',
  'made_at as madeAt',
  'changed_at as changedAt',
] as const

/** Papers of a case, oldest first. */
export async function lettersOf(db: Query, requestId: number): Promise<LetterRow[]> {
  return db
    .selectFrom('request_letter')
    .select(columns)
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute()
}

export async function readLetter(db: Query, id: number): Promise<LetterRow | null> {
  const row = await db.selectFrom('request_letter').select(columns).where('id', '=', id).executeTakeFirst()
  return row ?? null
}

export async function lockLetter(trx: Trx, id: number): Promise<LetterRow | null> {
  const row = await trx
    .selectFrom('request_letter')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export async function insertLetter(
  trx: Trx,
  letter: {
    requestId: number
    form: string
    ref: string | null
    sealed: Buffer
    hash: string
    by: number
    at: Date
  },
): Promise<number> {
  const { id } = await trx
    .insertInto('request_letter')
    .values({
      request_id: letter.requestId,
      form: letter.form,
      ref: letter.ref,
      sealed: letter.sealed,
      hash: letter.hash,
      made_by: letter.by,
      made_at: letter.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function changeLetter(
  trx: Trx,
  id: number,
  change: { sealed: Buffer; hash: string; number?: string | null },
): Promise<void> {
  await trx.updateTable('request_letter').set(change).where('id', '=', id).execute()
}

/** Moves a paper; `final` and `dropped` for good. */
export async function moveLetter(trx: Trx, id: number, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('request_letter')
    .set(eb => ({
      final: to === 'final',
      dropped_at: to === 'dropped' ? at : null,
      version: eb('version', '+', 1),
      changed_at: at,
    }))
    .where('id', '=', id)
    .execute()
}

/** The newest reply of a case: the one that is reviewed, approved and sent. */
export async function replyOf(db: Query, requestId: number): Promise<LetterRow | null> {
  const row = await db
    .selectFrom('request_letter')
    .select(columns)
    .where('request_id', '=', requestId)
    .where('form', 'like', 'reply-%')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Texts of its own that a body put in the place of the shipped ones. */
export async function templatesOf(db: Query, bodyId: number): Promise<Record<string, string>> {
  const row = await db
    .selectFrom('request_setting')
    .select('templates')
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  return (row?.templates ?? {}) as Record<string, string>
}
