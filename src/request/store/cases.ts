import { sql, type Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Request as RequestRow } from '#kit/schema.gen.ts'
import type { Answers } from '../guide.ts'
import { askedFor, bandsOf } from '../likeness.ts'
import type { ApplicantKind, Carrier, Channel, Delivery } from '../model.ts'
import type { RequestState } from '../workflow.ts'

/** One matter applied for, as everybody who handles it sees it: nothing personal in the open. */
export type Case = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: number | null
  /** 0: entered by the applicant, no officer yet. */
  readonly drafterId: number
  readonly state: RequestState
  readonly version: number
  readonly letterId: number | null
  readonly number: string | null
  readonly channel: Channel
  readonly submittedOn: string
  readonly arrivedOn: string
  readonly receivedOn: string | null
  readonly applicantKind: ApplicantKind
  readonly applicantShown: string
  readonly applicantKey: Buffer | null
  readonly sealed: Buffer | null
  readonly subject: string
  readonly description: string
  readonly carrier: Carrier
  readonly delivery: Delivery
  readonly receiptCode: string | null
  readonly imported: boolean
  readonly answers: Answers
  readonly caseFile: Readonly<Record<string, unknown>>
  readonly outcome: string | null
  readonly grounds: readonly string[]
  readonly reportRow: string | null
  readonly replyNumber: string | null
  readonly repliedOn: string | null
  readonly endedOn: string | null
  /** The answer that the annual report counts, where a decision or judgement wanted a new one. */
  readonly firstOutcome: string | null
  readonly firstGrounds: readonly string[] | null
  readonly firstRepliedOn: string | null
  readonly firstReplyNumber: string | null
  readonly extensionDays: number | null
  readonly reachedAt: Date
  readonly createdAt: Date
  /** Departments it was handed out to. */
  readonly tasked: readonly number[]
  /** Of these, the ones that have not answered. */
  readonly asked: readonly number[]
}

type Read = Selectable<RequestRow> & { tasked: number[]; asked: number[] }

function caseFrom(row: Read): Case {
  return {
    id: row.id,
    bodyId: row.body_id,
    departmentId: row.department_id,
    drafterId: row.officer_id ?? 0,
    state: row.state as RequestState,
    version: row.version,
    letterId: row.letter_id,
    number: row.number,
    channel: row.channel as Channel,
    submittedOn: row.submitted_on,
    arrivedOn: row.arrived_on,
    receivedOn: row.received_on,
    applicantKind: row.applicant_kind as ApplicantKind,
    applicantShown: row.applicant_shown,
    applicantKey: row.applicant_key,
    sealed: row.sealed,
    subject: row.subject,
    description: row.description,
    carrier: row.carrier as Carrier,
    delivery: row.delivery as Delivery,
    receiptCode: row.receipt_code,
    imported: row.imported,
    answers: row.answers as Answers,
    caseFile: row.case_file as Record<string, unknown>,
    outcome: row.outcome,
    grounds: row.grounds,
    reportRow: row.report_row,
    replyNumber: row.reply_number,
    repliedOn: row.replied_on,
    endedOn: row.ended_on,
    firstOutcome: row.first_outcome,
    firstGrounds: row.first_grounds,
    firstRepliedOn: row.first_replied_on,
    firstReplyNumber: row.first_reply_number,
    extensionDays: row.extension_days,
    reachedAt: row.reached_at,
    createdAt: row.created_at,
    tasked: row.tasked,
    asked: row.asked,
  }
}

const tasks = [
  sql<number[]>`array(select t.department_id from request_task t where t.request_id = request.id)`.as(
    'tasked',
  ),
  sql<
    number[]
  >`array(select t.department_id from request_task t where t.request_id = request.id and t.answered_at is null)`.as(
    'asked',
  ),
] as const

export async function readCase(db: Query, id: number): Promise<Case | null> {
  const row = await db
    .selectFrom('request')
    .selectAll()
    .select([...tasks])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? caseFrom(row) : null
}

/** Some cases in the order of their ids. */
export async function readCases(db: Query, ids: readonly number[]): Promise<Case[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('request')
    .selectAll()
    .select([...tasks])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute()
  return rows.map(caseFrom)
}

export async function lockCase(trx: Trx, id: number): Promise<Case | null> {
  const row = await trx
    .selectFrom('request')
    .selectAll()
    .select([...tasks])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? caseFrom(row) : null
}

export async function moveCase(trx: Trx, row: { readonly id: number }, to: string, at: Date): Promise<void> {
  await trx
    .updateTable('request')
    .set(eb => ({ state: to, version: eb('version', '+', 1), reached_at: at }))
    .where('id', '=', row.id)
    .execute()
}

export type NewCase = {
  readonly bodyId: number
  readonly departmentId: number | null
  readonly officerId: number | null
  readonly state: RequestState
  readonly letterId: number | null
  readonly number: { readonly text: string; readonly year: number; readonly sequence: number } | null
  readonly channel: Channel
  readonly submittedOn: string
  readonly arrivedOn: string
  readonly receivedOn: string | null
  readonly applicantKind: ApplicantKind
  readonly applicantShown: string
  readonly applicantKey: Buffer | null
  readonly sealed: Buffer | null
  readonly subject: string
  readonly description: string
  readonly carrier: Carrier
  readonly delivery: Delivery
  readonly receiptCode: string | null
  readonly queryHash: Buffer | null
  readonly readerKey: string | null
  readonly at: Date
}

