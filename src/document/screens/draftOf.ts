import { draftSchema, type Draft } from '../model.ts'
import type { CaseView } from '../views.ts'

/** The fields of the drafting form out of a whole document. */
export function draftOf(document: CaseView['document']): Draft {
  const fields = Object.keys(draftSchema.shape) as (keyof Draft)[]
  return Object.fromEntries(fields.map(field => [field, document[field]])) as Draft
}
