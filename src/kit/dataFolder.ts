import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatorError } from './errors.ts'
import { identify, isAlive, npmLauncher, signal, waitUntil, type ProcessId } from './processes.ts'

/** Raised by one whenever an older program could no longer read what is in the folder. */
export const folderFormat = 1
const leastFreeBytes = 200 * 1024 * 1024

export type DataFolder = {
  readonly path: string
  /** 32 random bytes, made on first use and kept under keys/. */
  secret(name: string): Buffer
  /** The address shown to whoever starts the product a second time. */
  setAddress(address: string): void
  /** Calls back once when the npm that started this process has died. Never without npm. */
  onLauncherLost(callback: () => void): void
  /** Gives the folder free. May be called more than once. */
  release(): void
}

type Holder = ProcessId & {
  readonly launcher: ProcessId | null
  readonly address: string | null
  /** False while it only claims the folder. */
  readonly held: boolean
}

/** One sentence for a failed file operation in the data folder. */
export function folderError(path: string, error: unknown): OperatorError {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const where = '请修正，或用环境变量 DATA_DIR 指定另一位置。'
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new OperatorError(`磁盘已满，无法写入数据目录 ${path}。请先清理磁盘，${where}`)
  if (code === 'EROFS') return new OperatorError(`数据目录 ${path} 所在的磁盘是只读的。${where}`)
  if (code === 'EACCES' || code === 'EPERM')
    return new OperatorError(`数据目录 ${path} 不可写：当前用户没有权限。${where}`)
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new OperatorError(`数据目录 ${path} 不可用：该路径上有一个同名文件而不是文件夹。${where}`)
  return new OperatorError(`数据目录 ${path} 不可用（${code || String(error)}）。${where}`)
}

/** Writes a file so that after a power cut it holds either the old or the new text, never half of one. */
export function writeDurably(file: string, text: string | Uint8Array, mode: number): void {
  const draft = `${file}.${process.pid}.new`
  const fd = openSync(draft, 'w', mode)
  try {
    writeSync(fd, typeof text === 'string' ? Buffer.from(text) : text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(draft, file)
  syncFolder(dirname(file))
}

/** Makes renames inside a folder durable. Windows cannot open folders and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/**
 * The 32-byte key of this name in keys/ (made when missing, readable by the owner alone). Does not need the lock.
 * Throws OperatorError when the file is damaged: silently making a new key would orphan whatever the old one sealed.
 */
export function readSecret(folder: string, name: string): Buffer {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`bad secret name ${name}`)
  const keys = join(folder, 'keys')
  const file = join(keys, name)
  try {
    mkdirSync(keys, { recursive: true, mode: 0o700 })
    if (!existsSync(file)) {
      const draft = `${file}.${process.pid}.new`
      rmSync(draft, { force: true })
      writeDurably(draft, randomBytes(32), 0o600)
      try {
        linkSync(draft, file)
        syncFolder(keys)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      } finally {
        rmSync(draft, { force: true })
      }
    }
    const key = readFileSync(file)
    if (key.length === 32) return key
  } catch (error) {
    throw folderError(folder, error)
  }
  throw new OperatorError(`密钥文件 ${file} 已损坏（应为32字节）。请从备份恢复该文件后再启动。`)
}

function prepareFolder(path: string): void {
  try {
    if (!existsSync(path)) {
      mkdirSync(path, { recursive: true })
      // Started by root, the database's own user has to pass through; what it must not read lies in closed folders inside.
      chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700)
    }
    const probe = join(path, `.probe-${process.pid}`)
    writeDurably(probe, '昭明', 0o600)
    rmSync(probe)
  } catch (error) {
    throw folderError(path, error)
  }
  const { bavail, bsize } = statfsSync(path)
  if (bavail * bsize < leastFreeBytes) {
    const left = Math.floor((bavail * bsize) / 1024 / 1024)
    throw new OperatorError(
      `磁盘空间不足：数据目录 ${path} 所在磁盘只剩${left}MB，至少需要200MB。请清理磁盘，或用环境变量 DATA_DIR 指定另一位置。`,
    )
  }
}

function checkFormat(path: string): void {
  const file = join(path, 'VERSION')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw folderError(path, error)
    writeDurably(file, `${JSON.stringify({ format: folderFormat })}\n`, 0o644)
    return
  }
  let format: unknown
  try {
    format = (JSON.parse(text) as { format?: unknown } | null)?.format
  } catch {
    format = undefined
  }
  if (typeof format !== 'number')
    throw new OperatorError(
      `数据目录 ${path} 的 VERSION 文件已损坏，无法判断数据版本。请从备份恢复该文件后再启动。`,
    )
  if (format > folderFormat)
    throw new OperatorError(
      `数据目录 ${path} 由更新版本的昭明建立（数据格式${format}，本程序只认识到${folderFormat}）。请用不低于原版本的程序启动；数据未被改动。`,
    )
}

