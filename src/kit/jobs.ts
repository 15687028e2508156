import { sql } from 'kysely'
import type { Trx } from './db.ts'
import type { JsonMembers } from './events.ts'

export type Job = {
  readonly name: string
  readonly payload: JsonMembers
  /** Same key, same job: a retry replaces it instead of doubling it. */
  readonly key?: string
  readonly runAt?: Date
}

/** Queues work in the caller's transaction: what caused it and the job are committed together or not at all. */
export async function addJob(trx: Trx, job: Job): Promise<void> {
  await sql`select graphile_worker.add_job(
    identifier => ${job.name}::text,
    payload => ${JSON.stringify(job.payload)}::json,
    run_at => ${job.runAt ?? null}::timestamptz,
    job_key => ${job.key ?? null}::text)`.execute(trx)
}
