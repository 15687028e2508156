import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { CannotOpen, cipherNames, makeCipher, markOf, type Cipher, type CipherName } from './ciphers.ts'

/** Closes and opens secrets and personal data. Every value names cipher and key, so both can change while older values stay readable. */
export interface Vault {
  seal(plain: string): Buffer
  /** Throws CannotOpen: changed by a single bit, or closed with a key that is not here. */
  open(sealed: Uint8Array): string
  /** HMAC of a value for one purpose: finds the same value again, gives nothing of it away. The same for ever, whatever key is current. */
  tag(purpose: string, plain: string): Buffer
  /** With which everything is closed from now on. */
  cipher(): CipherName
  /** The first bytes of whatever it closes now: what begins otherwise was closed with an older key. */
  head(): Buffer
}

export type VaultKey = { readonly number: number; readonly cipher: CipherName; readonly secret: Uint8Array }

/** Keys by number. Number 1 was there first: it also makes the tags, and opens what was closed before keys had numbers. */
export interface KeyRing {
  current(): VaultKey
  key(number: number): VaultKey | null
}

/** A ring of one secret for either cipher; `cipher` is the one used from now on. */
export function oneSecret(secret: Uint8Array, cipher: CipherName = 'aes'): KeyRing {
  const keys = cipherNames.map((name, at): VaultKey => ({ number: at + 1, cipher: name, secret }))
  const key = (number: number) => keys[number - 1] ?? null
  return { current: () => keys.find(k => k.cipher === cipher)!, key }
}

export const headLength = 4
const headOf = (key: VaultKey) => Buffer.from([2, markOf[key.cipher], key.number >> 8, key.number & 255])

export function makeVault(ring: KeyRing): Vault {
  const first = ring.key(1)
  if (!first) throw new Error('vault: the first key is missing')
  const tagKey = Buffer.from(hkdfSync('sha256', first.secret, '', 'zhaoming/vault/tag/1', 32))
  const ciphers = new Map<number, Cipher>()
  const cipherOf = (key: VaultKey) => {
    const known = ciphers.get(key.number) ?? makeCipher(key.cipher, key.secret, 'zhaoming/vault/2')
    ciphers.set(key.number, known)
    return known
  }
  return {
    tag: (purpose, plain) => createHmac('sha256', tagKey).update(`${purpose}\0${plain}`).digest(),
    cipher: () => ring.current().cipher,
    head: () => headOf(ring.current()),
    seal(plain) {
      const key = ring.current()
      const head = headOf(key)
      return Buffer.concat([head, cipherOf(key).close(head, Buffer.from(plain, 'utf8'))])
    },
    open(sealed) {
      const data = Buffer.from(sealed)
      if (data[0] === 1) return openFirst(first.secret, data)
      const head = data.subarray(0, headLength)
      const key = data[0] === 2 && data.length > headLength ? ring.key(data.readUInt16BE(2)) : null
      if (!key || !headOf(key).equals(head)) throw new CannotOpen('no such key')
      return cipherOf(key).open(head, data.subarray(headLength)).toString('utf8')
    },
  }
}

/** What was closed before keys had numbers: AES-256-GCM with the first key. */
function openFirst(secret: Uint8Array, data: Buffer): string {
  if (data.length < 29) throw new CannotOpen('short')
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'zhaoming/vault/1', 32))
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(1, 13))
  decipher.setAuthTag(data.subarray(13, 29))
  try {
    return Buffer.concat([decipher.update(data.subarray(29)), decipher.final()]).toString('utf8')
  } catch {
    throw new CannotOpen('changed')
  }
}