function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder> | null
    if (typeof holder?.pid !== 'number' || typeof holder.born !== 'string') return null
    const { launcher = null, address = null, held = false } = holder
    return { pid: holder.pid, born: holder.born, launcher, address, held }
  } catch {
    return null
  }
}

async function endOrphan(holder: Holder, log: (line: string) => void): Promise<void> {
  log(`上一次启动留下的进程（进程号${holder.pid}）已失去启动它的 npm，正在结束它`)
  try {
    signal(holder.pid, 'SIGTERM')
    // It has its own database to stop, which may take 20 s under load.
    if (await waitUntil(() => !isAlive(holder), 30_000)) return
    signal(holder.pid, 'SIGKILL')
    if (await waitUntil(() => !isAlive(holder), 5_000)) return
  } catch {
    // EPERM: another user's process
  }
  throw new OperatorError(`上一次启动留下的进程（进程号${holder.pid}）无法结束。请先手工结束它再启动。`)
}

/**
 * Takes the folder for this process. Everybody puts a claim of its own into lock/ and then looks at the others', so
 * that of any two the later one sees the earlier: no claim of a living process is ever moved or replaced, which is
 * where taking over a dead one's lock file goes wrong. Between claims made at once the lowest number goes first.
 */
async function takeLock(path: string, own: Holder, log: (line: string) => void): Promise<string> {
  const locks = join(path, 'lock')
  const file = join(locks, `${own.pid}-${randomBytes(4).toString('hex')}`)
  const claim = () => writeDurably(file, `${JSON.stringify(own)}\n`, 0o644)
  const others = () =>
    readdirSync(locks)
      .map(name => join(locks, name))
      .filter(other => other !== file && !other.endsWith('.new'))
      .flatMap(other => {
        const holder = readHolder(other)
        if (holder !== null && isAlive(holder)) return [holder]
        rmSync(other, { force: true })
        return []
      })
  try {
    mkdirSync(locks, { recursive: true })
    for (let tries = 0; tries < 200; tries++) {
      claim()
      const rivals = others()
      if (rivals.length === 0) {
        writeDurably(file, `${JSON.stringify({ ...own, held: true })}\n`, 0o644)
        return file
      }
      const holder = rivals.find(rival => rival.held)
      if (holder !== undefined) {
        rmSync(file)
        if (holder.launcher !== null && !isAlive(holder.launcher)) await endOrphan(holder, log)
        else
          throw new OperatorError(
            `昭明已在运行（进程号${holder.pid}${holder.address === null ? '' : `，地址 ${holder.address}`}）。同一数据目录只能启动一次：${path}`,
          )
      } else if (rivals.some(rival => rival.pid < own.pid)) rmSync(file)
      await sleep(50)
    }
  } catch (error) {
    rmSync(file, { force: true })
    throw error instanceof Error && 'syscall' in error ? folderError(path, error) : error
  }
  rmSync(file, { force: true })
  throw new OperatorError(`数据目录 ${path} 正被其他进程反复占用，请稍后再启动。`)
}

/**
 * Opens the folder that holds everything this installation keeps: creates it, proves that it can be written, has room
 * and is not from a newer version, and takes it for this process alone.
 * A holder that died is succeeded; one whose npm died is ended first; a healthy one is named in the OperatorError.
 */
export async function openDataFolder(
  folder: string,
  options: { readonly log: (line: string) => void; readonly address?: string },
): Promise<DataFolder> {
  prepareFolder(resolve(folder))
  const path = realpathSync(resolve(folder))
  checkFormat(path)
  const self = identify(process.pid)
  if (self === null) throw new Error('cannot identify own process')
  const launcher = npmLauncher()
  let own: Holder = { ...self, launcher, address: options.address ?? null, held: false }
  const file = await takeLock(path, own, options.log)
  const timers: NodeJS.Timeout[] = []
  return {
    path,
    secret: name => readSecret(path, name),
    setAddress(address) {
      own = { ...own, address, held: true }
      if (existsSync(file)) writeDurably(file, `${JSON.stringify(own)}\n`, 0o644)
    },
    onLauncherLost(callback) {
      if (launcher === null) return
      const timer = setInterval(() => {
        if (isAlive(launcher)) return
        clearInterval(timer)
        callback()
      }, 1000)
      timer.unref()
      timers.push(timer)
    },
    release() {
      for (const timer of timers) clearInterval(timer)
      rmSync(file, { force: true })
    },
  }
}
