import { makeVault, oneSecret } from '#kit/vault.ts'
import { makeDb, makePool } from '#kit/db.ts'
import { makeEnvelope } from '#kit/envelope.ts'
import { makeSender } from '#kit/mail.ts'
import { instant } from '#kit/now.ts'
import { makeSite } from '#portal/site.ts'
import { deliver } from '../../src/outreach/actions/work.ts'
import type { WorkerOrders } from '../../src/outreach/mail.fixture.ts'

/** The sending half of the worker with the keys of a test house, as a process that a test can kill. */
const orders = JSON.parse(process.argv[2]!) as WorkerOrders
const pool = makePool({ connection: orders.connection, size: 2, name: 'test-outreach' })
await deliver(
  {
    db: makeDb(pool),
    now: () => instant(orders.now),
    vault: makeVault(oneSecret(Buffer.alloc(32, 7))),
    envelope: makeEnvelope(Buffer.alloc(32, 9)),
    site: makeSite({ config: undefined, demo: true, publicUrl: 'http://zhaoming.test' }),
  },
  makeSender(orders.mail),
)
await pool.end()
