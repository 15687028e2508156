import type { Actor } from '#kit/actor.ts'
import { visibilityFor } from '../rounds/visibility.ts'

/** Those who answer for the whole: the openness unit, the secretariat (编号发布员), the leader. */
const wholeBody: readonly string[] = ['opennessOfficer', 'publisher', 'leader']

export const { seesItem, itemsVisibleTo, seesRound: seesCampaign, bodiesOf } = visibilityFor(wholeBody)

/** Bodies whose results as a whole this person reads; those of the bodies below them too, as numbers. */
export const overseenBy = (actor: Actor): number[] => [
  ...new Set(
    actor.roles.filter(r => wholeBody.includes(r.role) && r.departmentId === null).map(r => r.bodyId),
  ),
]
