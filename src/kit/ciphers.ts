import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/**
 * The two ciphers that personal data may be kept with. Both know when a single bit was changed, and both work in every OpenSSL
 * that Node 20 and later come with; SM4-GCM does not (it came with OpenSSL 3.2), so SM4 is CTR with an HMAC-SM3 over the ciphertext.
 */
export const cipherNames = ['aes', 'sm4'] as const
export type CipherName = (typeof cipherNames)[number]
export const cipherLabels: Record<CipherName, string> = {
  aes: 'AES-256-GCM',
  sm4: 'SM4-CTR＋HMAC-SM3',
}

/** The words of what was done with keys, for the audit's list. */
export const keyVerbLabels: Readonly<Record<string, string>> = {
  rotate: '更换密钥',
  reseal: '重新加密',
  destroy: '销毁密钥',
}

/** Said of whatever cannot be opened; never with what was in it. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen'
}

export type Cipher = {
  /** Nonce, tag, ciphertext; `head` is bound to them but not repeated. */
  close(head: Uint8Array, plain: Uint8Array): Buffer
  /** Throws CannotOpen where anything, the head included, is not as it was. */
  open(head: Uint8Array, closed: Uint8Array): Buffer
}

const gcm = 'aes-256-gcm'
const ctr = 'sm4-ctr'

function aes(key: Buffer): Cipher {
  return {
    close(head, plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv(gcm, key, nonce)
      cipher.setAAD(head)
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(head, closed) {
      const data = Buffer.from(closed)
      if (data.length < 28) throw new CannotOpen('short')
      const decipher = createDecipheriv(gcm, key, data.subarray(0, 12))
      decipher.setAAD(head)
      decipher.setAuthTag(data.subarray(12, 28))
      try {
        return Buffer.concat([decipher.update(data.subarray(28)), decipher.final()])
      } catch {
        throw new CannotOpen('changed')
      }
    },
  }
}

function sm4(key: Buffer, macKey: Buffer): Cipher {
  const tagOf = (head: Uint8Array, nonce: Uint8Array, body: Uint8Array) => {
    const length = Buffer.from([head.length])
    return createHmac('sm3', macKey).update(length).update(head).update(nonce).update(body).digest()
  }
  return {
    close(head, plain) {
      const nonce = randomBytes(16)
      const cipher = createCipheriv(ctr, key, nonce)
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, tagOf(head, nonce, body), body])
    },
    open(head, closed) {
      const data = Buffer.from(closed)
      if (data.length < 48) throw new CannotOpen('short')
      const [nonce, tag, body] = [data.subarray(0, 16), data.subarray(16, 48), data.subarray(48)]
      if (!timingSafeEqual(tagOf(head, nonce, body), tag)) throw new CannotOpen('changed')
      const decipher = createDecipheriv(ctr, key, nonce)
      return Buffer.concat([decipher.update(body), decipher.final()])
    },
  }
}

/** A cipher with keys made for one purpose from one secret (HKDF with SHA-256, for SM4 with SM3). */
export function makeCipher(
  name: CipherName,
  secret: Uint8Array,
  purpose: string,
  salt: Uint8Array = Buffer.alloc(0),
): Cipher {
  if (name === 'aes') return aes(Buffer.from(hkdfSync('sha256', secret, salt, `${purpose}/aes`, 32)))
  const keys = Buffer.from(hkdfSync('sm3', secret, salt, `${purpose}/sm4`, 48))
  return sm4(keys.subarray(0, 16), keys.subarray(16))
}

/** The byte that stands for a cipher in everything that was closed with it. */
export const markOf: Readonly<Record<CipherName, number>> = { aes: 1, sm4: 2 }
