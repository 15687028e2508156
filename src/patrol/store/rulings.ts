import type { Query, Trx } from '#kit/db.ts'
import type { Finding, Ruling, RulingKind } from '../model.ts'

/** SQL about rulings and the last check of a subject. */

export type SubjectOf = { readonly kind: string; readonly id: number }

export async function rulingsOf(db: Query, subject: SubjectOf): Promise<Ruling[]> {
  const rows = await db
    .selectFrom('patrol_ruling')
    .selectAll()
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .orderBy('id')
    .execute()
  return rows.map(r => ({
    findingId: r.finding_id,
    ruling: r.ruling as RulingKind,
    staffId: r.staff_id,
    staffName: r.staff_name,
    role: r.role,
    reason: r.reason,
    at: r.ruled_at,
  }))
}

export async function insertRuling(
  trx: Trx,
  r: {
    bodyId: number
    subject: SubjectOf
    finding: Pick<Finding, 'id' | 'kind' | 'tier' | 'excerpt' | 'place'>
    ruling: RulingKind
    reason: string
    staffId: number
    staffName: string
    role: string | null
    at: Date
  },
): Promise<number> {
  const { before, hit, after } = r.finding.excerpt
  const row = await trx
    .insertInto('patrol_ruling')
    .values({
      body_id: r.bodyId,
      subject_kind: r.subject.kind,
      subject_id: r.subject.id,
      finding_id: r.finding.id,
      kind: r.finding.kind,
      tier: r.finding.tier,
      place: `${r.finding.place.file ? `${r.finding.place.file} ` : ''}${r.finding.place.label}`,
      excerpt: `${before}【${hit}】${after}`,
      ruling: r.ruling,
      reason: r.reason,
      staff_id: r.staffId,
      staff_name: r.staffName,
      role: r.role,
      ruled_at: r.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** The mark of what was looked through as a whole: all publications of a body, with the lexicon it was done by. */
export const lookedMark = (bodyId: number): SubjectOf => ({ kind: 'publications', id: bodyId })

export type Scan = {
  readonly contentHash: string
  readonly lexicon: string
  readonly findings: Finding[]
  readonly scannedAt: Date
}

export async function scanOf(db: Query, subject: SubjectOf): Promise<Scan | null> {
  const row = await db
    .selectFrom('patrol_scan')
    .select(['content_hash', 'lexicon', 'findings', 'scanned_at'])
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .executeTakeFirst()
  return row
    ? {
        contentHash: row.content_hash,
        lexicon: row.lexicon,
        findings: row.findings as unknown as Finding[],
        scannedAt: row.scanned_at,
      }
    : null
}

export async function putScan(db: Query, subject: SubjectOf, bodyId: number, scan: Scan): Promise<void> {
  const values = {
    content_hash: scan.contentHash,
    lexicon: scan.lexicon,
    findings: JSON.stringify(scan.findings),
    scanned_at: scan.scannedAt,
  }
  await db
    .insertInto('patrol_scan')
    .values({ subject_kind: subject.kind, subject_id: subject.id, body_id: bodyId, ...values })
    .onConflict(c => c.columns(['subject_kind', 'subject_id']).doUpdateSet(values))
    .execute()
}

export async function forgetScan(trx: Trx, subject: SubjectOf): Promise<void> {
  await trx
    .deleteFrom('patrol_scan')
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .execute()
}

/** What a ruling quotes of the text is all that may ever be changed of it. */
export async function forgetRulings(trx: Trx, subject: SubjectOf): Promise<void> {
  await trx
    .updateTable('patrol_ruling')
    .set({ excerpt: '', reason: '' })
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .execute()
}
