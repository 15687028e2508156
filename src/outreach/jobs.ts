import type { TaskList } from 'graphile-worker'
import { makeSender, type MailSettings } from '#kit/mail.ts'
import { sweep, tick, type OutreachHouse } from './actions/work.ts'
import { openService } from './store/wishes.ts'

/** Every minute: asks, matches, writes, sends. Without a mail server nothing is owed, because nothing can be subscribed to. */
export function outreachJobs(house: OutreachHouse & { readonly mail: MailSettings | null }): TaskList {
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
  }
}

/** Tells the public side at every start whether e-mail can be sent: a form that leads nowhere is not shown. */
export async function announce(house: OutreachHouse & { readonly mail: MailSettings | null }): Promise<void> {
  await openService(house.db, {
    publicKey: house.envelope.publicKeyPem,
    isOpen: house.mail !== null,
    at: house.now(),
  })
}
