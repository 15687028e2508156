import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import type { PastLine, PastSource } from '#kit/worklist/past.ts'
import { gathered, mostGathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { holdersIn, namesOfHolders, staffNames, type Holder } from '#people/directory.ts'
import { postingProcedure } from './actions.ts'
import { labelOfKind, postingStateLabels, type PostingRow } from './model.ts'
import { postingsWaiting, readPostings } from './store.ts'
import { bodiesRead, seesPosting } from './visibility.ts'
import { labelOfPosting, postingWorkflow } from './workflow.ts'

/** Who has a posting: its drafter, or those who examine it; nobody once it is over. */
function turnOf(row: PostingRow, drafter: string, holders: readonly Holder[]): string[] {
  switch (row.state) {
    case 'draft':
    case 'amending':
      return [drafter]
    case 'submitted':
    case 'resubmitted':
      return namesOfHolders(
        holders,
        { bodyId: row.bodyId, departments: [row.departmentId] },
        postingWorkflow[row.state].publish.by,
      )
    default:
      return []
  }
}

/** Who may have these postings, and what their drafters are called. */
async function peopleOf(db: Db, rows: readonly PostingRow[]) {
  const [bodies, drafters] = [rows.map(r => r.bodyId), rows.map(r => r.drafterId)]
  return { holders: await holdersIn(db, bodies), names: await staffNames(db, drafters) }
}

/** Postings on the worklist: what waits for another's examination, and one's own drafts. */
export function postingWork(house: { readonly db: Db }): WorkSource {
  const { db } = house
  const todo = async (actor: Actor) => {
    const self = [actor.staffId, ...actor.roles.flatMap(r => (r.onBehalfOf === null ? [] : [r.onBehalfOf]))]
    const rows = await postingsWaiting(db, bodiesRead(actor), self, mostGathered + 1)
    const steps = await openSteps(db, postingProcedure, rows, actor)
    const { holders, names } = await peopleOf(db, rows)
    return rows
      .filter(row => steps.get(row.id)?.some(({ verb }) => verb === 'publish' || verb === 'submit'))
      .map(row => {
        const drafter = names.get(row.drafterId) ?? ''
        return {
          id: String(row.id),
          title: row.content.title || '（未写标题）',
          facts: [labelOfKind(row.kind), drafter],
          step: postingStateLabels[row.state],
          turn: turnOf(row, drafter, holders),
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

/** Postings that a person wrote or examined. */
export function postingPast({ db }: { readonly db: Db }): PastSource {
  return {
    kind: 'posting',
    label: '信息发布',
    workflow: postingWorkflow,
    labelOf: labelOfPosting,
    async lines(actor, ids) {
      const rows = (await readPostings(db, ids)).filter(row => seesPosting(row, actor))
      const { holders, names } = await peopleOf(db, rows)
      return new Map(
        rows.map((row): [number, PastLine] => {
          const drafter = names.get(row.drafterId) ?? ''
          return [
            row.id,
            {
              title: row.content.title || '（未写标题）',
              facts: [labelOfKind(row.kind), drafter],
              step: postingStateLabels[row.state],
              turn: turnOf(row, drafter, holders),
              address: `/postings/${row.id}`,
            },
          ]
        }),
      )
    },
  }
}
