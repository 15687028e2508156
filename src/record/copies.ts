import type { Query, Trx } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import { addJob } from '#kit/jobs.ts'
import { copiesFor } from './footing.ts'
import { entrySchema, type Entry, type Kind } from './model.ts'

/** Printable copies (PDF, DOCX) of what stands published: made from the public content alone, by whichever room can set type. */

export const copyForms = ['pdf', 'docx'] as const
export type CopyForm = (typeof copyForms)[number]

/** What is read on paper, too. */
export const copiedKinds: readonly Kind[] = ['document', 'annual-report']

/** Asks for what is missing; the room that sets type answers to this name. One at a time is enough: it looks for all. */
export const askForCopies = (trx: Trx) =>
  addJob(trx, { name: 'record:copy', payload: {}, key: 'record:copy' })

/** Publications that stand without a copy in a form, newest first. */
export async function withoutCopy(
  db: Query,
  form: CopyForm,
  limit: number,
): Promise<{ address: string; contentHash: string; entry: Entry }[]> {
  const rows = await db
    .selectFrom('record.current as c')
    .innerJoin('record.publication as p', 'p.id', 'c.publication_id')
    .innerJoin('record.content as t', 't.hash', 'p.content_hash')
    .leftJoin('record.copy as y', join =>
      join.onRef('y.content_hash', '=', 'p.content_hash').on('y.form', '=', form),
    )
    .select(['c.address', 'p.content_hash', 't.content'])
    .where('c.standing', '=', 'published')
    .where('c.kind', 'in', [...copiedKinds])
    .where('y.form', 'is', null)
    .orderBy('c.publication_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(r => ({
    address: r.address,
    contentHash: r.content_hash,
    entry: entrySchema.parse(JSON.parse(r.content)),
  }))
}

export async function putCopy(
  db: Query,
  copy: { contentHash: string; form: CopyForm; fileHash: string; size: number },
): Promise<void> {
  await db
    .insertInto('record.copy')
    .columns(['content_hash', 'form', 'file_hash', 'size'])
    // Withdrawn and purged meanwhile: then there is nothing to be a copy of.
    .expression(eb =>
      eb
        .selectFrom('record.content')
        .select(s => [
          'hash',
          s.val(copy.form).as('form'),
          s.val(copy.fileHash).as('file_hash'),
          s.cast<number>(s.val(copy.size), 'bigint').as('size'),
        ])
        .where('hash', '=', copy.contentHash),
    )
    .onConflict(c => c.columns(['content_hash', 'form']).doNothing())
    .execute()
}

/** With a purge the copies of every revision go too: their rows by the content, their bytes by a job. */
export async function forgetCopies(trx: Trx, address: string): Promise<void> {
  const rows = await trx
    .selectFrom('record.copy as y')
    .innerJoin('record.publication as p', 'p.content_hash', 'y.content_hash')
    .select('y.file_hash')
    .distinct()
    .where('p.address', '=', address)
    .execute()
  if (rows.length > 0)
    await addJob(trx, { name: 'record:uncopy', payload: { hashes: rows.map(r => r.file_hash) } })
}

export type Copy = { readonly form: CopyForm; readonly hash: string; readonly size: number }

export async function copiesOf(db: Query, contentHash: string): Promise<Copy[]> {
  const rows = await resting([copiesFor(contentHash)], () =>
    db
      .selectFrom('record.copy')
      .select(['form', 'file_hash', 'size'])
      .where('content_hash', '=', contentHash)
      .orderBy('form', 'desc')
      .execute(),
  )
  return rows.map(r => ({ form: r.form as CopyForm, hash: r.file_hash, size: r.size }))
}

/** What a downloaded copy is called: number and title, without what file systems refuse. */
export function copyName(entry: Pick<Entry, 'title' | 'documentNumber'>, form: CopyForm): string {
  const stem = `${entry.documentNumber ?? ''}${entry.title.slice(0, 60)}`.replace(/[\\/:*?"<>|\s]/g, '')
  return `${stem}.${form}`
}
