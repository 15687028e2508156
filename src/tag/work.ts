import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import { gathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { bodyNames, holdersIn, namesOfHolders } from '#people/directory.ts'
import { seesThesaurus, thesaurusProcedure } from './actions.ts'
import { openIn } from './store.ts'
import { thesaurusStateLabels, thesaurusWorkflow } from './workflow.ts'

/** What one does with a version when it is one's turn; saving goes on in between. */
const forward: readonly string[] = ['propose', 'approve']

/** Versions of thesauri on their way (起草—批准) on the worklist. */
export function thesaurusWork(house: { readonly db: Db }): WorkSource {
  const { db } = house
  const todo = async (actor: Actor) => {
    const bodyIds = [...new Set(actor.roles.map(r => r.bodyId))].filter(bodyId =>
      seesThesaurus({ bodyId }, actor),
    )
    const rows = await openIn(db, bodyIds)
    const steps = await openSteps(db, thesaurusProcedure, rows, actor)
    const [names, holders] = [await bodyNames(db, bodyIds), await holdersIn(db, bodyIds)]
    return rows
      .filter(row => steps.get(row.id)?.some(({ verb }) => forward.includes(verb)))
      .map(row => ({
        id: String(row.id),
        title: `标签目录第${row.number}版`,
        facts: [names.get(row.bodyId) ?? ''],
        step: thesaurusStateLabels[row.state],
        turn: namesOfHolders(
          holders,
          { bodyId: row.bodyId, departments: [null] },
          Object.entries(thesaurusWorkflow[row.state])
            .filter(([verb]) => forward.includes(verb))
            .flatMap(([, step]) => step.by),
        ),
        dueOn: null,
        light: 'none' as const,
        words: '',
        left: undue,
        rank: plainRank,
        since: isoOf(row.changedAt),
        address: `/tags/${row.id}`,
      }))
  }
  return gathered({
    kind: 'thesaurus',
    label: '标签目录',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