export async function insertCase(trx: Trx, c: NewCase): Promise<number> {
  const { id } = await trx
    .insertInto('request')
    .values({
      body_id: c.bodyId,
      department_id: c.departmentId,
      officer_id: c.officerId,
      state: c.state,
      letter_id: c.letterId,
      number: c.number?.text ?? null,
      number_year: c.number?.year ?? null,
      number_sequence: c.number?.sequence ?? null,
      channel: c.channel,
      submitted_on: c.submittedOn,
      arrived_on: c.arrivedOn,
      received_on: c.receivedOn,
      applicant_kind: c.applicantKind,
      applicant_shown: c.applicantShown,
      applicant_key: c.applicantKey,
      sealed: c.sealed,
      subject: c.subject,
      description: c.description,
      likeness: bandsOf(askedFor(c)),
      carrier: c.carrier,
      delivery: c.delivery,
      receipt_code: c.receiptCode,
      query_hash: c.queryHash,
      reader_key: c.readerKey,
      reached_at: c.at,
      created_at: c.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** What an act may set besides the state. */
export type Change = {
  officerId?: number
  departmentId?: number | null
  receivedOn?: string
  answers?: Answers
  caseFile?: Readonly<Record<string, unknown>>
  outcome?: string | null
  grounds?: readonly string[]
  reportRow?: string | null
  replyNumber?: string
  repliedOn?: string
  endedOn?: string
  mergedInto?: number
  extensionDays?: number
  sealed?: Buffer
  applicantKey?: Buffer | null
  applicantShown?: string
}

export async function changeCase(trx: Trx, id: number, c: Change): Promise<void> {
  await trx
    .updateTable('request')
    .set({
      ...(c.officerId === undefined ? {} : { officer_id: c.officerId }),
      ...(c.departmentId === undefined ? {} : { department_id: c.departmentId }),
      ...(c.receivedOn === undefined ? {} : { received_on: c.receivedOn }),
      ...(c.answers === undefined ? {} : { answers: JSON.stringify(c.answers) }),
      ...(c.caseFile === undefined ? {} : { case_file: JSON.stringify(c.caseFile) }),
      ...(c.outcome === undefined ? {} : { outcome: c.outcome }),
      ...(c.grounds === undefined ? {} : { grounds: [...c.grounds] }),
      ...(c.reportRow === undefined ? {} : { report_row: c.reportRow }),
      ...(c.replyNumber === undefined ? {} : { reply_number: c.replyNumber }),
      ...(c.repliedOn === undefined ? {} : { replied_on: c.repliedOn }),
      ...(c.endedOn === undefined ? {} : { ended_on: c.endedOn }),
      ...(c.mergedInto === undefined ? {} : { merged_into: c.mergedInto }),
      ...(c.extensionDays === undefined ? {} : { extension_days: c.extensionDays }),
      ...(c.sealed === undefined ? {} : { sealed: c.sealed }),
      ...(c.applicantKey === undefined ? {} : { applicant_key: c.applicantKey }),
      ...(c.applicantShown === undefined ? {} : { applicant_shown: c.applicantShown }),
    })
    .where('id', '=', id)
    .execute()
}

/**
 * 重新办理: the answer given is put by as the first, once and for all, and the case stands without one. What the first answer rested on stays
 * in the file.
 */
export async function reopenCase(trx: Trx, id: number): Promise<void> {
  await trx
    .updateTable('request')
    .set(e => ({
      first_outcome: e.fn.coalesce('first_outcome', 'outcome'),
      first_report_row: e.fn.coalesce('first_report_row', 'report_row'),
      first_grounds: e.fn.coalesce('first_grounds', 'grounds'),
      first_replied_on: e.fn.coalesce('first_replied_on', 'replied_on'),
      first_reply_number: e.fn.coalesce('first_reply_number', 'reply_number'),
      outcome: null,
      report_row: null,
      grounds: [],
      reply_number: null,
      replied_on: null,
      ended_on: null,
      extension_days: null,
      answers: JSON.stringify({}),
    }))
    .where('id', '=', id)
    .execute()
}

/** Earlier cases of the same applicant in the body, newest first: for repeats and for the count of a month. */
export async function casesOfApplicant(
  db: Query,
  bodyId: number,
  applicantKey: Buffer,
  since: string,
): Promise<
  {
    id: number
    number: string | null
    subject: string
    received_on: string | null
    state: string
    outcome: string | null
  }[]
> {
  return db
    .selectFrom('request')
    .select(['id', 'number', 'subject', 'received_on', 'state', 'outcome'])
    .where('body_id', '=', bodyId)
    .where('applicant_key', '=', applicantKey)
    .where('received_on', '>=', since)
    .orderBy('received_on', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

/** 109号 第四条: how many cases of the same applicant stood in the same calendar month before this one. */
export async function piecesThisMonth(
  db: Query,
  row: {
    readonly id: number
    readonly bodyId: number
    readonly applicantKey: Buffer | null
    readonly receivedOn: string | null
  },
): Promise<{ before: number; own: number }> {
  if (row.applicantKey === null || row.receivedOn === null) return { before: 0, own: 1 }
  const { rows } = await sql<{ before: number }>`
    select count(*)::integer as before from request
    where body_id = ${row.bodyId} and applicant_key = ${row.applicantKey}
      and received_on >= ${`${row.receivedOn.slice(0, 7)}-01`}::date
      and (received_on, id) < (${row.receivedOn}::date, ${row.id}::bigint)`.execute(db)
  return { before: rows[0]!.before, own: 1 }
}
