import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import { gathered, mostGathered, plainRank, undue, type Work, type WorkSource } from '#kit/worklist/work.ts'
import { leftText, lightOf } from '#law/reading.ts'
import { calendarsFor, holdersIn, namesOfHolders } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { remediesUnderWay } from '../store/remedies.ts'
import { remedyBlockLabels } from '../statistics/table3.ts'
import { registersOf } from '../visibility.ts'
import { turnsOrWatched } from '../watched.ts'
import { remedyProcedure, remedySubject } from './actions.ts'
import { readRunning } from './clock.ts'
import { remedyStateLabels } from './model.ts'
import { entering } from './workflow.ts'

/** 复议、诉讼 on the worklist: the answer that is owed, and what was corrected and waits to be answered anew. */
export function remedyWork(house: Pick<RequestHouse, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house
  async function rowsFor(actor: Actor): Promise<{ work: Omit<Work, 'kind'>; isTurn: boolean }[]> {
    const bodyIds = registersOf(actor)
    const rows = await remediesUnderWay(db, bodyIds, mostGathered + 1)
    const steps = await openSteps(db, remedyProcedure, rows.map(remedySubject), actor)
    const holders = await holdersIn(db, bodyIds)
    const today = dayOf(house.now())
    const calendarOf = await calendarsFor(house, bodyIds)
    return rows.map(row => {
      const { state } = remedySubject(row)
      const reading = readRunning(row, today, calendarOf(row.bodyId))
      const isRunning = reading !== null && (reading.state === 'running' || reading.state === 'overdue')
      const isOfficer = actor.roles.some(r => r.bodyId === row.bodyId && r.role === 'opennessOfficer')
      const isRedo = state === 'decided'
      return {
        isTurn: isRedo
          ? isOfficer
          : state === 'received' && steps.get(row.id)?.some(s => s.verb === 'defend') === true,
        work: {
          id: String(row.id),
          title: row.subject ? `${row.number}：${row.subject}` : row.number,
          facts: [remedyBlockLabels[row.block], row.authority],
          step: isRedo ? '结果纠正，待重新办理原申请' : remedyStateLabels[state],
          turn:
            state === 'defended'
              ? []
              : namesOfHolders(
                  holders,
                  { bodyId: row.bodyId, departments: [] },
                  isRedo ? ['opennessOfficer'] : entering.by,
                ),
          dueOn: isRunning ? reading.due : null,
          light: isRunning ? lightOf(reading) : 'none',
          words: isRunning ? leftText(reading) : '',
          left: isRunning ? (reading.left ?? undue) : undue,
          rank: plainRank,
          since: isoOf(row.enteredAt),
          address:
            isRedo && row.requestId !== null
              ? `/requests/${row.requestId}`
              : `/requests/remedies?at=${row.id}`,
        },
      }
    })
  }
  return gathered({
    kind: 'request-remedy',
    label: '复议、诉讼',
    all: turnsOrWatched(rowsFor),
  })
}
