import { sql, type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool } from 'kysely'
import type { Actor } from '#kit/actor.ts'
import { later, startOf } from '#kit/now.ts'
import type { DB } from '#kit/schema.gen.ts'
import type { Step } from '#kit/workflow.ts'
import { askedOf, visibleTo } from '../visibility.ts'
import { goesForward, states, workflow, type State } from '../workflow.ts'
import type { Filter, ListName } from './model.ts'
import { lightIs, underWay } from './urgency.ts'

export type Where = (eb: ExpressionBuilder<DB, 'document'>) => Expression<SqlBool>
type Conditions = Expression<SqlBool>[]

const self = (actor: Actor, role: Actor['roles'][number]) => role.onBehalfOf ?? actor.staffId

/** States in which something waits for a role; 已印发 waits only where the attribute is proactive. */
const waitsFor = (role: string): State[] =>
  states.filter(state =>
    Object.entries<Step>(workflow[state]).some(
      ([verb, s]) => goesForward(verb) && !s.own && s.by.includes(role),
    ),
  )

/** What of an evaluation or clean-up waits for a role. */
const evaluationState = (role: string): string | null =>
  ['departmentHead', 'drafter'].includes(role)
    ? 'asked'
    : ['legalReviewer', 'opennessOfficer'].includes(role)
      ? 'answered'
      : null

const todo =
  (actor: Actor): Where =>
  eb => {
    const conditions: Conditions = []
    for (const role of actor.roles) {
      const here = (more: Conditions) =>
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
      if (plain.length > 0) here([underWay, eb('document.state', 'in', plain)])
      const asked = evaluationState(role.role)
      if (asked)
        here([
          eb('document.state', '=', 'published'),
          sql<SqlBool>`document.id = any(array(select i.document_id from office.cleanup_item i
            where i.state = ${asked} and i.body_id = ${role.bodyId}))`,
        ])
      if (waiting.includes('issued'))
        here([underWay, eb('document.state', '=', 'issued'), eb('document.attribute', '=', 'proactive')])
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
      sql<SqlBool>`exists (select 1 from event where event.actor_id = ${actor.staffId}
        and event.subject_id = document.id and event.subject_kind = 'document' and event.verb <> 'draft')`,
    ])

const overseers = ['leader', 'opennessOfficer', 'departmentHead', 'publisher']

/** 督办: whatever is under way in the body (or the head's department) and late or close to it. */
const watch =
  (actor: Actor, left: RawBuilder<number>, papersOpen: readonly number[]): Where =>
  eb => {
    const roles = actor.roles.filter(r => overseers.includes(r.role))
    if (roles.length === 0) return sql<SqlBool>`false`
    return eb.and([
      lightIs(['red', 'yellow'], left, papersOpen),
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

const dayAfter = (day: string) => later(startOf(day), 86_400_000)

/** The day that a column of days, or an instant, lies in a period; both ends included. */
function within(filter: Filter, eb: ExpressionBuilder<DB, 'document'>): Conditions {
  const { from, until } = filter
  if (!from && !until) return []
  const name = filter.date ?? 'issued'
  if (name === 'issued' || name === 'written') {
    const column = name === 'issued' ? 'document.issued_on' : 'document.written_on'
    return [...(from ? [eb(column, '>=', from)] : []), ...(until ? [eb(column, '<=', until)] : [])]
  }
  const column = name === 'published' ? 'document.published_at' : 'document.reached_at'
  return [
    ...(from ? [eb(column, '>=', startOf(from))] : []),
    ...(until ? [eb(column, '<', dayAfter(until))] : []),
  ]
}

const escaped = (text: string) => text.replace(/[\\%_]/g, c => `\\${c}`)

/** Every word of the question stands in title or number; blanks, brackets and widths of the number do not matter. */
function says(q: string): Conditions {
  const stored = sql`office.folded(document.title || coalesce(document.document_number, ''))`
  const pairs = sql`office.pairs_of(document.title || coalesce(document.document_number, ''))`
  return q
    .split(/\s+/)
    .filter(word => word !== '')
    .flatMap(word => {
      const like = sql<SqlBool>`${stored} like '%' || office.folded(${escaped(word)}) || '%'`
      return [...word].length < 2 ? [like] : [sql<SqlBool>`${pairs} @> office.pairs_of(${word})`, like]
    })
}

/** What of a list a filter leaves. */
export function listed(
  list: ListName,
  filter: Filter,
  actor: Actor,
  left: RawBuilder<number>,
  papersOpen: readonly number[],
): Where {
  return eb => {
    const conditions: Conditions = [visibleTo(actor)(eb)]
    const bodies = [...new Set(actor.roles.map(r => r.bodyId))]
    // Said once more for all: an index by body can be used whatever the roles.
    if (bodies.length === 1) conditions.push(eb('document.body_id', '=', bodies[0]!))
    if (list === 'todo') conditions.push(todo(actor)(eb))
    if (list === 'mine') conditions.push(mine(actor)(eb))
    if (list === 'done') conditions.push(done(actor)(eb))
    if (list === 'watch') conditions.push(watch(actor, left, papersOpen)(eb))
    if (filter.state) conditions.push(eb('document.state', '=', filter.state))
    if (filter.attribute) conditions.push(eb('document.attribute', '=', filter.attribute))
    if (filter.kind) conditions.push(eb('document.kind', '=', filter.kind))
    if (filter.department) conditions.push(eb('document.department_id', '=', filter.department))
    if (filter.imported) conditions.push(eb('document.imported', '=', true))
    if (filter.year)
      conditions.push(
        eb('document.issued_on', '>=', `${filter.year}-01-01`),
        eb('document.issued_on', '<=', `${filter.year}-12-31`),
      )
    if (filter.light) conditions.push(lightIs([filter.light], left, papersOpen))
    conditions.push(...within(filter, eb), ...says(filter.q))
    return eb.and(conditions)
  }
}
