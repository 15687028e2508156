import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ticks } from './now.ts'

/**
 * A process and the moment it began. A number alone is not an identity: after a reboot, or in the next container on
 * the same volume, the same number belongs to a stranger.
 */
export type ProcessId = { readonly pid: number; readonly born: string }

type Seen = {
  readonly parent: number
  readonly born: string
  readonly dead: boolean
  readonly command: string
}

let bootId: string | undefined

function seenOnLinux(pid: number): Seen | null {
  try {
    // The name in parentheses may itself hold blanks and parentheses (npm calls itself "npm start"): split after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const close = stat.lastIndexOf(')')
    const fields = stat.slice(close + 2).split(' ')
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return {
      parent: Number(fields[1]),
      born: `${bootId}/${fields[19]}`,
      // A killed npm whose own parent never collects it stays a zombie for ever and answers kill(pid, 0).
      dead: fields[0] === 'Z' || fields[0] === 'X',
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
    }
  } catch {
    return null
  }
}

function seenByPs(pid: number): Seen | null {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,stat=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    const match = /^(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line)
    if (!match) return null
    const [, parent = '', state = '', born = '', command = ''] = match
    return { parent: Number(parent), born, dead: state.startsWith('Z'), command }
  } catch {
    return null
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function look(pid: number): Seen | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (process.platform === 'linux') return seenOnLinux(pid)
  if (process.platform !== 'win32') return seenByPs(pid)
  return answers(pid) ? { parent: 0, born: '', dead: false, command: '' } : null
}

/** The identity of a running process, or null when there is none (a zombie counts as none). */
export function identify(pid: number): ProcessId | null {
  const seen = look(pid)
  return seen === null || seen.dead ? null : { pid, born: seen.born }
}

/** Whether exactly this process (not a later one of the same number) still runs. */
export function isAlive(id: ProcessId): boolean {
  return identify(id.pid)?.born === id.born
}

/** The npm (or npx) that started this process, found by walking up its parents; null when started directly. */
export function npmLauncher(): ProcessId | null {
  for (let pid = process.ppid, steps = 0; pid > 1 && steps < 12; steps++) {
    const seen = look(pid)
    if (seen === null) return null
    if (/^(npm|npx)( |$)/.test(seen.command) || /[/\\](npm|npx)-cli\.js( |$)/.test(seen.command))
      return { pid, born: seen.born }
    pid = seen.parent
  }
  return null
}

/**
 * The processes of this program name whose working folder is `folder` (a real path). PostgreSQL and all its children
 * work in their data folder, so this finds them even when their parent was killed. Linux only; elsewhere empty.
 */
export function processesIn(folder: string, name: string): number[] {
  if (process.platform !== 'linux') return []
  const found: number[] = []
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      // The name too: an administrator's shell may stand in the same folder.
      if (
        readlinkSync(`/proc/${pid}/cwd`) === folder &&
        readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name
      )
        found.push(Number(pid))
    } catch {
      // gone meanwhile, or another user's
    }
  }
  return found
}

/** Sends a signal; a process that has already gone is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Asks `done` every 50 ms; true as soon as it holds, false after `milliseconds`. */
export async function waitUntil(done: () => boolean, milliseconds: number): Promise<boolean> {
  const end = ticks() + milliseconds
  while (!done()) {
    if (ticks() >= end) return false
    await sleep(50)
  }
  return true
}
