import type { Vault } from '#kit/crypto.ts'
import type { FileStore } from '#kit/files.ts'

/** Identity papers on disk: closed by the vault before they are written. */

export async function putSealedFile(
  house: { readonly vault: Vault; readonly files: FileStore },
  bytes: Buffer,
): Promise<{ hash: string; size: number }> {
  const kept = await house.files.put(house.vault.seal(bytes.toString('base64')))
  return { hash: kept.hash, size: bytes.length }
}

export async function openSealedFile(
  house: { readonly vault: Vault; readonly files: FileStore },
  hash: string,
): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of house.files.read(hash) as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.from(house.vault.open(Buffer.concat(parts)), 'base64')
}
