import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import { quoted } from '../query.ts'

export type Known = {
  readonly word: string
  readonly sound: string
  readonly initials: string
  readonly shape: string
  readonly seen: number
}

/** Words of the vocabulary with one of these sounds, the most seen first, a few for each. */
export async function bySound(db: Query, sounds: readonly string[]): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select v.* from unnest(${[...sounds]}::text[]) as s (sound)
    cross join lateral (select word, sound, initials, shape, seen from record.vocabulary v where v.sound = s.sound
      order by seen desc limit 4) v`.execute(db)
  return rows
}

export async function byShape(db: Query, shapes: readonly string[]): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select word, sound, initials, shape, seen from record.vocabulary where shape = any(${[...shapes]}::text[])
    order by seen desc limit 200`.execute(db)
  return rows
}

export async function byInitials(db: Query, initials: string, limit: number): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select word, sound, initials, shape, seen from record.vocabulary where initials = ${initials}
    order by seen desc limit ${limit}`.execute(db)
  return rows
}

/** Words that differ from the given one in one place. */
export async function byOneOff(db: Query, word: string, limit: number): Promise<Known[]> {
  const characters = [...word]
  const escaped = characters.map(c => c.replace(/[\\%_]/g, '\\$&'))
  const patterns = escaped.map((_, i) => [...escaped.slice(0, i), '_', ...escaped.slice(i + 1)].join(''))
  const { rows } = await sql<Known>`
    select word, sound, initials, shape, seen from record.vocabulary where word like any(${patterns}::text[]) and word <> ${word}
    order by seen desc limit ${limit}`.execute(db)
  return rows
}

/** Words that begin so, as written or as they sound or by first letters. */
export async function byBeginning(
  db: Query,
  typed: string,
  sound: string | null,
  limit: number,
): Promise<string[]> {
  const pattern = `${typed.replace(/[\\%_]/g, '\\$&')}%`
  const upper = sound === null ? null : `${sound}{`
  const { rows } = await sql<{ word: string }>`
    select word from (
      (select word, seen from record.vocabulary where word like ${pattern} order by seen desc limit ${limit})
      union
      (select word, seen from record.vocabulary
        where ${sound}::text is not null and sound >= ${sound}::text collate "C" and sound < ${upper}::text collate "C"
        order by seen desc limit ${limit})
      union
      (select word, seen from record.vocabulary where ${sound}::text is not null and initials = ${sound}::text
        order by seen desc limit ${limit})) v
    order by seen desc, word limit ${limit}`.execute(db)
  return stillSaid(
    db,
    rows.map(r => r.word),
  )
}

/** Those that stand in a title now: nothing is proposed that was taken from the public. */
async function stillSaid(db: Query, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select w.word from unnest(${[...words]}::text[], ${words.map(quoted)}::text[]) with ordinality as w (word, query, i)
    where exists (
      select 1 from record.current c where c.standing = 'published' and c.title_words @@ w.query::tsquery)
    order by i`.execute(db)
  return rows.map(r => r.word)
}

/** Takes in words; those known are seen more. */
export async function addWords(trx: Trx, words: readonly Known[]): Promise<void> {
  for (let i = 0; i < words.length; i += 2000) {
    const some = words.slice(i, i + 2000)
    await sql`
      insert into record.vocabulary as v (word, sound, initials, shape, seen)
      select * from unnest(${some.map(w => w.word)}::text[], ${some.map(w => w.sound)}::text[], ${some.map(w => w.initials)}::text[],
        ${some.map(w => w.shape)}::text[], ${some.map(w => w.seen)}::integer[])
      on conflict (word) do update set seen = least(v.seen + excluded.seen, 1000000000)`.execute(trx)
  }
}

/** Locks the vocabulary for one writer; answers up to which transaction titles are in it, and the one before which all have ended. */
export async function lockVocabulary(trx: Trx): Promise<{ from: string; until: string }> {
  const { rows } = await sql<{ from: string; until: string }>`
    select changed::text as from, pg_snapshot_xmin(pg_current_snapshot())::text as until from record.vocabulary_mark for update`.execute(
    trx,
  )
  return rows[0]!
}

export async function markVocabulary(trx: Trx, until: string): Promise<void> {
  await sql`update record.vocabulary_mark set changed = ${until}::text::xid8`.execute(trx)
}

/** Published titles changed in transactions of [from, until), by number. */
export async function titlesChanged(
  db: Query,
  span: { from: string; until: string },
  after: number,
  limit: number,
): Promise<{ number: number; title: string }[]> {
  const { rows } = await sql<{ number: number; title: string }>`
    select number, title from record.current
    where standing = 'published' and changed >= ${span.from}::text::xid8 and changed < ${span.until}::text::xid8 and number > ${after}
    order by number limit ${limit}`.execute(db)
  return rows
}
