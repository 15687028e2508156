import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { LexiconEntry, Tier, WordKind } from '../model.ts'

/** SQL about the lexicons of bodies. */

export type LexiconVersion = {
  readonly bodyId: number
  readonly version: number
  readonly reason: string
  readonly words: number
  readonly changedByName: string
  readonly changedAt: Date
}

/** Present version of each body's lexicon; a body without one is not in it. */
export async function lexiconVersions(db: Query, bodyIds: readonly number[]): Promise<Map<number, number>> {
  if (bodyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('patrol_lexicon')
    .select(['body_id', eb => eb.fn.max('version').as('version')])
    .where('body_id', 'in', [...bodyIds])
    .groupBy('body_id')
    .execute()
  return new Map(rows.map(r => [r.body_id, Number(r.version)]))
}

export async function versionsOf(db: Query, bodyId: number, limit: number): Promise<LexiconVersion[]> {
  const rows = await db
    .selectFrom('patrol_lexicon')
    .selectAll()
    .where('body_id', '=', bodyId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(r => ({
    bodyId: r.body_id,
    version: r.version,
    reason: r.reason,
    words: r.words,
    changedByName: r.changed_by_name,
    changedAt: r.changed_at,
  }))
}

export type Word = LexiconEntry & { readonly bodyId: number; readonly off: boolean }

/** Entries of some bodies as they hold at present, or of one body as they held at a version. */
export async function wordsOf(db: Query, bodyIds: readonly number[], version?: number): Promise<Word[]> {
  if (bodyIds.length === 0) return []
  let q = db
    .selectFrom('patrol_word')
    .select(['body_id', 'wrong', 'correct', 'tier', 'kind', 'note', 'source', 'except_in', 'off'])
    .where('body_id', 'in', [...bodyIds])
  q =
    version === undefined
      ? q.where('until', 'is', null)
      : q
          .where('since', '<=', version)
          .where(eb => eb.or([eb('until', 'is', null), eb('until', '>', version)]))
  const rows = await q.orderBy('id').execute()
  return rows.map(r => ({
    bodyId: r.body_id,
    wrong: r.wrong,
    right: r.correct,
    tier: r.tier as Tier,
    kind: r.kind as WordKind,
    note: r.note,
    source: r.source,
    except: r.except_in,
    off: r.off,
  }))
}

/** The chain head of a body serialises its changes; this lock makes two editors of one lexicon wait for each other. */
export async function lockLexicon(trx: Trx, bodyId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(7202606, ${bodyId})`.execute(trx)
}

const slice = 5000

/** Ends the present entries of these spellings and writes the new ones, from `version` on. */
export async function replaceWords(
  trx: Trx,
  bodyId: number,
  version: number,
  ended: readonly string[],
  begun: readonly (LexiconEntry & { readonly off: boolean })[],
): Promise<void> {
  for (let at = 0; at < ended.length; at += slice)
    await sql`update office.patrol_word set until = ${version}
      where body_id = ${bodyId} and until is null and wrong = any(${ended.slice(at, at + slice)}::text[])`.execute(
      trx,
    )
  for (let at = 0; at < begun.length; at += slice) {
    const some = begun.slice(at, at + slice)
    await sql`insert into office.patrol_word (body_id, wrong, correct, tier, kind, note, source, except_in, off, since)
      select ${bodyId}, w.wrong, w.correct, w.tier, w.kind, w.note, w.source,
        coalesce(array(select jsonb_array_elements_text(w.except_in)), '{}'), w.off, ${version}
      from jsonb_to_recordset(${JSON.stringify(
        some.map(e => ({ ...e, correct: e.right, except_in: e.except })),
      )}::jsonb) as w(wrong text, correct text, tier text, kind text, note text, source text, except_in jsonb, off boolean)`.execute(
      trx,
    )
  }
}

export async function insertVersion(
  trx: Trx,
  v: {
    bodyId: number
    version: number
    reason: string
    words: number
    staffId: number
    staffName: string
    at: Date
  },
): Promise<void> {
  await trx
    .insertInto('patrol_lexicon')
    .values({
      body_id: v.bodyId,
      version: v.version,
      reason: v.reason,
      words: v.words,
      changed_by: v.staffId,
      changed_by_name: v.staffName,
      changed_at: v.at,
    })
    .execute()
}
