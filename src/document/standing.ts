import type { Query } from '#kit/db.ts'
import type { Attribute } from './model.ts'
import { rowsOf } from './store.ts'
import { stateLabels, type State } from './workflow.ts'

/** For other rooms: how an issued document of a body stands, by its number or its own key. */
export type DocumentStanding = {
  readonly id: number
  readonly title: string
  readonly documentNumber: string | null
  readonly state: State
  readonly stateLabel: string
  readonly attribute: Attribute | null
  /** Of what stands published. */
  readonly address: string | null
}

/** Issued documents of a body that carry a number (one, but for old gaps), or the one with a key. */
export async function documentsStanding(
  db: Query,
  bodyId: number,
  which: { readonly number: string } | { readonly id: number },
): Promise<DocumentStanding[]> {
  const rows = await rowsOf(
    db,
    eb =>
      eb.and([
        eb('document.body_id', '=', bodyId),
        eb('document.issued_on', 'is not', null),
        'id' in which ? eb('document.id', '=', which.id) : eb('document.document_number', '=', which.number),
      ]),
    { limit: 5 },
  )
  return rows.map(r => ({
    id: r.id,
    title: r.title,
    documentNumber: r.documentNumber,
    state: r.state,
    stateLabel: stateLabels[r.state],
    attribute: r.attribute,
    address: r.state === 'published' ? r.address : null,
  }))
}
