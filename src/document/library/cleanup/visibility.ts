import { visibilityFor } from '../../rounds/visibility.ts'

/** Those who answer for the whole of a body's rules. */
export const {
  seesItem,
  itemsVisibleTo,
  seesRound: seesCleanup,
  bodiesOf,
} = visibilityFor(['legalReviewer', 'opennessOfficer', 'publisher', 'leader'])
