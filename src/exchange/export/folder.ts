import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { OperatorError } from '#kit/errors.ts'

/** The folder that is written: every file is whole or not there, and one that says the same already is left alone. */
export type Folder = {
  readonly path: string
  write(file: string, bytes: string | Uint8Array): Promise<void>
  remove(file: string): Promise<void>
  /** Of the files below a folder only these stay. */
  keepOnly(folder: string, files: readonly string[]): Promise<void>
  sizeOf(file: string): Promise<number | null>
  /** How many files were written anew, and how many were the same. */
  readonly counts: { written: number; same: number; removed: number }
}

export function makeFolder(path: string): Folder {
  const counts = { written: 0, same: 0, removed: 0 }
  const made = new Set<string>()
  let n = 0
  // What is not whole yet lies apart, by the process that writes it: what a run left that was killed goes with the next.
  let own: Promise<string> | null = null
  const drafts = () => (own ??= draftFolder(path))
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
        const draft = join(await drafts(), `${++n}`)
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
    async keepOnly(folder, files) {
      const kept = new Set(files)
      const there = await readdir(place(folder), { recursive: true, withFileTypes: true }).catch(() => [])
      for (const entry of there) {
        const file = relative(path, join(entry.parentPath, entry.name))
        if (entry.isFile() && !kept.has(file)) await this.remove(file)
      }
    },
    async sizeOf(file) {
      return (await stat(place(file)).catch(() => null))?.size ?? null
    },
  }
}

const draftsOf = (path: string) => join(path, '.zhaoming-parts')

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function draftFolder(path: string): Promise<string> {
  const all = draftsOf(path)
  for (const name of await readdir(all).catch(() => []))
    if (Number(name) === process.pid || !isAlive(Number(name)))
      await rm(join(all, name), { recursive: true, force: true })
  const own = join(all, String(process.pid))
  await mkdir(own, { recursive: true })
  return own
}

/** Takes the place for drafts away, once a run has ended. */
export async function clearDrafts(path: string): Promise<void> {
  await rm(join(draftsOf(path), String(process.pid)), { recursive: true, force: true })
  await rmdir(draftsOf(path)).catch(() => {})
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
