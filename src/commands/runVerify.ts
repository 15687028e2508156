import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeSigner } from '#kit/crypto.ts'
import type { Settings } from '../main.ts'
import { reachDatabase } from './reach.ts'
import { verify, type VerifyIo } from './verify.ts'

type Io = Pick<VerifyIo, 'out' | 'err' | 'readFile'>

/** `zhaoming verify` on the data folder of the settings. */
export async function runVerify(settings: Settings, argv: string[], io: Io): Promise<number> {
  const anchors = join(settings.dataDir, 'anchors.jsonl')
  const key = join(settings.dataDir, 'keys', 'receipt.pem')
  return verify(argv, {
    ...io,
    anchorsFile: existsSync(anchors) ? anchors : null,
    publicKey: existsSync(key) ? makeSigner(await io.readFile(key)).publicKeyPem : null,
    connect: () => reachDatabase(settings),
  })
}
