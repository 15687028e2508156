import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '#kit/projectRoot.ts'

/** Load from a process of its own, pinned to a core where the machine has several. */

const run = promisify(execFile)

/** Where the one who answers and the one who asks stand: apart, so that neither takes the other's time. Null where nothing can be pinned. */
export const cores = cpus().length > 1 && existsSync('/usr/bin/taskset') ? { server: 0, load: 1 } : null

export type Load = {
  readonly port: number
  /** Asked for in turn; `{w}` becomes one of the words, another one every time. */
  readonly paths: readonly string[]
  readonly words?: readonly string[]
  readonly encoding?: 'gzip' | 'identity'
  readonly seconds: number
  readonly connections: number
  /** On its own core, away from the server's. */
  readonly pinned?: boolean
}

/** What came of it; times in milliseconds, broken: connections lost in the middle of an answer. */
export type Borne = {
  readonly seconds: number
  readonly done: number
  readonly statuses: Readonly<Record<string, number>>
  readonly broken: number
  readonly median: number
  readonly p95: number
  readonly p99: number
  readonly slowest: number
}

/** Words of a command that runs on one core. */
export const onCore = (core: number | null, words: readonly string[]) =>
  core === null ? [...words] : ['taskset', '-c', String(core), ...words]

export function bear(load: Load): Promise<Borne> {
  const [file, ...rest] = onCore(load.pinned && cores ? cores.load : null, [
    process.execPath,
    join(projectRoot(), 'bench', 'hammer.mjs'),
  ])
  return new Promise((resolve, reject) => {
    const child = spawn(file!, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', part => (text += String(part)))
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve(JSON.parse(text) as Borne) : reject(new Error(`the load ended with ${code}`)),
    )
    child.stdin.end(JSON.stringify({ encoding: 'gzip', ...load }))
  })
}

/** How many answers were not 200, and connections that were lost. */
export const faultsOf = (borne: Borne) => borne.done - (borne.statuses['200'] ?? 0) + borne.broken

const has = (command: string) =>
  run(command, ['-v']).then(
    () => true,
    error => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  )

/** Whether these programs are on the machine. */
export async function programs() {
  const [nginx, wrk] = await Promise.all([has('nginx'), has('wrk')])
  return { nginx, wrk }
}

/**
 * Answers a second of one page, asked from the other core. By wrk where it is there: a static nginx answers faster than a
 * generator in JavaScript can ask. Throws when an answer was not 200.
 */
export async function answersPerSecond(load: Load, by: 'wrk' | 'own'): Promise<number> {
  if (by === 'own') {
    const borne = await bear({ ...load, pinned: true })
    if (faultsOf(borne) > 0) throw new Error(`bench: ${JSON.stringify(borne)}`)
    return borne.done / borne.seconds
  }
  const [file, ...rest] = onCore(cores?.load ?? null, [
    'wrk',
    '-t1',
    `-c${load.connections}`,
    `-d${load.seconds}s`,
    '-H',
    `Accept-Encoding: ${load.encoding ?? 'gzip'}`,
    `http://127.0.0.1:${load.port}${load.paths[0]!}`,
  ])
  const { stdout } = await run(file!, rest)
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`bench: wrk says\n${stdout}`)
  return Number(/Requests\/sec: +([\d.]+)/.exec(stdout)![1])
}

/** Moves every thread of a process to one core, or back to all. */
export async function pin(pid: number, core: number | null): Promise<void> {
  const list = core === null ? `0-${cpus().length - 1}` : String(core)
  await run('taskset', ['-a', '-cp', list, String(pid)])
}
