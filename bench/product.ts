import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { makeSigner } from '#kit/crypto.ts'
import { readSecret } from '#kit/dataFolder.ts'
import { makeDb, makePool, type Db } from '#kit/db.ts'
import { systemNow, ticks } from '#kit/now.ts'
import { findPostmaster } from '#kit/postgres/leftovers.ts'
import { choosePlace } from '#kit/postgres/place.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import type { Publisher } from '#record/record.fixture.ts'
import type { Role } from '../src/commands/database.ts'

/** The product in a process of its own, as `npm start` starts it. */
export type Product = {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Seconds from the command to the first page. */
  readonly firstPage: number
  stop(): Promise<void>
}

/** Starts the product and waits until the home page answers 200. */
export async function startProduct(
  dataDir: string,
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const began = ticks()
  const child = spawn(process.execPath, [join(projectRoot(), 'bin', 'zhaoming.mjs'), 'start'], {
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      DATA_DIR: dataDir,
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}`)
    const ok = await fetch(`${url}/`).then(
      async r => (await r.text(), r.status === 200),
      () => false,
    )
    if (ok) break
    await sleep(20)
  }
  return {
    url,
    port,
    pid: child.pid!,
    firstPage: (ticks() - began) / 1000,
    async stop() {
      child.kill('SIGINT')
      await gone
    },
  }
}

/** How to reach the embedded database of a running product. */
export function connectionOf(dataDir: string, role: Role): pg.ClientConfig {
  const place = choosePlace(dataDir)
  const running = findPostmaster(place)
  if (!running) throw new Error(`bench: no database runs in ${dataDir}`)
  return {
    host: running.socket ? place.run : '127.0.0.1',
    port: running.port,
    database: 'zhaoming',
    user: role,
    password: readSecret(dataDir, `database-${role}`).toString('base64url'),
  }
}

export type Office = Publisher & { readonly db: Db; close(): Promise<void> }

/** Another process of the office on the same database: what it commits, the product hears from the database alone. */
export async function officeBeside(dataDir: string): Promise<Office> {
  const pool = makePool({ connection: connectionOf(dataDir, 'office'), size: 4, name: 'bench-office' })
  return {
    db: makeDb(pool),
    now: systemNow,
    signer: makeSigner(await readFile(join(dataDir, 'keys', 'receipt.pem'), 'utf8')),
    recordChanged: () => {},
    close: () => pool.end(),
  }
}
