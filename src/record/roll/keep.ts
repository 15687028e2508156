import type { Db } from '#kit/db.ts'
import { resting, restOn } from '#kit/footing.ts'
import type { PortalContext } from '#portal/page.ts'
import { horizon, monthlyOf, rollAfter, rollSince, rollSize } from '../store/roll.ts'
import { rowsOf, whole } from '../footing.ts'
import { facetNames } from './facets.ts'
import { makeRoll, type Roll } from './roll.ts'

/** So many are taken in between two looks at what else waits: some ten milliseconds. */
const atOnce = 10_000
const rest = () => new Promise<void>(resolve => setImmediate(resolve))

type Kept = {
  roll: Roll
  /** It was read whole. */
  isThere: boolean
  until: string
  loading: Promise<void> | null
  syncing: Promise<void>
  waiting: Promise<void> | null
}
const kept = new WeakMap<Db, Kept>()

async function load(db: Db, one: Kept): Promise<void> {
  const until = await horizon(db)
  const roll = makeRoll(await rollSize(db))
  for (let after = -1; ;) {
    const rows = await rollAfter(db, after, atOnce)
    roll.take(rows)
    if (rows.length < atOnce) break
    after = rows.at(-1)!.number
    await rest()
  }
  one.roll = roll
  one.until = until
  one.isThere = true
}

async function sync(db: Db, one: Kept): Promise<void> {
  const { rows, until } = await rollSince(db, one.until)
  one.roll.take(rows)
  one.until = until
}

/**
 * The roll as of now: read whole the first time (a few seconds for a million), after that only what changed since. One a process
 * and database. Two that ask at once share one look; one that asks while a look is under way gets the next.
 */
export async function rollNow(db: Db): Promise<Roll> {
  let one = kept.get(db)
  if (!one) {
    one = {
      roll: makeRoll(),
      isThere: false,
      until: '0',
      loading: null,
      syncing: Promise.resolve(),
      waiting: null,
    }
    kept.set(db, one)
    one.loading = load(db, one)
    one.loading.catch(() => kept.delete(db))
  }
  const mine = one
  await mine.loading
  mine.waiting ??= mine.syncing
    .catch(() => {})
    .then(() => {
      mine.waiting = null
      mine.syncing = sync(db, mine)
      return mine.syncing
    })
  await mine.waiting
  return mine.roll
}

/** The roll for pages: looked at again only when the record was heard to change. Who asks rests on what he asks it for. */
export async function rollOf(context: PortalContext): Promise<Roll> {
  const roll = await resting([], () =>
    context.once('roll', () => resting([whole], () => rollNow(context.db))),
  )
  const seen = () => {
    restOn([whole])
    return roll
  }
  return {
    get size() {
      return seen().size
    },
    get length() {
      return seen().length
    },
    get live() {
      return seen().live
    },
    changedSince: built => seen().changedSince(built),
    take: rows => roll.take(rows),
    narrow(among, wanted, counted = facetNames) {
      // The counts of a facet leave its own narrowing out.
      const by = (name: 'body' | 'column') => (counted.includes(name) ? null : wanted.values[name])
      restOn(rowsOf(by('body'), by('column')))
      return roll.narrow(among, wanted, counted)
    },
    monthly(name, values, from, body) {
      restOn(rowsOf(body === null ? null : [body], name === 'column' ? values : null))
      return roll.monthly(name, values, from, body)
    },
    // What it is asked for was narrowed before.
    page: (hits, offset, limit, total) => roll.page(hits, offset, limit, total),
  }
}

/**
 * How many of these columns were shown in each month since a day (null: of every body): from the roll, and while it is still being
 * read after a start from the database, so that the first front page does not wait for it.
 */
export async function monthly(
  context: PortalContext,
  columns: readonly string[],
  from: string,
  bodyId: number | null,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  if (!kept.get(context.db)?.isThere) return monthlyOf(context.db, columns, from, bodyId)
  return (await rollOf(context)).monthly('column', columns, from, bodyId === null ? null : String(bodyId))
}
