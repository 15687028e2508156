import type { Query } from '#kit/db.ts'
import type { RecordBody } from './model.ts'
import { bodiesNow } from './store/read.ts'

/** What stands at an address, its revisions and its proof, for rooms that hand the record on. */
export {
  contentAt,
  listNumbers,
  publicKeys,
  standingNow,
  talliesNow,
  type Revision,
  type Standing,
} from './store/read.ts'
export { entriesOf, type Told } from './store/entries.ts'
export { receiptAt } from './store/receipt.ts'
export { horizon } from './store/roll.ts'
export {
  annualReportShown,
  annualReportsShown,
  publishedInYear,
  yearOfRecord,
  type ReportShown,
  type YearOfRecord,
} from './store/yearly.ts'
export { namesOfTag } from './store/tags.ts'

/** Names of bodies as the public knows them. */
export async function bodyNames(db: Query): Promise<ReadonlyMap<number, string>> {
  return new Map((await bodiesNow(db)).map(b => [b.id, b.name]))
}

/** Every body as the public knows it, in the order of the tree. */
export function allBodies(db: Query): Promise<RecordBody[]> {
  return bodiesNow(db)
}
