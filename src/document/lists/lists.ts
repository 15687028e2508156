import type { RawBuilder } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { Place } from '#kit/worklist/work.ts'
import type { Calendar } from '#law/calendar.ts'
import { bodyNames, calendarsFor, departmentNames, holdersIn, staffNames } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { mayRemind } from '../actions/chase.ts'
import { waitingIn, waitingStaff } from '../waiting.ts'
import { stepsFor } from '../procedure.ts'
import type { DocumentRow } from '../store.ts'
import { goesForward, stateLabels } from '../workflow.ts'
import {
  mostChosen,
  mostCounted,
  noFilter,
  pageSize,
  usualSort,
  type Filter,
  type ListName,
} from './model.ts'
import { countUpTo, idsBehind, idsIn, papersOpen, rowsById } from './store.ts'
import { leftIn, urgencyOf, type Region } from './urgency.ts'
import type { Chosen, Counted, ListCounts, ListPage, ListRow } from './views.ts'
import { listed } from './where.ts'

export type ListHouse = Pick<House, 'db' | 'now' | 'calendar'>
type Part = ListHouse

/** Steps that ask for more than a word: done on the case page. */
const asksMore = ['number', 'countersign', 'determineOpen', 'recordOpinion', 'recordDetermination']

/** What can be decided on the row itself: a step forward that asks for nothing but a word, and then the way back. */
function rowOffers(document: DocumentRow, actor: Actor): { verb: string; label: string }[] {
  const steps = stepsFor(document, actor)
  const forward = steps.filter(
    ({ verb, step }) => goesForward(verb) && !step.weighty && !asksMore.includes(verb),
  )
  const back = steps.filter(({ verb }) => verb === 'return')
  return (forward.length > 0 ? [...forward, ...back] : []).map(({ verb, step }) => ({
    verb,
    label: step.label,
  }))
}

/** The lines of some documents, all names read with one query a kind. */
export async function viewRows(
  house: Part,
  documents: readonly DocumentRow[],
  actor: Actor,
): Promise<ListRow[]> {
  const { db } = house
  const today = dayOf(house.now())
  const bodyIds = documents.map(d => d.bodyId)
  const [bodies, departments, drafters, holders, calendarOf] = await Promise.all([
    bodyNames(db, bodyIds),
    departmentNames(
      db,
      documents.map(d => d.departmentId),
    ),
    staffNames(
      db,
      documents.map(d => d.drafterId),
    ),
    holdersIn(db, bodyIds),
    calendarsFor(house, bodyIds),
  ])
  return documents.map(d => {
    const { light, words, dueOn } = urgencyOf(d, today, calendarOf(d.bodyId))
    const drafter = drafters.get(d.drafterId) ?? ''
    return {
      id: d.id,
      version: d.version,
      title: d.title || '（未填标题）',
      documentNumber: d.documentNumber,
      kind: d.kind,
      theme: d.theme,
      state: d.state,
      stateLabel: stateLabels[d.state],
      attribute: d.attribute,
      urgency: d.urgency,
      body: bodies.get(d.bodyId) ?? '',
      department: departments.get(d.departmentId) ?? '',
      drafter,
      waitingFor: waitingIn(d, d.state, holders, drafter),
      reachedAt: isoOf(d.reachedAt),
      writtenOn: d.writtenOn,
      issuedOn: d.issuedOn,
      publishedAt: d.publishedAt && isoOf(d.publishedAt),
      imported: d.imported,
      light,
      words,
      dueOn,
      offers: rowOffers(d, actor),
      reminds: mayRemind(d, actor, waitingStaff(d, d.state, holders)),
    }
  })
}

/** The working days left of any row this person may see, for the database. */
async function leftFor(house: Part, actor: Actor): Promise<RawBuilder<number>> {
  const bodyIds = [...new Set([actor.bodyId, ...actor.roles.map(r => r.bodyId)])]
  const calendarOf = await calendarsFor(house, bodyIds)
  const regions = new Map<Calendar, number[]>()
  for (const id of bodyIds) regions.set(calendarOf(id), [...(regions.get(calendarOf(id)) ?? []), id])
  const all: Region[] = [...regions].map(([calendar, ids]) => ({ calendar, bodyIds: ids }))
  return leftIn(all, dayOf(house.now()))
}

