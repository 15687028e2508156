import type { Query, Trx } from '#kit/db.ts'

/** Departments that have not answered, per document. */
export async function openCountersignsOf(
  db: Query,
  documentIds: readonly number[],
): Promise<Map<number, number[]>> {
  if (documentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('document_countersign')
    .select(['document_id', 'department_id'])
    .where('document_id', 'in', documentIds)
    .where('answered_at', 'is', null)
    .orderBy('department_id')
    .execute()
  const asked = new Map<number, number[]>()
  for (const r of rows) asked.set(r.document_id, [...(asked.get(r.document_id) ?? []), r.department_id])
  return asked
}

export async function openCountersigns(db: Query, documentId: number): Promise<number[]> {
  return (await openCountersignsOf(db, [documentId])).get(documentId) ?? []
}

export type Countersign = {
  readonly departmentId: number
  readonly round: number
  readonly staffId: number | null
  readonly agrees: boolean | null
  readonly opinion: string | null
  readonly answeredAt: Date | null
}

export async function countersignsOf(db: Query, documentId: number): Promise<Countersign[]> {
  const rows = await db
    .selectFrom('document_countersign')
    .select(['department_id', 'round', 'staff_id', 'agrees', 'opinion', 'answered_at'])
    .where('document_id', '=', documentId)
    .orderBy('round')
    .orderBy('department_id')
    .execute()
  return rows.map(r => ({
    departmentId: r.department_id,
    round: r.round,
    staffId: r.staff_id,
    agrees: r.agrees,
    opinion: r.opinion,
    answeredAt: r.answered_at,
  }))
}

/** Asks some departments at once: a new round. */
export async function askCountersigns(
  trx: Trx,
  documentId: number,
  departments: readonly number[],
  at: Date,
): Promise<number> {
  const last = await trx
    .selectFrom('document_countersign')
    .select(eb => eb.fn.max('round').as('round'))
    .where('document_id', '=', documentId)
    .executeTakeFirst()
  const round = (last?.round ?? 0) + 1
  await trx
    .insertInto('document_countersign')
    .values(
      departments.map(department_id => ({ document_id: documentId, department_id, round, asked_at: at })),
    )
    .execute()
  return round
}

export async function answerCountersign(
  trx: Trx,
  documentId: number,
  departmentId: number,
  answer: { staffId: number; agrees: boolean; opinion: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('document_countersign')
    .set({ staff_id: answer.staffId, agrees: answer.agrees, opinion: answer.opinion, answered_at: answer.at })
    .where('document_id', '=', documentId)
    .where('department_id', '=', departmentId)
    .where('answered_at', 'is', null)
    .execute()
}

/** No longer waits for those that have not answered; their rows say so. */
export async function endCountersigns(trx: Trx, documentId: number, why: string, at: Date): Promise<void> {
  await trx
    .updateTable('document_countersign')
    .set({ opinion: `（未会签：${why}）`, answered_at: at })
    .where('document_id', '=', documentId)
    .where('answered_at', 'is', null)
    .execute()
}

/** Notes that somebody who could act on it has opened it in a state. */
export async function noteRead(
  db: Query,
  documentId: number,
  staffId: number,
  state: string,
  at: Date,
): Promise<void> {
  await db
    .insertInto('document_read')
    .values({ document_id: documentId, staff_id: staffId, state, read_at: at })
    .onConflict(c => c.doNothing())
    .execute()
}

/** Who has opened it in a state since it got there, the first one first. */
export async function readersSince(
  db: Query,
  documentId: number,
  state: string,
  since: Date,
): Promise<{ staffId: number; at: Date }[]> {
  const rows = await db
    .selectFrom('document_read')
    .select(['staff_id', 'read_at'])
    .where('document_id', '=', documentId)
    .where('state', '=', state)
    .where('read_at', '>=', since)
    .orderBy('read_at')
    .execute()
  return rows.map(r => ({ staffId: r.staff_id, at: r.read_at }))
}

/** What was read in an earlier round does not count when it comes again. */
export async function forgetReads(trx: Trx, documentId: number): Promise<void> {
  await trx.deleteFrom('document_read').where('document_id', '=', documentId).execute()
}
