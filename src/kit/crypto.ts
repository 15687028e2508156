import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto'

export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

export function sha256Hex(data: string | Uint8Array): string {
  return sha256(data).toString('hex')
}

/** A random token of 256 bits, safe in addresses and cookies. */
export function token(): string {
  return randomBytes(32).toString('base64url')
}

export function sameSecret(a: string, b: string): boolean {
  const [x, y] = [sha256(a), sha256(b)]
  return timingSafeEqual(x, y)
}

/** JSON with members in code-point order and nothing optional: the same value always gives the same bytes. */
export function canonical(value: unknown): string {
  if (value === undefined) throw new TypeError('canonical: undefined')
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
}

/** The key that signs receipts (Ed25519). */
export interface Signer {
  readonly publicKeyPem: string
  sign(data: Uint8Array): Buffer
}

export function newSigningKeyPem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export function makeSigner(privateKeyPem: string): Signer {
  const key: KeyObject = createPrivateKey(privateKeyPem)
  const publicKeyPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  return { publicKeyPem, sign: data => sign(null, data, key) }
}

export function signatureHolds(publicKeyPem: string, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(null, data, createPublicKey(publicKeyPem), signature)
  } catch {
    return false
  }
}
