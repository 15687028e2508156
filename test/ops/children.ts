import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { bundling } from '../../bin/bundling.mjs'
import { ticks } from '#kit/now.ts'
import { canReach } from '#kit/postgres/place.ts'
import { projectRoot } from '#kit/projectRoot.ts'

export const asRoot = process.getuid?.() === 0
/** `nobody`: neither we nor the database's own account. */
export const stranger = { uid: 65534, gid: 65534 }
/** Whether `nobody` can be tried: we may become it, and it may enter the folder these tests run from. */
export const asStranger = asRoot && canReach(projectRoot(), stranger)

/** A process under test: what it has said so far, and how it ended. */
export type Child = {
  readonly process: ChildProcess
  readonly pid: number
  said(): string
  /** Resolves as soon as the text has been said; throws when the process ends or the time is over first. */
  says(text: string | RegExp, milliseconds?: number): Promise<string>
  /** Resolves with the exit code, or the signal that ended it. */
  ended(milliseconds?: number): Promise<number | string>
}

const living = new Set<ChildProcess>()

export function start(
  file: string,
  args: readonly string[],
  options: {
    env?: Record<string, string>
    uid?: number
    gid?: number
    cwd?: string
    detached?: boolean
  } = {},
): Child {
  const { env, ...rest } = options
  const child = spawn(file, args, {
    cwd: projectRoot(),
    ...rest,
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  living.add(child)
  let text = ''
  let outcome: number | string | null = null
  child.stdout.on('data', chunk => (text += String(chunk)))
  child.stderr.on('data', chunk => (text += String(chunk)))
  child.on('error', error => (outcome = error.message))
  child.on('close', (code, signal) => {
    outcome = code ?? signal ?? 'unknown'
    living.delete(child)
  })
  const until = async <T>(found: () => T | null, milliseconds: number, what: string): Promise<T> => {
    for (const end = ticks() + milliseconds; ; await sleep(20)) {
      const value = found()
      if (value !== null) return value
      if (ticks() > end) throw new Error(`${what}，等了 ${milliseconds} 毫秒。输出：\n${text}`)
    }
  }
  return {
    process: child,
    pid: child.pid ?? -1,
    said: () => text,
    says: (wanted, milliseconds = 90_000) =>
      until(
        () => {
          if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) return text
          if (outcome !== null)
            throw new Error(`还没有说“${String(wanted)}”就结束了（${outcome}）。输出：\n${text}`)
          return null
        },
        milliseconds,
        `没有说“${String(wanted)}”`,
      ),
    ended: (milliseconds = 90_000) => until(() => outcome, milliseconds, '没有结束'),
  }
}

/** Ends what a failed test left running. */
export function endAll(): void {
  for (const child of living) child.kill('SIGKILL')
}

/** A folder for one test (made when first asked for), open for other accounts to pass through. */
export function scratch(): { readonly path: string; remove(): void } {
  let made: string | undefined
  return {
    get path() {
      if (made === undefined) {
        made = mkdtempSync(join(tmpdir(), 'zhaoming-ops-'))
        chmodSync(made, 0o711)
      }
      return made
    },
    remove() {
      if (made === undefined) return
      rmSync(made, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** Bundles a module of the tests into one file that a bare Node can run, in a process of its own and as another user. */
export async function bundled(entry: string): Promise<string> {
  const folder = join(projectRoot(), 'node_modules', '.cache', 'zhaoming')
  mkdirSync(folder, { recursive: true })
  const outfile = join(folder, `${entry.replaceAll('/', '-')}-${process.pid}.mjs`)
  await build({ ...bundling, entryPoints: [join(projectRoot(), entry)], sourcemap: false, outfile })
  return outfile
}

/**
 * A port nobody listens on. Below those the system gives to outgoing connections (Linux: from 32768 on): one of these
 * could be taken again by any connection of another test before our process listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    const probe = createServer()
    const isFree = await new Promise<boolean>(resolve => {
      probe.once('error', () => resolve(false))
      probe.listen(port, () => resolve(true))
    })
    if (!isFree) continue
    await new Promise(resolve => probe.close(resolve))
    return port
  }
}
