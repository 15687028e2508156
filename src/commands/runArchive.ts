import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeSigner } from '#kit/crypto.ts'
import { OperatorError } from '#kit/errors.ts'
import { makeFileStore } from '#kit/files.ts'
import { systemNow } from '#kit/now.ts'
import type { Settings } from '../main.ts'
import { archive, type ArchiveIo } from './archive.ts'
import { reachDatabase } from './reach.ts'

type Io = Pick<ArchiveIo, 'out' | 'err' | 'readFile'>

/** `zhaoming archive` on the data folder of the settings. */
export async function runArchive(settings: Settings, argv: string[], io: Io): Promise<number> {
  return archive(argv, {
    ...io,
    async connect() {
      const key = join(settings.dataDir, 'keys', 'receipt.pem')
      if (!existsSync(key)) throw new OperatorError('还没有签名的钥匙，请先启动一次昭明。')
      const signer = makeSigner(await io.readFile(key))
      const { db, close } = await reachDatabase(settings)
      const files = makeFileStore(join(settings.dataDir, 'files'))
      return { house: { db, now: systemNow, files, signer }, close }
    },
  })
}
