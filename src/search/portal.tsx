import { Crowded } from '#kit/limit.ts'
import { makeSegmenter } from '#kit/segment.ts'
import { feedLinks } from '#portal/feeds.ts'
import type { Asked as AskedPage, PortalContext, PublicPage, Redirect, View } from '#portal/page.ts'
import { itemNames } from '#catalog/guideline/names.ts'
import { dictionary } from '#record/dictionary.ts'
import { bodiesOf, movedTagsOf, servicesOf, type Bodies } from '#record/portal/data.ts'
import { rollOf } from '#record/roll/keep.ts'
import { meantBy } from './answers.ts'
import { find, isLate, isTooSlow, patience, type Found } from './find.ts'
import { answersOf, type Answers } from './portal/answers.tsx'
import { Page } from './portal/results.tsx'
import {
  addressOf,
  narrowingOf,
  queryNames,
  readState,
  searchOf,
  withValue,
  type State,
  type ItemNames,
} from './portal/state.ts'
import { synonymsAt } from './holding.ts'
import { likely } from './likely.ts'
import { readQuery, type Asked } from './query.ts'
import { textsOf, type Hit, type HitText } from './store/hits.ts'
import { alone, instead, type Instead } from './suggest.ts'
import { suggestions } from './portal/suggestions.ts'

const segmenter = makeSegmenter(dictionary)
export const pageSize = 20

export type Result =
  | { readonly kind: 'found'; readonly found: Found; readonly texts: Map<number, HitText> }
  | { readonly kind: 'too-slow' }
  /** Too many search just now. */
  | { readonly kind: 'crowded' }
  /** Nothing was asked. */
  | { readonly kind: 'none' }

async function run(context: PortalContext, asked: Asked, state: State): Promise<Result> {
  if (asked.terms.length === 0 && asked.compact === '' && asked.shown !== '') return { kind: 'none' }
  try {
    const roll = await rollOf(context)
    const found = await find(context.db, roll, asked, narrowingOf(state, context.now()), state, {
      size: pageSize,
      number: state.page,
    })
    return {
      kind: 'found',
      found,
      texts: await textsOf(
        context.db,
        found.hits.map(h => h.number),
      ),
    }
  } catch (error) {
    if (isTooSlow(error)) return { kind: 'too-slow' }
    if (error instanceof Crowded) return { kind: 'crowded' }
    throw error
  }
}

/** What was asked, what was found, and what was found instead. */
export type Answered = {
  readonly state: State
  readonly faults: readonly string[]
  readonly asked: Asked
  readonly result: Result
  readonly instead: Instead | null
  /** What whoever asks in his own words may mean, where nothing holds all of them. */
  readonly near: readonly Hit[]
  /** Its words that find something alone, where all of them together do not. */
  readonly words: readonly string[]
  /** What was asked for besides publications: how a body is reached, who leads it, what can be done here. */
  readonly answers: Answers | null
  readonly bodies: Bodies
  readonly items: ItemNames
  readonly pages: number
  /** Letters can be asked for. */
  readonly mayAsk: boolean
}

/** What an address asks for, understood as the page of results understands it. */
export async function understood(context: PortalContext, query: ReadonlyMap<string, string>) {
  const bodies = await bodiesOf(context)
  const { state: given, faults } = readState(query, bodies)
  const state = await underNewNames(context, given, bodies)
  const synonyms = state.literal ? undefined : await synonymsAt(context, bodies, state.body)
  return { bodies, given, state, faults, synonyms, asked: readQuery(state.q, segmenter, synonyms) }
}

const unlessLate =
  <T,>(value: T) =>
  (error: unknown): T => {
    if (isLate(error)) return value
    throw error
  }

/** The same search by the names that tags have now; the very same where it asks for no other. */
async function underNewNames(context: PortalContext, state: State, bodies: Bodies): Promise<State> {
  const moved = await movedTagsOf(context)
  let now = state
  for (const facet of ['tag', 'audience'] as const) {
    const name = moved.get(state.values[facet] ?? '')
    if (name !== undefined) now = { ...withValue(now, facet, name, bodies), page: state.page }
  }
  return now
}

async function answer(context: PortalContext, page: AskedPage): Promise<View | Redirect | null> {
  const { bodies, given, state, faults, synonyms, asked } = await understood(context, page.query)
  if (state !== given) return { kind: 'redirect', status: 301, to: addressOf(state) }
  const result = await run(context, asked, state)
  const total = result.kind === 'found' ? result.found.total : 0
  const meant = state.page === 1 ? meantBy(asked.shown, bodies.all, state.body) : null
  const answers = meant && (await answersOf(context, meant))
  const isNothing = result.kind === 'found' && total === 0 && asked.shown !== ''
  const helped =
    isNothing && !state.literal
      ? await instead(context, asked, state, segmenter, synonyms).catch(unlessLate(null))
      : null
  const words = isNothing && !helped?.found ? await alone(context, asked, state).catch(unlessLate([])) : []
  const near =
    result.kind === 'found' && total === 0 && !helped?.found && asked.terms.length > 1
      ? await likely(context, { name: '', number: '', text: asked.shown }, state.body?.id ?? null)
      : []
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const isLost = result.kind === 'too-slow' || result.kind === 'crowded'
  const isBeyond = !isLost && state.page > pages
  const said = [
    ...faults,
    ...(isBeyond && total > 0
      ? [`没有第${state.page.toLocaleString('en-US')}页，一共${pages.toLocaleString('en-US')}页。`]
      : []),
  ]
  return {
    kind: 'view',
    status: isLost ? 503 : isBeyond || faults.length > 0 ? 404 : undefined,
    retryAfter: isLost ? patience.retryAfter : undefined,
    title: [asked.shown === '' ? '搜索' : `“${asked.shown}”的搜索结果`],
    crumbs: [{ label: '首页', to: '/' }, { label: '搜索' }],
    // The form itself may be found from outside; what somebody asked for may not.
    noindex: page.query.size > 0,
    ownSearch: true,
    canonical: '/search',
    alternate: total > 0 ? feedLinks('/search/', `“${asked.shown}”`, searchOf(state)) : undefined,
    main: (
      <Page
        {...{ state, faults: said, asked, result, instead: helped, near, words, answers, bodies, pages }}
        items={itemNames()}
        mayAsk={(await servicesOf(context)).has('subscription')}
      />
    ),
  }
}

/** The search: a plain GET form and a page, everything in the address; words to go on with, for the field. */
export const searchPages: readonly PublicPage[] = [
  { path: /^\/search$/, query: queryNames, answer },
  { path: /^\/search\/words\.json$/, query: ['q'], answer: (context, asked) => suggestions(context, asked) },
]
