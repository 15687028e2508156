import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import { calendarFor, notify } from '#people/directory.ts'
import { proseDay } from '#law/day.ts'
import { withoutNames } from '../named.ts'
import { openPersonal } from '../personal.ts'
import {
  bodiesWithUnconfirmed,
  casesToForget,
  forgetCase,
  forgottenWords,
  markFileGone,
  markWarned,
  papersToForget,
  sweepRows,
  unconfirmedSince,
  type DueCase,
} from '../store/forget.ts'
import { purgeFiles, purgeLater } from './sealedFiles.ts'
import { fillBands } from '../store/likeness.ts'
import { officersOf, type OnlineHouse } from './takeIn.ts'

/** Every night: what is due to be forgotten is forgotten, and who left an application unconfirmed is told (条例第三十一条). */

const machine = { actor: null, actorName: '系统', role: null } as const

/** Deletes identity papers `identity_days` after the case ended; the mark that there was one stays. Returns how many. */
export async function forgetPapers(house: OnlineHouse): Promise<number> {
  const due = await papersToForget(house.db, dayOf(house.now()))
  for (const paper of due) {
    await house.db.transaction().execute(async trx => {
      const at = house.now()
      await markFileGone(trx, paper.id, at)
      await appendEvents(trx, paper.body_id, [
        {
          kind: 'request',
          subject: paper.request_id,
          verb: 'forget-paper',
          from: null,
          to: null,
          at,
          ...machine,
          data: { file: paper.id, hash: paper.hash },
        },
      ])
      await purgeLater(trx, [paper.hash])
    })
    await purgeFiles(house, [paper.hash])
  }
  return due.length
}

/** What a case was about, without the applicant's own name and numbers; what cannot be opened any more names nothing. */
function subjectWithout(house: OnlineHouse, one: DueCase): string {
  try {
    const personal = openPersonal(house.vault, one.sealed)
    return withoutNames(personal, one.applicant_kind === 'natural', one.subject)
  } catch {
    return forgottenWords
  }
}

/** Empties what is personal in a case `personal_days` after it ended; never while a review or a suit is pending. */
export async function forgetPersons(house: OnlineHouse): Promise<number> {
  const due = await casesToForget(house.db, dayOf(house.now()))
  for (const one of due) {
    const needless = await house.db.transaction().execute(async trx => {
      const at = house.now()
      const hashes = await forgetCase(trx, one.id, subjectWithout(house, one), at)
      await appendEvents(trx, one.body_id, [
        {
          kind: 'request',
          subject: one.id,
          verb: 'forget',
          from: one.state,
          to: one.state,
          at,
          ...machine,
          data: { files: hashes.length },
        },
      ])
      await purgeLater(trx, hashes)
      return hashes
    })
    await purgeFiles(house, needless)
  }
  return due.length
}

/** Tells the officers once of each application that nobody has confirmed within the body's own working days. */
export async function warnUnconfirmed(house: OnlineHouse): Promise<number> {
  const today = dayOf(house.now())
  let warned = 0
  for (const body of await bodiesWithUnconfirmed(house.db)) {
    // Submitted on this day, the last of the working days is today: anything earlier is over it.
    const before = (await calendarFor(house, body.id)).addWorkingDays(today, -body.days)
    for (const one of await unconfirmedSince(house.db, body.id, before))
      await house.db.transaction().execute(async trx => {
        const at = house.now()
        await markWarned(trx, one.id, at)
        await notify(trx, await officersOf(trx, body.id, today), {
          kind: 'request',
          subject: one.id,
          text: `申请${one.number ?? ''}${proseDay(one.submitted_on)}提交，超过${body.days}个工作日还没有双方确认。迟迟不确认的责任在行政机关，请今天联系申请人。`,
          at,
        })
        warned++
      })
  }
  return warned
}

export async function nightly(house: OnlineHouse): Promise<void> {
  await warnUnconfirmed(house)
  const papers = await forgetPapers(house)
  const persons = await forgetPersons(house)
  const rows = await sweepRows(house.db, house.now())
  while ((await fillBands(house.db, 1000)) === 1000) continue
  if (papers + persons + rows > 0)
    house.log(`依申请公开：按期删除身份证明${papers}份、申请人信息${persons}件，清理${rows}行。`)
}
