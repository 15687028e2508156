import type { TaskList } from 'graphile-worker'
import { dayOf, minuteOf } from '#kit/now.ts'
import { lineOf } from '#people/bodies.ts'
import { bodyOf, holdersIn, notify, standInsFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { readDocument } from '../store.ts'
import { emergencyStates, stateLabels } from '../workflow.ts'

type Stage = 'soon' | 'overdue' | 'upward'

/** Tells who has to act that the reviews of what was published at once are still missing. */
export function emergencyJobs(house: House): TaskList {
  return {
    'document:ratify': async payload => {
      const { document: id, stage } = payload as { document: number; stage: Stage }
      const document = await readDocument(house.db, id)
      if (!document?.emergency || !emergencyStates.includes(document.state)) return
      const now = house.now()
      const due = minuteOf(document.emergency.due)
      const where = stateLabels[document.state]
      const tell = async (ids: readonly number[], text: string) =>
        notify(house.db, [...ids, ...(await standInsFor(house.db, ids, dayOf(now)))], {
          kind: 'document',
          subject: id,
          text,
          at: now,
        })
      const here = await holdersIn(house.db, [document.bodyId])
      const waited = document.state === 'emergency-review' ? 'opennessOfficer' : 'leader'
      if (stage === 'soon')
        return tell(
          here.filter(h => h.role === waited).map(h => h.staffId),
          `《${document.title}》先行发布后${where}，须于${due}前办结。`,
        )
      if (stage === 'overdue')
        return tell(
          here
            .filter(
              h =>
                ['leader', 'opennessOfficer', 'publisher'].includes(h.role) ||
                (h.role === 'departmentHead' && h.departmentId === document.departmentId),
            )
            .map(h => h.staffId),
          `《${document.title}》先行发布后的审签已于${due}超期，现在${where}。请立即办理，不应公开的不予追认。`,
        )
      // The body above sees what is public and that it is late; the document itself stays closed to it.
      const above = ((await lineOf(house.db, document.bodyId)) ?? []).slice(1, 2)
      const body = await bodyOf(house.db, document.bodyId)
      await notify(
        house.db,
        (await holdersIn(house.db, above)).filter(h => h.role === 'opennessOfficer').map(h => h.staffId),
        {
          kind: 'supervision',
          subject: document.bodyId,
          text: `${body.name}先行发布的突发事件信息《${document.title}》超期一天仍未补办审签，请督促。`,
          at: now,
        },
      )
    },
  }
}
