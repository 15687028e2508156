import { Logger } from 'graphile-worker'
import pg from 'pg'
import { expect, test } from 'vitest'
import { makePool } from '#kit/db.ts'
import { keepWorking } from '#kit/worker.ts'
import { makeHouse } from '../setup/house.ts'

test('数据库在任务当中断开：服务不停，任务不丢，片刻后另起一次办完', async () => {
  const t = await makeHouse()
  const pool = makePool({ connection: t.connection('office'), size: 5, name: 'test-worker' })
  pool.on('error', () => {})
  const admin = new pg.Client(t.connection())
  await admin.connect()
  let attempts = 0
  const heard: string[] = []
  const worker = await keepWorking(
    {
      pgPool: pool,
      concurrency: 1,
      pollInterval: 200,
      noHandleSignals: true,
      noPreparedStatements: true,
      logger: new Logger(() => () => {}),
      taskList: {
        'test:once': async () => {
          attempts++
          if (attempts > 1) return
          // The database stays away for as long as the failure has to be written down.
          await admin.query(`alter database ${t.database} connection limit 0`)
          await admin.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'office' and datname = $1`,
            [t.database],
          )
          setTimeout(() => void admin.query(`alter database ${t.database} connection limit -1`), 1500)
          throw new Error('断开')
        },
      },
    },
    words => heard.push(words),
  )
  try {
    await admin.query(
      `select graphile_worker.add_job('test:once', '{}'::json, job_key => 'x', max_attempts => 5)`,
    )
    await expect.poll(() => attempts).toBe(2)
    await expect.poll(async () => (await admin.query('select 1 from graphile_worker.jobs')).rowCount).toBe(0)
  } finally {
    await admin.query(`alter database ${t.database} connection limit -1`)
    await worker.stop()
    await pool.end().catch(() => {})
    await admin.end()
    await t.close()
  }
})
