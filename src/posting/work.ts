import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import { gathered, mostGathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { holdersIn, namesOfHolders, staffNames } from '#people/directory.ts'
import { postingProcedure } from './actions.ts'
import { labelOfKind, postingStateLabels } from './model.ts'
import { postingsWaiting } from './store.ts'
import { bodiesRead } from './visibility.ts'
import { postingWorkflow } from './workflow.ts'

/** Postings on the worklist: what waits for another's examination, and one's own drafts. */
export function postingWork(house: { readonly db: Db }): WorkSource {
  const { db } = house
  const todo = async (actor: Actor) => {
    const self = [actor.staffId, ...actor.roles.flatMap(r => (r.onBehalfOf === null ? [] : [r.onBehalfOf]))]
    const rows = await postingsWaiting(db, bodiesRead(actor), self, mostGathered + 1)
    const steps = await openSteps(db, postingProcedure, rows, actor)
    const [holders, names] = [
      await holdersIn(
        db,
        rows.map(r => r.bodyId),
      ),
      await staffNames(
        db,
        rows.map(r => r.drafterId),
      ),
    ]
    return rows
      .filter(row => steps.get(row.id)?.some(({ verb }) => verb === 'publish' || verb === 'submit'))
      .map(row => {
        const drafter = names.get(row.drafterId) ?? ''
        const isDraft = row.state === 'draft' || row.state === 'amending'
        return {
          id: String(row.id),
          title: row.content.title || '（未写标题）',
          facts: [labelOfKind(row.kind), drafter],
          step: postingStateLabels[row.state],
          turn: isDraft
            ? [drafter]
            : namesOfHolders(
                holders,
                { bodyId: row.bodyId, departments: [row.departmentId] },
                postingWorkflow.submitted.publish.by,
              ),
          dueOn: null,
          light: 'none' as const,
          words: '',
          left: undue,
          rank: plainRank,
          since: isoOf(row.changedAt),
          address: `/postings/${row.id}`,
        }
      })
  }
  return gathered({
    kind: 'posting',
    label: '信息发布',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
