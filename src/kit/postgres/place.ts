import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** The unprivileged account the database runs under, or null when this process is not root. */
export type Account = { readonly uid: number; readonly gid: number } | null

/** Where the database lives and how its own user gets there. */
export type Place = {
  readonly folder: string
  /** The cluster itself (PGDATA). */
  readonly data: string
  /** Holds the socket. */
  readonly run: string
  readonly log: string
  readonly account: Account
  /** Whether the account can walk to `folder` from the root of the file system. */
  readonly reachable: boolean
  /** A path inside `folder` as the database process has to name it. */
  seen(path: string): string
}

const accountName = 'zhaoming'

function idOf(flag: '-u' | '-g', name: string): number | null {
  const result = spawnSync('id', [flag, name], { encoding: 'utf8' })
  const id = Number(result.stdout)
  return result.status === 0 && Number.isInteger(id) && id > 0 ? id : null
}

function ownAccount(): NonNullable<Account> {
  for (const attempt of ['find', 'make'] as const) {
    if (attempt === 'make') {
      const shell = ['/usr/sbin/nologin', '/sbin/nologin'].find(existsSync) ?? '/bin/false'
      try {
        execFileSync(
          'useradd',
          ['--system', '--user-group', '--no-create-home', '--shell', shell, accountName],
          {
            stdio: 'ignore',
          },
        )
      } catch {
        break
      }
    }
    const uid = idOf('-u', accountName)
    const gid = idOf('-g', accountName)
    if (uid !== null && gid !== null) return { uid, gid }
  }
  return { uid: idOf('-u', 'nobody') ?? 65534, gid: idOf('-g', 'nobody') ?? 65534 }
}

function mayEnter(folder: string, account: NonNullable<Account>): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

/** Whether the account can walk to this folder. */
export function canReach(folder: string, account: Account): boolean {
  if (account === null) return true
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if (!mayEnter(at, account)) return false
    if (dirname(at) === at) return true
  }
}

function giveTo(path: string, account: NonNullable<Account>): void {
  const stat = lstatSync(path)
  if (stat.uid !== account.uid || stat.gid !== account.gid) {
    if (stat.isSymbolicLink()) return
    chownSync(path, account.uid, account.gid)
  }
  if (stat.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), account)
}

/** A folder that only the database's account can open. */
export function closedFolder(path: string, account: Account): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (account !== null) {
    chownSync(path, account.uid, account.gid)
    chmodSync(path, 0o700)
  }
}

/** Lays out the folders under `folder` (a real path) and chooses the account. */
export function choosePlace(folder: string): Place {
  const data = join(folder, 'postgres', 'data')
  const run = join(folder, 'run')
  const log = join(folder, 'logs')
  let account: Account = null
  if (process.getuid?.() === 0) {
    // In the next container the account may have another number: files on the volume decide, not the name.
    const owner = existsSync(data) ? statSync(data) : null
    account = owner !== null && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : ownAccount()
    // A folder copied or restored by root belongs to root, and the server refuses data that is not its own.
    if (owner?.uid === 0) giveTo(data, account)
  }
  // An operator's careful `mkdir -m 700` keeps the database's account out of the folder itself, and no handle helps there;
  // what lies below stays closed to everybody else.
  if (account !== null && !mayEnter(folder, account))
    chmodSync(folder, (statSync(folder).mode & 0o7777) | 0o011)
  closedFolder(join(folder, 'postgres'), account)
  closedFolder(run, account)
  mkdirSync(log, { recursive: true, mode: 0o700 })
  const reachable = canReach(folder, account)
  // The account cannot walk through /root (0700), where a root user most often unpacks things. An open handle on the
  // folder is inherited as descriptor 3, and /proc/self/fd/3 leads there without passing the closed parents.
  const seen = (path: string) =>
    reachable ? path : path.startsWith(folder) ? `/proc/self/fd/3${path.slice(folder.length)}` : path
  return { folder, data, run, log, account, reachable, seen }
}
