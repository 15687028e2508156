import type { Actor } from '#kit/actor.ts'
import type { Db, Query } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import type { Procedure, Subject } from '#kit/procedure.ts'
import { openSteps } from '#kit/worklist/open.ts'
import { gathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { bodyNames, holdersIn, namesOfHolders } from '#people/directory.ts'
import { bodiesRead, versionProcedure } from './actions.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import { instrumentProcedure } from './instrument/actions.ts'
import { instrumentFacts } from './instrument/model.ts'
import { instrumentsOnTheWay } from './instrument/store.ts'
import { instrumentStateLabels } from './instrument/workflow.ts'
import { versionsOnTheWay } from './store.ts'
import { versionStateLabels } from './workflow.ts'

/** What one does with a version when it is one's turn; saving goes on in between. */
const forward: readonly string[] = ['submit', 'pass', 'approve', 'publish']

type Way<R extends Subject> = {
  readonly kind: string
  readonly label: string
  readonly procedure: Procedure<R>
  readonly stateLabels: Readonly<Record<string, string>>
  readonly address: string
  /** Everything of it is on one screen: no number behind the address. */
  readonly together?: true
  /** What one does when it is one's turn; absent: what brings a version forward. */
  readonly verbs?: readonly string[]
  rows(db: Query, bodyIds: readonly number[]): Promise<readonly R[]>
  titleOf(row: R): string
}

/** Versions on their way (编制—审核—批准—公布) on the worklist. */
export function wayWork<R extends Subject & { readonly changedAt: Date }>(db: Db, way: Way<R>): WorkSource {
  const { kind, label, procedure } = way
  const verbs = way.verbs ?? forward
  const todo = async (actor: Actor) => {
    const rows = await way.rows(db, bodiesRead(actor))
    const steps = await openSteps(db, procedure, rows, actor)
    const bodyIds = rows.map(r => r.bodyId)
    const [names, holders] = [await bodyNames(db, bodyIds), await holdersIn(db, bodyIds)]
    return rows
      .filter(row => steps.get(row.id)?.some(({ verb }) => verbs.includes(verb)))
      .map(row => ({
        id: String(row.id),
        title: way.titleOf(row),
        facts: [names.get(row.bodyId) ?? ''],
        step: way.stateLabels[row.state] ?? '',
        turn: namesOfHolders(
          holders,
          { bodyId: row.bodyId, departments: [row.departmentId] },
          Object.entries(procedure.workflow[row.state] ?? {})
            .filter(([verb]) => verbs.includes(verb))
            .flatMap(([, step]) => step.by),
        ),
        dueOn: null,
        light: 'none' as const,
        words: '',
        left: undue,
        rank: plainRank,
        since: isoOf(row.changedAt),
        address: way.together ? way.address : `${way.address}/${row.id}`,
      }))
  }
  return gathered({
    kind,
    label,
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}

export const versionWork = ({ db }: { readonly db: Db }): WorkSource =>
  wayWork(db, {
    kind: 'catalog',
    label: '标准目录',
    procedure: versionProcedure,
    stateLabels: versionStateLabels,
    address: '/catalogs',
    rows: versionsOnTheWay,
    titleOf: row => `${guidelineOf(row.field).field}标准目录第${row.number}版`,
  })

export const instrumentWork = ({ db }: { readonly db: Db }): WorkSource =>
  wayWork(db, {
    kind: 'instrument',
    label: '公开指南与清单',
    procedure: instrumentProcedure,
    stateLabels: instrumentStateLabels,
    address: '/instruments',
    rows: instrumentsOnTheWay,
    titleOf: row => `${instrumentFacts[row.kind].label}第${row.number}版`,
  })
