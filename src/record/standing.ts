import type { Query } from '#kit/db.ts'
import { bodiesNow } from './store/read.ts'

/** What stands at an address, its revisions and its proof, for rooms that hand the record on. */
export { contentAt, publicKeys, standingNow, talliesNow, type Revision, type Standing } from './store/read.ts'
export { receiptAt } from './store/receipt.ts'

/** Names of bodies as the public knows them. */
export async function bodyNames(db: Query): Promise<ReadonlyMap<number, string>> {
  return new Map((await bodiesNow(db)).map(b => [b.id, b.name]))
}
