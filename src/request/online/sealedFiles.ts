import type { Db, Query, Trx } from '#kit/db.ts'
import type { FileStore } from '#kit/files.ts'
import { addJob } from '#kit/jobs.ts'
import { keyNumberOf, type SealedPlace } from '#kit/sealed.ts'
import { headLength, type Vault } from '#kit/vault.ts'
import { isFileHeld } from '../store/files.ts'
import { moveFile, sealedColumns, sealedFilesAfter, type SealedFileRow } from '../store/sealed.ts'

/** Papers of a case on disk: closed by the vault before they are written. */

type Kept = { readonly vault: Vault; readonly files: FileStore }

export async function putSealedFile(house: Kept, bytes: Buffer): Promise<{ hash: string; size: number }> {
  const kept = await house.files.put(house.vault.seal(bytes.toString('base64')))
  return { hash: kept.hash, size: bytes.length }
}

async function bytesOfFile(files: FileStore, hash: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of files.read(hash) as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

export async function openSealedFile(house: Kept, hash: string): Promise<Buffer> {
  return Buffer.from(house.vault.open(await bytesOfFile(house.files, hash)), 'base64')
}

/**
 * Deletes bytes that nothing names any more: queued with what made them needless, so that a crash leaves none behind. Call
 * `purgeFiles` after the commit to have it done at once.
 */
export async function purgeLater(trx: Trx, hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await addJob(trx, { name: 'request:purge', payload: { hashes: [...hashes] } })
}

export async function purgeFiles(
  house: { readonly db: Query; readonly files: FileStore },
  hashes: readonly string[],
): Promise<void> {
  for (const hash of hashes) if (!(await isFileHeld(house.db, hash))) await house.files.remove(hash)
}

const some = 20

async function headOf(files: FileStore, hash: string): Promise<Buffer | null> {
  if (!(await files.has(hash))) return null
  for await (const part of files.read(hash) as AsyncIterable<Buffer>) return part.subarray(0, headLength)
  return null
}

const place: SealedPlace = {
  name: '案卷材料（文件）',
  where: null,
  async tally(house) {
    const keys = new Map<number, number>()
    let [all, old] = [0, 0]
    for (const row of await everyFile(house.db)) {
      const head = await headOf(house.files, row.hash)
      all++
      if (!head || !head.equals(house.vault.head())) old++
      if (head) keys.set(keyNumberOf(head), (keys.get(keyNumberOf(head)) ?? 0) + 1)
    }
    return { all, old, keys }
  },
  async stride(house, after) {
    const rows = await sealedFilesAfter(house.db, after, some)
    const broken: number[] = []
    let done = 0
    for (const row of rows) {
      const head = await headOf(house.files, row.hash)
      if (head?.equals(house.vault.head())) continue
      const plain = head && (await openSealedFile(house, row.hash).catch(() => null))
      if (!plain) {
        broken.push(row.id)
        continue
      }
      const { hash } = await putSealedFile(house, plain)
      const isMoved = await house.db.transaction().execute(async trx => {
        const isOurs = await moveFile(trx, row, hash)
        await purgeLater(trx, [isOurs ? row.hash : hash])
        return isOurs
      })
      await purgeFiles(house, [isMoved ? row.hash : hash])
      if (isMoved) done++
    }
    return { after: rows.length < some ? null : rows.at(-1)!.id, done, broken }
  },
}

async function everyFile(db: Db): Promise<SealedFileRow[]> {
  const rows: SealedFileRow[] = []
  for (;;) {
    const next = await sealedFilesAfter(db, rows.at(-1)?.id ?? 0, 5000)
    rows.push(...next)
    if (next.length < 5000) return rows
  }
}

/** Everything of requests that lies closed with the vault or for the office's public key. */
export const sealedPlaces: readonly SealedPlace[] = [...sealedColumns, place]
