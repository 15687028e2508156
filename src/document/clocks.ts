import { dayOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import { clocks } from '#law/clocks.ts'
import { readClock } from '#law/readClock.ts'
import type { Reading } from '#law/reading.ts'
import type { OfficialDocument } from './model.ts'

type Dated = Pick<
  OfficialDocument,
  'attribute' | 'issuedOn' | 'reattributedOn' | 'publishedAt' | 'imported' | 'originalPublishedOn' | 'state'
>

/** 390号文 四(一)5: the length of R02 in working days. */
const period = clocks.R02.period
export const publishDays = period && 'length' in period ? period.length : 0

/** The due day of R02 for a document issued on a day, nothing else having happened. */
export function publishClock(calendar: Calendar, issuedOn: string, today: string): { due: string } {
  const reading = readClock(clocks.R02, [{ kind: 'issue', on: issuedOn }], today, calendar)
  return { due: reading!.due! }
}

/**
 * R02 of a document (390号文 四(一)5: 自印发之日起20个工作日内向社会公布), or null where it does not run: not proactive,
 * not issued, or history whose dates are not both known.
 */
export function readPublishClock(document: Dated, today: string, calendar: Calendar): Reading | null {
  if (document.attribute !== 'proactive' || document.issuedOn === null) return null
  const publishedOn = document.imported
    ? document.originalPublishedOn
    : document.publishedAt && dayOf(document.publishedAt)
  if (document.imported && publishedOn === null) return null
  // 390号文 四(一)4: what is turned public later has its 20 working days from the decision on.
  const events = [{ kind: 'issue', on: document.reattributedOn ?? document.issuedOn }]
  if (publishedOn) events.push({ kind: 'publish', on: publishedOn })
  return readClock(clocks.R02, events, today, calendar)
}

/**
 * Working days a step may take inside the house. No law sets them: 紧急程度 does by custom [K], so they only order the
 * worklist and colour the light.
 */
export const stepDays: Record<OfficialDocument['urgency'], number> = { '': 3, 平急: 2, 加急: 1, 特急: 0 }

export function stepDueOn(
  document: Pick<OfficialDocument, 'urgency' | 'reachedAt'>,
  calendar: Calendar,
): string {
  const reached = dayOf(document.reachedAt)
  return calendar.addWorkingDays(calendar.nextWorkingDay(reached), stepDays[document.urgency])
}
