import { existsSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../errors.ts'
import { identify, isAlive, processesIn, signal, waitUntil, type ProcessId } from '../processes.ts'
import type { Place } from './place.ts'

/** What a running server wrote about itself into postmaster.pid. */
export type Postmaster = ProcessId & {
  readonly port: number
  readonly socket: boolean
  readonly status: string
}

const serversIn = (folder: string) => processesIn(folder, 'postgres')

/** The server that runs on this data folder, or null. Its pid file alone proves nothing: numbers are used again. */
export function findPostmaster(place: Place): Postmaster | null {
  let lines: string[]
  try {
    lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const id = identify(Number(lines[0]))
  if (id === null) return null
  // After a reboot, or in a new container, the number in a stale pid file may belong to anybody; PostgreSQL would take
  // that for "another postmaster" and refuse to start.
  if (process.platform === 'linux' && !serversIn(realpathSync(place.data)).includes(id.pid)) return null
  return {
    ...id,
    port: Number(lines[3]),
    socket: (lines[4] ?? '').trim() !== '',
    status: (lines[7] ?? '').trim(),
  }
}

/** Ends a server: fast shutdown, then quit, then kill. Times are those after which the next step is taken. */
export async function endPostmaster(server: ProcessId, patience = 20_000): Promise<void> {
  const gone = () => !isAlive(server)
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGINT', patience],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ]
  for (const [name, milliseconds] of steps) {
    signal(server.pid, name)
    if (await waitUntil(gone, milliseconds)) return
  }
  throw new OperatorError(`数据库进程${server.pid}无法结束。请重新启动本机后再试。`)
}

/**
 * Clears what a killed server left: its children (they go on until they notice, and their shared memory makes the next
 * server refuse), its pid file and its socket. Call only when no postmaster runs and the data folder's lock is ours.
 */
export async function sweep(place: Place): Promise<void> {
  if (existsSync(place.data)) {
    const data = realpathSync(place.data)
    const gone = () => serversIn(data).length === 0
    if (!(await waitUntil(gone, 2_000))) {
      for (const pid of serversIn(data)) signal(pid, 'SIGQUIT')
      if (!(await waitUntil(gone, 3_000))) {
        for (const pid of serversIn(data)) signal(pid, 'SIGKILL')
        if (!(await waitUntil(gone, 5_000)))
          throw new OperatorError(
            `数据库的旧进程（${serversIn(data).join('、')}）无法结束。请重新启动本机后再试。`,
          )
      }
    }
    rmSync(join(place.data, 'postmaster.pid'), { force: true })
  }
  for (const name of readdirSync(place.run))
    if (name.startsWith('.s.PGSQL.')) rmSync(join(place.run, name), { force: true })
}
