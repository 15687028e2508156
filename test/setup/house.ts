import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { makeSigner, newSigningKeyPem, sha256Hex, token } from '#kit/crypto.ts'
import { makeDb, makePool, type Db } from '#kit/db.ts'
import { makeEnvelope } from '#kit/envelope.ts'
import { makeFileStore } from '#kit/files.ts'
import { migrate, migrateJobs, prepareDatabase, prepareRoles, readMigrations } from '#kit/migrate.ts'
import { usualFontFolders } from '#kit/fonts.ts'
import { instant, later } from '#kit/now.ts'
import { makeTypst } from '#kit/typst.ts'
import { makeVault, oneSecret } from '#kit/vault.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { makeSite } from '#portal/site.ts'
import type { House } from '../../src/house.ts'
import { adminUrl } from './database.ts'

const passwords = { migrator: 'test-migrator', office: 'test-office', portal: 'test-portal' }

function at(url: string, database: string, user?: keyof typeof passwords): pg.ClientConfig {
  // Socket folders stand percent-encoded in the host of such URLs; pg wants them plain.
  const u = new URL(url)
  const host = u.searchParams.get('host') ?? decodeURIComponent(u.hostname)
  return {
    host,
    port: Number(u.port || 5432),
    database,
    user: user ?? decodeURIComponent(u.username),
    password: user ? passwords[user] : decodeURIComponent(u.password),
  }
}

async function withClient<T>(config: pg.ClientConfig, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** The migrated template that test databases are cloned from: made once for a set of migrations, under a lock. */
async function template(url: string): Promise<string> {
  const migrations = await readMigrations(join(projectRoot(), 'migrations'))
  const name = `template_${sha256Hex(migrations.map(m => m.hash).join()).slice(0, 12)}`
  await withClient(at(url, 'postgres'), async admin => {
    await admin.query('select pg_advisory_lock(20261122)')
    const there = await admin.query('select 1 from pg_database where datname = $1', [name])
    if (there.rowCount === 0) {
      const making = `${name}_${token()
        .slice(0, 6)
        .toLowerCase()
        .replace(/[^a-z0-9]/g, 'x')}`
      await prepareRoles(admin, passwords)
      await prepareDatabase(admin, making)
      await withClient(at(url, making, 'migrator'), client => migrate(client, migrations))
      const pool = makePool({ connection: at(url, making, 'migrator'), size: 1, name: 'test' })
      await migrateJobs(pool)
      await pool.end()
      await admin.query(`alter database ${making} rename to ${name}`)
    }
    await admin.query('select pg_advisory_unlock(20261122)')
  })
  return name
}

export type TestHouse = {
  readonly house: House
  /** As `office`. */
  readonly db: Db
  /** As `portal`. */
  readonly portalDb: Db
  /** The database's name and how to reach it as anybody, also as superuser. */
  readonly database: string
  connection(user?: keyof typeof passwords): pg.ClientConfig
  /** Sets the fake clock: `2026-03-02T09:00:00+08:00`. */
  setNow(iso: string): void
  pass(milliseconds: number): void
  /** How often the record told of a change. */
  changes(): number
  onRecordChanged(listener: () => void): void
  close(): Promise<void>
}

/** A House on a fresh clone of the template database, with its own files and a clock that only moves when told. */
export async function makeHouse(startAt = '2026-03-02T09:00:00+08:00'): Promise<TestHouse> {
  const url = await adminUrl()
  const base = await template(url)
  const database = `t_${sha256Hex(token()).slice(0, 16)}`
  await withClient(at(url, 'postgres'), async admin => {
    // `create database … template` needs the template to itself for a moment.
    await admin.query('select pg_advisory_lock(20261122)')
    await admin.query(`create database ${database} template ${base} owner migrator`)
    await admin.query('select pg_advisory_unlock(20261122)')
    await admin.query(`revoke all on database ${database} from public`)
    await admin.query(`grant connect on database ${database} to office, portal`)
  })
  const folder = await mkdtemp(join(tmpdir(), 'zhaoming-test-'))
  const office = makePool({ connection: at(url, database, 'office'), size: 10, name: 'test-office' })
  const portal = makePool({ connection: at(url, database, 'portal'), size: 5, name: 'test-portal' })
  let present = instant(startAt)
  let changed = 0
  const listeners: (() => void)[] = []
  const db = makeDb(office)
  const portalDb = makeDb(portal)
  const calendar = nationalCalendar()
  const typst = makeTypst({ fonts: usualFontFolders() })
  const house: House = {
    db,
    now: () => present,
    calendar: () => calendar,
    files: makeFileStore(join(folder, 'files')),
    site: makeSite({ config: undefined, demo: true, publicUrl: null }),
    vault: makeVault(oneSecret(Buffer.alloc(32, 7))),
    envelope: makeEnvelope(Buffer.alloc(32, 9)),
    mail: null,
    webhookOrigins: new Set(),
    linkOrigins: new Set(),
    signer: makeSigner(newSigningKeyPem()),
    typst,
    recordChanged() {
      changed++
      for (const listener of listeners) listener()
    },
    log: () => {},
  }
  return {
    house,
    db,
    portalDb,
    database,
    connection: user => at(url, database, user),
    setNow(iso) {
      present = instant(iso)
    },
    pass(milliseconds) {
      present = later(present, milliseconds)
    },
    changes: () => changed,
    onRecordChanged: listener => void listeners.push(listener),
    async close() {
      await typst.close()
      await office.end().catch(() => {})
      await portal.end().catch(() => {})
      await withClient(at(url, 'postgres'), admin =>
        admin.query(`drop database if exists ${database} with (force)`),
      )
      await rm(folder, { recursive: true, force: true })
    },
  }
}
