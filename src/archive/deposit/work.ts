import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { gathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { holdersIn, namesOfHolders } from '#people/directory.ts'
import { receives } from './actions.ts'
import { sentTo } from './store.ts'
import { depositStateLabels, receivingWorkflow } from './workflow.ts'

/** 规范性文件备案 that bodies below have sent and this one has neither received nor given back. */
export function depositWork(house: { readonly db: Db }): WorkSource {
  const { db } = house
  const todo = async (actor: Actor) => {
    const rows = (await sentTo(db, receives(actor))).filter(r => r.state === 'sent' && r.toBodyId !== null)
    const holders = await holdersIn(
      db,
      rows.map(r => r.toBodyId!),
    )
    return rows.map(row => ({
      id: String(row.id),
      title: row.title,
      facts: [row.body, ...(row.documentNumber === null ? [] : [row.documentNumber])],
      step: depositStateLabels[row.state],
      turn: namesOfHolders(
        holders,
        { bodyId: row.toBodyId!, departments: [] },
        receivingWorkflow.sent.receive.by,
      ),
      dueOn: null,
      light: 'none' as const,
      words: '',
      left: undue,
      rank: plainRank,
      since: isoOf(row.sentAt),
      address: '/archive/deposits',
    }))
  }
  return gathered({
    kind: 'deposit',
    label: '文件备案',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
