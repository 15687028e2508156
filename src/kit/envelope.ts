import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'

/**
 * Personal data from public forms: whoever has the public half can close an envelope, only the office side can open it. The public
 * side, in front of the wall, keeps nothing that it could read again. X25519, HKDF-SHA256, AES-256-GCM; the first byte names the scheme.
 */
export interface Envelope {
  readonly publicKeyPem: string
  open(sealed: Uint8Array): string
}

/** DER before the 32 bytes of an X25519 private key (RFC 8410). */
const derOfPrivate = Buffer.from('302e020100300506032b656e04220420', 'hex')
const derOfPublic = Buffer.from('302a300506032b656e032100', 'hex')

const rawOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).subarray(derOfPublic.length)

function keyFor(secret: Buffer, ours: Uint8Array, theirs: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([ours, theirs]), 'zhaoming/envelope/1', 32))
}

/** The opening half from 32 secret bytes. */
export function makeEnvelope(master: Uint8Array): Envelope {
  const seed = Buffer.from(hkdfSync('sha256', master, '', 'zhaoming/envelope/key/1', 32))
  const key = createPrivateKey({
    key: Buffer.concat([derOfPrivate, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const ours = createPublicKey(key)
  return {
    publicKeyPem: ours.export({ type: 'spki', format: 'pem' }).toString(),
    open(sealed) {
      const data = Buffer.from(sealed)
      if (data[0] !== 1 || data.length < 61) throw new Error('envelope: unknown scheme')
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
      return Buffer.concat([decipher.update(data.subarray(61)), decipher.final()]).toString('utf8')
    },
  }
}

/** Closes an envelope that only the holder of the other half can open. */
export function sealFor(publicKeyPem: string, plain: string): Buffer {
  const theirs = createPublicKey(publicKeyPem)
  const once = generateKeyPairSync('x25519')
  const ours = rawOf(once.publicKey)
  const secret = diffieHellman({ privateKey: once.privateKey, publicKey: theirs })
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, ours, rawOf(theirs)), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([1]), ours, iv, cipher.getAuthTag(), body])
}
