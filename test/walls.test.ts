import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBureau } from './setup/bureau.ts'
import { makeHouse, type TestHouse } from './setup/house.ts'
import { perform } from '../src/document/actions/perform.ts'
import { startDraft } from '../src/document/actions/draft.ts'

let t: TestHouse
const clients = new Map<string, pg.Client>()
const as = (role: 'migrator' | 'office' | 'portal') => clients.get(role)!

beforeAll(async () => {
  t = await makeHouse()
  const { actors } = await makeBureau(t.db)
  const { subject } = await startDraft(t.house, actors.drafter)
  await perform(t.house, { subject, verb: 'cancel', actor: actors.drafter, reason: '演练' })
  for (const role of ['migrator', 'office', 'portal'] as const) {
    const client = new pg.Client(t.connection(role))
    await client.connect()
    clients.set(role, client)
  }
})
afterAll(async () => {
  for (const client of clients.values()) await client.end()
  await t.close()
})

/** What PostgreSQL answers: the SQLSTATE, or `ok`. Everything is rolled back. */
async function attempt(client: pg.Client, sql: string): Promise<string> {
  await client.query('begin')
  try {
    await client.query(sql)
    return 'ok'
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    await client.query('rollback')
  }
}

const denied = '42501'
const refusedByTrigger = '23001'

async function tables(schema: string): Promise<string[]> {
  const { rows } = await as('migrator').query<{ t: string }>(
    `select format('%I.%I', schemaname, tablename) as t from pg_tables where schemaname = $1 order by 1`,
    [schema],
  )
  return rows.map(r => r.t)
}

describe('数据库里的墙', () => {
  test('三个角色都在，都不是超级用户，不能建库建角色，不能绕过行级规则', async () => {
    const { rows } = await as('migrator').query(
      `select rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolcanlogin from pg_roles
       where rolname in ('migrator', 'office', 'portal') order by 1`,
    )
    expect(rows).toEqual(
      ['migrator', 'office', 'portal'].map(rolname => ({
        rolname,
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolbypassrls: false,
        rolcanlogin: true,
      })),
    )
  })

  test('portal 读得到公开记录，读不到、改不了办公库的任何一张表', async () => {
    for (const table of await tables('record'))
      expect(await attempt(as('portal'), `select * from ${table}`), table).toBe('ok')
    const office = await tables('office')
    expect(office.length).toBeGreaterThan(15)
    for (const table of [...office, ...(await tables('graphile_worker'))])
      for (const sql of [
        `select * from ${table}`,
        `delete from ${table}`,
        `insert into ${table} default values`,
      ])
        expect(await attempt(as('portal'), sql), sql).toBe(denied)
  })

  test('portal 不能写公开记录，不能调用写履历的函数，不能建任何东西，不能变成别的角色', async () => {
    for (const table of await tables('record'))
      for (const sql of [`delete from ${table}`, `insert into ${table} default values`, `truncate ${table}`])
        expect(await attempt(as('portal'), sql), sql).toBe(denied)
    for (const sql of [
      `select * from office.append_events(1, array['{}'])`,
      `select graphile_worker.add_job('x')`,
      'create table record.mine (a int)',
      'create table public.mine (a int)',
      'create temporary table mine (a int)',
      'create schema mine',
      'set role office',
      'set role migrator',
      `alter role portal superuser`,
      `copy record.publication to program 'true'`,
      `select pg_read_file('/etc/passwd')`,
    ])
      expect(await attempt(as('portal'), sql), sql).toBe(denied)
  })

  test('office 能办公，但不能直接写、改、删履历和链头，不能改删公开记录，不能改结构', async () => {
    expect(await attempt(as('office'), 'select count(*) from office.document')).toBe('ok')
    for (const sql of [
      'update office.event set verb = verb',
      'delete from office.event',
      'truncate office.event',
      `insert into office.event (body_id, position, happened_at, subject_kind, subject_id, verb, payload, previous, hash)
       values (1, 99, now(), 'document', 1, 'x', '{}', '', '')`,
      'update office.chain set length = 0',
      'delete from office.chain',
      'update record.publication set note = note',
      'delete from record.publication',
      'truncate record.publication',
      'update record.content set content = content',
      'alter table office.event disable trigger all',
      'drop trigger event_is_append_only on office.event',
      'create table office.mine (a int)',
      'create function office.mine() returns int language sql as $$select 1$$',
      'set session_replication_role = replica',
      'set role migrator',
    ])
      expect(await attempt(as('office'), sql), sql).toBe(denied)
  })

  test('结构的主人 migrator 也改不动履历和公开记录：触发器拒绝', async () => {
    for (const sql of [
      'update office.event set verb = verb',
      'delete from office.event',
      'truncate office.event cascade',
    ])
      expect(await attempt(as('migrator'), sql), sql).toBe(refusedByTrigger)
    expect(await attempt(as('migrator'), 'truncate record.publication cascade')).toBe(refusedByTrigger)
  })

  test('外人连不上这个库', async () => {
    const { rows } = await as('migrator').query<{ acl: string }>(
      `select coalesce(array_to_string(datacl, ','), '') as acl from pg_database where datname = current_database()`,
    )
    expect(rows[0]!.acl).not.toMatch(/(^|,)=/)
  })
})
