import type { ExpressionBuilder } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { DB } from '#kit/schema.gen.ts'
import type { RedoFor, ReviewProcedure } from '../remedies/model.ts'
import type { RemedyBlock, RemedyResult } from '../statistics/table3.ts'

export type RemedyRow = {
  readonly id: number
  readonly bodyId: number
  readonly requestId: number | null
  readonly requestNumber: string | null
  readonly block: RemedyBlock
  readonly number: string
  readonly authority: string
  readonly procedure: ReviewProcedure
  readonly receivedOn: string
  readonly defendedOn: string | null
  readonly result: RemedyResult
  readonly decidedOn: string | null
  /** Whether the decision or judgement wants a new answer, why, from which day and by which; null where no day was set. */
  readonly redo: boolean
  readonly redoFor: RedoFor | null
  readonly toldOn: string | null
  readonly redoBy: string | null
  /** When the case was taken up again. */
  readonly redoneAt: Date | null
  readonly note: string
  readonly version: number
  readonly imported: boolean
  readonly enteredBy: number | null
  readonly enteredAt: Date
}

const select = (db: Query) =>
  db
    .selectFrom('request_remedy as y')
    .leftJoin('request as r', 'r.id', 'y.request_id')
    .select([
      'y.id',
      'y.body_id as bodyId',
      'y.request_id as requestId',
      'r.number as requestNumber',
      'y.block',
      'y.number',
      'y.authority',
      'y.procedure',
      'y.received_on as receivedOn',
      'y.defended_on as defendedOn',
      'y.result',
      'y.decided_on as decidedOn',
      'y.redo',
      'y.redo_for as redoFor',
      'y.told_on as toldOn',
      'y.redo_by as redoBy',
      'y.redone_at as redoneAt',
      'y.note',
      'y.version',
      'y.imported',
      'y.entered_by as enteredBy',
      'y.entered_at as enteredAt',
    ])

/** Not ended, or ended with a new answer that nobody has begun. */
const underWay = (e: ExpressionBuilder<DB & { y: DB['request_remedy'] }, 'y'>) =>
  e.or([e('y.decided_on', 'is', null), e.and([e('y.redo', '=', true), e('y.redone_at', 'is', null)])])

