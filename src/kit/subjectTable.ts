import { sql, type Selectable } from 'kysely'
import type { Query, Trx } from './db.ts'
import type { DB } from './schema.gen.ts'

/** Tables of what goes through a procedure: a number, a state, a version. */
type Subjects = { [T in keyof DB]: 'id' | 'state' | 'version' extends keyof DB[T] ? T : never }[keyof DB]
type Move = (trx: Trx, row: { readonly id: number }, to: string, at: Date) => Promise<void>

/** Moves a row of a table to a state, one version further; `stamp` names the column that holds since when. */
export const moverOf =
  <T extends Subjects>(table: T, stamp?: Extract<keyof DB[T], string>): Move =>
  async (trx, row, to, at) => {
    const since = stamp === undefined ? sql`` : sql`, ${sql.ref(stamp)} = ${at}`
    await sql`
      update ${sql.table(table)} set state = ${to}, version = version + 1${since} where id = ${row.id}`.execute(
      trx,
    )
  }

export type SubjectTable<R> = {
  /** Null where there is none. */
  read(db: Query, id: number): Promise<R | null>
  /** The same, locked until the transaction ends. */
  lock(trx: Trx, id: number): Promise<R | null>
  readonly move: Move
}

/** What `act` needs of a table, each row made by `made`. */
export function subjectTable<T extends Subjects, R>(
  table: T,
  made: (row: Selectable<DB[T]>) => R,
  stamp?: Extract<keyof DB[T], string>,
): SubjectTable<R> {
  const find = async (db: Query, id: number, lock: boolean) => {
    const { rows } = await sql<Selectable<DB[T]>>`
      select * from ${sql.table(table)} where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
    return rows[0] ? made(rows[0]) : null
  }
  return {
    read: (db, id) => find(db, id, false),
    lock: (trx, id) => find(trx, id, true),
    move: moverOf(table, stamp),
  }
}
