import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { folderError, readSecret } from '../dataFolder.ts'
import { OperatorError } from '../errors.ts'
import { ticks } from '../now.ts'
import { identify, isAlive, type ProcessId } from '../processes.ts'
import { findBinaries, program, type Binaries } from './binaries.ts'
import { complaint, isTransient } from './complaint.ts'
import { initialise, refuseOtherMajor, settingsFile, settingsText } from './initialise.ts'
import { endPostmaster, findPostmaster, sweep } from './leftovers.ts'
import { choosePlace, type Place } from './place.ts'
import { runAs } from './run.ts'

export type Connection = {
  /** A folder with the server's socket, or 127.0.0.1. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export type RunningPostgres = {
  /** As superuser `postgres`, database `postgres`. */
  readonly connection: Connection
  /** The same as an address that pg and libpq understand. */
  readonly url: string
  /** Whether a healthy server left by a killed process was taken over instead of starting one. */
  readonly adopted: boolean
  /** Fast shutdown; waits until the server is gone. May be called more than once. */
  stop(): Promise<void>
}

export type PostgresOptions = {
  /** The data folder (its lock must be ours). */
  readonly folder: string
  readonly log: (line: string) => void
  /** The server died and could not be brought back. */
  readonly onLost?: (error: Error) => void
  readonly abort?: AbortSignal
  /** More lines for the settings file. */
  readonly settings?: Readonly<Record<string, string>>
  /** A folder with postgres and initdb to use instead of those shipped. */
  readonly binaries?: string
}

const logLimit = 20 * 1024 * 1024

/** Starts (or takes over) the product's own PostgreSQL on its data folder and looks after it until `stop`. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { log, abort } = options
  const password = readSecret(options.folder, 'postgres').toString('base64url')
  const place = guarded(options.folder, () => choosePlace(realpathSync(options.folder)))
  const binaries = guarded(options.folder, () => findBinaries(place, options.binaries))
  refuseOtherMajor(place, binaries)
  await initialise(place, binaries, password, log, abort)
  const settings = settingsText(options.settings)
  const keeper: Keeper = { place, binaries, password, log, abort, server: null, port: 5432 }
  const adopted = await adopt(keeper, settings)
  if (!adopted) {
    guarded(options.folder, () => writeFileSync(join(place.data, settingsFile), settings))
    await launch(keeper)
  }
  const connection = connectionOf(keeper)
  const { host, port, user } = connection
  const stop = watch(keeper, options.onLost ?? (() => undefined))
  return {
    connection,
    url: `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${connection.database}`,
    adopted,
    stop,
  }
}

type Keeper = {
  readonly place: Place
  readonly binaries: Binaries
  readonly password: string
  readonly log: (line: string) => void
  readonly abort: AbortSignal | undefined
  server: ProcessId | null
  port: number
}

function guarded<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? folderError(folder, error) : error
  }
}

/** sun_path holds 108 bytes on Linux, 104 on macOS; the server adds "/.s.PGSQL.5432". */
function usesSocket(place: Place): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(join(place.run, '.s.PGSQL.5432')) < 100
}