/** Of one body, newest first; `open` alone where asked. */
export async function remediesOf(
  db: Query,
  bodyId: number,
  filter: {
    readonly open?: boolean
    readonly requestId?: number
    readonly limit: number
    readonly offset: number
  },
): Promise<RemedyRow[]> {
  let query = select(db).where('y.body_id', '=', bodyId)
  if (filter.open) query = query.where(e => underWay(e))
  if (filter.requestId !== undefined) query = query.where('y.request_id', '=', filter.requestId)
  const rows = await query
    .orderBy('y.received_on', 'desc')
    .orderBy('y.id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return rows as RemedyRow[]
}

/** Of some bodies: what is not ended, and what wants a new answer that nobody has begun; the oldest first. */
export async function remediesUnderWay(
  db: Query,
  bodyIds: readonly number[],
  limit: number,
): Promise<(RemedyRow & { subject: string | null })[]> {
  if (bodyIds.length === 0) return []
  const rows = await select(db)
    .select('r.subject')
    .where('y.body_id', 'in', [...bodyIds])
    .where('y.imported', '=', false)
    .where(e => underWay(e))
    .orderBy('y.received_on')
    .orderBy('y.id')
    .limit(limit)
    .execute()
  return rows as (RemedyRow & { subject: string | null })[]
}

/** What wants a new answer of a case and was not begun: the first of them. */
export async function redoOf(db: Query, requestId: number): Promise<RemedyRow | null> {
  const row = await select(db)
    .where('y.request_id', '=', requestId)
    .where('y.redo', '=', true)
    .where('y.redone_at', 'is', null)
    .orderBy('y.told_on')
    .orderBy('y.id')
    .limit(1)
    .executeTakeFirst()
  return (row as RemedyRow | undefined) ?? null
}

export async function countRemediesOf(
  db: Query,
  bodyId: number,
  filter: { readonly open?: boolean; readonly requestId?: number },
): Promise<number> {
  let query = db
    .selectFrom('request_remedy as y')
    .select(e => e.fn.countAll<string>().as('n'))
    .where('y.body_id', '=', bodyId)
  if (filter.open) query = query.where(e => underWay(e))
  if (filter.requestId !== undefined) query = query.where('y.request_id', '=', filter.requestId)
  return Number((await query.executeTakeFirstOrThrow()).n)
}

export async function readRemedy(db: Query, id: number): Promise<RemedyRow | null> {
  return ((await select(db).where('y.id', '=', id).executeTakeFirst()) as RemedyRow | undefined) ?? null
}

export async function lockRemedy(trx: Trx, id: number): Promise<RemedyRow | null> {
  await trx.selectFrom('request_remedy').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  return readRemedy(trx, id)
}

/** When a case was last taken up again; null for one that never was. */
export async function redoneAtOf(db: Query, requestId: number): Promise<Date | null> {
  const row = await db
    .selectFrom('request_remedy')
    .select(e => e.fn.max('redone_at').as('at'))
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  return row?.at ?? null
}

export type RemedyFields = Pick<RemedyRow, 'number' | 'authority' | 'procedure' | 'receivedOn' | 'note'>
export type RemedyResulting = Pick<
  RemedyRow,
  'result' | 'decidedOn' | 'redo' | 'redoFor' | 'toldOn' | 'redoBy'
>

export async function insertRemedy(
  trx: Trx,
  remedy: RemedyFields & {
    readonly bodyId: number
    readonly requestId: number | null
    readonly block: RemedyBlock
    readonly by: number
    readonly at: Date
  },
): Promise<number> {
  const { id } = await trx
    .insertInto('request_remedy')
    .values({
      body_id: remedy.bodyId,
      request_id: remedy.requestId,
      block: remedy.block,
      number: remedy.number,
      authority: remedy.authority,
      procedure: remedy.procedure,
      received_on: remedy.receivedOn,
      note: remedy.note,
      entered_by: remedy.by,
      entered_at: remedy.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function changeRemedy(
  trx: Trx,
  id: number,
  change: Partial<RemedyFields> &
    Partial<RemedyResulting> & {
      readonly block?: RemedyBlock
      readonly requestId?: number | null
      readonly defendedOn?: string
      readonly redoneAt?: Date
    },
): Promise<void> {
  await trx
    .updateTable('request_remedy')
    .set(e => ({
      version: e('version', '+', 1),
      ...(change.number === undefined ? {} : { number: change.number }),
      ...(change.authority === undefined ? {} : { authority: change.authority }),
      ...(change.procedure === undefined ? {} : { procedure: change.procedure }),
      ...(change.receivedOn === undefined ? {} : { received_on: change.receivedOn }),
      ...(change.note === undefined ? {} : { note: change.note }),
      ...(change.defendedOn === undefined ? {} : { defended_on: change.defendedOn }),
      ...(change.result === undefined ? {} : { result: change.result }),
      ...(change.decidedOn === undefined ? {} : { decided_on: change.decidedOn }),
      ...(change.block === undefined ? {} : { block: change.block }),
      ...(change.requestId === undefined ? {} : { request_id: change.requestId }),
      ...(change.redo === undefined ? {} : { redo: change.redo }),
      ...(change.redoFor === undefined ? {} : { redo_for: change.redoFor }),
      ...(change.toldOn === undefined ? {} : { told_on: change.toldOn }),
      ...(change.redoBy === undefined ? {} : { redo_by: change.redoBy }),
      ...(change.redoneAt === undefined ? {} : { redone_at: change.redoneAt }),
    }))
    .where('id', '=', id)
    .execute()
}

/** Another one with the same number of the same authority: entered twice. `but`: the one being mended. */
export async function sameRemedy(
  db: Query,
  bodyId: number,
  authority: string,
  number: string,
  but = 0,
): Promise<boolean> {
  const row = await db
    .selectFrom('request_remedy')
    .select('id')
    .where('body_id', '=', bodyId)
    .where('authority', '=', authority)
    .where('number', '=', number)
    .where('id', '!=', but)
    .executeTakeFirst()
  return row !== undefined
}
