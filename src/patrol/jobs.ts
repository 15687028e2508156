import type { TaskList } from 'graphile-worker'
import { addJob } from '#kit/jobs.ts'
import { later } from '#kit/now.ts'
import { addressesSince, bodiesUnder, publishedAfter, publishingBodies } from '#record/reading.ts'
import type { House } from '../house.ts'
import { reconcile, settle } from './actions/order.ts'
import { faultsOfColumns } from './columns.ts'
import { lexiconVersionFor } from './lexicons.ts'
import { isFingerprinted } from './store/fingerprints.ts'
import { lookedMark, putScan, scanOf } from './store/rulings.ts'
import { openAddresses, openColumns } from './store/orders.ts'

/** Published texts looked through in one job; then the next job goes on. */
const batch = 50

/** Two days, in milliseconds: a night that was missed is made up for. */
const lately = 2 * 24 * 3600_000

type Rescan = {
  readonly body: number
  readonly after: number
  readonly only?: boolean
  /** Asked for by a person, who means the columns as well; a change of a lexicon does not concern them. */
  readonly columns?: boolean
  /** The lexicons with which this look-through began. */
  readonly began?: string
}

/** Opens orders for what is wrong with columns; null: of every body. */
async function lookAtColumns(house: House, bodies: readonly number[] | null): Promise<void> {
  for (const body of await publishingBodies(house.db))
    if (bodies === null || bodies.includes(body.id))
      for (const [place, found] of await faultsOfColumns(house, body))
        await settle(house, place, { bodyId: body.id, ...found })
}

/** Work in the background. Nothing depends on its having run: a text is checked again before every step of its own. */
export function patrolJobs(house: House): TaskList {
  return {
    /** After a change of a lexicon: looks through what a body and those below it have published, and opens or closes orders. */
    'patrol:rescan': async payload => {
      const { body, after, only, began, columns } = payload as Rescan
      const bodies = only ? [body] : await bodiesUnder(house.db, body)
      if (bodies.length === 0) return
      // Which lexicon it is done by is read first: what changes meanwhile is done again.
      const versions = await Promise.all(bodies.map(id => lexiconVersionFor(house.db, id)))
      const version = versions.join()
      // A change in between has to begin again, whichever of the two jobs of one key is left.
      const from = began === undefined || began === version ? after : 0
      const some = await publishedAfter(house.db, bodies, from, batch)
      for (const one of some) await reconcile(house, one.address)
      if (columns && some.length < batch) await lookAtColumns(house, bodies)
      const at = house.now()
      await house.db.transaction().execute(async trx => {
        if (some.length === batch)
          await addJob(trx, {
            name: 'patrol:rescan',
            payload: { body, after: some.at(-1)!.number, only, began: version, columns },
            key: `patrol:rescan:${body}`,
          })
        else
          for (const [i, id] of bodies.entries())
            await putScan(trx, lookedMark(id), id, {
              contentHash: '',
              lexicon: versions[i]!,
              findings: [],
              scannedAt: at,
            })
      })
    },

    /** Looks one published address through: after a correction, a withdrawal, a new publication. */
    'patrol:check': async payload => {
      const { address } = payload as { address: string }
      await reconcile(house, address)
      // What it may have mended: the columns in which it stands now.
      for (const place of await openColumns(house.db, address.split('/')[1] ?? ''))
        await reconcile(house, place)
    },

    /** Every night: open orders and what was published of late are looked at again, whoever published it, and bodies whose lexicon is newer than their last look-through, or whose texts have no fingerprint yet, are queued. */
    'patrol:nightly': async () => {
      for (let after = ''; ;) {
        const some = await openAddresses(house.db, after, batch)
        for (const address of some) await reconcile(house, address)
        if (some.length < batch) break
        after = some.at(-1)!
      }
      const since = later(house.now(), -lately)
      for (let after = ''; ;) {
        const some = await addressesSince(house.db, since, after, batch)
        for (const address of some) await reconcile(house, address)
        if (some.length < batch) break
        after = some.at(-1)!
      }
      const bodies = await bodiesUnder(house.db, null)
      await lookAtColumns(house, null)
      for (const id of bodies) {
        const lexicon = await lexiconVersionFor(house.db, id)
        const isLooked = (await scanOf(house.db, lookedMark(id)))?.lexicon === lexicon
        if (isLooked && (await isFingerprinted(house.db, id))) continue
        await house.db.transaction().execute(trx =>
          addJob(trx, {
            name: 'patrol:rescan',
            payload: { body: id, after: 0, only: true },
            key: `patrol:rescan:${id}`,
          }),
        )
      }
    },
  }
}
