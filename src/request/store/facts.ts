import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Fact, FactData, FactKind } from '../facts.ts'

export async function factsOf(db: Query, requestId: number): Promise<Fact[]> {
  return (await factsOfMany(db, [requestId])).get(requestId) ?? []
}

/** The facts of several cases in the order of their entry. */
export async function factsOfMany(db: Query, requestIds: readonly number[]): Promise<Map<number, Fact[]>> {
  const facts = new Map<number, Fact[]>()
  if (requestIds.length === 0) return facts
  const rows = await db
    .selectFrom('request_fact')
    .select(['id', 'request_id', 'kind', 'on_day', 'ref', 'data', 'by_staff'])
    .where(sql<boolean>`request_id = any(${[...requestIds]}::integer[])`)
    .orderBy('id')
    .execute()
  for (const row of rows) {
    const fact: Fact = {
      id: row.id,
      kind: row.kind as FactKind,
      on: row.on_day,
      ref: row.ref,
      data: row.data as FactData,
      by: row.by_staff,
    }
    const list = facts.get(row.request_id)
    if (list) list.push(fact)
    else facts.set(row.request_id, [fact])
  }
  return facts
}

export type NewFact = {
  readonly requestId: number
  readonly kind: FactKind
  readonly on: string
  readonly ref?: string | null
  readonly data?: FactData
  /** What of it is personal: who was consulted, what was written to whom. */
  readonly sealed?: Buffer | null
  readonly by: number | null
  readonly at: Date
}

export async function addFact(trx: Trx, fact: NewFact): Promise<number> {
  const { id } = await trx
    .insertInto('request_fact')
    .values({
      request_id: fact.requestId,
      kind: fact.kind,
      on_day: fact.on,
      ref: fact.ref ?? null,
      data: JSON.stringify(fact.data ?? {}),
      sealed: fact.sealed ?? null,
      by_staff: fact.by,
      at: fact.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The sealed part of some facts of a case, by fact. */
export async function sealedOf(db: Query, requestId: number): Promise<Map<number, Buffer>> {
  const rows = await db
    .selectFrom('request_fact')
    .select(['id', 'sealed'])
    .where('request_id', '=', requestId)
    .where('sealed', 'is not', null)
    .execute()
  return new Map(rows.map(r => [r.id, r.sealed!]))
}

export type Task = {
  readonly departmentId: number
  readonly department: string
  readonly asked: string
  readonly dueOn: string
  readonly opinion: string | null
  readonly answeredAt: Date | null
}

export async function tasksOf(db: Query, requestId: number): Promise<Task[]> {
  const rows = await db
    .selectFrom('request_task')
    .innerJoin('department', 'department.id', 'request_task.department_id')
    .select([
      'request_task.department_id',
      'department.name',
      'request_task.asked',
      'request_task.due_on',
      'request_task.opinion',
      'request_task.answered_at',
    ])
    .where('request_id', '=', requestId)
    .orderBy('request_task.id')
    .execute()
  return rows.map(r => ({
    departmentId: r.department_id,
    department: r.name,
    asked: r.asked,
    dueOn: r.due_on,
    opinion: r.opinion,
    answeredAt: r.answered_at,
  }))
}

export async function handOut(
  trx: Trx,
  task: { requestId: number; departmentId: number; asked: string; dueOn: string; at: Date },
): Promise<void> {
  await trx
    .insertInto('request_task')
    .values({
      request_id: task.requestId,
      department_id: task.departmentId,
      asked: task.asked,
      asked_at: task.at,
      due_on: task.dueOn,
    })
    .onConflict(c =>
      c.columns(['request_id', 'department_id']).doUpdateSet({
        asked: task.asked,
        asked_at: task.at,
        due_on: task.dueOn,
        answered_at: null,
        answered_by: null,
      }),
    )
    .execute()
}

export async function answerTask(
  trx: Trx,
  task: { requestId: number; departmentId: number; opinion: string; by: number; at: Date },
): Promise<void> {
  await trx
    .updateTable('request_task')
    .set({ opinion: task.opinion, answered_by: task.by, answered_at: task.at })
    .where('request_id', '=', task.requestId)
    .where('department_id', '=', task.departmentId)
    .execute()
}
