/** What stands at an address, its revisions and its proof, for rooms that hand the record on. */
export {
  contentAt,
  publicKeys,
  standingNow,
  talliesNow,
  type Revision,
  type Standing,
} from './store/read.ts'
export { receiptAt } from './store/receipt.ts'
