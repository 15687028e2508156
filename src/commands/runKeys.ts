import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readSecret } from '#kit/dataFolder.ts'
import { makeEnvelope } from '#kit/envelope.ts'
import { OperatorError } from '#kit/errors.ts'
import { makeFileStore } from '#kit/files.ts'
import { openKeyRing } from '#kit/keyring.ts'
import { systemNow } from '#kit/now.ts'
import { makeVault } from '#kit/vault.ts'
import type { Settings } from '../main.ts'
import { keys, type KeysIo } from './keys.ts'
import { reachDatabase } from './reach.ts'

/** `zhaoming keys` on the data folder of the settings. */
export async function runKeys(
  settings: Settings,
  argv: string[],
  io: Pick<KeysIo, 'out' | 'err'>,
): Promise<number> {
  // A folder that is none of ours must not be given keys.
  if (!existsSync(join(settings.dataDir, 'keys', 'vault')))
    throw new OperatorError(`${settings.dataDir}不是昭明的数据目录，请用 DATA_DIR 指明。`)
  const ring = openKeyRing(settings.dataDir)
  return keys(argv, {
    ...io,
    now: systemNow,
    ring,
    async connect() {
      const { db, close } = await reachDatabase(settings)
      const house = {
        db,
        vault: makeVault(ring),
        envelope: makeEnvelope(readSecret(settings.dataDir, 'envelope'), ring.current().cipher),
        files: makeFileStore(join(settings.dataDir, 'files')),
      }
      return { house, close }
    },
  })
}
