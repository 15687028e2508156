import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import {
  gathered,
  lightOfLeft,
  mostGathered,
  plainRank,
  wordsOfLeft,
  type Work,
  type WorkSource,
} from '#kit/worklist/work.ts'
import { clocks } from '#law/clocks.ts'
import { readClock } from '#law/readClock.ts'
import { calendarsFor, holdersIn, namesOfHolders } from '#people/directory.ts'
import type { House } from '../house.ts'
import { bodiesRead, mistakeProcedure } from './actions.ts'
import { mistakeKinds, mistakeStateLabels } from './model.ts'
import { mistakesWaiting } from './store.ts'
import { mistakeWorkflow } from './workflow.ts'

/** 页面找错 on the worklist, with the working days a report may wait (R42). */
export function feedbackWork(house: Pick<House, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house
  const rowsFor = async (actor: Actor, keep: (steps: number, row: Omit<Work, 'kind'>) => boolean) => {
    const rows = await mistakesWaiting(db, bodiesRead(actor), mostGathered + 1)
    const steps = await openSteps(db, mistakeProcedure, rows, actor)
    const holders = await holdersIn(
      db,
      rows.map(r => r.bodyId),
    )
    const today = dayOf(house.now())
    const calendarOf = await calendarsFor(
      house,
      rows.map(r => r.bodyId),
    )
    return rows.flatMap(row => {
      const received = dayOf(row.receivedAt)
      const calendar = calendarOf(row.bodyId)
      const reading = readClock(clocks.R42, [{ kind: clocks.R42.starts[0]!, on: received }], today, calendar)
      const dueOn = reading?.due ?? received
      const left = calendar.workingDaysBetween(today, dueOn)
      const work = {
        id: String(row.id),
        title: row.title ?? row.address,
        facts: [mistakeKinds[row.kind], `第${row.id}号`],
        step: mistakeStateLabels[row.state],
        turn: namesOfHolders(
          holders,
          { bodyId: row.bodyId, departments: [] },
          mistakeWorkflow.received.fix.by,
        ),
        dueOn,
        light: lightOfLeft(left, 1),
        words: wordsOfLeft(left),
        left,
        rank: plainRank,
        since: isoOf(row.receivedAt),
        address: `/feedback?state=received#mistake-${row.id}`,
      }
      return keep(steps.get(row.id)?.length ?? 0, work) ? [work] : []
    })
  }
  return gathered({
    kind: 'mistake',
    label: '读者反馈',
    all: (list, actor) =>
      list === 'todo'
        ? rowsFor(actor, steps => steps > 0)
        : rowsFor(
            { ...actor, roles: actor.roles.filter(r => ['opennessOfficer', 'leader'].includes(r.role)) },
            (_, work) => work.left < 0,
          ),
  })
}
