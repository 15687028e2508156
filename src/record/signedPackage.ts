import { z } from 'zod'
import { canonical, sha256Hex, signatureHolds, type Signer } from '#kit/crypto.ts'
import { openKeptZip, ZipFault, type KeptZip, type ZipSource } from '#kit/zip.ts'
import { keyIdOf } from './receipt.ts'

/** What packages that leave the house have in common: manifest.json with the hash of every file, signature.json over it. */

/** What is wrong with one file of a package, or with the package itself (path null). */
export type PackageFinding = { readonly path: string | null; readonly text: string }
type Find = (path: string | null, text: string) => void

/** What the key signs: the manifest's hash under a name of its own, so that no other signature can stand for it. */
export type SignedBytes = (manifestSha256: string) => Buffer

export const signatureSchema = z.strictObject({
  manifestSha256: z.string().regex(/^[0-9a-f]{64}$/),
  publicKey: z.string(),
  signature: z.string(),
})

export function signatureOf(signer: Signer, manifest: string, signed: SignedBytes): string {
  const manifestSha256 = sha256Hex(manifest)
  return canonical({
    manifestSha256,
    publicKey: signer.publicKeyPem,
    signature: signer.sign(signed(manifestSha256)).toString('base64'),
  })
}

export type SignedPackage = {
  readonly names: readonly string[]
  readonly manifestText: string
  readonly signatureText: string
  /** The bytes of one entry; null, and a finding, where it is missing or was changed. */
  read(name: string): Promise<Buffer | null>
}

/** Opens a package and reads its manifest and signature; null, and a finding, where that cannot be done. `what`: 移交包, 归档包. */
export async function openSigned(source: ZipSource, what: string, find: Find): Promise<SignedPackage | null> {
  let zip: KeptZip
  try {
    zip = await openKeptZip(source)
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error
    find(null, `文件不是完整的${what}：末尾的目录缺失或被改动。可能没有下载完整，或者被别的程序重新压缩过。`)
    return null
  }
  const read = async (name: string): Promise<Buffer | null> => {
    try {
      return await zip.read(name)
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error
      find(name, error.message === 'missing' ? '包里没有这个文件。' : '文件或它的文件头被改动。')
      return null
    }
  }
  const [manifest, signature] = [await read('manifest.json'), await read('signature.json')]
  if (!manifest || !signature) return null
  return {
    names: zip.entries.map(e => e.name),
    manifestText: manifest.toString('utf8'),
    signatureText: signature.toString('utf8'),
    read,
  }
}

/** JSON in the only writing that we write; a sentence where it is anything else. `known`: the schema this program reads. */
export function readCanonical<T>(
  text: string,
  schema: { safeParse(v: unknown): { success: true; data: T } | { success: false } },
  known?: string,
): T | string {
  try {
    const value = JSON.parse(text) as unknown
    const named = (value as { schema?: unknown } | null)?.schema
    const found = schema.safeParse(value)
    if (!found.success)
      return known !== undefined &&
        typeof named === 'string' &&
        named !== known &&
        named.startsWith(known.replace(/\d+$/, ''))
        ? `格式版本是 ${named}，本程序只认识 ${known}，请换用更新的程序。`
        : '不是本程序认识的格式，或者缺少内容。'
    if (canonical(found.data) !== text) return '写法不是规范形式，内容可能被改动。'
    return found.data
  } catch {
    return '不是 JSON，内容被改动或不完整。'
  }
}

/** Checks signature.json against the manifest, and against the key one trusts where one is given; answers the key's id. */
export function checkSignature(
  given: { readonly manifestText: string; readonly signatureText: string; readonly signed: SignedBytes },
  trusted: string | undefined,
  find: Find,
): string | null {
  const signature = readCanonical(given.signatureText, signatureSchema)
  if (typeof signature === 'string') {
    find('signature.json', signature)
    return null
  }
  const manifestSha256 = sha256Hex(given.manifestText)
  if (signature.manifestSha256 !== manifestSha256) find('manifest.json', '清单的指纹与签名所记不符。')
  let keyId: string
  try {
    keyId = keyIdOf(signature.publicKey)
  } catch {
    find('signature.json', '公钥读不出来。')
    return null
  }
  const bytes = Buffer.from(signature.signature, 'base64')
  // Base64 has more than one writing for the same bytes; only the canonical one was written by us.
  if (
    bytes.toString('base64') !== signature.signature ||
    !signatureHolds(signature.publicKey, given.signed(manifestSha256), bytes)
  )
    find('signature.json', '签名不成立：清单被改动，或者不是用这把公钥签的。')
  if (trusted !== undefined && keyIdOf(trusted) !== keyId)
    find('signature.json', '签名用的公钥与给出的公钥不是同一把。')
  return keyId
}
