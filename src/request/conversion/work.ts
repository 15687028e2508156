import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import type { PastSource } from '#kit/worklist/past.ts'
import { gathered, mostGathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { calendarsFor, holdersIn } from '#people/directory.ts'
import { pastLinesOf } from '#people/pastLines.ts'
import type { House } from '../../house.ts'
import { conversionsOf, readConversions } from '../store/conversions.ts'
import { turnsOrWatched } from '../watched.ts'
import { addressOf, conversionProcedure, seesConversion } from './actions.ts'
import { conversionStateLabels } from './model.ts'
import { conversionClock, turnOf } from './present.ts'
import { conversionWorkflow, labelOfConversion } from './workflow.ts'

/** 转为主动公开 on the worklist: to be decided, and, once it stands published, to be told to the applicants. */
export function conversionWork(house: Pick<House, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house
  async function rowsFor(actor: Actor) {
    const bodyIds = [...new Set(actor.roles.map(r => r.bodyId))].filter(id =>
      seesConversion({ bodyId: id }, actor),
    )
    const rows = await conversionsOf(db, { bodyIds, open: true }, mostGathered + 1)
    const steps = await openSteps(db, conversionProcedure, rows, actor)
    const holders = await holdersIn(db, bodyIds)
    const today = dayOf(house.now())
    const calendarOf = await calendarsFor(house, bodyIds)
    const made = []
    for (const row of rows) {
      const open = row.state === 'accepted' ? await addressOf(db, row) : null
      const clock = conversionClock(row, today, calendarOf(row.bodyId))
      const verb = row.state === 'proposed' ? 'accept' : 'announce'
      made.push({
        isTurn:
          steps.get(row.id)?.some(s => s.verb === verb) === true && (verb === 'accept' || open !== null),
        work: {
          id: String(row.id),
          title: row.title,
          facts: [`${row.applicants}位申请人申请过`],
          step: open === null ? conversionStateLabels[row.state] : '已公开，待告知申请人',
          turn: turnOf(row, holders),
          dueOn: clock.dueOn,
          light: clock.light,
          words: clock.words,
          left: clock.left ?? undue,
          rank: plainRank,
          since: isoOf(row.reachedAt),
          address: `/conversions/${row.id}`,
        },
      })
    }
    return made
  }
  return gathered({
    kind: 'conversion',
    label: '转为主动公开',
    all: turnsOrWatched(rowsFor),
  })
}

/** Proposals to open that a person made or decided. */
export function conversionPast({ db }: { readonly db: House['db'] }): PastSource {
  return {
    kind: conversionProcedure.kind,
    label: '转为主动公开',
    workflow: conversionWorkflow,
    labelOf: labelOfConversion,
    async lines(actor, ids) {
      const rows = (await readConversions(db, ids)).filter(row => seesConversion(row, actor))
      return pastLinesOf(db, rows, (row, holders) => ({
        title: row.title,
        facts: [`${row.applicants}位申请人申请过`],
        step: conversionStateLabels[row.state],
        turn: turnOf(row, holders),
        address: `/conversions/${row.id}`,
      }))
    },
  }
}
