import { useFrame } from '#portal/frame.ts'
import { Link } from '#portal/parts.tsx'
import type { Bodies } from '#record/portal/data.ts'
import type { FacetName } from '#record/roll/facets.ts'
import type { Found } from '../find.ts'
import {
  addressOf,
  changed,
  facetLabels,
  facetOrder,
  isNarrowed,
  spans,
  valueLabel,
  withValue,
  type ItemNames,
  type Span,
  type State,
} from './state.ts'

const number = (n: number) => n.toLocaleString('en-US')
const mostShown = 8
const mostListed = 200

const chosenOf = (state: State, facet: FacetName): string | null =>
  facet === 'body' ? (state.body ? String(state.body.id) : null) : (state.values[facet] ?? null)

/** Groups of choices with how many each would bring; the counts are exact. */
export function FacetList({
  state,
  found,
  bodies,
  items,
}: {
  state: State
  found: Found
  bodies: Bodies
  items: ItemNames
}) {
  const groups = facetOrder.flatMap(facet => {
    const here = chosenOf(state, facet)
    const rows = [...found.counts[facet]]
      .flatMap(([value, n]) => {
        const label = valueLabel(facet, value, bodies, items)
        return label === null ? [] : [{ value, n, label }]
      })
      .sort((a, b) =>
        facet === 'year' ? b.value.localeCompare(a.value) : b.n - a.n || a.label.localeCompare(b.label, 'zh'),
      )
    // One value that all have tells nothing.
    const says = here !== null || rows.length > 1 || (rows.length === 1 && rows[0]!.n < found.total)
    return says ? [{ facet, rows, here }] : []
  })
  if (groups.length === 0) return <div className="side" id="facets" />
  return (
    <nav className="side facets" id="facets" aria-label="筛选">
      {groups.map(({ facet, rows, here }) => {
        const item = (r: (typeof rows)[number]) => (
          <li key={r.value}>
            <Link
              to={addressOf(withValue(state, facet, r.value === here ? null : r.value, bodies))}
              className={r.value === here ? 'is-here' : undefined}
            >
              {r.label} <span className="num">{number(r.n)}</span>
            </Link>
          </li>
        )
        const first = rows.slice(0, mostShown)
        const chosen = rows.find(r => r.value === here)
        if (chosen && !first.includes(chosen)) first.push(chosen)
        const more = rows.filter(r => !first.includes(r))
        return (
          <section key={facet}>
            <h2>{facetLabels[facet]}</h2>
            <ul>
              {here !== null && (
                <li>
                  <Link to={addressOf(withValue(state, facet, null, bodies))}>不限{facetLabels[facet]}</Link>
                </li>
              )}
              {first.map(item)}
            </ul>
            {more.length > 0 && (
              <details>
                <summary>其余 {number(more.length)} 项</summary>
                <ul>{more.slice(0, mostListed).map(item)}</ul>
              </details>
            )}
          </section>
        )
      })}
    </nav>
  )
}

/** What narrows the search now, each with a way to drop it. */
export function Chosen({ state, bodies, items }: { state: State; bodies: Bodies; items: ItemNames }) {
  if (!isNarrowed(state)) return null
  const chips = chipsOf(state, bodies, items)
  return (
    <div className="chosen">
      <span>已选</span>
      <ul>
        {chips.map(c => (
          <li key={c.label}>
            <Link to={addressOf(c.without)}>
              {c.label}
              <span aria-hidden="true"> ×</span>
              <span className="unseen">，去掉</span>
            </Link>
          </li>
        ))}
        {chips.length > 1 && (
          <li>
            <Link to={addressOf(changed(state, { body: null, values: {}, time: null, within: 'text' }))}>
              全部去掉
            </Link>
          </li>
        )}
      </ul>
    </div>
  )
}

export function chipsOf(state: State, bodies: Bodies, items: ItemNames): { label: string; without: State }[] {
  const chips = facetOrder.flatMap(facet => {
    const value = chosenOf(state, facet)
    // An item that no catalog in force has keeps its mark.
    const label =
      value === null ? null : (valueLabel(facet, value, bodies, items) ?? valueLabel(facet, value, bodies))
    return label === null ? [] : [{ label, without: withValue(state, facet, null, bodies) }]
  })
  if (state.within === 'title') chips.push({ label: '只找标题', without: changed(state, { within: 'text' }) })
  if (state.time)
    chips.push({
      label: state.time.name
        ? spans[state.time.name]
        : `${state.time.from ?? '最早'}至${state.time.until ?? '今天'}`,
      without: changed(state, { time: null }),
    })
  return chips
}

/** The time: three usual spans, and from day to day. */
export function TimeForm({ state }: { state: State }) {
  const { site } = useFrame()
  const kept = new URLSearchParams(addressOf(changed(state, { time: null })).split('?')[1] ?? '')
  const { from, until } = state.time ?? { from: null, until: null }
  return (
    <form className="search-time" action={`${site.base}/search`} method="get">
      {[...kept].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <span className="search-way">时间</span>
      {state.time ? (
        <Link to={addressOf(changed(state, { time: null }))}>不限</Link>
      ) : (
        <span aria-current="true">不限</span>
      )}
      {(Object.keys(spans) as Span[]).map(name =>
        state.time?.name === name ? (
          <span key={name} aria-current="true">
            {spans[name]}
          </span>
        ) : (
          <Link key={name} to={addressOf(changed(state, { time: { name, from: null, until: null } }))}>
            {spans[name]}
          </Link>
        ),
      )}
      <span className="search-days">
        <label htmlFor="from">从</label>
        <input id="from" name="from" type="date" defaultValue={from ?? undefined} />
        <label htmlFor="until">到</label>
        <input id="until" name="until" type="date" defaultValue={until ?? undefined} />
        <button type="submit">按日期找</button>
      </span>
    </form>
  )
}
