import { setTimeout as sleep } from 'node:timers/promises'
import { run, type Runner, type RunnerOptions } from 'graphile-worker'
import type { Pool, PoolClient } from 'pg'

/** One number for the whole database: who holds its lock is the only one that runs jobs. */
const alone = 7202612

/**
 * What a worker that died had in hand is given back at once: its lock would stand for four hours, and a publication set for this
 * evening with it. Only where no other worker lives.
 */
async function giveBack(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect()
  client.on('error', () => {})
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [alone])
  if (rows[0]?.held)
    await client.query(
      `select graphile_worker.force_unlock_workers(array(
         select distinct locked_by from graphile_worker.jobs where locked_by is not null))`,
    )
  return client
}

type Options = Omit<RunnerOptions, 'pgPool'> & { readonly pgPool: Pool }

/**
 * Runs the jobs as long as the service runs: a database that died and came back finds a new worker. Stopping waits for the job in
 * hand. `complain` hears in one sentence why a worker ended.
 */
export async function keepWorking(
  options: Options,
  complain: (words: string) => void,
): Promise<{ stop(): Promise<void> }> {
  let stopping = false
  let runner: Runner | null = null
  let lock: PoolClient | null = null
  const begin = async () => {
    lock = await giveBack(options.pgPool)
    // Without a delay graphile-worker 0.17 leaves a failed write about a failed job to nobody, and the process dies of it.
    runner = await run({
      ...options,
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
    runner.promise.then(
      () => void again(),
      error => void again(error),
    )
  }
  const again = async (error?: unknown) => {
    lock?.release(true)
    lock = null
    runner = null
    if (error !== undefined) complain(`后台任务中断，随即重新开始：${String(error)}`)
    while (!stopping && runner === null) {
      await sleep(1000)
      if (!stopping) await begin().catch(() => lock?.release(true))
    }
  }
  await begin()
  return {
    async stop() {
      stopping = true
      await runner?.stop()
      lock?.release(true)
    },
  }
}
