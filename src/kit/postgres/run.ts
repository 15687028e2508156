import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Place } from './place.ts'

/** Starts a program of PostgreSQL under the database's account, its output going to `output` (a descriptor) or back to us. */
export function runAs(
  place: Place,
  file: string,
  args: readonly string[],
  output: number | 'pipe',
  detached: boolean,
): ChildProcess {
  const handle = place.reachable ? null : openSync(place.folder, 'r')
  try {
    return spawn(file, args, {
      cwd: '/',
      ...(place.account ?? {}),
      // Not our environment: PGDATA, PGPORT, LC_ALL of the operator's shell would change what the server does.
      ...(process.platform === 'win32'
        ? { cwd: undefined }
        : { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } }),
      stdio: ['ignore', output, output, ...(handle === null ? [] : [handle])],
      detached,
      windowsHide: true,
    })
  } finally {
    if (handle !== null) closeSync(handle)
  }
}

/** Runs a program to its end: exit code and everything it printed. */
export async function runToEnd(
  place: Place,
  file: string,
  args: readonly string[],
  abort?: AbortSignal,
): Promise<{ code: number | null; output: string }> {
  const child = runAs(place, file, args, 'pipe', false)
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const end = () => child.kill('SIGTERM')
  abort?.addEventListener('abort', end)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    return { code, output: Buffer.concat(chunks).toString('utf8') }
  } finally {
    abort?.removeEventListener('abort', end)
  }
}
