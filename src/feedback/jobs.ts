import type { TaskList } from 'graphile-worker'
import { appendEvents } from '#kit/events.ts'
import { holdersIn, notify } from '#people/directory.ts'
import type { House } from '../house.ts'
import { mistakeKinds } from './model.ts'
import { readMistake } from './store.ts'

/** What the intake function queued: the report enters the history of its body, and those who answer hear of it. */
export function feedbackJobs(house: House): TaskList {
  return {
    'feedback:receive': async payload => {
      const { mistake: id } = payload as { mistake: number }
      await house.db.transaction().execute(async trx => {
        const mistake = await readMistake(trx, id)
        if (!mistake) return
        const known = await trx
          .selectFrom('event')
          .select('id')
          .where('subject_kind', '=', 'mistake')
          .where('subject_id', '=', id)
          .where('verb', '=', 'receive')
          .executeTakeFirst()
        if (known) return
        await appendEvents(trx, mistake.bodyId, [
          {
            kind: 'mistake',
            subject: id,
            verb: 'receive',
            from: null,
            to: 'received',
            at: mistake.receivedAt,
            actor: null,
            actorName: '网站读者',
            role: null,
            data: { address: mistake.address, kind: mistake.kind },
          },
        ])
        const answering = (await holdersIn(trx, [mistake.bodyId])).filter(h =>
          ['opennessOfficer', 'publisher'].includes(h.role),
        )
        await notify(trx, [...new Set(answering.map(h => h.staffId))], {
          kind: 'mistake',
          subject: id,
          text: `读者报告一处页面错误（${mistakeKinds[mistake.kind]}），请在“读者反馈”中处理。`,
          at: house.now(),
        })
      })
    },
  }
}