function connectionOf(keeper: Keeper): Connection {
  const { place, port, password } = keeper
  return {
    host: usesSocket(place) ? place.run : '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return port
}

/** Asks the server for its version with our password. */
async function ask(keeper: Keeper): Promise<string> {
  const client = new pg.Client({
    ...connectionOf(keeper),
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version ?? ''
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Takes over a server left running by a killed process when it is healthy and just like the one we would start; else ends it. */
async function adopt(keeper: Keeper, settings: string): Promise<boolean> {
  const found = findPostmaster(keeper.place)
  if (found === null) {
    await sweep(keeper.place)
    return false
  }
  const written = join(keeper.place.data, settingsFile)
  const same =
    existsSync(written) &&
    readFileSync(written, 'utf8') === settings &&
    found.socket === usesSocket(keeper.place)
  if (same) {
    keeper.server = found
    keeper.port = found.port
    // It may still be recovering from the very blow that killed its parent.
    for (let end = ticks() + 10_000; ticks() < end && isAlive(found); await sleep(200)) {
      keeper.abort?.throwIfAborted()
      try {
        if (!(await ask(keeper)).startsWith(keeper.binaries.version)) break
        keeper.log(`接管仍在运行的数据库（进程号${found.pid}）`)
        return true
      } catch (error) {
        if (!isWaiting(error)) break
      }
    }
    keeper.server = null
    keeper.port = 5432
  }
  keeper.log(`正在结束上次留下的数据库（进程号${found.pid}）`)
  await endPostmaster(found)
  await sweep(keeper.place)
  return false
}

/** Not yet listening, starting up (57P03), or cut off by a crash while we were signing in (57P01, 57P02, EPIPE). */
function isWaiting(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  const passing = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAGAIN', '57P01', '57P02', '57P03']
  return passing.includes(code ?? '') || /timeout|terminated/i.test(message ?? '')
}

async function launch(keeper: Keeper): Promise<void> {
  keeper.log('正在启动数据库')
  const deadline = ticks() + 20_000
  for (;;) {
    keeper.abort?.throwIfAborted()
    if (!usesSocket(keeper.place)) keeper.port = await freePort()
    const output = await attempt(keeper)
    if (output === null) return
    if (!isTransient(output) || ticks() > deadline) throw complaint(keeper.place, output, '未能启动')
    // Straight after a kill the old server's children and memory are still there for a moment.
    await sweep(keeper.place)
    await sleep(500)
  }
}

/** One try: null once the server answers, else what it printed before it ended. */
async function attempt(keeper: Keeper): Promise<string | null> {
  const { place, binaries } = keeper
  const socket = usesSocket(place)
  const logFile = join(place.log, 'postgres.log')
  trimLog(logFile)
  const from = existsSync(logFile) ? statSync(logFile).size : 0
  const fd = guarded(place.folder, () => openSync(logFile, 'a', 0o600))
  const args = ['-D', place.seen(place.data), '-p', String(keeper.port)]
  args.push('-c', `listen_addresses=${socket ? '' : '127.0.0.1'}`)
  args.push(
    '-c',
    `unix_socket_directories=${socket ? place.seen(place.run) : ''}`,
    '-c',
    'unix_socket_permissions=0700',
  )
  let ended = false
  // A session of its own: Ctrl-C goes to the whole terminal group, and the database must outlive the server's last writes.
  const child = runAs(place, program(binaries, 'postgres'), args, fd, true)
  child.on('exit', () => (ended = true)).on('error', () => (ended = true))
  child.unref()
  closeSync(fd)
  const id = child.pid === undefined ? null : identify(child.pid)
  let told = ticks()
  while (!ended && id !== null) {
    if (keeper.abort?.aborted === true) {
      await endPostmaster(id)
      keeper.abort.throwIfAborted()
    }
    try {
      await ask(keeper)
      if (keeper.abort?.aborted === true) continue
      keeper.server = id
      return null
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        await endPostmaster(id)
        throw new OperatorError(
          `密钥文件 ${join(place.folder, 'keys', 'postgres')} 与数据库的口令不符。请从备份恢复与数据同时保存的 keys 文件夹。`,
        )
      }
      if (!isWaiting(error) && !ended) {
        await endPostmaster(id)
        throw error
      }
    }
    if (ticks() - told > 5_000) {
      told = ticks()
      keeper.log('数据库正在恢复上次未完成的写入，请稍候')
    }
    await sleep(50)
  }
  return textFrom(logFile, from)
}

function textFrom(file: string, from: number): string {
  const size = statSync(file).size - from
  const buffer = Buffer.alloc(Math.max(0, Math.min(size, 100_000)))
  const fd = openSync(file, 'r')
  try {
    readSync(fd, buffer, 0, buffer.length, from)
  } finally {
    closeSync(fd)
  }
  return buffer.toString('utf8')
}

/** The server holds its log open for appending, so the log is copied and emptied rather than renamed. */
function trimLog(file: string): void {
  try {
    if (statSync(file).size <= logLimit) return
    copyFileSync(file, `${file}.1`)
    truncateSync(file, 0)
  } catch {
    // no log yet, or no room for a copy
  }
}

/** Brings a dead server back, at most three times in five minutes; returns `stop`. */
function watch(keeper: Keeper, onLost: (error: Error) => void): () => Promise<void> {
  let stopping: Promise<void> | null = null
  let reviving: Promise<void> | null = null
  const revivals: number[] = []
  const revive = async () => {
    try {
      while (revivals.length > 0 && ticks() - (revivals[0] ?? 0) > 300_000) revivals.shift()
      if (revivals.push(ticks()) > 3)
        throw new OperatorError('数据库反复意外退出，已停止重新启动。请查看数据目录中的 logs/postgres.log。')
      keeper.log('数据库意外退出，正在重新启动')
      await sweep(keeper.place)
      await launch(keeper)
      keeper.log('数据库已恢复')
    } catch (error) {
      clearInterval(timer)
      onLost(error as Error)
    } finally {
      reviving = null
    }
  }
  let beats = 0
  const timer = setInterval(() => {
    if (++beats % 3600 === 0) trimLog(join(keeper.place.log, 'postgres.log'))
    if (stopping !== null || reviving !== null) return
    if (keeper.server !== null && isAlive(keeper.server)) return
    reviving = revive()
  }, 1000)
  timer.unref()
  return () =>
    (stopping ??= (async () => {
      clearInterval(timer)
      await reviving
      if (keeper.server !== null && isAlive(keeper.server)) await endPostmaster(keeper.server)
    })())
}
