import type { TaskList } from 'graphile-worker'
import { dayOf } from '#kit/now.ts'
import { leftText } from '#law/reading.ts'
import { bodyOf, holdersIn, notify, standInsFor } from '#people/directory.ts'
import type { House } from '../house.ts'
import { readPublishClock } from './clocks.ts'
import { loadActor } from '#people/actor.ts'
import { Refused } from '#kit/errors.ts'
import { emergencyJobs } from './emergency/jobs.ts'
import { perform } from './actions/perform.ts'
import { isFileUsed } from './removal.ts'
import { readDocument } from './store.ts'

/** Jobs remind; nothing depends on their having run: lateness is read from events. */
export function documentJobs(house: House): TaskList {
  return {
    ...emergencyJobs(house),
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

    /** Bytes of a document that was cleared or withdrawn for secrecy or privacy; files that another document names stay. */
    'document:purgeFiles': async payload => {
      const { hashes } = payload as { hashes: string[] }
      for (const hash of hashes) if (!(await isFileUsed(house.db, hash))) await house.files.remove(hash)
    },

    /** 定时发布: does what the publisher would do now, checked once more; a refusal is told to him. */
    'document:publishScheduled': async payload => {
      const {
        document: id,
        staff,
        publishAt,
      } = payload as { document: number; staff: number; publishAt: string }
      const document = await readDocument(house.db, id)
      if (!document || document.state !== 'issued' || document.publishAt?.toISOString() !== publishAt) return
      const now = house.now()
      const actor = await loadActor(house.db, staff, dayOf(now))
      try {
        if (!actor) throw new Refused('forbidden', '定时人的账号已停用。')
        await perform(house, { subject: id, verb: 'publish', actor, key: `scheduled-${id}-${publishAt}` })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const holders = await holdersIn(house.db, [document.bodyId])
        await notify(house.db, [staff, ...holders.filter(h => h.role === 'publisher').map(h => h.staffId)], {
          kind: 'document',
          subject: id,
          text: `《${document.title}》没有按时发布：${error.message}`,
          at: now,
        })
      }
    },
  }
}
