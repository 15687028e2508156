import type { TaskList } from 'graphile-worker'
import { makeSender } from '#kit/mail.ts'
import type { House } from '../house.ts'
import { deliverOnline, noteFetched } from './online/deliver.ts'
import { nightly } from './online/forget.ts'
import { makeGuessWatch } from './online/guesses.ts'
import { purgeFiles } from './online/sealedFiles.ts'
import { hear, takeAll, takeIn } from './online/takeIn.ts'
import { mailReceipt } from './online/tell.ts'
import { openRequestService } from './store/online.ts'

/** Work on requests that nobody waits for: taking in what came online, the one e-mail, what is done every night. */
export function requestJobs(house: House): TaskList {
  const watchGuesses = makeGuessWatch(house)
  return {
    'request:take': async payload =>
      void (await takeIn(house, (payload as { submission: number }).submission)),
    'request:hear': async payload => hear(house, (payload as { message: number }).message),
    'request:deliver': async payload =>
      void (await deliverOnline(house, (payload as { request: number }).request)),
    'request:fetched': async payload =>
      void (await noteFetched(house, (payload as { delivered: number }).delivered)),
    'request:purge': async payload => purgeFiles(house, (payload as { hashes: string[] }).hashes),
    async 'request:sweep'() {
      await takeAll(house)
      await watchGuesses()
    },
    'request:nightly': async () => nightly(house),
    'request:mail': async payload => {
      if (!house.mail) return
      const sender = makeSender(house.mail)
      try {
        await mailReceipt(house, sender, (payload as { submission: number }).submission)
      } finally {
        sender.close()
      }
    },
  }
}

/** Tells the public side at every start with which key applications are closed. */
export async function announceRequests(house: Pick<House, 'db' | 'envelope' | 'now'>): Promise<void> {
  await openRequestService(house.db, house.envelope.publicKey, house.now())
}
