import { alertScreens } from '#alert/screens/screens.tsx'
import { archiveScreens } from '#archive/screens/screens.tsx'
import { catalogScreens } from '#catalog/screens/screens.tsx'
import { documentScreens } from '#document/screens/screens.tsx'
import { patrolScreens } from '#patrol/screens/screens.tsx'
import { feedbackScreens } from '#feedback/screens/screens.tsx'
import { movedScreens } from '#moved/screens/screens.tsx'
import { outreachScreens } from '#outreach/screens/screens.tsx'
import { peopleScreens } from '#people/screens/screens.tsx'
import { postingScreens } from '#posting/screens/screens.tsx'
import { requestScreens } from '#request/screens/screens.tsx'
import { siteReportScreens } from '#sitereport/screens/screens.tsx'
import { searchScreens } from '#search/screens/screens.tsx'
import { tagScreens } from '#tag/screens/screens.tsx'
import type { RoomScreens } from './screen.ts'

/** The rooms that hang screens into the console: a new room is one line here. Nothing else in this folder knows a room. */
export const rooms: readonly RoomScreens[] = [
  documentScreens,
  requestScreens,
  catalogScreens,
  tagScreens,
  archiveScreens,
  patrolScreens,
  searchScreens,
  postingScreens,
  siteReportScreens,
  alertScreens,
  feedbackScreens,
  outreachScreens,
  movedScreens,
  peopleScreens,
]
