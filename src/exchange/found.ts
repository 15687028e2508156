import type { PortalContext } from '#portal/page.ts'
import type { Bodies } from '#record/portal/data.ts'
import { rollOf } from '#record/roll/keep.ts'
import { everyHit } from '#search/find.ts'
import { understood } from '#search/portal.tsx'
import { narrowingOf } from '#search/portal/state.ts'
import { rowsAt, type Row } from './store/select.ts'

/** A search as its page answers it, for feeds and tables: the same synonyms, the same filters, all of the hits. */
export type FoundRows = {
  readonly shown: string
  readonly bodies: Bodies
  readonly faults: readonly string[]
  readonly rows: AsyncIterable<Row>
}

/** `byTime`: newest first, as a feed wants it; else in the order of the page. */
export async function foundRows(
  context: PortalContext,
  query: ReadonlyMap<string, string>,
  byTime: boolean,
): Promise<FoundRows> {
  const { bodies, state, faults, asked } = await understood(context, query)
  const isNothing = asked.terms.length === 0 && asked.compact === '' && asked.shown !== ''
  const how = byTime ? ({ within: state.within, order: 'time' } as const) : state
  const batches = everyHit(
    context.db,
    await rollOf(context),
    asked,
    narrowingOf(state, context.now()),
    how,
    byTime ? 50 : 500,
  )
  // Looked for before anything is answered: who cannot be served now is told so, and not in the middle of a file.
  const first = isNothing || faults.length > 0 ? null : await batches.next()
  const rows = async function* () {
    for (let batch = first; batch !== null && !batch.done; batch = await batches.next())
      yield* await rowsAt(
        context.db,
        batch.value.map(h => h.number),
      )
  }
  return {
    shown: asked.shown === '' ? '全部' : asked.shown,
    bodies,
    faults: isNothing ? [...faults, '检索词里没有可以检索的文字，请输入汉字、字母或数字。'] : faults,
    rows: rows(),
  }
}
