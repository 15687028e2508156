import { sql } from 'kysely'
import type { Db } from './db.ts'
import type { Envelope } from './envelope.ts'
import type { FileStore } from './files.ts'
import { headLength, type Vault } from './vault.ts'

/** Where closed values lie, so that all of them can be closed anew after the key or the cipher changed. */
export type SealedHouse = {
  readonly db: Db
  readonly vault: Vault
  readonly envelope: Envelope
  readonly files: FileStore
}

export type Tally = {
  readonly all: number
  /** Closed with something else than what is current. */
  readonly old: number
  /** How many are closed with each key of the vault; 0 stands for the public key of the forms. */
  readonly keys: ReadonlyMap<number, number>
}
export type Stride = {
  /** Go on after this row; null at the end. */
  readonly after: number | null
  readonly done: number
  /** Rows that nobody can open. */
  readonly broken: readonly number[]
}

export type SealedPlace = {
  readonly name: string
  /** `table.column`; null for files. */
  readonly where: string | null
  tally(house: SealedHouse): Promise<Tally>
  /** Closes anew what is old among the rows after `after`, some at a time, each time in one transaction. */
  stride(house: SealedHouse, after: number): Promise<Stride>
}

const some = 200

/** The key that a value of the vault was closed with; those from before keys had numbers were closed with the first. */
export const keyNumberOf = (head: Uint8Array): number =>
  head[0] === 1 ? 1 : Buffer.from(head).readUInt16BE(2)

type Column = {
  readonly name: string
  readonly table: string
  readonly column: string
  /** Closed for the office's public key rather than with the vault. */
  readonly isEnvelope?: true
}

/** A column of bytes of a table with a numeric `id`. */
export function sealedColumn({ name, table, column, isEnvelope }: Column): SealedPlace {
  const [from, value] = [sql.table(table), sql.ref(column)]
  const length = isEnvelope ? 1 : headLength
  const head = (house: SealedHouse) =>
    isEnvelope ? Buffer.from([house.envelope.scheme]) : house.vault.head()
  return {
    name,
    where: `${table}.${column}`,
    async tally(house) {
      const { rows } = await sql<{ head: Buffer; n: number }>`
        select substring(${value} from 1 for ${sql.lit(length)}) as head, count(*)::integer as n from ${from}
        where ${value} is not null group by 1`.execute(house.db)
      const now = head(house)
      const keys = new Map<number, number>()
      for (const row of rows) {
        const key = isEnvelope ? 0 : keyNumberOf(row.head)
        keys.set(key, (keys.get(key) ?? 0) + row.n)
      }
      const count = (of: typeof rows) => of.reduce((n, row) => n + row.n, 0)
      return { all: count(rows), old: count(rows.filter(r => !r.head.equals(now))), keys }
    },
    stride: (house, after) =>
      house.db.transaction().execute(async trx => {
        const { rows } = await sql<{ id: number; sealed: Buffer }>`
          select id, ${value} as sealed from ${from}
          where id > ${after} and ${value} is not null
            and substring(${value} from 1 for ${sql.lit(length)}) <> ${head(house)}
          order by id limit ${sql.lit(some)} for update`.execute(trx)
        const broken: number[] = []
        for (const row of rows) {
          const anew = closeAnew(house, row.sealed, isEnvelope === true)
          if (anew === null) broken.push(row.id)
          else await sql`update ${from} set ${value} = ${anew} where id = ${row.id}`.execute(trx)
        }
        return {
          after: rows.length < some ? null : rows.at(-1)!.id,
          done: rows.length - broken.length,
          broken,
        }
      }),
  }
}

function closeAnew(house: SealedHouse, sealed: Buffer, isEnvelope: boolean): Buffer | null {
  let plain: string
  try {
    plain = isEnvelope ? house.envelope.open(sealed) : house.vault.open(sealed)
  } catch {
    return null
  }
  return isEnvelope ? house.envelope.seal(plain) : house.vault.seal(plain)
}
