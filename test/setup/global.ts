import { mkdtempSync, chmodSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres, type RunningPostgres } from '../../src/kit/postgres/start.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseService: string
  }
}

/** Settings of a database that is thrown away after the run. */
export const throwAway = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
}

/**
 * `npm test` brings a database along in ZHAOMING_TEST_DATABASE. Under a bare `npx vitest` one is started for the first
 * test that asks (see database.ts), so that a run of pure tests pays nothing.
 */
export default function setup(project: TestProject): (() => Promise<void>) | undefined {
  if (process.env.ZHAOMING_TEST_DATABASE) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'zhaoming-vitest-'))
  chmodSync(folder, 0o711)
  let running: Promise<RunningPostgres> | undefined
  const service = createServer(socket => {
    running ??= startPostgres({ folder, log: () => undefined, settings: throwAway })
    running.then(
      postgres => socket.end(JSON.stringify({ url: postgres.url })),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    )
    socket.on('error', () => undefined)
  })
  const door =
    process.platform === 'win32' ? `\\\\.\\pipe\\zhaoming-vitest-${process.pid}` : join(folder, 'door')
  service.listen(door)
  project.provide('databaseService', door)
  return async () => {
    service.close()
    await (await running?.catch(() => undefined))?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
