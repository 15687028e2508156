import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import { gathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { bodyNames, holdersIn, namesOfHolders } from '#people/directory.ts'
import { bodiesRead, versionProcedure } from './actions.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import { versionsOnTheWay } from './store.ts'
import { versionStateLabels, versionWorkflow } from './workflow.ts'

/** What one does with a version when it is one's turn; saving goes on in between. */
const forward: readonly string[] = ['submit', 'pass', 'approve', 'publish']

/** Catalogs on their way (编制—审核—批准—公布) on the worklist. */
export function versionWork(house: { readonly db: Db }): WorkSource {
  const { db } = house
  const todo = async (actor: Actor) => {
    const rows = await versionsOnTheWay(db, bodiesRead(actor))
    const steps = await openSteps(db, versionProcedure, rows, actor)
    const bodyIds = rows.map(r => r.bodyId)
    const [names, holders] = [await bodyNames(db, bodyIds), await holdersIn(db, bodyIds)]
    return rows
      .filter(row => steps.get(row.id)?.some(({ verb }) => forward.includes(verb)))
      .map(row => ({
        id: String(row.id),
        title: `${guidelineOf(row.field).field}领域标准目录第${row.number}版`,
        facts: [names.get(row.bodyId) ?? ''],
        step: versionStateLabels[row.state],
        turn: namesOfHolders(
          holders,
          { bodyId: row.bodyId, departments: [row.departmentId] },
          Object.entries(versionWorkflow[row.state])
            .filter(([verb]) => forward.includes(verb))
            .flatMap(([, step]) => step.by),
        ),
        dueOn: null,
        light: 'none' as const,
        words: '',
        left: undue,
        rank: plainRank,
        since: isoOf(row.changedAt),
        address: `/catalogs/${row.id}`,
      }))
  }
  return gathered({
    kind: 'catalog',
    label: '标准目录',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
