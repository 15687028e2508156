import { sql } from 'kysely'
import type { Query } from '#kit/db.ts'
import type { FactData, FactKind } from '../facts.ts'
import { settingDefaults } from './settings.ts'
import type { Wanted } from '../supplied.ts'
import type { RequestState } from '../workflow.ts'

/** What the portal's role may do about requests: call these functions, and nothing else (migrations/0022). */

const one = async <T>(made: Promise<{ rows: { answer: T }[] }>): Promise<T> => (await made).rows[0]!.answer

export const isOpen = (db: Query, bodyId: number): Promise<boolean> =>
  one(sql<{ answer: boolean }>`select intake.request_open(${bodyId}) as answer`.execute(db))

/** By which holidays a body counts. */
export const regionOf = async (db: Query, bodyId: number): Promise<string | undefined> =>
  (await one<string | null>(
    sql<{ answer: string | null }>`select intake.request_region(${bodyId}) as answer`.execute(db),
  )) ?? undefined

/** The working days that the body has set itself to confirm an application in. */
export const confirmDaysOf = async (db: Query, bodyId: number): Promise<number> =>
  (await one<number | null>(
    sql<{ answer: number | null }>`select intake.request_confirm_days(${bodyId}) as answer`.execute(db),
  )) ?? settingDefaults.confirmDays

/** For how many days after a case a body keeps identity papers and personal data of the applicant. */
export async function keepDaysOf(db: Query, bodyId: number): Promise<{ identity: number; personal: number }> {
  const days = await one<[number, number] | null>(
    sql<{ answer: [number, number] | null }>`select intake.request_keep_days(${bodyId}) as answer`.execute(
      db,
    ),
  )
  const [identity, personal] = days ?? [settingDefaults.identityDays, settingDefaults.personalDays]
  return { identity, personal }
}

export const keepFilling = (db: Query, keyHash: Buffer, sealed: Buffer, hours: number): Promise<boolean> =>
  one(
    sql<{ answer: boolean }>`select intake.keep_filling(${keyHash}, ${sealed}, ${hours}) as answer`.execute(
      db,
    ),
  )

export const readFilling = (db: Query, keyHash: Buffer): Promise<Buffer | null> =>
  one(sql<{ answer: Buffer | null }>`select intake.filling(${keyHash}) as answer`.execute(db))

export async function dropFilling(db: Query, keyHash: Buffer): Promise<void> {
  await sql`select intake.drop_filling(${keyHash})`.execute(db)
}

/** The paper's number; null where three lie there already. */
export const keepPaper = (db: Query, keyHash: Buffer, sealed: Buffer): Promise<number | null> =>
  one(sql<{ answer: number | null }>`select intake.keep_paper(${keyHash}, ${sealed}) as answer`.execute(db))

export async function dropPaper(db: Query, keyHash: Buffer, paper: number): Promise<void> {
  await sql`select intake.drop_paper(${keyHash}, ${paper})`.execute(db)
}

export type Submitted = 'taken' | 'again' | 'closed' | 'too-many'

export function submit(
  db: Query,
  s: {
    keyHash: Buffer
    bodyId: number
    receipt: string
    queryHash: Buffer
    readerKey: string
    sealed: Buffer
    done: Buffer
  },
): Promise<Submitted> {
  return one(
    sql<{
      answer: Submitted
    }>`select intake.submit_request(${s.keyHash}, ${s.bodyId}, ${s.receipt}, ${s.queryHash},
      ${s.readerKey}, ${s.sealed}, ${s.done}) as answer`.execute(db),
  )
}

