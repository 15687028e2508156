import type { Actor } from '#kit/actor.ts'
import type { PastLine, PastSource } from '#kit/worklist/past.ts'
import { plainRank, type Asked, type Work, type WorkSource } from '#kit/worklist/work.ts'
import { hrefOf } from './href.ts'
import { labelOfVerb, workflow } from '../workflow.ts'
import { seesDocument } from '../visibility.ts'
import { listCountUpTo, mostOnDesk, rowsBehind, viewRows, type ListHouse } from './lists.ts'
import { noFilter } from './model.ts'
import { rowsById } from './store.ts'
import type { ListRow } from './views.ts'

const kind = 'document'

/** As the database sorts them. */
const ranks: Readonly<Record<string, number>> = { 特急: 0, 加急: 1, 平急: 2 }

const workOf = ({ row, left }: { row: ListRow; left: number }): Work => ({
  kind,
  id: String(row.id),
  title: row.title,
  facts: [...(row.documentNumber === null ? [] : [row.documentNumber]), `${row.department} ${row.drafter}`],
  step: row.stateLabel,
  turn: row.waitingFor,
  dueOn: row.dueOn,
  light: row.light,
  words: row.words,
  left,
  rank: ranks[row.urgency] ?? plainRank,
  since: row.reachedAt,
  address: hrefOf(row),
  detail: row,
})

/** Documents on the worklist: sorted and cut by the database, as their own list is. */
export function documentWork(house: ListHouse): WorkSource {
  return {
    kind,
    label: '公文',
    async page(list, actor: Actor, { after, limit, light }: Asked) {
      const filter = light === null ? noFilter : { ...noFilter, light }
      const rows = await rowsBehind(house, { list, filter, actor }, after, limit)
      return rows.map(workOf)
    },
    count: (list, actor, light) =>
      listCountUpTo(
        house,
        { list, filter: light === null ? noFilter : { ...noFilter, light }, actor },
        mostOnDesk,
      ),
  }
}

/** Documents that a person drafted or worked on. */
export function documentPast(house: ListHouse): PastSource {
  return {
    kind,
    label: '公文',
    workflow,
    labelOf: labelOfVerb,
    async lines(actor, ids) {
      const seen = (await rowsById(house.db, ids)).filter(document => seesDocument(document, actor))
      const rows = await viewRows(house, seen, actor)
      return new Map(
        rows.map((row): [number, PastLine] => [
          row.id,
          {
            title: row.title,
            facts: [
              ...(row.documentNumber === null ? [] : [row.documentNumber]),
              `${row.department} ${row.drafter}`,
            ],
            step: row.stateLabel,
            turn: row.waitingFor,
            address: hrefOf(row),
          },
        ]),
      )
    },
  }
}
