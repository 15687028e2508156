import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex, token } from './crypto.ts'

/** Files under their content hash. S3 can stand behind the same four verbs later. */
export type FileStore = {
  put(bytes: Uint8Array): Promise<{ hash: string; size: number }>
  /** The same for what is too large to hold: hashed while it is written. */
  putStream(bytes: AsyncIterable<Uint8Array>): Promise<{ hash: string; size: number }>
  read(hash: string): NodeJS.ReadableStream
  has(hash: string): Promise<boolean>
  pathOf(hash: string): string
  /** Deletes the bytes; nothing happens where they are gone already. */
  remove(hash: string): Promise<void>
}

export function makeFileStore(folder: string): FileStore {
  const pathOf = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new TypeError('not a content hash')
    return join(folder, hash.slice(0, 2), hash)
  }
  const has = (hash: string) =>
    stat(pathOf(hash)).then(
      s => s.isFile(),
      () => false,
    )
  return {
    pathOf,
    has,
    read: hash => createReadStream(pathOf(hash)),
    remove: hash => rm(pathOf(hash), { force: true }),
    async putStream(bytes) {
      await mkdir(folder, { recursive: true })
      const beside = join(folder, `being-written.${token().slice(0, 12)}`)
      const hashing = createHash('sha256')
      let size = 0
      const handle = await open(beside, 'wx', 0o600)
      try {
        for await (const piece of bytes) {
          hashing.update(piece)
          size += piece.byteLength
          await handle.writeFile(piece)
        }
        await handle.sync()
      } catch (error) {
        await rm(beside, { force: true })
        throw error
      } finally {
        await handle.close()
      }
      const hash = hashing.digest('hex')
      await mkdir(join(folder, hash.slice(0, 2)), { recursive: true })
      await rename(beside, pathOf(hash))
      return { hash, size }
    },
    async put(bytes) {
      const hash = sha256Hex(bytes)
      if (!(await has(hash))) {
        await mkdir(join(folder, hash.slice(0, 2)), { recursive: true })
        // Written beside and renamed: a file under its hash is whole, also after a kill in the middle.
        const beside = `${pathOf(hash)}.${token().slice(0, 8)}`
        const handle = await open(beside, 'wx', 0o600)
        try {
          await handle.writeFile(bytes)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(beside, pathOf(hash))
      }
      return { hash, size: bytes.byteLength }
    },
  }
}
