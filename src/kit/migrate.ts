import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { sha256Hex } from './crypto.ts'
import { OperatorError } from './errors.ts'

export type RolePasswords = { readonly migrator: string; readonly office: string; readonly portal: string }

const quoted = (text: string) => pg.escapeLiteral(text)

/**
 * Makes the three roles of the house in a cluster and gives them their passwords. `admin` is a connection that may
 * create roles. On PostgreSQL ≥ 16 a non-superuser administrator must also be a member of migrator to hand it the database.
 */
export async function prepareRoles(admin: pg.Client, passwords: RolePasswords): Promise<void> {
  for (const role of ['migrator', 'office', 'portal'] as const) {
    // Two processes may start against one cluster at the same moment; the loser of `create role` just goes on.
    await admin.query(
      `do $$ begin create role ${role} login; exception when duplicate_object or unique_violation then null; end $$`,
    )
    await admin.query(
      `alter role ${role} with login nosuperuser nocreatedb nocreaterole password ${quoted(passwords[role])}`,
    )
  }
  await admin.query('grant migrator to current_user')
}

/** Creates a database owned by migrator if it is not there, and shuts it to strangers. */
export async function prepareDatabase(admin: pg.Client, name: string): Promise<void> {
  const there = await admin.query('select 1 from pg_database where datname = $1', [name])
  const id = pg.escapeIdentifier(name)
  if (there.rowCount === 0)
    await admin.query(`create database ${id} owner migrator encoding 'UTF8' template template0`)
  await admin.query(`revoke all on database ${id} from public`)
  await admin.query(`grant connect on database ${id} to office, portal`)
}

export type Migration = { readonly name: string; readonly sql: string; readonly hash: string }

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(n => /^\d{4}_[a-z_]+\.sql$/.test(n)).sort()
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(join(folder, name), 'utf8')
      return { name, sql, hash: sha256Hex(sql) }
    }),
  )
}

/**
 * Forward-only migrations, each in its own transaction, under one advisory lock.
 * Returns the names that were applied now. Refuses (OperatorError) a database that is ahead of this program,
 * or in which an applied migration differs from the file of the same name.
 */
export async function migrate(client: pg.Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query('select pg_advisory_lock(7202611)')
  try {
    await client.query(`create table if not exists public.migration
      (name text primary key, hash text not null, applied_at timestamptz not null default now())`)
    const done = new Map(
      (
        await client.query<{ name: string; hash: string }>('select name, hash from public.migration')
      ).rows.map(r => [r.name, r.hash]),
    )
    const known = new Set(migrations.map(m => m.name))
    const ahead = [...done.keys()].filter(name => !known.has(name))
    if (ahead.length > 0)
      throw new OperatorError(
        `数据库由更新版本的昭明建立（含本版本没有的结构${ahead.join('、')}）。请用不低于原版本的程序启动。`,
      )
    const applied: string[] = []
    for (const m of migrations) {
      const hash = done.get(m.name)
      if (hash === m.hash) continue
      if (hash !== undefined)
        throw new OperatorError(
          `数据库结构${m.name}与程序所带的文件不一致，程序可能被改动过。请换用完整的发行包。`,
        )
      await client.query('begin')
      try {
        await client.query(m.sql)
        await client.query('insert into public.migration (name, hash) values ($1, $2)', [m.name, m.hash])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw error
      }
      applied.push(m.name)
    }
    return applied
  } finally {
    await client.query('select pg_advisory_unlock(7202611)')
  }
}

/** The job queue's own tables, made by migrator and used by office. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, noHandleSignals: true, logger: undefined })
  await pool.query(`
    grant usage on schema graphile_worker to office;
    grant select, insert, update, delete on all tables in schema graphile_worker to office;
    grant usage, select on all sequences in schema graphile_worker to office;
    grant execute on all functions in schema graphile_worker to office;
    do $$ declare t text; begin
      -- The queue's tables have row security without a policy: only their owner would see a row.
      for t in select tablename from pg_tables where schemaname = 'graphile_worker' and rowsecurity loop
        execute format('drop policy if exists office on graphile_worker.%I', t);
        execute format('create policy office on graphile_worker.%I to office using (true) with check (true)', t);
      end loop;
    end $$;`)
}
