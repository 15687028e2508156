import { join } from 'node:path'
import pg from 'pg'
import type { DataFolder } from '#kit/dataFolder.ts'
import { makePool } from '#kit/db.ts'
import { OperatorError } from '#kit/errors.ts'
import { migrate, migrateJobs, prepareDatabase, prepareRoles, readMigrations } from '#kit/migrate.ts'
import { startPostgres } from '#kit/postgres/start.ts'
import type { Settings } from '../main.ts'

export type Role = 'migrator' | 'office' | 'portal'

export type Database = {
  readonly name: string
  as(role: Role): pg.ClientConfig
  stop(): Promise<void>
}

/**
 * Brings up the database of a data folder (the embedded one, or DATABASE_URL) with its three roles and all migrations.
 * Throws OperatorError with one sentence when it cannot.
 */
export async function openDatabase(
  settings: Settings,
  folder: DataFolder,
  log: (line: string) => void,
  onLost: (error: Error) => void,
  abort?: AbortSignal,
): Promise<Database> {
  const outside = settings.databaseUrl
  const own = outside
    ? null
    : await startPostgres({ folder: folder.path, log, onLost, ...(abort ? { abort } : {}) })
  const admin: pg.ClientConfig = outside ? outsideConnection(outside) : own!.connection
  const name = outside ? (admin.database ?? 'zhaoming') : 'zhaoming'
  const passwords = {
    migrator: folder.secret('database-migrator').toString('base64url'),
    office: folder.secret('database-office').toString('base64url'),
    portal: folder.secret('database-portal').toString('base64url'),
  }
  const as = (role: Role): pg.ClientConfig => ({
    ...admin,
    database: name,
    user: role,
    password: passwords[role],
  })
  try {
    const client = new pg.Client({ ...admin, database: outside ? name : 'postgres' })
    await client.connect().catch(error => {
      throw new OperatorError(`连不上数据库${outside ? '（DATABASE_URL）' : ''}：${sayWhy(error)}`)
    })
    try {
      const { rows } = await client.query<{ version: string }>(
        "select current_setting('server_version_num') as version",
      )
      if (Number(rows[0]!.version) < 150000)
        throw new OperatorError('数据库版本太旧：昭明需要 PostgreSQL 15或更新的版本。')
      await prepareRoles(client, passwords)
      await prepareDatabase(client, name)
    } finally {
      await client.end()
    }
    const migrator = new pg.Client(as('migrator'))
    await migrator.connect()
    try {
      const applied = await migrate(migrator, await readMigrations(join(settings.root, 'migrations')))
      if (applied.length > 0) {
        log(`建立数据结构：${applied.length}步`)
        const pool = makePool({ connection: as('migrator'), size: 1, name: 'zhaoming-migrator' })
        await migrateJobs(pool)
        await pool.end()
      }
    } finally {
      await migrator.end()
    }
  } catch (error) {
    await own?.stop()
    throw error
  }
  return { name, as, stop: async () => own?.stop() }
}

/** A DATABASE_URL may name its host in the authority or, for a socket folder, as `?host=`. */
export function outsideConnection(url: string): pg.ClientConfig {
  const u = new URL(url)
  return {
    host: u.searchParams.get('host') ?? (decodeURIComponent(u.hostname) || undefined),
    port: u.port ? Number(u.port) : undefined,
    user: decodeURIComponent(u.username) || undefined,
    password: decodeURIComponent(u.password) || undefined,
    database: decodeURIComponent(u.pathname.slice(1)) || 'zhaoming',
    ssl: u.searchParams.get('sslmode') === 'require' ? { rejectUnauthorized: false } : undefined,
  }
}

function sayWhy(error: unknown): string {
  const code = (error as { code?: string }).code
  if (code === 'ECONNREFUSED') return '地址或端口没有数据库在监听，请核对 DATABASE_URL。'
  if (code === 'ENOTFOUND') return '找不到主机名，请核对 DATABASE_URL。'
  if (code === '28P01') return '用户名或口令不对。'
  if (code === '3D000') return '库不存在，请先建库，或给管理员建库的权限。'
  return (error as Error).message
}
