import { instant } from '#kit/now.ts'
import { makeDb, makePool } from '#kit/db.ts'
import { makeFileStore } from '#kit/files.ts'
import { exportRecord } from '#exchange/export/export.ts'
import { nationalCalendar } from '#law/calendar.ts'
import { makePortal } from '#portal/server.ts'
import { makeSite } from '#portal/site.ts'
import type pg from 'pg'
import { pages, siteState } from '../../src/rooms.ts'

export type ExportOrders = {
  readonly connection: pg.ClientConfig
  readonly files: string
  readonly out: string
  readonly now: string
}

/** An export of a test's record, as a process that a test can kill. */
const orders = JSON.parse(process.argv[2]!) as ExportOrders
const pool = makePool({ connection: orders.connection, size: 4, name: 'test-export' })
const db = makeDb(pool)
const now = () => instant(orders.now)
const of = { publicUrl: 'http://zhaoming.test', demo: true }
const portal = await makePortal({
  ...of,
  db,
  connection: null,
  files: makeFileStore(orders.files),
  now,
  calendar: nationalCalendar(),
  onError: text => process.stderr.write(`${text}\n`),
  pages,
  state: siteState,
})
const site = makeSite({ ...of, config: undefined })
const result = await exportRecord({ db, portal, site, now, out: orders.out, progress: () => {} })
process.stdout.write(`whole ${result.missing.length}\n`)
await portal.close()
await pool.end()
