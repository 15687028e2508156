import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  createDecipheriv,
  createCipheriv,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { CannotOpen, makeCipher, type CipherName } from './ciphers.ts'

/**
 * Personal data from public forms: whoever has the public half can close an envelope, only the office side can open it. The public
 * side, in front of the wall, keeps nothing that it could read again. The public half says by its form which algorithms it wants:
 * X25519 with HKDF-SHA256 and AES-256-GCM, or with HKDF-SM3, SM4-CTR and HMAC-SM3. The first byte of what is closed names the scheme;
 * whoever can open one can open the other. (Node 24 refuses key agreement on the curve of SM2, which Node 20 does.)
 */
export interface Envelope {
  readonly publicKey: string
  /** Throws CannotOpen. */
  open(sealed: Uint8Array): string
  /** For itself, as anybody closes it for this key. */
  seal(plain: string): Buffer
  /** The first byte of what is closed for `publicKey`. */
  readonly scheme: number
}

/** DER before the 32 bytes of an X25519 private key (RFC 8410). */
const derOfPrivate = Buffer.from('302e020100300506032b656e04220420', 'hex')
const derOfPublic = Buffer.from('302a300506032b656e032100', 'hex')

const rawOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).subarray(derOfPublic.length)

function keyFor(secret: Buffer, ours: Uint8Array, theirs: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([ours, theirs]), 'zhaoming/envelope/1', 32))
}

const sm4Prefix = 'x25519-sm4:'
const pointLength = 32
const publicOf = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([derOfPublic, raw]), format: 'der', type: 'spki' })
const sm4Cipher = (secret: Buffer, ours: Uint8Array, theirs: Uint8Array) =>
  makeCipher('sm4', secret, 'zhaoming/envelope/2', Buffer.concat([ours, theirs]))

/** Which cipher a public half asks for. */
export const cipherOfKey = (publicKey: string): CipherName =>
  publicKey.startsWith(sm4Prefix) ? 'sm4' : 'aes'

/** The opening half from 32 secret bytes; `cipher` decides which public half is given out. */
export function makeEnvelope(master: Uint8Array, cipher: CipherName = 'aes'): Envelope {
  const seed = Buffer.from(hkdfSync('sha256', master, '', 'zhaoming/envelope/key/1', 32))
  const key = createPrivateKey({
    key: Buffer.concat([derOfPrivate, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const ours = createPublicKey(key)
  const given =
    cipher === 'sm4'
      ? `${sm4Prefix}${rawOf(ours).toString('base64url')}`
      : ours.export({ type: 'spki', format: 'pem' }).toString()
  return {
    publicKey: given,
    seal: plain => sealFor(given, plain),
    scheme: cipher === 'sm4' ? 2 : 1,
    open(sealed) {
      const data = Buffer.from(sealed)
      if ((data[0] !== 1 && data[0] !== 2) || data.length < 61) throw new CannotOpen('unknown scheme')
      const head = data.subarray(0, 1 + pointLength)
      const theirs = head.subarray(1)
      const secret = agreed(key, publicOf(theirs))
      if (data[0] === 2)
        return sm4Cipher(secret, theirs, rawOf(ours)).open(head, data.subarray(head.length)).toString('utf8')
      const decipher = createDecipheriv(
        'aes-256-gcm',
        keyFor(secret, theirs, rawOf(ours)),
        data.subarray(33, 45),
      )
      decipher.setAuthTag(data.subarray(45, 61))
      try {
        return Buffer.concat([decipher.update(data.subarray(61)), decipher.final()]).toString('utf8')
      } catch {
        throw new CannotOpen('changed')
      }
    },
  }
}

/** Throws CannotOpen for the few points that agree on nothing (RFC 7748, 6.1). */
function agreed(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  try {
    return diffieHellman({ privateKey, publicKey })
  } catch {
    throw new CannotOpen('no such point')
  }
}

/** Closes an envelope that only the holder of the other half can open. */
export function sealFor(publicKey: string, plain: string): Buffer {
  const isSm4 = publicKey.startsWith(sm4Prefix)
  const theirs = isSm4
    ? publicOf(Buffer.from(publicKey.slice(sm4Prefix.length), 'base64url'))
    : createPublicKey(publicKey)
  const once = generateKeyPairSync('x25519')
  const ours = rawOf(once.publicKey)
  const secret = diffieHellman({ privateKey: once.privateKey, publicKey: theirs })
  if (isSm4) {
    const head = Buffer.concat([Buffer.from([2]), ours])
    return Buffer.concat([
      head,
      sm4Cipher(secret, ours, rawOf(theirs)).close(head, Buffer.from(plain, 'utf8')),
    ])
  }
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, ours, rawOf(theirs)), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([1]), ours, iv, cipher.getAuthTag(), body])
}
