import { act, type Deed } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { holdersIn } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { tell } from '../news.ts'
import { reportProcedure } from './actions.ts'
import type { ReportRow } from './model.ts'
import { ownAddress } from './own.ts'
import { lookAtAddress, type Reach } from './probe.ts'
import { verdictOf, type Verdict } from './rules.ts'
import * as store from './store.ts'

type LinkHouse = Pick<House, 'db' | 'now' | 'site' | 'linkOrigins' | 'recordChanged'>

/** Addresses looked at in one run, and of one site: a run an hour, nobody's site is hurried. */
const mostLooked = 200
const mostOfOne = 20

/** The house itself, by the clock. */
const machine = (bodyId: number): Actor => ({
  staffId: 0,
  program: 0,
  name: '系统巡检',
  bodyId,
  departmentId: null,
  roles: [{ role: 'machine', bodyId, departmentId: null, onBehalfOf: null, onBehalfName: null }],
})

/** It no longer counts, or counts again: told to the openness officers, before the public at once. */
const turned = (verdict: Verdict): Deed<ReportRow> => ({
  async apply({ trx, row, at, to: _to }) {
    await store.noteLook(trx, row.id, verdict, at)
    const isLost = verdict.turn === 'lose'
    const officers = (await holdersIn(trx, [row.bodyId])).filter(h => h.role === 'opennessOfficer')
    const words = isLost
      ? `网址打不开了（${verdict.words ?? ''}），不再算作公开情况的依据，请联系系统的负责人`
      : '网址又打得开了，重新算作公开情况的依据'
    const text = `业务系统报送的“${row.title}”${words}。`
    const ids = officers.map(h => h.staffId)
    await tell(trx, ids, { kind: 'catalogReport', subject: row.id, text, at })
    return { data: { url: row.url, words: verdict.words } }
  },
  async publish({ trx, row, at }) {
    const fault = verdict.turn === 'lose' ? (verdict.words ?? '打不开') : null
    await store.showFault(trx, row.id, fault === null ? null : { fault, on: dayOf(at) })
  },
})

export type LinkRun = { readonly looked: number; readonly lost: number; readonly found: number }

/**
 * 巡检 of the addresses that business systems reported (吉林 一(三)): those on sites that the operator listed, when their time has come.
 * Addresses of our own site need no look: they count exactly as long as they stand published.
 */
export async function lookAtReports(house: LinkHouse, reach: Partial<Reach> = {}): Promise<LinkRun> {
  await knowOwn(house)
  const origins = reach.origins ?? house.linkOrigins
  const run = { looked: 0, lost: 0, found: 0 }
  if (origins.size === 0) return run
  const hosts = [...origins].map(o => new URL(o).host)
  const most = { all: mostLooked, ofOne: mostOfOne }
  for (const row of await store.reportsToLook(house.db, hosts, house.now(), most)) {
    const verdict = verdictOf(
      house.now(),
      row,
      await lookAtAddress(row.url, { ...reach, origins }, house.now()),
    )
    run.looked++
    if (verdict.turn === null) await store.noteLook(house.db, row.id, verdict, house.now())
    else if (await turn(house, row, verdict)) run[verdict.turn === 'lose' ? 'lost' : 'found']++
  }
  return run
}

async function turn(house: LinkHouse, row: ReportRow, verdict: Verdict): Promise<boolean> {
  try {
    await act(house, reportProcedure, turned(verdict), {
      subject: row.id,
      verb: verdict.turn!,
      actor: machine(row.bodyId),
      reason: verdict.words,
    })
    return true
  } catch (error) {
    // Withdrawn while its address was being looked at.
    if (error instanceof Refused) return false
    throw error
  }
}

/** What was reported before the site had its name, or under another: which of our own pages it means. */
async function knowOwn(house: LinkHouse): Promise<void> {
  for (const { id, url, own } of await store.reportsOnHost(house.db, house.site.domain)) {
    const address = ownAddress(house.site, url)
    if (address !== own) await store.putOwnAddress(house.db, id, address)
  }
}