export type ToldFact = {
  readonly id: number
  readonly kind: FactKind
  readonly on: string
  readonly ref: string | null
  readonly data: FactData
}
export type ToldMessage = {
  readonly id: number
  readonly direction: 'applicant' | 'office'
  readonly kind: 'message' | 'supplement' | 'withdraw' | 'convert' | 'ask-supplement' | 'fee' | 'acknowledge'
  /** Base64; opened with the reader's codes. */
  readonly sealed: string | null
  readonly sentAt: string
}
export type ToldMatter = {
  readonly id: number
  readonly number: string | null
  readonly state: RequestState
  readonly channel: string
  readonly subject: string
  readonly applicant: string
  readonly submittedOn: string
  readonly receivedOn: string | null
  readonly repliedOn: string | null
  readonly endedOn: string | null
  readonly outcome: string | null
  readonly grounds: readonly string[]
  readonly replyNumber: string | null
  readonly satisfaction: number | null
  readonly readerKey: string | null
  readonly region: string
  readonly facts: readonly ToldFact[]
  readonly messages: readonly ToldMessage[]
  readonly files: readonly {
    readonly id: number
    readonly name: string
    readonly size: number
    readonly contentType: string
  }[]
  readonly remedy: {
    readonly reviewBody: string
    readonly court: string
    readonly onlineReview: string | null
    readonly queryReviewFirst: boolean
  } | null
}
export type Told = {
  readonly bodyId: number
  /** Submitted a moment ago, not yet a case. */
  readonly waiting: boolean
  readonly submittedAt: string
  readonly matters: readonly ToldMatter[]
}

/** What two codes open; null for a wrong code, an unknown number, and one that was guessed at too often. */
export const statusOf = (db: Query, receipt: string, queryHash: Buffer): Promise<Told | null> =>
  one(
    sql<{ answer: Told | null }>`select intake.request_status(${receipt}, ${queryHash}) as answer`.execute(
      db,
    ),
  )

/** What each matter of a receipt is asked to supply about the applicant, by its number; nothing where it waits for no supplement. */
export const wantedOf = (
  db: Query,
  receipt: string,
  queryHash: Buffer,
): Promise<Readonly<Record<number, readonly Wanted[]>>> =>
  one(
    sql<{
      answer: Readonly<Record<number, readonly Wanted[]>>
    }>`select intake.request_wanted(${receipt}, ${queryHash}) as answer`.execute(db),
  )

export type WrittenKind = 'message' | 'supplement' | 'withdraw' | 'satisfaction' | 'convert' | 'acknowledge'

export function writeToOffice(
  db: Query,
  m: {
    receipt: string
    queryHash: Buffer
    matter: number
    kind: WrittenKind
    office: Buffer | null
    reader: Buffer | null
    score: number | null
    files: readonly Buffer[]
  },
): Promise<'taken' | 'unknown' | 'not-now' | 'too-many'> {
  return one(
    sql<{
      answer: 'taken' | 'unknown' | 'not-now' | 'too-many'
    }>`select intake.write_request(${m.receipt}, ${m.queryHash}, ${m.matter},
      ${m.kind}, ${m.office}, ${m.reader}, ${m.score}, ${[...m.files]}::bytea[]) as answer`.execute(db),
  )
}

export async function deliveredFile(
  db: Query,
  receipt: string,
  queryHash: Buffer,
  file: number,
): Promise<{ name: string; content_type: string; size: number; hash: string } | null> {
  const { rows } = await sql<{ name: string; content_type: string; size: number; hash: string }>`
    select * from intake.request_file(${receipt}, ${queryHash}, ${file})`.execute(db)
  return rows[0] ?? null
}

export type DisclosedAnswer = { readonly address: string; readonly title: string; readonly shown_on: string }

/** 依申请公开选登 of a body that stand published, newest first. */
export function disclosedAnswers(db: Query, bodyId: number): Promise<DisclosedAnswer[]> {
  return db
    .selectFrom('record.current')
    .select(['address', 'title', 'shown_on'])
    .where('body_id', '=', bodyId)
    .where('standing', '=', 'published')
    .where('kind', '=', 'disclosed-answer')
    .orderBy('shown_on', 'desc')
    .orderBy('number', 'desc')
    .limit(500)
    .execute() as Promise<DisclosedAnswer[]>
}
