import { sql, type Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Mistake } from '#kit/schema.gen.ts'
import { subjectTable } from '#kit/subjectTable.ts'
import type { MistakeKind, MistakeRow, MistakeState } from './model.ts'

/** Every line of SQL about what readers say of pages. The public side has the two functions at the end, nothing else. */

const made = (row: Selectable<Mistake>): MistakeRow => ({
  id: row.id,
  bodyId: row.body_id,
  departmentId: null,
  // Nobody of the house wrote it.
  drafterId: 0,
  state: row.state as MistakeState,
  version: row.version,
  address: row.address,
  kind: row.kind as MistakeKind,
  text: row.text,
  answer: row.answer,
  receivedAt: row.received_at,
  changedAt: row.changed_at,
})

const table = subjectTable('mistake', made, 'changed_at')
export const readMistake = table.read
export const lockMistake = table.lock
export const moveMistake = table.move

export async function putAnswer(trx: Trx, id: number, answer: string): Promise<void> {
  await trx.updateTable('mistake').set({ answer }).where('id', '=', id).execute()
}

const pageSize = 50

/** Reports about the pages of some bodies: those that wait first, oldest first; then the newest. */
export async function mistakesOf(
  db: Query,
  bodyIds: readonly number[],
  state: MistakeState | null,
  page: number,
): Promise<{ rows: (MistakeRow & { title: string | null })[]; total: number; pageSize: number }> {
  if (bodyIds.length === 0) return { rows: [], total: 0, pageSize }
  const base = () => {
    const q = db.selectFrom('mistake as m').where('m.body_id', 'in', [...bodyIds])
    return state ? q.where('m.state', '=', state) : q
  }
  const rows = await base()
    .leftJoin('record.current as c', 'c.address', 'm.address')
    .selectAll('m')
    .select('c.title')
    .orderBy(sql`m.state = 'received'`, 'desc')
    .orderBy(sql`case when m.state = 'received' then m.id else -m.id end`)
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { n } = await base()
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return { rows: rows.map(r => ({ ...made(r), title: r.title })), total: n, pageSize }
}

export type Usefulness = {
  readonly address: string
  readonly title: string
  readonly useful: number
  readonly useless: number
}

/** Publications of some bodies by how many readers found no use in them, over the days since. */
export async function leastUseful(
  db: Query,
  bodyIds: readonly number[],
  since: string,
): Promise<Usefulness[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('usefulness as u')
    .innerJoin('record.current as c', 'c.address', 'u.address')
    .select(eb => [
      'u.address',
      'c.title',
      eb.fn.sum<number>('u.useful').as('useful'),
      eb.fn.sum<number>('u.useless').as('useless'),
    ])
    .where('c.body_id', 'in', [...bodyIds])
    .where('c.standing', '=', 'published')
    .where('u.day', '>=', since)
    .groupBy(['u.address', 'c.title'])
    .orderBy('useless', 'desc')
    .limit(20)
    .execute()
  return rows.map(r => ({ ...r, useful: Number(r.useful), useless: Number(r.useless) }))
}

/** What stands published at an address and its title, as the public reads it. */
export async function titleAt(db: Query, address: string): Promise<string | null> {
  const row = await db
    .selectFrom('record.current')
    .select('title')
    .where('address', '=', address)
    .where('standing', '=', 'published')
    .executeTakeFirst()
  return row?.title ?? null
}

export type Reported = {
  readonly outcome: 'taken' | 'unknown' | 'invalid' | 'too-many'
  readonly number: number | null
}

/** By the intake function: the portal may not do more. */
export async function reportMistake(
  db: Query,
  given: { address: string; kind: MistakeKind; text: string },
): Promise<Reported> {
  const { rows } = await sql<Reported>`
    select outcome, number from intake.report_mistake(${given.address}, ${given.kind}, ${given.text})`.execute(
    db,
  )
  return rows[0]!
}

export async function markUseful(db: Query, address: string, isUseful: boolean): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`
    select intake.mark_useful(${address}, ${isUseful}) as ok`.execute(db)
  return rows[0]!.ok
}

/** What became of a report, for the public: the answer, never the reader's words. */
export async function putPublicAnswer(
  trx: Trx,
  m: MistakeRow & { outcome: 'fixed' | 'dismissed'; answer: string; at: Date; position: number },
): Promise<void> {
  await trx
    .insertInto('record.mistake')
    .values({
      number: m.id,
      address: m.address,
      body_id: m.bodyId,
      outcome: m.outcome,
      answer: m.answer,
      received_at: m.receivedAt,
      answered_at: m.at,
      chain_position: m.position,
    })
    .execute()
}

/** Answered reports as the public reads them, newest first; one of them by its number. */
export async function publicAnswers(db: Query, number: number | null) {
  let q = db
    .selectFrom('record.mistake as m')
    .leftJoin('record.current as c', join =>
      join.onRef('c.address', '=', 'm.address').on('c.standing', '=', 'published'),
    )
    .select(['m.number', 'm.address', 'm.outcome', 'm.answer', 'm.received_at', 'm.answered_at', 'c.title'])
  if (number !== null) q = q.where('m.number', '=', number)
  return q.orderBy('m.answered_at', 'desc').limit(100).execute()
}

/** Reports about the pages of some bodies that nobody has answered, oldest first. */
export async function mistakesWaiting(
  db: Query,
  bodyIds: readonly number[],
  limit: number,
): Promise<(MistakeRow & { title: string | null })[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('mistake as m')
    .leftJoin('record.current as c', 'c.address', 'm.address')
    .selectAll('m')
    .select('c.title')
    .where('m.body_id', 'in', [...bodyIds])
    .where('m.state', '=', 'received')
    .orderBy('m.id')
    .limit(limit)
    .execute()
  return rows.map(r => ({ ...made(r), title: r.title }))
}

/** Reports about pages of some bodies received in [from, until), and how many of them were answered. */
export async function mistakesBetween(
  db: Query,
  bodyIds: readonly number[],
  from: Date,
  until: Date,
): Promise<{ received: number; answered: number }> {
  const { rows } = await sql<{ received: number; answered: number }>`
    select count(*)::integer as received, (count(*) filter (where state <> 'received'))::integer as answered
    from office.mistake
    where body_id = any(${[...bodyIds]}::integer[]) and received_at >= ${from} and received_at < ${until}`.execute(
    db,
  )
  return rows[0]!
}
