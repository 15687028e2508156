import type { TaskList } from 'graphile-worker'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { loadActor } from '#people/actor.ts'
import { notify } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { perform } from '../actions/perform.ts'
import { changeItem, readItem } from './store.ts'

/** The change of a document's attribute that a decision asked for; queued in the decision's own transaction. */
export function reexaminationJobs(house: House): TaskList {
  return {
    /**
     * Turns the document public in the name of the one who decided, by the document's own verb: the new 20 working days,
     * the label and the history are made there. Run twice it changes nothing. A refusal is kept with the item, told to
     * the decider, and can be tried again (`convert`).
     */
    'reexamination:convert': async payload => {
      const { item: id, staff } = payload as { item: number; staff: number }
      const item = await readItem(house.db, id)
      if (!item || item.state !== 'decided-open' || item.presentAttribute === 'proactive') return
      const now = house.now()
      try {
        const actor = await loadActor(house.db, staff, dayOf(now))
        if (!actor) throw new Refused('forbidden', '决定人的账号已停用，须由另一名公开审查员重新转换。')
        await perform(house, {
          subject: item.documentId,
          verb: 'reattribute',
          actor,
          reason: `${item.year}年年度复查：${item.decisionReason ?? ''}`,
          form: { attribute: 'proactive' },
          key: `reexamination-${item.id}-${item.version}`,
        })
        if (item.conversionRefused !== null) await changeItem(house.db, id, { conversion_refused: null })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        // Whoever has lost his role no longer even sees the document: say that instead.
        const why =
          error.code === 'not-found'
            ? '决定人已不再有变更公开属性的权限，须由另一名公开审查员重新转换。'
            : error.message
        await changeItem(house.db, id, { conversion_refused: why })
        await notify(house.db, [staff], {
          kind: 'reexamination',
          subject: item.campaignId,
          text: `年度复查：《${item.title}》没有转为主动公开：${why}`,
          at: now,
        })
      }
    },
  }
}
