import pg from 'pg'
import type { TestHouse } from './house.ts'

/** Every table that holds some words anywhere in a row, in text, JSON or bytes: `schema.table`, in order. Looks as superuser. */
export async function tablesWith(t: Pick<TestHouse, 'connection'>, words: string): Promise<string[]> {
  const client = new pg.Client(t.connection())
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    if (rows.length < 20) throw new Error(`only ${rows.length} tables were looked through`)
    const forms = [words, Buffer.from(words, 'utf8').toString('hex')]
    const found: string[] = []
    for (const { name } of rows) {
      const hit = await client.query(
        `select 1 from ${name} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0 limit 1`,
        forms,
      )
      if (hit.rows.length > 0) found.push(name)
    }
    return found
  } finally {
    await client.end()
  }
}
