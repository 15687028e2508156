import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import type { PastSource } from '#kit/worklist/past.ts'
import { gathered, type WorkSource } from '#kit/worklist/work.ts'
import { holdersIn, namesOfHolders } from '#people/directory.ts'
import { pastLinesOf } from '#people/pastLines.ts'
import { alertProcedure, seesAlert } from './actions.ts'
import { alertKinds, alertStateLabels } from './model.ts'
import { alertsById, alertsProposed } from './store.ts'
import { alertWorkflow, labelOfAlert } from './workflow.ts'

/** 应急公告 that one person has proposed and another has to approve: first of all on the list. */
export function alertWork(house: { readonly db: Db }): WorkSource {
  const { db } = house
  const todo = async (actor: Actor) => {
    const rows = await alertsProposed(db, [...new Set(actor.roles.map(r => r.bodyId))])
    const steps = await openSteps(db, alertProcedure, rows, actor)
    const holders = await holdersIn(
      db,
      rows.map(r => r.bodyId),
    )
    return rows
      .filter(row => steps.get(row.id)?.some(({ verb }) => verb === 'raise'))
      .map(row => ({
        id: String(row.id),
        title: row.title,
        facts: [alertKinds[row.kind]],
        step: alertStateLabels[row.state],
        turn: namesOfHolders(
          holders,
          { bodyId: row.bodyId, departments: [] },
          alertWorkflow.proposed.raise.by,
        ),
        dueOn: null,
        light: 'yellow' as const,
        words: '待核准',
        left: 0,
        rank: 0,
        since: isoOf(row.proposedAt),
        address: '/alerts',
      }))
  }
  return gathered({
    kind: 'alert',
    label: '应急公告',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}

/** 应急公告 that a person proposed, raised or lowered. */
export function alertPast({ db }: { readonly db: Db }): PastSource {
  return {
    kind: alertProcedure.kind,
    label: '应急公告',
    workflow: alertWorkflow,
    labelOf: labelOfAlert,
    async lines(actor, ids) {
      const rows = (await alertsById(db, ids)).filter(row => seesAlert(row, actor))
      return pastLinesOf(db, rows, (row, holders) => ({
        title: row.title,
        facts: [alertKinds[row.kind]],
        step: alertStateLabels[row.state],
        turn:
          row.state === 'proposed'
            ? namesOfHolders(
                holders,
                { bodyId: row.bodyId, departments: [] },
                alertWorkflow.proposed.raise.by,
              )
            : [],
        address: '/alerts',
      }))
    },
  }
}
