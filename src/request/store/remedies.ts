import type { Query, Trx } from '#kit/db.ts'
import type { ReviewProcedure } from '../remedies/model.ts'
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
  readonly note: string
  readonly version: number
  readonly imported: boolean
  readonly enteredBy: number | null
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
      'y.note',
      'y.version',
      'y.imported',
      'y.entered_by as enteredBy',
    ])

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
  if (filter.open) query = query.where('y.decided_on', 'is', null)
  if (filter.requestId !== undefined) query = query.where('y.request_id', '=', filter.requestId)
  const rows = await query
    .orderBy('y.received_on', 'desc')
    .orderBy('y.id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return rows as RemedyRow[]
}

export async function countRemediesOf(db: Query, bodyId: number, open: boolean): Promise<number> {
  let query = db
    .selectFrom('request_remedy')
    .select(e => e.fn.countAll<string>().as('n'))
    .where('body_id', '=', bodyId)
  if (open) query = query.where('decided_on', 'is', null)
  return Number((await query.executeTakeFirstOrThrow()).n)
}

export async function readRemedy(db: Query, id: number): Promise<RemedyRow | null> {
  return ((await select(db).where('y.id', '=', id).executeTakeFirst()) as RemedyRow | undefined) ?? null
}

export async function lockRemedy(trx: Trx, id: number): Promise<RemedyRow | null> {
  await trx.selectFrom('request_remedy').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
  return readRemedy(trx, id)
}

export type RemedyFields = Pick<RemedyRow, 'number' | 'authority' | 'procedure' | 'receivedOn' | 'note'>

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
  change: Partial<RemedyFields> & {
    readonly defendedOn?: string
    readonly result?: RemedyResult
    readonly decidedOn?: string
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
    }))
    .where('id', '=', id)
    .execute()
}

/** Another one with the same number of the same authority: entered twice. */
export async function sameRemedy(
  db: Query,
  bodyId: number,
  authority: string,
  number: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('request_remedy')
    .select('id')
    .where('body_id', '=', bodyId)
    .where('authority', '=', authority)
    .where('number', '=', number)
    .executeTakeFirst()
  return row !== undefined
}
