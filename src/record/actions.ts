import { instant, dayOf } from '#kit/now.ts'
import type { Signer } from '#kit/crypto.ts'
import type { Query, Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import type { AppendedEvent } from '#kit/events.ts'
import { addJob } from '#kit/jobs.ts'
import { makeSegmenter } from '#kit/segment.ts'
import { contentHashOf, contentOf, marksOf, titleHashOf } from './content.ts'
import { dictionary } from './dictionary.ts'
import {
  addressPattern,
  bodySiteSchema,
  entrySchema,
  reservedSlugs,
  shownOn,
  type Attachment,
  type Entry,
  type RecordBody,
  type Validity,
} from './model.ts'
import { askForCopies, copiedKinds, forgetCopies } from './copies.ts'
import { numberKeyOf } from './numberKey.ts'
import { purgedTitle } from './purged.ts'
import { keyIdOf, statementBytes, type Receipt, type Statement } from './receipt.ts'
import * as index from './store/index.ts'
import { bodiesNow, standingNow } from './store/read.ts'
import { receiptAt } from './store/receipt.ts'
import { heldTagNames } from './tags.ts'
import * as store from './store/write.ts'

const segmenter = makeSegmenter(dictionary)

/** Words of an entry for the search: of its title, and of all its text with numbers, issuers, attachment names and what these say. */
function wordsOf(entry: Entry, fileTexts: ReadonlyMap<string, string>) {
  const titleWords = segmenter.titleWords(entry.title)
  const rest = [
    entry.text,
    entry.documentNumber,
    entry.indexNumber,
    entry.unifiedNumber,
    entry.issuers.join('\n'),
    entry.keywords.join('\n'),
    entry.theme,
    entry.attachments.map(a => a.name).join('\n'),
    entry.tags?.join('\n') ?? null,
    ...new Set(entry.attachments.map(a => fileTexts.get(a.hash) ?? null)),
  ]
  const words = segmenter.indexWords([entry.title, ...rest.filter(t => t !== null)].join('\n'))
  return { titleWords, words, dictionary: segmenter.version }
}

/** The last number of an address. */
const numberOf = (address: string) => Number(addressPattern.exec(address)![3])

/** Loads the segmentation engine ahead of the first publication (about half a second). */
export function warmRecord(): void {
  segmenter.indexWords('应急管理')
}

/** A new address `/{slug}/content/{yyyymmdd}-{n}.html`; n is never used twice, in the whole installation. */
export async function reserveAddress(trx: Trx, bodySlug: string, on: string): Promise<string> {
  const address = `/${bodySlug}/content/${on.replaceAll('-', '')}-${await store.nextAddressNumber(trx)}.html`
  if (!addressPattern.test(address)) throw new TypeError(`reserveAddress: ${address}`)
  return address
}

/** The content hash that stands at an address now; null when nothing is published there. */
export async function contentHashAt(db: Query, address: string): Promise<string | null> {
  const standing = await store.standingAt(db, address)
  return standing?.standing === 'published' ? standing.content_hash : null
}

type AtOf = { readonly at: string }

function sign(signer: Signer, statement: Statement) {
  return { keyId: keyIdOf(signer.publicKeyPem), signature: signer.sign(statementBytes(statement)) }
}

function mustName(event: AppendedEvent, address: string, contentHash: string, standing: string): void {
  const named = marksOf(event.payload).some(
    m => m.address === address && m.contentHash === contentHash && m.standing === standing,
  )
  if (!named)
    throw new Error(
      `record: the event at ${event.bodyId}/${event.position} does not name ${address} ${contentHash}`,
    )
}

/**
 * Makes an entry public, in the caller's transaction, resting on the event that was just appended: content, signed
 * publication, list and search row. Its time is the event's. The same address again makes a new revision, which needs
 * a public note (更正说明). The event's data must hold `publicationData(entry, address)`. Throws Refused('invalid') for an
 * entry that cannot stand.
 */
export async function publish(
  trx: Trx,
  house: { readonly signer: Signer },
  p: {
    readonly entry: Entry
    readonly bodyId: number
    readonly subjectId: number
    readonly address: string
    readonly note?: string | null
    readonly event: AppendedEvent
  },
): Promise<Receipt> {
  const entry = readForm(entrySchema, p.entry)
  const contentHash = contentHashOf(entry)
  mustName(p.event, p.address, contentHash, 'published')
  const body = await store.bodyName(trx, p.bodyId)
  if (!body || addressPattern.exec(p.address)?.[1] !== body.slug)
    throw new Error(`record: ${p.address} is no address of body ${p.bodyId}`)
  const before = await store.standingAt(trx, p.address)
  if (before && before.body_id !== p.bodyId)
    throw new Error(`record: ${p.address} belongs to body ${before.body_id}`)
  const note = p.note?.trim() || null
  if (before && !note)
    throw new Refused('invalid', [{ field: 'note', text: '更正已公开的信息，须写一句给公众看的变更说明。' }])

  const at = (JSON.parse(p.event.payload) as AtOf).at
  const publishedAt = instant(at)
  const statement: Statement = {
    product: 'zhaoming',
    version: 1,
    address: p.address,
    revision: (before?.revision ?? 0) + 1,
    kind: entry.kind,
    standing: 'published',
    purged: false,
    contentHash,
    titleHash: titleHashOf(contentHash, entry.title),
    note,
    publishedAt: at,
    imported: entry.imported,
    originalOn: entry.imported ? entry.originalPublishedOn : null,
    body: { id: p.bodyId, name: body.name },
    chain: chainOf(p.event),
  }
  const { keyId, signature } = sign(house.signer, statement)
  await store.insertKey(trx, { id: keyId, publicKey: house.signer.publicKeyPem, since: publishedAt })
  await store.insertContent(trx, contentHash, contentOf(entry))
  const publicationId = await store.insertPublication(trx, {
    statement,
    subjectId: p.subjectId,
    publishedAt,
    payload: p.event.payload,
    keyId,
    signature,
  })
  await store.putCurrent(trx, {
    address: p.address,
    publicationId,
    bodyId: p.bodyId,
    publishedAt,
    facts: store.currentFacts(
      entry,
      shownOn(entry, dayOf(publishedAt)),
      numberKeyOf(entry.documentNumber),
      entry.tags || entry.audience ? await heldTagNames(trx, p.bodyId) : new Map(),
    ),
    validity: store.currentValidity(entry, dayOf(publishedAt)),
    ...wordsOf(entry, await index.fileTextsAt(trx, numberOf(p.address))),
  })
  await index.dropFileTexts(
    trx,
    numberOf(p.address),
    entry.attachments.map(a => a.hash),
  )
  await addJob(trx, {
    name: 'search:read',
    payload: { address: p.address },
    key: `search:read:${p.address}`,
  })
  if (copiedKinds.includes(entry.kind)) await askForCopies(trx)
  return (await receiptAt(trx, p.address))!
}

function chainOf(event: AppendedEvent): Statement['chain'] {
  return {
    position: event.position,
    previous: event.previous.toString('hex'),
    hash: event.hash.toString('hex'),
  }
}

/**
 * Takes a publication from the public, in the caller's transaction: a tombstone row with the public note, gone from
 * lists and search. `purge` (secrecy, privacy: 条例第十四条、第十五条) also deletes what every revision said.
 * The event's data must hold `withdrawalData(…)`.
 */
export async function withdraw(
  trx: Trx,
  house: { readonly signer: Signer },
  p: {
    readonly address: string
    readonly publicNote: string
    readonly purge: boolean
    readonly event: AppendedEvent
  },
): Promise<void> {
  const before = await store.standingAt(trx, p.address)
  if (!before || before.standing !== 'published')
    throw new Refused('not-now', '这个地址上没有正在公开的信息，不需要撤回。')
  const note = p.publicNote.trim()
  if (note === '')
    throw new Refused('invalid', [{ field: 'publicNote', text: '请写一句给公众看的撤回说明。' }])
  if (p.event.bodyId !== before.body_id)
    throw new Error(`record: ${p.address} belongs to body ${before.body_id}`)
  mustName(p.event, p.address, before.content_hash, 'withdrawn')
  const body = (await store.bodyName(trx, before.body_id))!
  const at = (JSON.parse(p.event.payload) as AtOf).at
  const withdrawnAt = instant(at)
  const statement: Statement = {
    product: 'zhaoming',
    version: 1,
    address: p.address,
    revision: before.revision + 1,
    kind: before.kind,
    standing: 'withdrawn',
    purged: p.purge,
    contentHash: before.content_hash,
    titleHash: before.title_hash,
    note,
    publishedAt: at,
    imported: before.imported,
    originalOn: before.original_on,
    body: { id: before.body_id, name: body.name },
    chain: chainOf(p.event),
  }
  const { keyId, signature } = sign(house.signer, statement)
  await store.insertKey(trx, { id: keyId, publicKey: house.signer.publicKeyPem, since: withdrawnAt })
  const publicationId = await store.insertPublication(trx, {
    statement,
    subjectId: before.subject_id,
    publishedAt: withdrawnAt,
    payload: p.event.payload,
    keyId,
    signature,
  })
  await index.dropFileTexts(trx, numberOf(p.address), [])
  if (p.purge) await index.forgetWords(trx, p.address, numberOf(p.address))
  const title = p.purge ? purgedTitle : ((await store.titleNow(trx, p.address)) ?? purgedTitle)
  await store.putTombstone(trx, p.address, publicationId, withdrawnAt, title)
  if (p.purge) {
    await forgetCopies(trx, p.address)
    await store.purgeContent(trx, p.address)
  }
}

/** The receipt of what stands at an address; null when nothing is published there. */
export async function receiptOf(db: Query, address: string): Promise<Receipt | null> {
  return receiptAt(db, address)
}

/** Brings the bodies that the public sees up to date. Throws TypeError for a slug that belongs to the site. */
export async function saveBodies(trx: Trx, bodies: readonly RecordBody[]): Promise<void> {
  const taken = bodies.find(b => (reservedSlugs as readonly string[]).includes(b.slug))
  if (taken) throw new TypeError(`saveBodies: ${taken.slug} is an address of the site`)
  await store.upsertBodies(
    trx,
    bodies.map(b => ({ ...b, site: bodySiteSchema.parse(b.site) })),
  )
}

export type Turned = {
  readonly address: string
  readonly title: string
  readonly bodyId: number
  readonly subjectId: number
  readonly from: Validity | null
  readonly to: Validity | null
}

/**
 * What the dates have turned by a civil day (到期失效、到日废止) is shown so from now on; answers what turned. Run again it
 * turns nothing.
 */
export async function turnValidities(trx: Trx, today: string): Promise<Turned[]> {
  const all: Turned[] = []
  for (;;) {
    const rows = await store.turned(trx, today, 500)
    for (const row of rows) {
      const validity = store.currentValidity(entrySchema.parse(JSON.parse(row.content)), today)
      await store.putValidity(trx, row.address, validity)
      all.push({
        address: row.address,
        title: row.title,
        bodyId: row.body_id,
        subjectId: row.subject_id,
        from: row.validity as Validity | null,
        to: validity.validity as Validity | null,
      })
    }
    if (rows.length < 500) return all
  }
}

/** Indexes again, with the present dictionary, at most `limit` publications; returns how many it did. */
export async function reindex(trx: Trx, limit: number): Promise<number> {
  const rows = await store.staleWords(trx, segmenter.version, limit)
  for (const row of rows) {
    const texts = await index.fileTextsAt(trx, numberOf(row.address))
    await store.rewriteWords(trx, row.address, wordsOf(entrySchema.parse(JSON.parse(row.content)), texts))
  }
  return rows.length
}

/** The text of an attachment, or why there is none. */
export type FileText = { readonly hash: string; readonly text: string; readonly fault: string | null }

/** Attachments of what stands published at an address whose text was not read yet; null when nothing does. */
export async function unreadFiles(db: Query, address: string): Promise<readonly Attachment[] | null> {
  const content = (await standingNow(db, { address }))?.entry
  if (!content) return null
  const known = await index.fileTextsAt(db, numberOf(address))
  const seen = new Set<string>()
  return content.attachments.filter(a => !known.has(a.hash) && !seen.has(a.hash) && seen.add(a.hash))
}

/**
 * What attachments say becomes words of their publication. Of what was withdrawn or corrected meanwhile nothing is kept: the row is
 * locked, and only files that it has now count. Answers whether anything was put in.
 */
export async function putFileTexts(
  trx: Trx,
  address: string,
  texts: readonly FileText[],
  at: Date,
): Promise<boolean> {
  const row = await index.lockPublished(trx, address)
  if (!row) return false
  const entry = entrySchema.parse(JSON.parse(row.content))
  const own = new Set(entry.attachments.map(a => a.hash))
  const kept = texts.filter(t => own.has(t.hash))
  for (const { hash, text, fault } of kept)
    await index.putFileText(trx, { number: row.number, hash, text, fault, at })
  if (kept.some(t => t.text !== ''))
    await store.rewriteWords(trx, address, wordsOf(entry, await index.fileTextsAt(trx, row.number)))
  return kept.length > 0
}

/** A body as the public record knows it, for previews by other rooms; null where it was never mirrored. */
export async function recordBodyOf(db: Query, id: number): Promise<RecordBody | null> {
  return (await bodiesNow(db)).find(b => b.id === id) ?? null
}
