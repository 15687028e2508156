import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  createDecipheriv,
  createCipheriv,
  type ECDH,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { CannotOpen, makeCipher, type CipherName } from './ciphers.ts'

/**
 * Personal data from public forms: whoever has the public half can close an envelope, only the office side can open it. The public
 * side, in front of the wall, keeps nothing that it could read again. The public half says by its form which algorithms it wants:
 * X25519, HKDF-SHA256 and AES-256-GCM, or the SM2 curve, HKDF-SM3, SM4-CTR and HMAC-SM3. The first byte of what is closed names the
 * scheme; whoever can open one can open the other.
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

const curve = 'SM2'
const sm2Prefix = 'ecies-sm2:'
/** A point of the curve, compressed. */
const pointLength = 33
/** Order of the curve of GB/T 32918.5. */
const order = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123')

const sm2Cipher = (secret: Buffer, ours: Buffer, theirs: Buffer) =>
  makeCipher('sm4', secret, 'zhaoming/envelope/2', Buffer.concat([ours, theirs]))
const compressed = (key: ECDH) => key.getPublicKey(null, 'compressed')

function sm2Key(master: Uint8Array): ECDH {
  const wide = Buffer.from(hkdfSync('sm3', master, '', 'zhaoming/envelope/key/2', 48)).toString('hex')
  const scalar = (BigInt(`0x${wide}`) % (order - 1n)) + 1n
  const key = createECDH(curve)
  key.setPrivateKey(scalar.toString(16).padStart(64, '0'), 'hex')
  return key
}

/** Which cipher a public half asks for. */
export const cipherOfKey = (publicKey: string): CipherName =>
  publicKey.startsWith(sm2Prefix) ? 'sm4' : 'aes'

/** The opening half from 32 secret bytes; `cipher` decides which public half is given out. */
export function makeEnvelope(master: Uint8Array, cipher: CipherName = 'aes'): Envelope {
  const seed = Buffer.from(hkdfSync('sha256', master, '', 'zhaoming/envelope/key/1', 32))
  const key = createPrivateKey({
    key: Buffer.concat([derOfPrivate, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const ours = createPublicKey(key)
  const sm2 = sm2Key(master)
  const given =
    cipher === 'sm4'
      ? `${sm2Prefix}${compressed(sm2).toString('base64url')}`
      : ours.export({ type: 'spki', format: 'pem' }).toString()
  return {
    publicKey: given,
    seal: plain => sealFor(given, plain),
    scheme: cipher === 'sm4' ? 2 : 1,
    open(sealed) {
      const data = Buffer.from(sealed)
      if (data[0] === 2 && data.length > pointLength) return openSm2(sm2, data)
      if (data[0] !== 1 || data.length < 61) throw new CannotOpen('unknown scheme')
      const theirs = data.subarray(1, 33)
      const publicKey = createPublicKey({
        key: Buffer.concat([derOfPublic, theirs]),
        format: 'der',
        type: 'spki',
      })
      const secret = diffieHellman({ privateKey: key, publicKey })
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

function openSm2(key: ECDH, data: Buffer): string {
  const head = data.subarray(0, 1 + pointLength)
  const theirs = head.subarray(1)
  let secret: Buffer
  try {
    secret = key.computeSecret(theirs)
  } catch {
    throw new CannotOpen('not a point')
  }
  return sm2Cipher(secret, theirs, compressed(key)).open(head, data.subarray(head.length)).toString('utf8')
}

/** Closes an envelope that only the holder of the other half can open. */
export function sealFor(publicKey: string, plain: string): Buffer {
  if (publicKey.startsWith(sm2Prefix))
    return sealForSm2(Buffer.from(publicKey.slice(sm2Prefix.length), 'base64url'), plain)
  const theirs = createPublicKey(publicKey)
  const once = generateKeyPairSync('x25519')
  const ours = rawOf(once.publicKey)
  const secret = diffieHellman({ privateKey: once.privateKey, publicKey: theirs })
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, ours, rawOf(theirs)), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([1]), ours, iv, cipher.getAuthTag(), body])
}

function sealForSm2(theirs: Buffer, plain: string): Buffer {
  const once = createECDH(curve)
  once.generateKeys()
  const ours = compressed(once)
  const head = Buffer.concat([Buffer.from([2]), ours])
  const cipher = sm2Cipher(once.computeSecret(theirs), ours, theirs)
  return Buffer.concat([head, cipher.close(head, Buffer.from(plain, 'utf8'))])
}
