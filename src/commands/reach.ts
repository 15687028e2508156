import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { openDataFolder, readSecret } from '#kit/dataFolder.ts'
import { makeDb, makePool, type Db } from '#kit/db.ts'
import { OperatorError } from '#kit/errors.ts'
import { findPostmaster } from '#kit/postgres/leftovers.ts'
import { choosePlace } from '#kit/postgres/place.ts'
import { startPostgres } from '#kit/postgres/start.ts'
import type { Settings } from '../main.ts'
import { outsideConnection } from './database.ts'

export type Reached = { readonly db: Db; close(): Promise<void> }

/**
 * The data folder's database as office (or portal, which sees the public record only), whether the product runs or not; a stopped one's database is started for the
 * time being. OperatorError where the folder is none of ours.
 */
export async function reachDatabase(
  settings: Settings,
  role: 'office' | 'portal' = 'office',
): Promise<Reached> {
  if (!existsSync(join(settings.dataDir, 'keys')))
    throw new OperatorError(`${settings.dataDir}不是昭明的数据目录，请用 DATA_DIR 指明。`)
  const account = {
    user: role,
    password: readSecret(settings.dataDir, `database-${role}`).toString('base64url'),
  }
  if (settings.databaseUrl) {
    const outside = outsideConnection(settings.databaseUrl)
    return open({ ...outside, ...account }, async () => {})
  }
  const place = choosePlace(settings.dataDir)
  const running = findPostmaster(place)
  if (running) {
    const host = running.socket ? place.run : '127.0.0.1'
    return open({ host, port: running.port, database: 'zhaoming', ...account }, async () => {})
  }
  const folder = await openDataFolder(settings.dataDir, { log: () => {} })
  const own = await startPostgres({ folder: folder.path, log: () => {} })
  return open({ ...own.connection, database: 'zhaoming', ...account }, async () => {
    await own.stop()
    folder.release()
  })
}

async function open(connection: pg.ClientConfig, after: () => Promise<void>): Promise<Reached> {
  const pool = makePool({ connection, size: 4, name: 'zhaoming-command' })
  return {
    db: makeDb(pool),
    async close() {
      await pool.end()
      await after()
    },
  }
}
