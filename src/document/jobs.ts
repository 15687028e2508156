import type { TaskList } from 'graphile-worker'
import { dayOf } from '#kit/now.ts'
import { leftText } from '#law/reading.ts'
import { bodyOf, holdersIn, notify, standInsFor } from '#people/directory.ts'
import type { House } from '../house.ts'
import { readPublishClock } from './clocks.ts'
import { readDocument } from './store.ts'

/** Jobs remind; nothing depends on their having run: lateness is read from events. */
export function documentJobs(house: House): TaskList {
  return {
    /** Three working days before the last day of R02: tells the publishers and the head of the drafting department. */
    'document:remind': async payload => {
      const { document: id } = payload as { document: number }
      const document = await readDocument(house.db, id)
      if (!document || document.state !== 'issued') return
      const body = await bodyOf(house.db, document.bodyId)
      const now = house.now()
      const reading = readPublishClock(document, dayOf(now), house.calendar(body.region))
      if (!reading) return
      const holders = await holdersIn(house.db, [document.bodyId])
      const told = holders.filter(
        h =>
          h.role === 'publisher' || (h.role === 'departmentHead' && h.departmentId === document.departmentId),
      )
      const ids = told.map(h => h.staffId)
      await notify(house.db, [...ids, ...(await standInsFor(house.db, ids, dayOf(now)))], {
        kind: 'document',
        subject: id,
        text: `《${document.title}》须于${reading.due}前公开，${leftText(reading)}。`,
        at: now,
      })
    },
  }
}
