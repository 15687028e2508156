import type { Actor } from '#kit/actor.ts'
import { canonical, sha256Hex } from '#kit/crypto.ts'
import type { Query, Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { checkDraft, type CheckHouse, type ToCheck } from '../check.ts'
import { lexiconVersionFor } from '../lexicons.ts'
import type { Finding } from '../model.ts'
import { gate as reasonsAt, openFor, type Gate } from '../rules.ts'
import { forgetFingerprint } from '../store/fingerprints.ts'
import { forgetOrders } from '../store/orders.ts'
import {
  forgetRulings,
  forgetScan,
  putScan,
  rulingsOf,
  scanOf,
  type Scan,
  type SubjectOf,
} from '../store/rulings.ts'
import { noteMended, type RuledSubject } from './ruling.ts'

/** Something of another room that is looked through before its steps. */
export type CheckedSubject = RuledSubject & {
  /** What it says now. Without it only the last check is known. */
  readonly content?: ToCheck
  /** The department that drafted it: its head may be asked. */
  readonly departmentId?: number
  /** The actor may change it: what is gone since the last check was mended by him. */
  readonly mayMend?: boolean
}

/** The fingerprint of what is checked: any change of it asks for a new check. */
export const contentHashOf = (content: ToCheck): string => sha256Hex(canonical(content))

/** Looks a subject through now, keeps what was found, and notes what was mended since the last look. Outside any transaction. */
export async function checkSubject(
  house: CheckHouse,
  subject: CheckedSubject & { readonly content: ToCheck },
  actor: Actor,
): Promise<Scan> {
  const { findings, lexicon } = await checkDraft(house, subject.content)
  const scan = {
    contentHash: contentHashOf(subject.content),
    lexicon,
    findings,
    scannedAt: house.now(),
  }
  await house.db.transaction().execute(async trx => {
    const before = await scanOf(trx, subject)
    // Another lexicon finds other things: then nothing says that the text was mended.
    if (before && subject.mayMend && before.lexicon === lexicon && before.contentHash !== scan.contentHash)
      await noteMended(trx, { subject, before: before.findings, now: findings, actor, at: scan.scannedAt })
    await putScan(trx, subject, subject.bodyId, scan)
  })
  return scan
}

const isPresent = async (db: Query, subject: CheckedSubject, scan: Scan): Promise<boolean> =>
  scan.contentHash === contentHashOf(subject.content!) &&
  scan.lexicon === (await lexiconVersionFor(db, subject.bodyId))

/** The check that holds for what the subject says now: the last one, or a new one where text or lexicon has changed since. */
export async function presentScan(
  house: CheckHouse,
  subject: CheckedSubject,
  actor: Actor,
): Promise<Scan | null> {
  const scan = await scanOf(house.db, subject)
  const { content } = subject
  if (!content || (scan && (await isPresent(house.db, subject, scan)))) return scan
  return checkSubject(house, { ...subject, content }, actor)
}

/**
 * What keeps a subject from passing a gate, by the check that was done before this transaction began. A check of another text or by
 * another lexicon counts for nothing.
 */
export async function reasonsAgainst(
  db: Query,
  subject: CheckedSubject & { readonly content: ToCheck },
  gate: Gate,
): Promise<Reason[]> {
  const scan = await scanOf(db, subject)
  if (!scan || !(await isPresent(db, subject, scan)))
    return [
      {
        field: 'check',
        text: '文字检查以后，内容或词库又有变动，这次检查不算数，请重新检查：刷新页面，看过检查结果后再办理。',
      },
    ]
  return reasonsAt(scan.findings, await rulingsOf(db, subject), { drafterId: subject.drafterId, gate })
}

/** The same from the last check when that still holds; nothing while it does not: then it will be done with the step. */
export async function knownReasons(
  db: Query,
  subject: CheckedSubject & { readonly content: ToCheck },
  gate: Gate,
): Promise<Reason[]> {
  const scan = await scanOf(db, subject)
  if (!scan || !(await isPresent(db, subject, scan))) return []
  return reasonsAt(scan.findings, await rulingsOf(db, subject), { drafterId: subject.drafterId, gate })
}

/** Whether the last check found a mark of secrecy: then the secrecy officer has a say. */
export async function hasMark(db: Query, subject: SubjectOf): Promise<boolean> {
  const scan = await scanOf(db, subject)
  return (scan?.findings ?? []).some(f => f.kind === 'classification')
}

/** Findings that people have already said of a subject, before it was published, to be right. */
export async function settledBefore(
  db: Query,
  subject: SubjectOf,
  findings: readonly Finding[],
): Promise<ReadonlySet<string>> {
  const rulings = await rulingsOf(db, subject)
  // Whoever drafted it could not rule where his word does not count.
  return new Set(findings.filter(f => openFor(f, rulings, { drafterId: 0 }) === 0).map(f => f.id))
}

/** A text that must not be here (保密法第三十一条): what was quoted from it goes, too; that there was a ruling stays. */
export async function forgetChecks(
  trx: Trx,
  subject: SubjectOf & { readonly address: string | null },
): Promise<void> {
  await forgetScan(trx, subject)
  await forgetRulings(trx, subject)
  if (!subject.address) return
  await forgetOrders(trx, subject.address)
  await forgetFingerprint(trx, subject.address)
}
