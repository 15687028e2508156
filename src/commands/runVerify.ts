import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { openDataFolder, readSecret } from '#kit/dataFolder.ts'
import { makeDb, makePool } from '#kit/db.ts'
import { OperatorError } from '#kit/errors.ts'
import { choosePlace } from '#kit/postgres/place.ts'
import { findPostmaster } from '#kit/postgres/leftovers.ts'
import { startPostgres } from '#kit/postgres/start.ts'
import { makeSigner } from '#kit/crypto.ts'
import type { Settings } from '../main.ts'
import { outsideConnection } from './database.ts'
import { verify, type VerifyIo } from './verify.ts'

type Io = Pick<VerifyIo, 'out' | 'err' | 'readFile'>

/**
 * `zhaoming verify`: reads the database of the data folder as role office, whether the product runs or not (a stopped
 * one's database is started for the time being).
 */
export async function runVerify(settings: Settings, argv: string[], io: Io): Promise<number> {
  const anchors = join(settings.dataDir, 'anchors.jsonl')
  const key = join(settings.dataDir, 'keys', 'receipt.pem')
  return verify(argv, {
    ...io,
    anchorsFile: existsSync(anchors) ? anchors : null,
    publicKey: existsSync(key) ? makeSigner(await io.readFile(key)).publicKeyPem : null,
    connect: () => connect(settings),
  })
}

async function connect(settings: Settings): ReturnType<VerifyIo['connect']> {
  if (!existsSync(join(settings.dataDir, 'keys')))
    throw new OperatorError(`${settings.dataDir}不是昭明的数据目录，请用 DATA_DIR 指明。`)
  const office = {
    user: 'office',
    password: readSecret(settings.dataDir, 'database-office').toString('base64url'),
  }
  if (settings.databaseUrl) {
    const outside = outsideConnection(settings.databaseUrl)
    return open({ ...outside, ...office }, async () => {})
  }
  const place = choosePlace(settings.dataDir)
  const running = findPostmaster(place)
  if (running) {
    const host = running.socket ? place.run : '127.0.0.1'
    return open({ host, port: running.port, database: 'zhaoming', ...office }, async () => {})
  }
  const folder = await openDataFolder(settings.dataDir, { log: () => {} })
  const own = await startPostgres({ folder: folder.path, log: () => {} })
  return open({ ...own.connection, database: 'zhaoming', ...office }, async () => {
    await own.stop()
    folder.release()
  })
}

async function open(
  connection: pg.ClientConfig,
  after: () => Promise<void>,
): ReturnType<VerifyIo['connect']> {
  const pool = makePool({ connection, size: 2, name: 'zhaoming-verify' })
  return {
    db: makeDb(pool),
    async close() {
      await pool.end()
      await after()
    },
  }
}
