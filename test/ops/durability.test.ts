import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { processesIn } from '#kit/processes.ts'
import { bundled, endAll, scratch, start } from './children.ts'

const place = scratch()
let data = ''
let cluster = ''
let keeper = ''

beforeAll(async () => {
  data = join(place.path, 'data')
  cluster = join(data, 'postgres', 'data')
  keeper = await bundled('test/ops/keeper.ts')
})
afterEach(endAll)
afterAll(() => {
  for (const pid of processesIn(cluster, 'postgres')) process.kill(pid, 'SIGKILL')
  rmSync(keeper, { force: true })
  place.remove()
})

async function open(): Promise<{ child: ReturnType<typeof start>; url: string }> {
  const child = start(process.execPath, [keeper, data, 'postgres'])
  const text = await child.says(/ready \{.*\}/, 60_000)
  return { child, url: (JSON.parse(/ready (\{.*\})/.exec(text)?.[1] ?? '{}') as { url: string }).url }
}

/** Commits one row after another until the connection breaks; returns the last number that was acknowledged. */
async function writeUntilItBreaks(url: string, writer: number, onWritten: () => void): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  let acknowledged = 0
  try {
    await client.connect()
    for (;;) {
      await client.query('insert into ledger values ($1, $2)', [writer, acknowledged + 1])
      acknowledged++
      onWritten()
    }
  } catch {
    return acknowledged
  } finally {
    await client.end().catch(() => undefined)
  }
}

test('写入途中连同数据库全部被 kill -9，五次：已确认的写入一条不丢，也没有断号', async () => {
  const confirmed: { writer: number; rows: number }[] = []
  for (let round = 0; round <= 5; round++) {
    const { child, url } = await open()
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query('create table if not exists ledger (writer int, n int)')
    const { rows } = await admin.query<{ writer: number; count: number; max: number }>(
      'select writer, count(*)::int, max(n) from ledger group by writer',
    )
    for (const { writer, rows: kept } of confirmed) {
      const found = rows.find(row => row.writer === writer)
      expect(found?.max ?? 0).toBeGreaterThanOrEqual(kept)
      expect(found?.count ?? 0).toBe(found?.max ?? 0)
    }
    await admin.end()
    if (round === 5) {
      child.process.kill('SIGTERM')
      expect(await child.ended()).toBe(0)
      break
    }
    const writers = Array.from({ length: 4 }, (_, i) => round * 4 + i)
    let written = 0
    const writing = Promise.all(writers.map(writer => writeUntilItBreaks(url, writer, () => written++)))
    await expect.poll(() => written, { interval: 5 }).toBeGreaterThan(50)
    const postmaster = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    child.process.kill('SIGKILL')
    process.kill(postmaster, 'SIGKILL')
    for (const pid of processesIn(cluster, 'postgres')) process.kill(pid, 'SIGKILL')
    const counts = await writing
    writers.forEach((writer, i) => confirmed.push({ writer, rows: counts[i] ?? 0 }))
  }
  expect(confirmed.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(250)
})
