import type { TaskList } from 'graphile-worker'
import { addJob } from '#kit/jobs.ts'
import { makeSender, type MailSettings } from '#kit/mail.ts'
import { sweep, tick, type OutreachHouse } from './actions/work.ts'
import { openService } from './store/wishes.ts'
import { matchWebhooks, pushTo, type PushHouse } from './webhook/deliver.ts'

/** Every minute: asks, matches, writes, sends. Without a mail server nothing is owed, because nothing can be subscribed to. */
export function outreachJobs(
  house: OutreachHouse & PushHouse & { readonly mail: MailSettings | null },
): TaskList {
  return {
    'outreach:tick': async () => {
      if (!house.mail) return
      const sender = makeSender(house.mail)
      try {
        await tick(house, sender)
      } finally {
        sender.close()
      }
    },
    'outreach:sweep': async () => void (await sweep(house)),

    /** Every minute: what changed is owed to webhooks; each is then served by a job of its own, so that a slow one keeps nobody waiting. */
    'outreach:push': async () => {
      const ids = await matchWebhooks(house)
      await house.db.transaction().execute(async trx => {
        for (const id of ids)
          await addJob(trx, {
            name: 'outreach:pushTo',
            payload: { webhook: id },
            key: `outreach:pushTo:${id}`,
          })
      })
    },
    'outreach:pushTo': async payload => {
      await pushTo(house, (payload as { webhook: number }).webhook)
    },
  }
}

/** Tells the public side at every start whether e-mail can be sent: a form that leads nowhere is not shown. */
export async function announce(house: OutreachHouse & { readonly mail: MailSettings | null }): Promise<void> {
  await openService(house.db, {
    publicKey: house.envelope.publicKey,
    isOpen: house.mail !== null,
    at: house.now(),
  })
}
