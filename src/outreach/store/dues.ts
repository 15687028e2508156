import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Frequency } from '../model.ts'

/** What is owed to whom: matched once a change, settled once. */

export type Fresh = {
  readonly number: number
  readonly publication_id: number
  readonly address: string
  readonly body_id: number
  readonly ancestors: number[]
  readonly columns: string[]
  readonly words: string[]
  readonly items: string[]
}

/** The last change that was matched, locked: two workers never match the same. */
export async function lockCursor(trx: Trx): Promise<number> {
  const row = await trx
    .selectFrom('subscription_cursor')
    .select('change_number')
    .forUpdate()
    .executeTakeFirstOrThrow()
  return row.change_number
}

export async function moveCursor(trx: Trx, to: number): Promise<void> {
  await trx.updateTable('subscription_cursor').set({ change_number: to }).execute()
}

/** Numbers of changes after the cursor, oldest first. */
export async function numbersAfter(trx: Trx, after: number, limit: number): Promise<number[]> {
  const rows = await trx
    .selectFrom('record.change')
    .select('number')
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map(r => r.number)
}

/**
 * Of these changes the ones to be told: publications and corrections that still stand as they were then. History moved in is no
 * news; of something changed twice the later change tells.
 */
export async function tellable(trx: Trx, numbers: readonly number[]): Promise<Fresh[]> {
  const { rows } = await sql<Fresh>`
    select x.number, c.publication_id, c.address, c.body_id, coalesce(b.ancestors, '{}') as ancestors, c.columns,
      record.tags_and_former(c.tags || c.audience) || coalesce(array(select jsonb_array_elements_text(t.content::jsonb -> 'keywords')), '{}') as words, c.catalog_items as items
    from record.change x
    join record.publication p on p.id = x.publication_id
    join record.current c on c.publication_id = p.id and c.standing = 'published' and not c.imported
    join record.content t on t.hash = p.content_hash
    left join record.body b on b.id = c.body_id
    where x.number = any(${[...numbers]}::bigint[]) order by x.number`.execute(trx)
  return rows
}

/** Saved searches of standing subscriptions, each once. */
export async function queriesNow(trx: Trx): Promise<string[]> {
  const rows = await trx
    .selectFrom('subscription')
    .select('query')
    .distinct()
    .where('state', '=', 'active')
    .where('query', 'is not', null)
    .execute()
  return rows.map(r => r.query!)
}

/** Bodies with none above them: their words hold on the whole site. */
export async function topBodies(trx: Trx): Promise<number[]> {
  const rows = await trx.selectFrom('record.body').select('id').where('parent_id', 'is', null).execute()
  return rows.map(r => r.id)
}

/** Which of the searches (as tsquery texts) a publication answers. */
export async function queriesMet(
  trx: Trx,
  address: string,
  searches: readonly { readonly query: string; readonly words: string }[],
): Promise<string[]> {
  if (searches.length === 0) return []
  const { rows } = await sql<{ query: string }>`
    select s.query from record.current c,
      unnest(${searches.map(s => s.query)}::text[], ${searches.map(s => s.words)}::text[]) as s (query, words)
    where c.address = ${address} and c.words @@ s.words::tsquery`.execute(trx)
  return rows.map(r => r.query)
}

/** Writes what one change is owed to, and how many they are; a change that was matched before is left as it is. */
export async function oweAll(
  trx: Trx,
  change: Fresh,
  given: {
    columns: readonly string[]
    queries: readonly string[]
    dueAt: Readonly<Record<Frequency, Date>>
    at: Date
  },
): Promise<number> {
  const { dueAt, at } = given
  const { rows } = await sql<{ n: number }>`
    with owed as (
      insert into office.subscription_due (subscription_id, change_number, publication_id, due_at)
      select s.id, ${change.number}, ${change.publication_id},
        case s.frequency when 'at-once' then ${dueAt['at-once']}::timestamptz when 'daily' then ${dueAt.daily}::timestamptz
          else ${dueAt.weekly}::timestamptz end
      from office.subscription s
      where s.state = 'active' and s.after_change < ${change.number}
        and (s.body_id is null or s.body_id = ${change.body_id} or s.body_id = any(${change.ancestors}::integer[]))
        and (s.column_id is null or s.column_id = any(${[...given.columns]}::text[]))
        and (s.keyword is null or s.keyword = any(${change.words}::text[]))
        and (s.item is null or s.item = any(${change.items}::text[]))
        and (s.query is null or s.query = any(${[...given.queries]}::text[]))
      on conflict do nothing returning 1)
    insert into office.subscription_matched (change_number, due, matched_at)
    select ${change.number}, count(*)::integer, ${at} from owed returning due as n`.execute(trx)
  return rows[0]!.n
}

/** Subscriptions to which something is due by now and in no letter yet. */
export async function subscriptionsDue(db: Query, now: Date, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select subscription_id as id from office.subscription_due
    where state = 'waiting' and letter_id is null and due_at <= ${now}
    group by subscription_id order by min(due_at), subscription_id limit ${limit}`.execute(db)
  return rows.map(r => r.id)
}

export type Owed = {
  readonly change_number: number
  readonly title: string | null
  readonly address: string
  readonly body_id: number
  readonly document_number: string | null
  readonly summary: string | null
  readonly shown_on: string
  readonly revision: number
  readonly note: string | null
  /** Whether it still stands published. */
  readonly stands: boolean
}

const owedFields =
  sql.raw(`d.change_number, c.address, c.body_id, c.title, c.document_number, c.summary, c.shown_on,
  p.revision, p.note, (c.standing = 'published') as stands`)

/** What a subscription is owed by now and has in no letter, oldest first; locked. */
export async function takeDue(trx: Trx, id: number, now: Date, limit: number): Promise<Owed[]> {
  const { rows } = await sql<Owed>`
    select ${owedFields} from office.subscription_due d
    join record.publication p on p.id = d.publication_id
    join record.current c on c.address = p.address
    where d.subscription_id = ${id} and d.state = 'waiting' and d.letter_id is null and d.due_at <= ${now}
    order by d.change_number limit ${limit} for update of d`.execute(trx)
  return rows
}

/** What stands in a letter. */
export async function inLetter(db: Query, letterId: number): Promise<Owed[]> {
  const { rows } = await sql<Owed>`
    select ${owedFields} from office.subscription_due d
    join record.publication p on p.id = d.publication_id
    join record.current c on c.address = p.address
    where d.letter_id = ${letterId} and d.state = 'waiting' order by d.change_number`.execute(db)
  return rows
}

export async function putInLetter(
  trx: Trx,
  id: number,
  numbers: readonly number[],
  letterId: number,
): Promise<void> {
  await trx
    .updateTable('subscription_due')
    .set({ letter_id: letterId })
    .where('subscription_id', '=', id)
    .where('change_number', 'in', [...numbers])
    .where('state', '=', 'waiting')
    .execute()
}

/** Settles some of what a subscription is owed; what is settled already stays as it is. */
export async function settle(
  trx: Trx,
  which: { subscription: number; numbers: readonly number[] } | { letter: number },
  state: 'sent' | 'failed' | 'suppressed',
  why: string | null,
  at: Date,
): Promise<void> {
  let q = trx
    .updateTable('subscription_due')
    .set({ state, why, settled_at: at })
    .where('state', '=', 'waiting')
  if ('letter' in which) q = q.where('letter_id', '=', which.letter)
  else {
    if (which.numbers.length === 0) return
    q = q.where('subscription_id', '=', which.subscription).where('change_number', 'in', [...which.numbers])
  }
  await q.execute()
}
