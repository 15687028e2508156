import type { Actor } from '#kit/actor.ts'
import type { Db, Query } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import type { Procedure, Subject } from '#kit/procedure.ts'
import type { Workflow } from '#kit/workflow.ts'
import { openSteps } from '#kit/worklist/open.ts'
import type { PastLine, PastSource } from '#kit/worklist/past.ts'
import { gathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { bodyNames, holdersIn, namesOfHolders, type Holder } from '#people/directory.ts'
import { bodiesRead, versionProcedure } from './actions.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import { instrumentProcedure } from './instrument/actions.ts'
import { instrumentFacts, type InstrumentRow } from './instrument/model.ts'
import { instrumentsOnTheWay, readInstruments } from './instrument/store.ts'
import { instrumentStateLabels } from './instrument/workflow.ts'
import { readVersions, versionsOnTheWay } from './store.ts'
import type { VersionRow } from './versions.ts'
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

/** Who brings a version forward next, by name. */
function turnOf<R extends Subject>(way: Way<R>, row: R, holders: readonly Holder[]): string[] {
  const verbs = way.verbs ?? forward
  return namesOfHolders(
    holders,
    { bodyId: row.bodyId, departments: [row.departmentId] },
    Object.entries(way.procedure.workflow[row.state] ?? {})
      .filter(([verb]) => verbs.includes(verb))
      .flatMap(([, step]) => step.by),
  )
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
        turn: turnOf(way, row, holders),
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

const versionWay: Way<VersionRow> = {
  kind: 'catalog',
  label: '标准目录',
  procedure: versionProcedure,
  stateLabels: versionStateLabels,
  address: '/catalogs',
  rows: versionsOnTheWay,
  titleOf: row => `${guidelineOf(row.field).field}标准目录第${row.number}版`,
}
const instrumentWay: Way<InstrumentRow> = {
  kind: 'instrument',
  label: '公开指南与清单',
  procedure: instrumentProcedure,
  stateLabels: instrumentStateLabels,
  address: '/instruments',
  rows: instrumentsOnTheWay,
  titleOf: row => `${instrumentFacts[row.kind].label}第${row.number}版`,
}

export const versionWork = ({ db }: { readonly db: Db }): WorkSource => wayWork(db, versionWay)
export const instrumentWork = ({ db }: { readonly db: Db }): WorkSource => wayWork(db, instrumentWay)

/** Versions that a person compiled or decided on. */
function wayPast<R extends Subject>(
  db: Db,
  way: Way<R>,
  read: (db: Query, ids: readonly number[]) => Promise<readonly R[]>,
): PastSource {
  const { kind, label, procedure } = way
  return {
    kind,
    label,
    workflow: procedure.workflow,
    labelOf: verb => labelOf(procedure.workflow, verb) ?? '编制',
    async lines(actor, ids) {
      const rows = (await read(db, ids)).filter(row => procedure.sees(row, actor))
      const bodyIds = rows.map(r => r.bodyId)
      const [names, holders] = [await bodyNames(db, bodyIds), await holdersIn(db, bodyIds)]
      return new Map(
        rows.map((row): [number, PastLine] => [
          row.id,
          {
            title: way.titleOf(row),
            facts: [names.get(row.bodyId) ?? ''],
            step: way.stateLabels[row.state] ?? '',
            turn: turnOf(way, row, holders),
            address: `${way.address}/${row.id}`,
          },
        ]),
      )
    },
  }
}

const labelOf = (workflow: Workflow, verb: string): string | undefined =>
  Object.values(workflow).find(steps => Object.hasOwn(steps, verb))?.[verb]?.label

export const versionPast = ({ db }: { readonly db: Db }): PastSource => wayPast(db, versionWay, readVersions)
export const instrumentPast = ({ db }: { readonly db: Db }): PastSource =>
  wayPast(db, instrumentWay, readInstruments)
