import type { Actor } from '#kit/actor.ts'
import { postingBeginning } from './workflow.ts'

const readers: readonly string[] = [...postingBeginning.by, 'leader', 'secrecyOfficer', 'legalReviewer']

/** Everybody who works in the body sees what it is about to publish; administrators do not (三员分立). */
export const seesPosting = (row: { readonly bodyId: number }, actor: Actor) =>
  actor.roles.some(r => r.bodyId === row.bodyId && readers.includes(r.role))

export const bodiesRead = (actor: Actor): number[] => [
  ...new Set(actor.roles.filter(r => readers.includes(r.role)).map(r => r.bodyId)),
]
