import type { WorklistRow } from '../views.ts'

/** Where a click on a row leads: a draft that can be worked on opens its form. */
export function hrefOf(row: Pick<WorklistRow, 'id' | 'state' | 'offers'>): string {
  return row.state === 'draft' && row.offers.some(offer => offer.verb === 'submit')
    ? `/documents/${row.id}/draft`
    : `/documents/${row.id}`
}
