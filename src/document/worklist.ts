import { sql, type ExpressionBuilder, type SqlBool, type Expression } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { DB } from '#kit/schema.gen.ts'
import type { Step } from '#kit/workflow.ts'
import type { Calendar } from '#law/calendar.ts'
import { leftText } from '#law/reading.ts'
import { bodyNames, departmentNames, holdersIn, regionsOf, staffNames } from '#people/directory.ts'
import type { House } from '../house.ts'
import { readingPlace } from './channels.ts'
import { lightOf, readPublishClock, stepDueOn } from './clocks.ts'
import { waitingIn } from './present.ts'
import { stepsFor } from './procedure.ts'
import { countOf, rowsOf, type DocumentRow } from './store.ts'
import type { Light, Worklist, WorklistKind, WorklistRow } from './views.ts'
import { askedOf, visibleTo } from './visibility.ts'
import { goesForward, stateLabels, states, workflow, type State } from './workflow.ts'

const pageSize = 20
/** A desk holds what people can still look through; beyond it the counts say “2000+” and the query page finds the rest. */
const deskLimit = 2000

type Where = (eb: ExpressionBuilder<DB, 'document'>) => Expression<SqlBool>

const self = (actor: Actor, role: Actor['roles'][number]) => role.onBehalfOf ?? actor.staffId

/** States in which something waits for a role; 已印发 waits only where the attribute is proactive. */
const waitsFor = (role: string): State[] =>
  states.filter(state =>
    Object.entries<Step>(workflow[state]).some(
      ([verb, s]) => goesForward(verb) && !s.own && s.by.includes(role),
    ),
  )

const todo =
  (actor: Actor): Where =>
  eb => {
    const conditions: Expression<SqlBool>[] = []
    for (const role of actor.roles) {
      const here = (more: Expression<SqlBool>[]) =>
        conditions.push(
          eb.and([
            eb('document.body_id', '=', role.bodyId),
            ...(role.departmentId === null ? [] : [eb('document.department_id', '=', role.departmentId)]),
            ...more,
          ]),
        )
      if (role.role === 'drafter')
        here([eb('document.state', '=', 'draft'), eb('document.drafter_id', '=', self(actor, role))])
      const waiting = waitsFor(role.role)
      if (waiting.includes('countersign') && role.departmentId !== null)
        conditions.push(askedOf(role.bodyId, role.departmentId, eb))
      const plain = waiting.filter(s => s !== 'issued' && s !== 'countersign')
      if (plain.length > 0) here([eb('document.state', 'in', plain)])
      if (waiting.includes('issued'))
        here([eb('document.state', '=', 'issued'), eb('document.attribute', '=', 'proactive')])
    }
    return conditions.length > 0 ? eb.or(conditions) : sql<SqlBool>`false`
  }

const mine =
  (actor: Actor): Where =>
  eb =>
    eb.and([eb('document.drafter_id', '=', actor.staffId), eb('document.body_id', '=', actor.bodyId)])

const done =
  (actor: Actor): Where =>
  eb =>
    eb.and([
      eb('document.body_id', '=', actor.bodyId),
      eb.exists(
        eb
          .selectFrom('event')
          .select(sql`1`.as('one'))
          .where('event.subject_kind', '=', 'document')
          .whereRef('event.subject_id', '=', 'document.id')
          .where('event.actor_id', '=', actor.staffId)
          .where('event.verb', '<>', 'draft'),
      ),
    ])

const paperUnderWay = (eb: ExpressionBuilder<DB, 'document'>) =>
  eb.exists(
    eb
      .selectFrom('document_channel as paper')
      .select('paper.id')
      .whereRef('paper.document_id', '=', 'document.id')
      .where('paper.channel', '=', readingPlace)
      .where('paper.receipt_on', 'is', null),
  )

const overseers = ['leader', 'opennessOfficer', 'departmentHead', 'publisher']

/** 督办: whatever is under way in the body (or the head's department). Which rows are late is read afterwards. */
const underWay =
  (actor: Actor): Where =>
  eb => {
    const roles = actor.roles.filter(r => overseers.includes(r.role))
    if (roles.length === 0) return sql<SqlBool>`false`
    return eb.and([
      eb.or([
        eb('document.state', 'not in', ['draft', 'published', 'withdrawn', 'cancelled', 'removed']),
        eb.and([eb('document.state', '=', 'published'), paperUnderWay(eb)]),
      ]),
      eb.or([eb('document.state', '<>', 'issued'), eb('document.attribute', '=', 'proactive')]),
      eb.or(
        roles.map(r =>
          eb.and([
            eb('document.body_id', '=', r.bodyId),
            ...(r.departmentId === null ? [] : [eb('document.department_id', '=', r.departmentId)]),
          ]),
        ),
      ),
    ])
  }

type Urgency = { light: Light; words: string; dueOn: string | null; left: number }

/** What is due on a row: the statutory clock where it runs, else the custom of the step. */
export function urgencyOf(document: DocumentRow, today: string, calendar: Calendar): Urgency {
  if (document.paperOpen) return { light: 'yellow', words: '纸质件移送未签收', dueOn: null, left: 0 }
  const reading = readPublishClock(document, today, calendar)
  if (reading && reading.due !== null)
    return { light: lightOf(reading), words: leftText(reading), dueOn: reading.due, left: reading.left ?? 0 }
  if (
    document.imported ||
    ['published', 'withdrawn', 'cancelled', 'removed', 'issued', 'draft'].includes(document.state)
  )
    return {
      light: 'none',
      words: document.state === 'draft' && document.returnedReason ? '被退回，待修改' : '',
      dueOn: null,
      left: 999,
    }
  const dueOn = stepDueOn(document, calendar)
  const left = calendar.workingDaysBetween(today, dueOn)
  if (today > dueOn) return { light: 'red', words: `本环节已过${-left}个工作日`, dueOn, left }
  const words = left === 0 ? '本环节今天办结' : `本环节剩${left}个工作日`
  return { light: left <= 1 ? 'yellow' : 'green', words, dueOn, left }
}

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

