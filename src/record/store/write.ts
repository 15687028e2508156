import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Entry, RecordBody } from '../model.ts'
import type { Statement } from '../receipt.ts'
import { currentNames, type TagNames } from '../tags.ts'
import { turnsAfter, validityOn } from '../validity.ts'

/** All writing to the public record, and what the actions read of it. What the portal reads is in read.ts. */

export async function nextAddressNumber(trx: Trx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select nextval('record.address_number') as n`.execute(trx)
  return rows[0]!.n
}

export async function insertContent(trx: Trx, hash: string, content: string): Promise<void> {
  await trx
    .insertInto('record.content')
    .values({ hash, content })
    .onConflict(c => c.doNothing())
    .execute()
}

export async function insertKey(
  trx: Trx,
  key: { id: string; publicKey: string; since: Date },
): Promise<void> {
  await trx
    .insertInto('record.signing_key')
    .values({ id: key.id, public_key: key.publicKey, since: key.since })
    .onConflict(c => c.doNothing())
    .execute()
}

export type NewPublication = {
  readonly statement: Statement
  readonly subjectId: number
  readonly publishedAt: Date
  readonly payload: string
  readonly keyId: string
  readonly signature: Buffer
}

/** Inserts the immutable row of a statement; returns its id. */
export async function insertPublication(trx: Trx, p: NewPublication): Promise<number> {
  const s = p.statement
  const row = await trx
    .insertInto('record.publication')
    .values({
      address: s.address,
      revision: s.revision,
      kind: s.kind,
      standing: s.standing,
      purged: s.purged,
      body_id: s.body.id,
      body_name: s.body.name,
      subject_id: p.subjectId,
      content_hash: s.contentHash,
      title_hash: s.titleHash,
      note: s.note,
      published_at: p.publishedAt,
      imported: s.imported,
      original_on: s.originalOn,
      chain_position: s.chain.position,
      previous: Buffer.from(s.chain.previous, 'hex'),
      event_hash: Buffer.from(s.chain.hash, 'hex'),
      event_payload: s.standing === 'published' ? p.payload : null,
      key_id: p.keyId,
      signature: p.signature,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** The row of record.current that an entry makes; the verifier makes it again and compares. Tags stand in it as they are called now. */
export function currentFacts(entry: Entry, shown: string, numberKey: string | null, names: TagNames) {
  return {
    kind: entry.kind as string,
    title: entry.title,
    document_number: entry.documentNumber,
    number_key: numberKey,
    index_number: entry.indexNumber,
    issuer: entry.issuers.join('、'),
    written_on: entry.writtenOn,
    issued_on: entry.issuedOn,
    shown_on: shown,
    imported: entry.imported,
    document_kind: entry.documentKind,
    theme: entry.theme,
    columns: [...entry.columns] as string[],
    audience: currentNames(names, entry.audience ?? []),
    tags: currentNames(names, entry.tags ?? []),
    catalog_items: [...(entry.catalogItems ?? [])],
    attachments: entry.attachments.length,
    summary: entry.summary,
    normative: entry.normative,
    unified_number: entry.unifiedNumber,
    effective_on: entry.effectiveOn,
    expires_on: entry.expiresOn,
    links: entry.links,
  }
}
/** What the dates of an entry make of its validity as of a day. */
export function currentValidity(entry: Entry, on: string) {
  return {
    validity: validityOn(entry, on) as string | null,
    validity_on: on as string | null,
    turns_on: turnsAfter(entry, on),
  }
}
export type CurrentFacts = ReturnType<typeof currentFacts>

const countedRow = (address: string) => sql`
  select c.body_id, x.column_id, extract(year from c.shown_on)::integer as year
  from record.current c, unnest(c.columns || array['*']) as x (column_id)
  where c.address = ${address} and c.standing = 'published'`

/** Counts the row that stands at an address in; nothing where nothing stands published. */
async function countIn(trx: Trx, address: string): Promise<void> {
  await sql`
    insert into record.tally as t (body_id, column_id, year, published)
    select body_id, column_id, year, 1 from (${countedRow(address)}) r
    on conflict (body_id, column_id, year) do update set published = t.published + 1`.execute(trx)
}

async function countOut(trx: Trx, address: string): Promise<void> {
  await sql`
    update record.tally t set published = t.published - 1 from (${countedRow(address)}) r
    where t.body_id = r.body_id and t.column_id = r.column_id and t.year = r.year`.execute(trx)
}

const lexemes = (words: readonly string[]) => sql<string>`array_to_tsvector(${[...words]}::text[])`

export async function putCurrent(
  trx: Trx,
  row: {
    address: string
    publicationId: number
    bodyId: number
    publishedAt: Date
    facts: CurrentFacts
    validity: ReturnType<typeof currentValidity>
    titleWords: readonly string[]
    words: readonly string[]
    dictionary: number
  },
): Promise<void> {
  const values = {
    ...row.facts,
    links: JSON.stringify(row.facts.links),
    ...row.validity,
    publication_id: row.publicationId,
    standing: 'published',
    body_id: row.bodyId,
    published_at: row.publishedAt,
    title_words: lexemes(row.titleWords),
    words: lexemes(row.words),
    dictionary: row.dictionary,
  }
  await countOut(trx, row.address)
  await trx
    .insertInto('record.current')
    .values({ address: row.address, ...values })
    .onConflict(c => c.column('address').doUpdateSet(values))
    .execute()
  await countIn(trx, row.address)
}

/** What is left in lists and search of something withdrawn: its address and that it was there; after a purge no title. */
export async function putTombstone(
  trx: Trx,
  address: string,
  publicationId: number,
  at: Date,
  title: string,
): Promise<void> {
  await countOut(trx, address)
  await trx
    .updateTable('record.current')
    .set({
      publication_id: publicationId,
      standing: 'withdrawn',
      published_at: at,
      title,
      document_number: null,
      number_key: null,
      index_number: null,
      issuer: null,
      written_on: null,
      issued_on: null,
      validity: null,
      validity_on: null,
      turns_on: null,
      normative: false,
      unified_number: null,
      effective_on: null,
      expires_on: null,
      links: '[]',
      document_kind: null,
      theme: null,
      columns: [],
      audience: [],
      tags: [],
      catalog_items: [],
      attachments: 0,
      summary: null,
      title_words: '',
      words: '',
    })
    .where('address', '=', address)
    .execute()
}

export async function rewriteWords(
  trx: Trx,
  address: string,
  words: { titleWords: readonly string[]; words: readonly string[]; dictionary: number },
): Promise<void> {
  await trx
    .updateTable('record.current')
    .set({
      title_words: lexemes(words.titleWords),
      words: lexemes(words.words),
      dictionary: words.dictionary,
    })
    .where('address', '=', address)
    .execute()
}

/** Published rows whose validity the dates have turned by a day, oldest first. */
export async function turned(trx: Trx, by: string, limit: number) {
  return trx
    .selectFrom('record.current as c')
    .innerJoin('record.publication as p', 'p.id', 'c.publication_id')
    .innerJoin('record.content as t', 't.hash', 'p.content_hash')
    .select(['c.address', 'c.title', 'c.body_id', 'c.validity', 'p.subject_id', 't.content'])
    .where('c.standing', '=', 'published')
    .where('c.turns_on', '<=', by)
    .orderBy('c.address')
    .limit(limit)
    .forUpdate('c')
    .skipLocked()
    .execute()
}

export async function putValidity(
  trx: Trx,
  address: string,
  validity: ReturnType<typeof currentValidity>,
): Promise<void> {
  await trx.updateTable('record.current').set(validity).where('address', '=', address).execute()
}

/** Published rows whose words were made with another dictionary, oldest first. */
export async function staleWords(db: Query, dictionary: number, limit: number) {
  return db
    .selectFrom('record.current as c')
    .innerJoin('record.publication as p', 'p.id', 'c.publication_id')
    .innerJoin('record.content as t', 't.hash', 'p.content_hash')
    .select(['c.address', 't.content'])
    .where('c.standing', '=', 'published')
    .where('c.dictionary', '<>', dictionary)
    .orderBy('c.publication_id')
    .limit(limit)
    .execute()
}

/** Deletes what the revisions of an address said, except where another address still says the same. */
export async function purgeContent(trx: Trx, address: string): Promise<void> {
  await sql`
    delete from record.content where hash in (
      select content_hash from record.publication where address = ${address}
      except
      select p.content_hash from record.publication p
        join record.current c on c.address = p.address and c.standing = 'published'
        where p.address <> ${address})`.execute(trx)
}

/** The newest revision at an address, locked against a second one at the same moment. */
export async function standingAt(db: Query, address: string) {
  return db
    .selectFrom('record.publication')
    .select([
      'id',
      'revision',
      'kind',
      'standing',
      'body_id',
      'subject_id',
      'content_hash',
      'title_hash',
      'imported',
      'original_on',
    ])
    .where('address', '=', address)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function bodyName(
  db: Query,
  bodyId: number,
): Promise<{ name: string; slug: string } | undefined> {
  return db.selectFrom('record.body').select(['name', 'slug']).where('id', '=', bodyId).executeTakeFirst()
}

export async function titleNow(db: Query, address: string): Promise<string | null> {
  const row = await db
    .selectFrom('record.current')
    .select('title')
    .where('address', '=', address)
    .executeTakeFirst()
  return row?.title ?? null
}

export async function upsertBodies(trx: Trx, bodies: readonly RecordBody[]): Promise<void> {
  for (const b of bodies) {
    const values = {
      parent_id: b.parentId,
      ancestors: [...b.ancestors],
      slug: b.slug,
      name: b.name,
      short_name: b.shortName,
      level: b.level,
      sort: b.sort,
      site: JSON.stringify(b.site),
    }
    await trx
      .insertInto('record.body')
      .values({ id: b.id, ...values })
      .onConflict(c => c.column('id').doUpdateSet(values))
      .execute()
  }
}
