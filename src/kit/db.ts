import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { footingPlugin } from './footing.ts'
import type { DB } from './schema.gen.ts'

export type Db = Kysely<DB>
export type Trx = Transaction<DB>
/** Whatever can run a query: the caller decides whether that is a transaction. */
export type Query = Db | Trx

export type PoolOptions = {
  readonly connection: pg.ClientConfig
  readonly size: number
  readonly name: string
  readonly onLost?: (error: Error) => void
}

// Civil days stay text and identity numbers stay numbers (they pass 2^53 after a hundred million years of our use).
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.DATE, value => value)
types.setTypeParser(pg.types.builtins.INT8, Number)

/** A connection pool. main.ts makes the product's pools; the tests and the bench make theirs with it. */
export function makePool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...options.connection,
    types,
    max: options.size,
    application_name: options.name,
    idleTimeoutMillis: 30_000,
    options: '-c search_path=office,record,public -c timezone=Asia/Shanghai',
  })
  const lost = (error: Error) => options.onLost?.(error)
  pool.on('error', lost)
  pool.on('connect', client => client.on('error', lost))
  return pool
}

export function makeDb(pool: pg.Pool): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }), plugins: [footingPlugin] })
}
