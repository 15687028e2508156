import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { historyOf } from '#kit/events.ts'
import { dayOf, isoOf, minuteOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { bodyNames } from '#people/directory.ts'
import { publishedAt } from '#record/reading.ts'
import { sourceOf } from './check.ts'
import { isColumnAddress } from './columns.ts'
import { orderBodies } from './export.ts'
import type { OrderFilters } from './filters.ts'
import { mayEdit } from './actions/lexicon.ts'
import { lexiconBodies, lexiconVersionFor, merge, type EffectiveEntry } from './lexicons.ts'
import { isWordKind, kindLabels, tiers } from './model.ts'
import { cannotOverrule, gate, isBeyondDrafter, openFor, shortestReason } from './rules.ts'
import { countOf, countOrders, ordersOf, type OrderRow } from './store/orders.ts'
import { lookedMark, rulingsOf, scanOf } from './store/rulings.ts'
import { lexiconVersions, wordsOf } from './store/words.ts'
import type { LexiconView, OrderCaseView, OrdersView, OrderView, SettledView } from './views.ts'
import { orderStateLabels, orderWorkflow, wordsOfPatrol, type OrderState } from './workflow.ts'
import type { RuledSubject } from './actions/ruling.ts'

const pageSize = 50

export type LexiconQuery = {
  readonly q?: string
  readonly tier?: string
  readonly kind?: string
  readonly origin?: string
  readonly page: number
}

/** All entries that hold for a body, also those it has switched off. */
export async function entriesFor(db: Query, bodyId: number): Promise<EffectiveEntry[]> {
  const bodies = await lexiconBodies(db, bodyId)
  return merge(await wordsOf(db, bodies), bodies)
}

const originOrder = { own: 0, above: 1, shipped: 2 } as const

/** A page of the lexicon that holds for the actor's body: own entries first. */
export async function lexiconPage(db: Query, actor: Actor, query: LexiconQuery): Promise<LexiconView> {
  const q = query.q?.trim() ?? ''
  const all = (await entriesFor(db, actor.bodyId)).filter(
    e =>
      (q === '' || e.wrong.includes(q) || (e.right?.includes(q) ?? false) || e.note.includes(q)) &&
      (!query.tier || e.tier === query.tier) &&
      (!query.kind || e.kind === query.kind) &&
      (!query.origin || e.origin === query.origin),
  )
  all.sort(
    (a, b) => originOrder[a.origin] - originOrder[b.origin] || tiers.indexOf(a.tier) - tiers.indexOf(b.tier),
  )
  const rows = all.slice((query.page - 1) * pageSize, query.page * pageSize)
  const names = await bodyNames(
    db,
    rows.map(r => r.bodyId).filter(id => id !== null),
  )
  return {
    version: (await lexiconVersions(db, [actor.bodyId])).get(actor.bodyId) ?? 0,
    name: await lexiconVersionFor(db, actor.bodyId),
    total: all.length,
    page: query.page,
    pageSize,
    rows: rows.map(({ wrong, right, tier, kind, note, source, except, origin, bodyId, off }) => ({
      wrong,
      right,
      tier,
      kind: isWordKind(kind) ? kind : 'typo',
      note,
      source,
      except: [...except],
      origin,
      bodyName: bodyId === null ? null : (names.get(bodyId) ?? null),
      off,
    })),
    mayEdit: mayEdit(actor),
  }
}

/** What the last check of a subject found, what people said, and what still stands in the way; null when it was never checked. */
export async function settledOf(db: Query, subject: RuledSubject, actor: Actor): Promise<SettledView | null> {
  const scan = await scanOf(db, subject)
  if (!scan) return null
  const rulings = await rulingsOf(db, subject)
  const roles = actor.roles.filter(r => r.bodyId === subject.bodyId).map(r => r.role)
  const ruler = { staffId: actor.staffId, drafterId: subject.drafterId, roles }
  const placeholder = '理'.repeat(shortestReason)
  return {
    lexicon: scan.lexicon,
    scannedAt: isoOf(scan.scannedAt),
    findings: scan.findings.map(f => {
      const reasons =
        roles.length === 0
          ? [{ text: '您在这个机关没有角色。' }]
          : cannotOverrule(f, ruler, placeholder, rulings)
      return {
        ...f,
        open: openFor(f, rulings, { drafterId: subject.drafterId }),
        mayOverrule: reasons.length === 0,
        whyNot: reasons[0]?.text ?? null,
      }
    }),
    rulings: rulings.map(r => ({ ...r, at: minuteOf(r.at) })),
    mayAsk: scan.findings.some(
      f =>
        (isBeyondDrafter(f) || f.kind === 'classification') &&
        openFor(f, rulings, { drafterId: subject.drafterId, gate: 'submit' }) > 0 &&
        cannotOverrule(f, ruler, placeholder, rulings).length > 0,
    ),
    gate: {
      submit: gate(scan.findings, rulings, { drafterId: subject.drafterId, gate: 'submit' }).map(r => ({
        ...r,
      })),
      publish: gate(scan.findings, rulings, { drafterId: subject.drafterId, gate: 'publish' }).map(r => ({
        ...r,
      })),
    },
  }
}

export function orderViewOf(order: OrderRow, actor: Actor, at: Date): OrderView {
  return {
    id: order.id,
    version: order.version,
    state: order.state,
    address: order.address,
    title: order.title,
    kind: order.kind,
    kindLabel: kindLabels[order.kind],
    tier: order.tier,
    message: order.message,
    place: order.place,
    excerpt: order.excerpt,
    ownerName: order.ownerName,
    dueOn: order.dueOn,
    late: order.state === 'open' && order.dueOn < dayOf(at),
    foundAt: isoOf(order.foundAt),
    checkedAt: isoOf(order.checkedAt),
    closedAt: order.closedAt ? isoOf(order.closedAt) : null,
    closedWhy: order.closedWhy,
    offers: offersOf(orderWorkflow, order, actor).map(o => ({ ...o, basis: [...o.basis] })),
  }
}

/** Orders of the bodies in which the actor has something to do with them, open ones first, the nearest day first. */
export async function orderPage(
  db: Query,
  actor: Actor,
  query: OrderFilters & { readonly page: number },
  at: Date,
): Promise<OrdersView> {
  const bodyIds = orderBodies(actor)
  if (bodyIds.length === 0)
    return {
      total: 0,
      page: query.page,
      pageSize,
      rows: [],
      counts: { open: 0, mended: 0, excused: 0 },
      looked: [],
      mayLook: false,
    }
  const { state, kind, period, page } = query
  const which = { bodyIds, state, kind, period, today: dayOf(at) }
  const rows = await ordersOf(db, { ...which, limit: pageSize, offset: (page - 1) * pageSize })
  return {
    total: await countOf(db, which),
    page,
    pageSize,
    rows: rows.map(o => orderViewOf(o, actor, at)),
    counts: await countOrders(db, { bodyIds, kind, period, today: which.today }),
    looked: await lookedOf(db, bodyIds),
    mayLook: mayEdit(actor),
  }
}

/** When what some bodies have published was last looked through as a whole. */
async function lookedOf(db: Query, bodyIds: readonly number[]): Promise<OrdersView['looked']> {
  const names = await bodyNames(db, bodyIds)
  return Promise.all(
    bodyIds.map(async id => {
      const scan = await scanOf(db, lookedMark(id))
      return {
        body: names.get(id) ?? '',
        at: scan && isoOf(scan.scannedAt),
        present: scan?.lexicon === (await lexiconVersionFor(db, id)),
      }
    }),
  )
}

/** One order with its way so far. */
export async function orderCase(db: Query, order: OrderRow, actor: Actor, at: Date): Promise<OrderCaseView> {
  const [names, past, one] = await Promise.all([
    bodyNames(db, [order.bodyId]),
    historyOf(db, 'order', order.id),
    publishedAt(db, order.address),
  ])
  return {
    ...orderViewOf(order, actor, at),
    bodyName: names.get(order.bodyId) ?? '',
    source: one && sourceOf(one),
    isColumn: isColumnAddress(order.address),
    trail: past.map(e => ({
      position: e.position,
      at: isoOf(e.at),
      who: e.actorName,
      label: wordsOfPatrol('order', e.verb)!.verb,
      to: e.to && orderStateLabels[e.to as OrderState],
      reason: e.reason,
    })),
  }
}
