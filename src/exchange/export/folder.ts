import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { OperatorError } from '#kit/errors.ts'

/** The folder that is written: every file is whole or not there, and one that says the same already is left alone. */
export type Folder = {
  readonly path: string
  write(file: string, bytes: string | Uint8Array): Promise<void>
  remove(file: string): Promise<void>
  sizeOf(file: string): Promise<number | null>
  /** How many files were written anew, and how many were the same. */
  readonly counts: { written: number; same: number; removed: number }
}

export function makeFolder(path: string): Folder {
  const counts = { written: 0, same: 0, removed: 0 }
  const made = new Set<string>()
  let n = 0
  const place = (file: string) => {
    if (file.split('/').some(s => s === '..' || s === '')) throw new Error(`export: bad file ${file}`)
    return join(path, file)
  }
  return {
    path,
    counts,
    async write(file, bytes) {
      const at = place(file)
      const data = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes)
      const before = await readFile(at).catch(() => null)
      if (before?.equals(data)) {
        counts.same++
        return
      }
      const folder = dirname(at)
      try {
        if (!made.has(folder)) {
          await mkdir(folder, { recursive: true })
          made.add(folder)
        }
        const draft = `${at}.${process.pid}-${++n}.part`
        await writeFile(draft, data)
        await rename(draft, at)
      } catch (error) {
        throw sayWhy(path, error)
      }
      counts.written++
    },
    async remove(file) {
      const at = place(file)
      const there = await stat(at).catch(() => null)
      if (!there) return
      await rm(at, { recursive: true, force: true })
      counts.removed++
    },
    async sizeOf(file) {
      return (await stat(place(file)).catch(() => null))?.size ?? null
    },
  }
}

function sayWhy(path: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new OperatorError(`磁盘已满，没有写完 ${path}。清理磁盘后再运行一次同样的命令，会接着写。`)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new OperatorError(`目录 ${path} 不可写。请换一个目录，或修正权限。`)
  if (code === 'ENOTDIR' || code === 'EISDIR' || code === 'EEXIST')
    return new OperatorError(`${path} 里有文件与要写的目录同名，请用一个空目录。`)
  if (code === 'ENAMETOOLONG') return new OperatorError(`文件名太长，${path} 所在的磁盘放不下。`)
  return error as Error
}

const atOnce = 8

/** Some at once, in their order. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
