import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { folderError, syncFolder } from '../dataFolder.ts'
import { OperatorError } from '../errors.ts'
import { program, type Binaries } from './binaries.ts'
import { complaint } from './complaint.ts'
import type { Place } from './place.ts'
import { runToEnd } from './run.ts'

/** Our settings, written anew at every start; the operator's own go to local.conf, which is read last and never touched. */
export const settingsFile = 'zhaoming.conf'

const settings: Readonly<Record<string, string>> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  shared_buffers: '96MB',
  max_connections: '100',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  jit: 'off',
  timezone: 'Asia/Shanghai',
  log_timezone: 'Asia/Shanghai',
  lc_messages: 'C',
  cluster_name: 'zhaoming',
  restart_after_crash: 'on',
  password_encryption: 'scram-sha-256',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %q%u@%d %a ',
  // The DETAIL lines of an error hold the offending row, which may be a citizen's: they stay out of the log.
  log_error_verbosity: 'terse',
}

/** The text of the settings file. */
export function settingsText(extra: Readonly<Record<string, string>> = {}): string {
  // Sees within 2 s that the client of a long query was killed; Linux only, refused elsewhere.
  const checks: Record<string, string> =
    process.platform === 'linux' ? { client_connection_check_interval: '2s' } : {}
  const lines = Object.entries({ ...settings, ...checks, ...extra }).map(
    ([name, value]) => `${name} = '${value}'`,
  )
  return `# 由昭明在每次启动时重写。自己的设置请写在同一文件夹的 local.conf。\n${lines.join('\n')}\n`
}

/** Refuses a cluster that these programs cannot run. */
export function refuseOtherMajor(place: Place, binaries: Binaries): void {
  const file = join(place.data, 'PG_VERSION')
  if (!existsSync(file)) return
  const major = Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (major === binaries.major) return
  if (major > binaries.major)
    throw new OperatorError(
      `数据目录 ${place.folder} 中的数据库由 PostgreSQL ${major} 建立，本程序所带的是${binaries.major}。请用不低于原版本的昭明启动；数据未被改动。`,
    )
  throw new OperatorError(
    `数据目录 ${place.folder} 中的数据库由 PostgreSQL ${major} 建立，本程序所带的是${binaries.major}，不能直接打开。请先用 PostgreSQL ${binaries.major} 的 pg_upgrade 升级 ${place.data}；数据未被改动。`,
  )
}

function localesToTry(): readonly string[] {
  // With the C locale pg_trgm finds no trigram in Chinese text (isalpha of single bytes) and half-title search silently
  // returns nothing: it is the last resort. C.UTF-8 is missing on CentOS 7 and older macOS.
  if (process.platform === 'win32') return ['C']
  return ['C.UTF-8', 'C.utf8', 'zh_CN.UTF-8', 'en_US.UTF-8', 'C']
}

/**
 * Makes the cluster when there is none. It grows in a folder of its own and is renamed when complete: a start killed in
 * the middle leaves only a draft, which the next start sweeps away.
 */
export async function initialise(
  place: Place,
  binaries: Binaries,
  password: string,
  log: (line: string) => void,
  abort?: AbortSignal,
): Promise<void> {
  const parent = join(place.folder, 'postgres')
  for (const name of readdirSync(parent))
    if (name.startsWith('draft-'))
      rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  if (existsSync(place.data)) {
    if (existsSync(join(place.data, 'PG_VERSION'))) return
    throw new OperatorError(
      `数据库文件夹 ${place.data} 不完整（缺少 PG_VERSION）。请从备份恢复，或移走该文件夹后重新启动。`,
    )
  }
  log('正在建立数据库（仅首次启动）')
  const draft = join(parent, `draft-${randomBytes(4).toString('hex')}`)
  const passwordFile = `${draft}-password`
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    if (place.account) chownSync(passwordFile, place.account.uid, place.account.gid)
    await initdb(place, binaries, draft, passwordFile, abort)
    appendFileSync(
      join(draft, 'postgresql.conf'),
      `\ninclude_if_exists = '${settingsFile}'\ninclude_if_exists = 'local.conf'\n`,
    )
    renameSync(draft, place.data)
    syncFolder(parent)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error instanceof Error && 'code' in error ? folderError(place.folder, error) : error
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

async function initdb(
  place: Place,
  binaries: Binaries,
  draft: string,
  passwordFile: string,
  abort?: AbortSignal,
) {
  for (const locale of localesToTry()) {
    const { code, output } = await runToEnd(
      place,
      program(binaries, 'initdb'),
      [
        ...[
          '-D',
          place.seen(draft),
          '-U',
          'postgres',
          '-A',
          'scram-sha-256',
          `--pwfile=${place.seen(passwordFile)}`,
        ],
        ...[
          '-E',
          'UTF8',
          '--locale-provider=icu',
          '--icu-locale=zh-CN',
          `--locale=${locale}`,
          '--data-checksums',
        ],
      ],
      abort,
    )
    abort?.throwIfAborted()
    if (code === 0) return
    rmSync(draft, { recursive: true, force: true })
    if (!/invalid locale name|locale .* not (recognized|found)/i.test(output))
      throw complaint(place, output, '未能建立')
  }
  throw new OperatorError(
    '内置数据库未能建立：本机没有 UTF-8 语言环境。请安装 C.UTF-8 或 zh_CN.UTF-8 后再启动。',
  )
}
