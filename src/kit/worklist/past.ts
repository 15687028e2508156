import { sql } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Query } from '../db.ts'
import { isoOf } from '../now.ts'
import type { Workflow } from '../workflow.ts'
import type { KindCount } from './views.ts'

/** 已办、我发起的: the matters of every room that a person had a hand in. The history knows them; each room says how they stand now. */

export const pastLists = ['done', 'mine'] as const
export type PastList = (typeof pastLists)[number]

/** How a matter stands now, in the words of its room. */
export type PastLine = {
  readonly title: string
  /** Small print: numbers, kinds. */
  readonly facts: readonly string[]
  /** Where it lies. */
  readonly step: string
  /** Who has it; nobody once it is over. */
  readonly turn: readonly string[]
  readonly address: string
}

export type Past = Omit<PastLine, 'address'> & {
  readonly kind: string
  readonly id: number
  /** What this person did last, or began it with. */
  readonly did: string
  readonly at: string
  /** Null where the matter is out of this person's sight by now. */
  readonly address: string | null
}

export type PastSource = {
  /** Of the subjects in the history. */
  readonly kind: string
  readonly label: string
  /** Whose steps count as having been handled; looking at a matter does not. */
  readonly workflow: Workflow
  labelOf(verb: string): string
  /** Those of some matters that this person may see. */
  lines(actor: Actor, ids: readonly number[]): Promise<ReadonlyMap<number, PastLine>>
}

/** Saving what one writes is no step that somebody waits for. */
const verbsOf = ({ workflow }: PastSource): string[] => [
  ...new Set(Object.values(workflow).flatMap(steps => Object.keys(steps).filter(verb => verb !== 'save'))),
]

/** Events of this person that count: steps of the tables, or what began a matter. */
function events(list: PastList, actor: Actor, sources: readonly PastSource[]) {
  if (list === 'mine')
    return sql`actor_id = ${actor.staffId} and from_state is null
      and subject_kind = any(${sources.map(s => s.kind)}::text[])`
  const steps = sources.flatMap(s => verbsOf(s).map(verb => [s.kind, verb] as const))
  return sql`actor_id = ${actor.staffId} and from_state is not null
    and (subject_kind, verb) in (select * from unnest(${steps.map(s => s[0])}::text[], ${steps.map(s => s[1])}::text[]))`
}

/** One page, what was done last first. `after`: the number of the event behind which it goes on. */
export async function pastPage(
  db: Query,
  sources: readonly PastSource[],
  list: PastList,
  actor: Actor,
  asked: { readonly after: number | null; readonly limit: number },
): Promise<{ readonly rows: readonly Past[]; readonly next: number | null }> {
  if (sources.length === 0) return { rows: [], next: null }
  const { rows: last } = await sql<{ kind: string; subject: number; event: number }>`
    select subject_kind as kind, subject_id as subject, max(id) as event from event
    where ${events(list, actor, sources)} group by subject_kind, subject_id
    ${asked.after === null ? sql`` : sql`having max(id) < ${asked.after}::bigint`}
    order by event desc limit ${asked.limit + 1}`.execute(db)
  const page = last.slice(0, asked.limit)
  const acts = await actsOf(
    db,
    page.map(p => p.event),
  )
  const rows = new Map<string, PastLine>()
  for (const source of sources) {
    const ids = page.filter(p => p.kind === source.kind).map(p => p.subject)
    if (ids.length === 0) continue
    for (const [id, line] of await source.lines(actor, ids)) rows.set(`${source.kind} ${id}`, line)
  }
  const labelOf = new Map(sources.map(s => [s.kind, (verb: string) => s.labelOf(verb)]))
  return {
    rows: page.map(({ kind, subject, event }): Past => {
      const { verb, at } = acts.get(event)!
      const line = rows.get(`${kind} ${subject}`)
      return {
        kind,
        id: subject,
        did: labelOf.get(kind)!(verb),
        at,
        ...(line ?? {
          title: '（这件事项现在不在您的查看范围内）',
          facts: [],
          step: '',
          turn: [],
          address: null,
        }),
      }
    }),
    next: last.length > asked.limit ? page.at(-1)!.event : null,
  }
}

async function actsOf(
  db: Query,
  ids: readonly number[],
): Promise<Map<number, { readonly verb: string; readonly at: string }>> {
  if (ids.length === 0) return new Map()
  const acts = await db
    .selectFrom('event')
    .select(['id', 'verb', 'happened_at'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(acts.map(a => [a.id, { verb: a.verb, at: isoOf(a.happened_at) }]))
}

/** A desk shows “999+”. */
const mostCounted = 999

/** How many matters of each kind, in the order of the sources. */
export async function pastCounts(
  db: Query,
  sources: readonly PastSource[],
  list: PastList,
  actor: Actor,
): Promise<KindCount[]> {
  const { rows } = await sql<{ kind: string; n: number }>`
    select kind, count(*)::integer as n from (
      select distinct subject_kind as kind, subject_id from event where ${events(list, actor, sources)}) as matter
    group by kind`.execute(db)
  const counted = new Map(rows.map(r => [r.kind, r.n]))
  return sources.map(({ kind, label }) => {
    const n = counted.get(kind) ?? 0
    return { kind, label, total: Math.min(n, mostCounted), isMore: n > mostCounted }
  })
}
