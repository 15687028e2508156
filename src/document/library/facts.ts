import type { Query } from '#kit/db.ts'
import type { Entry } from '#record/model.ts'
import { opposite } from '#record/validity.ts'
import { told, type RelationRow } from './model.ts'
import { incoming, normativeOf, relationsOf } from './store.ts'

/** What the library knows of a document that the public reads in it. */
export type StandingFacts = {
  readonly dates: Pick<Entry, 'effectiveOn' | 'expiresOn' | 'repealedOn' | 'amendedOn' | 'revisedOn'>
  readonly unifiedNumber: string | null
  readonly links: Entry['links']
  /** It ends or is changed some day, so its validity is told though it is no normative document. */
  readonly hasValidity: boolean
}

/**
 * What names another publication inside this one. Titles are shown from where they stand: one that is withdrawn for secrecy must
 * not live on in what others said of it (保密法第三十一条).
 */
export const referenceOf = (number: string | null): string => number ?? '相关文件'

const linkOf = (r: RelationRow): Entry['links'][number] => ({
  relation: r.relation,
  title: r.targetAddress ? referenceOf(r.targetNumber) : r.targetTitle,
  address: r.targetAddress,
  ...(r.on ? { on: r.on } : {}),
})

/** Dates and links of a document as its next publication will say them. */
export async function standingFacts(db: Query, document: { readonly id: number }): Promise<StandingFacts> {
  const normative = await normativeOf(db, document.id)
  const own = await relationsOf(db, document.id)
  const others = (await incoming(db, document.id)).filter(r => told.includes(r.relation))
  const { effectiveOn, expiresOn, repealedOn, amendedOn, revisedOn, unifiedNumber } = normative
  return {
    dates: { effectiveOn, expiresOn, repealedOn, amendedOn, revisedOn },
    unifiedNumber,
    links: [
      ...own.map(linkOf),
      ...others.map(r => ({
        relation: opposite[r.relation]!,
        title: referenceOf(r.from.number),
        address: r.from.address,
        ...(r.on ? { on: r.on } : {}),
      })),
    ],
    hasValidity: [expiresOn, repealedOn, amendedOn, revisedOn].some(d => d !== null),
  }
}