type Asked = { readonly list: ListName; readonly filter: Filter; readonly actor: Actor }

async function found(house: Part, { list, filter, actor }: Asked) {
  const [left, papers] = await Promise.all([leftFor(house, actor), papersOpen(house.db)])
  const { sort = usualSort[list], ...conditions } = filter
  const isNarrow = Object.values(conditions).some(value => value !== undefined && value !== '')
  const narrow = isNarrow ? { bodyIds: [...new Set(actor.roles.map(r => r.bodyId))] } : null
  return { where: listed(list, filter, actor, left, papers), left, sort, narrow }
}

/** One page of a list. Counting is asked apart: it takes longer than reading twenty rows. */
export async function listPage(house: Part, asked: Asked, page: number): Promise<ListPage> {
  const { where, left, sort, narrow } = await found(house, asked)
  const stretch = { limit: pageSize + 1, offset: (page - 1) * pageSize }
  const ids = await idsIn(house.db, where, { sort, left }, stretch, narrow)
  const rows = await rowsById(
    house.db,
    ids.slice(0, pageSize).map(r => r.id),
  )
  return {
    list: asked.list,
    page,
    pageSize,
    more: ids.length > pageSize,
    rows: await viewRows(house, rows, asked.actor),
  }
}

/** Rows of a list behind a place of the worklist, in the worklist's order, with the working days left of each. */
export async function rowsBehind(
  house: Part,
  asked: Asked,
  after: Place | null,
  limit: number,
): Promise<{ row: ListRow; left: number }[]> {
  const { where, left } = await found(house, asked)
  const ids = await idsBehind(house.db, where, left, after, limit)
  const rows = await viewRows(
    house,
    await rowsById(
      house.db,
      ids.map(r => r.id),
    ),
    asked.actor,
  )
  const lefts = new Map(ids.map(r => [r.id, r.left]))
  return rows.map(row => ({ row, left: lefts.get(row.id)! }))
}

export const listCount = (house: Part, asked: Asked): Promise<Counted> =>
  listCountUpTo(house, asked, mostCounted)

/** A desk shows “999+”: nobody needs more of a number that is no work plan any more. */
export const mostOnDesk = 999

/** How many lie in each list of the worklist. */
export async function listCounts(house: Part, actor: Actor): Promise<ListCounts> {
  const [left, papers] = await Promise.all([leftFor(house, actor), papersOpen(house.db)])
  const [todo, done, mine, watch] = await Promise.all(
    (['todo', 'done', 'mine', 'watch'] as const).map(list =>
      countUpTo(house.db, listed(list, noFilter, actor, left, papers), mostOnDesk),
    ),
  )
  return { todo: todo!, done: done!, mine: mine!, watch: watch! }
}

/** Everything a filter leaves, up to what one batch may take. */
export async function chosenBy(house: Part, asked: Asked): Promise<Chosen> {
  const { where, left, sort, narrow } = await found(house, asked)
  const ids = await idsIn(house.db, where, { sort, left }, { limit: mostChosen + 1, offset: 0 }, narrow)
  return { items: ids.slice(0, mostChosen), isMore: ids.length > mostChosen }
}

/** Counted up to a limit of the caller's. */
export async function listCountUpTo(house: Part, asked: Asked, most: number): Promise<Counted> {
  const { where } = await found(house, asked)
  return countUpTo(house.db, where, most)
}

/** The ids of the whole filtered list in its order. */
export async function idsOf(house: Part, asked: Asked): Promise<number[]> {
  const { where, left, sort, narrow } = await found(house, asked)
  const ids = await idsIn(house.db, where, { sort, left }, { limit: 1_000_000, offset: 0 }, narrow)
  return ids.map(r => r.id)
}
