import type { TaskList } from 'graphile-worker'
import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import { addDays, proseDay } from '#law/day.ts'
import { noticeDays } from '#law/normativeTerms.ts'
import { loadActor } from '#people/actor.ts'
import { holdersIn, notify } from '#people/directory.ts'
import { turnValidities, type Turned } from '#record/actions.ts'
import { validities } from '#record/model.ts'
import type { House } from '../../../house.ts'
import { performItem, tellDrafters } from './deeds.ts'
import { allItems, changeItem, raiseExpiring, readItem, unanswered } from './store.ts'

/** Work by the clock on normative documents: what the dates turned, what will expire, what a round decided. */
export function libraryJobs(house: House): TaskList {
  return {
    /** After midnight: shows what the dates turned, tells whose it is, and asks about what expires in ninety days. */
    'library:turn': async () => {
      const at = house.now()
      const today = dayOf(at)
      const turned = await house.db.transaction().execute(async trx => {
        const all = await turnValidities(trx, today)
        for (const one of all) await tellTurned(trx, one, at)
        return all
      })
      if (turned.length > 0) {
        house.recordChanged()
        house.log(
          `有效性按日期变更${turned.length}件：${turned.map(t => `《${t.title}》${wordOf(t)}`).join('；')}`,
        )
      }
      await raise(house, today, at)
    },

    /** The conclusions of a round, one act a document, in the name of the one who settled it. */
    'library:applyAll': async payload => {
      const { cleanup, staff } = payload as { cleanup: number; staff: number }
      const actor = await loadActor(house.db, staff, dayOf(house.now()))
      for (const item of await allItems(house.db, cleanup)) {
        if (item.state !== 'decided') continue
        try {
          if (!actor) throw new Refused('forbidden', '审定人的账号已停用，须由另一名领导或发布员执行。')
          await performItem(house, {
            subject: item.id,
            verb: 'apply',
            actor,
            reason: '清理结果已审定',
            key: `cleanup-apply-${item.id}-${item.version}`,
          })
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          await changeItem(house.db, item.id, { refused: error.message })
        }
      }
    },
  }
}

const wordOf = (t: Turned) => (t.to ? validities[t.to] : '')

async function tellTurned(
  trx: Parameters<Parameters<ReturnType<House['db']['transaction']>['execute']>[0]>[0],
  turned: Turned,
  at: Date,
): Promise<void> {
  const holders = await holdersIn(trx, [turned.bodyId])
  const told = holders.filter(h => ['legalReviewer', 'opennessOfficer', 'publisher'].includes(h.role))
  await notify(trx, [...new Set(told.map(h => h.staffId))], {
    kind: 'document',
    subject: turned.subjectId,
    text: `《${turned.title}》按日期变为“${wordOf(turned)}”，公开页面已经更新。`,
    at,
  })
}

/** Ninety days before an expiry the drafting department is asked; thirty days before, once more, and those who decide hear of it. */
async function raise(house: House, today: string, at: Date): Promise<void> {
  await house.db.transaction().execute(async trx => {
    for (const one of await raiseExpiring(trx, today, addDays(today, noticeDays[0]))) {
      await appendEvents(trx, one.bodyId, [
        {
          kind: 'cleanup-item',
          subject: one.id,
          verb: 'raise',
          from: null,
          to: 'asked',
          at,
          actor: null,
          actorName: '系统',
          role: null,
          data: { document: one.documentId, expiresOn: one.expiresOn },
        },
      ])
      const item = (await readItem(trx, one.id))!
      await tellDrafters(
        trx,
        item,
        at,
        `《${item.title}》有效期到${proseDay(one.expiresOn)}，请评估后提出续期、修改、废止或任其失效的意见。`,
      )
    }
    for (const item of await unanswered(trx, addDays(today, noticeDays[1]), today)) {
      await changeItem(trx, item.id, { reminded_at: at })
      const text = `《${item.title}》${proseDay(item.expiresOn!)}到期，还没有评估意见，到期将自动失效。`
      await tellDrafters(trx, item, at, text)
      const holders = await holdersIn(trx, [item.bodyId])
      const told = holders.filter(h => ['legalReviewer', 'opennessOfficer'].includes(h.role))
      await notify(trx, [...new Set(told.map(h => h.staffId))], {
        kind: 'document',
        subject: item.documentId,
        text,
        at,
      })
    }
  })
}
