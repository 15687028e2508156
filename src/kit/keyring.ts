import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { cipherNames, type CipherName } from './ciphers.ts'
import { readSecret, syncFolder, writeDurably } from './dataFolder.ts'
import { OperatorError } from './errors.ts'
import { isoOf } from './now.ts'
import type { KeyRing, VaultKey } from './vault.ts'

/**
 * The keys of a data folder: keys/vault is the first, keys/vault-2 and so on came later, and keys/vault.json says which cipher each
 * is for and which one is current. Without that file the first is current and for AES. The file is looked at again whenever it
 * changed, so that a running server follows a command that made a new key.
 */
const lineSchema = z.strictObject({
  number: z.number().int().min(1).max(65_535),
  cipher: z.enum(cipherNames),
  /** Null for the first, which is older than this file. */
  madeAt: z.string().nullable(),
})
const indexSchema = z.strictObject({
  schema: z.literal('zhaoming-keys/1'),
  current: z.number().int(),
  keys: z.array(lineSchema).min(1),
})
type Index = z.infer<typeof indexSchema>
export type KeyLine = z.infer<typeof lineSchema>

export type FileRing = KeyRing & {
  lines(): readonly KeyLine[]
  /** Makes a key, current from now on; answers its number. */
  add(cipher: CipherName, at: Date): number
  /** Destroys a key that is neither the first nor current. Whether anything still needs it the caller must know. */
  destroy(number: number): void
}

const firstOnly: Index = {
  schema: 'zhaoming-keys/1',
  current: 1,
  keys: [{ number: 1, cipher: 'aes', madeAt: null }],
}

/** Throws OperatorError where the index is damaged or a key it names is missing: a new one would orphan what the old one closed. */
export function openKeyRing(folder: string): FileRing {
  const file = join(folder, 'keys', 'vault.json')
  const nameOf = (number: number) => (number === 1 ? 'vault' : `vault-${number}`)
  const damaged = new OperatorError(`密钥清单 ${file} 已损坏。请从备份恢复该文件后再启动。`)
  let seen = ''
  let index = firstOnly
  const secrets = new Map<number, Buffer>()

  function read(): Index {
    const stat = statSync(file, { throwIfNoEntry: false })
    const now = stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : 'none'
    if (now === seen) return index
    index = stat ? parsed(readFileSync(file, 'utf8')) : firstOnly
    seen = now
    return index
  }
  function parsed(text: string): Index {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw damaged
    }
    const result = indexSchema.safeParse(value)
    if (!result.success || !result.data.keys.some(k => k.number === result.data.current)) throw damaged
    if (!result.data.keys.some(k => k.number === 1)) throw damaged
    return result.data
  }
  function write(next: Index): void {
    writeDurably(file, `${JSON.stringify(next, null, 2)}\n`, 0o600)
    seen = ''
  }
  function key(number: number): VaultKey | null {
    const line = read().keys.find(k => k.number === number)
    if (!line) return null
    let secret = secrets.get(number)
    if (!secret) {
      const path = join(folder, 'keys', nameOf(number))
      if (number !== 1 && !existsSync(path))
        throw new OperatorError(`密钥文件 ${path} 不见了。请从备份恢复该文件；缺了它，用它加密的内容打不开。`)
      secret = readSecret(folder, nameOf(number))
      secrets.set(number, secret)
    }
    return { number, cipher: line.cipher, secret }
  }
  return {
    key,
    current: () => key(read().current)!,
    lines: () => read().keys,
    add(cipher, at) {
      const { keys } = read()
      const number = Math.max(...keys.map(k => k.number)) + 1
      readSecret(folder, nameOf(number))
      write({ ...index, current: number, keys: [...keys, { number, cipher, madeAt: isoOf(at) }] })
      return number
    },
    destroy(number) {
      const { keys, current } = read()
      if (number === 1 || number === current) throw new Error(`keyring: key ${number} is needed`)
      write({ ...index, keys: keys.filter(k => k.number !== number) })
      rmSync(join(folder, 'keys', nameOf(number)), { force: true })
      syncFolder(join(folder, 'keys'))
      secrets.delete(number)
    },
  }
}