async function viewRows(
  db: Query,
  house: House,
  documents: readonly DocumentRow[],
  actor: Actor,
): Promise<WorklistRow[]> {
  const now = house.now()
  const today = dayOf(now)
  const [bodies, departments, drafters, holders, calendarOf] = await Promise.all([
    bodyNames(
      db,
      documents.map(d => d.bodyId),
    ),
    departmentNames(
      db,
      documents.map(d => d.departmentId),
    ),
    staffNames(
      db,
      documents.map(d => d.drafterId),
    ),
    holdersIn(
      db,
      documents.map(d => d.bodyId),
    ),
    calendarsFor(db, house, documents),
  ])
  return documents.map(d => {
    const { light, words, dueOn } = urgencyOf(d, today, calendarOf(d.bodyId))
    const drafter = drafters.get(d.drafterId) ?? ''
    return {
      id: d.id,
      title: d.title || '（未填标题）',
      documentNumber: d.documentNumber,
      state: d.state,
      stateLabel: stateLabels[d.state],
      attribute: d.attribute,
      urgency: d.urgency,
      body: bodies.get(d.bodyId) ?? '',
      department: departments.get(d.departmentId) ?? '',
      drafter,
      waitingFor: waitingIn(d, d.state, holders, drafter),
      reachedAt: isoOf(d.reachedAt),
      light,
      words,
      dueOn,
      offers: rowOffers(d, actor),
    }
  })
}

type CalendarOf = (bodyId: number) => Calendar

/** The calendar of each body some documents belong to, regional holidays included. */
async function calendarsFor(db: Query, house: House, documents: readonly DocumentRow[]): Promise<CalendarOf> {
  const regions = await regionsOf(
    db,
    documents.map(d => d.bodyId),
  )
  return bodyId => house.calendar(regions.get(bodyId))
}

const weight: Record<string, number> = { 特急: -3, 加急: -2, 平急: -1 }

/** What is due first stands first; then 紧急程度; then who has waited longest. */
function byDue(documents: readonly DocumentRow[], today: string, calendarOf: CalendarOf) {
  return documents
    .map(d => ({ d, urgency: urgencyOf(d, today, calendarOf(d.bodyId)) }))
    .sort(
      (a, b) =>
        a.urgency.left - b.urgency.left ||
        (weight[a.d.urgency] ?? 0) - (weight[b.d.urgency] ?? 0) ||
        a.d.reachedAt.getTime() - b.d.reachedAt.getTime(),
    )
}

async function desk(db: Query, house: House, kind: WorklistKind, actor: Actor): Promise<DocumentRow[]> {
  const today = dayOf(house.now())
  const chosen = { todo, mine, done, watch: underWay }[kind](actor)
  const where: Where = eb => eb.and([visibleTo(actor)(eb), chosen(eb)])
  const rows = await rowsOf(db, where, { limit: deskLimit })
  if (kind === 'mine' || kind === 'done')
    return rows.sort((a, b) => b.reachedAt.getTime() - a.reachedAt.getTime())
  const sorted = byDue(rows, today, await calendarsFor(db, house, rows))
  const pressing = kind === 'watch' ? sorted.filter(r => ['red', 'yellow'].includes(r.urgency.light)) : sorted
  return pressing.map(r => r.d)
}

/** One of the four lists (待办、已办、我发起的、督办), what is due first, with the counts of all four. */
export async function worklist(
  house: House,
  kind: WorklistKind,
  actor: Actor,
  page: number,
  q: string,
): Promise<Worklist> {
  const db = house.db
  const kinds: WorklistKind[] = ['todo', 'done', 'mine', 'watch']
  const lists = await Promise.all(kinds.map(k => desk(db, house, k, actor)))
  const counts = Object.fromEntries(kinds.map((k, i) => [k, lists[i]!.length])) as Worklist['counts']
  const found = lists[kinds.indexOf(kind)]!.filter(
    d => q === '' || d.title.includes(q) || (d.documentNumber ?? '').includes(q),
  )
  const shown = found.slice((page - 1) * pageSize, page * pageSize)
  return { kind, total: found.length, page, pageSize, counts, rows: await viewRows(db, house, shown, actor) }
}

export type Filter = { q: string; state: State | null; attribute: string | null; page: number }

/** 公文查询: everything in the person's bodies that he may see, newest first. */
export async function findDocuments(
  house: House,
  actor: Actor,
  filter: Filter,
): Promise<Omit<Worklist, 'kind' | 'counts'>> {
  const where: Where = eb => {
    const conditions: Expression<SqlBool>[] = [visibleTo(actor)(eb)]
    if (filter.state) conditions.push(eb('document.state', '=', filter.state))
    if (filter.attribute) conditions.push(eb('document.attribute', '=', filter.attribute))
    if (filter.q) {
      const like = `%${filter.q.replace(/[\\%_]/g, c => `\\${c}`)}%`
      conditions.push(
        eb.or([eb('document.title', 'like', like), eb('document.document_number', 'like', like)]),
      )
    }
    return eb.and(conditions)
  }
  const rows = await rowsOf(house.db, where, { limit: pageSize, offset: (filter.page - 1) * pageSize })
  const total = await countOf(house.db, where)
  return { total, page: filter.page, pageSize, rows: await viewRows(house.db, house, rows, actor) }
}
