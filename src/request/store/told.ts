import { sql } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Fact, FactData, FactKind } from '../facts.ts'

export type OpenCase = {
  readonly id: number
  readonly bodyId: number
  readonly officerId: number | null
  readonly state: string
  readonly submittedOn: string
  /** The day it is ordered by. */
  readonly placed: string | null
  readonly number: string | null
  readonly subject: string
  readonly told: string | null
  readonly toldFact: number | null
  readonly facts: Fact[]
}

/** Open cases after an id, with the facts their clocks read, so many at a time. */
export async function openCasesAfter(db: Query, after: number, limit: number): Promise<OpenCase[]> {
  const { rows } = await sql<{
    id: number
    body_id: number
    officer_id: number | null
    state: string
    submitted_on: string
    placed: string | null
    number: string | null
    subject: string
    due_on: string | null
    fact_id: number | null
  }>`select r.id, r.body_id, r.officer_id, r.state, r.submitted_on, r.due_on as placed, r.number, r.subject, t.due_on, t.fact_id
    from request r left join request_told t on t.request_id = r.id
    where r.id > ${after} and r.replied_on is null and r.ended_on is null order by r.id limit ${limit}`.execute(
    db,
  )
  if (rows.length === 0) return []
  const cases = new Map<number, OpenCase>(
    rows.map(r => [
      r.id,
      {
        id: r.id,
        bodyId: r.body_id,
        officerId: r.officer_id,
        state: r.state,
        submittedOn: r.submitted_on,
        placed: r.placed,
        number: r.number,
        subject: r.subject,
        told: r.due_on,
        toldFact: r.fact_id,
        facts: [],
      },
    ]),
  )
  const { rows: facts } = await sql<{
    id: number
    request_id: number
    kind: string
    on_day: string
    ref: string | null
    data: FactData
    by_staff: number | null
  }>`select id, request_id, kind, on_day, ref, data, by_staff from request_fact
    where request_id between ${rows[0]!.id} and ${rows.at(-1)!.id} order by request_id, id`.execute(db)
  for (const f of facts)
    cases.get(f.request_id)?.facts.push({
      id: f.id,
      kind: f.kind as FactKind,
      on: f.on_day,
      ref: f.ref,
      data: f.data,
      by: f.by_staff,
    })
  return [...cases.values()]
}

/** Keeps the days by which the register orders what is open. */
export async function placeByDue(
  trx: Trx,
  placed: readonly { readonly id: number; readonly due: string | null }[],
): Promise<void> {
  if (placed.length === 0) return
  await sql`update request r set due_on = p.due_on
    from unnest(${placed.map(p => p.id)}::bigint[], ${placed.map(p => p.due)}::date[]) as p(id, due_on)
    where r.id = p.id and r.due_on is distinct from p.due_on`.execute(trx)
}

/** Keeps what people are told now. */
export async function tell(
  trx: Trx,
  told: readonly { readonly id: number; readonly due: string; readonly fact: number }[],
): Promise<void> {
  if (told.length === 0) return
  await sql`insert into request_told (request_id, due_on, fact_id)
    select * from unnest(${told.map(t => t.id)}::bigint[], ${told.map(t => t.due)}::date[], ${told.map(t => t.fact)}::bigint[])
    on conflict (request_id) do update set due_on = excluded.due_on, fact_id = excluded.fact_id`.execute(trx)
}
