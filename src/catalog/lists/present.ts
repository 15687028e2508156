import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { minuteOf } from '#kit/now.ts'
import { bodyNames, staffNames } from '#people/directory.ts'
import { bodiesRead, seesVersion } from '../actions.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { offersOf } from '#kit/offers.ts'
import { openOffers } from '#kit/worklist/open.ts'
import { nameOfItem } from '../rules/marks.ts'
import { listProcedure, sidesOf } from './actions.ts'
import { codeOfEntry, listKindLabels, listKinds, nameOfEntry, type Alone, type ListRow } from './model.ts'
import { listChanges } from './rules/keys.ts'
import { proposePairs } from './rules/pair.ts'
import * as store from './store.ts'
import type { AloneView, ListLine, ListsView, ListView, PairingView } from './views.ts'
import { listBeginning, listStateLabels, pairingWorkflow } from './workflow.ts'

async function linesOf(db: Query, rows: readonly ListRow[]): Promise<ListLine[]> {
  const bodies = await bodyNames(db, rows.map(r => r.bodyId)) // prettier-ignore
  const people = await staffNames(db, rows.map(r => r.drafterId)) // prettier-ignore
  return rows.map(r => ({
    id: r.id,
    body: { id: r.bodyId, name: bodies.get(r.bodyId) ?? '' },
    kind: r.kind,
    kindLabel: listKindLabels[r.kind],
    number: r.number,
    state: r.state,
    stateLabel: listStateLabels[r.state],
    count: r.entries.length,
    drafter: people.get(r.drafterId) ?? '',
    source: r.sourceName,
    effectiveOn: r.effectiveOn,
    changedAt: minuteOf(r.changedAt),
    address: r.address,
  }))
}

const mayImport = (actor: Actor, body: number) =>
  actor.roles.some(r => r.bodyId === body && (listBeginning.by as readonly string[]).includes(r.role))

/** Every version of both lists of the actor's bodies. */
export async function listsView(db: Query, actor: Actor): Promise<ListsView> {
  const own = bodiesRead(actor)
  const names = await bodyNames(db, own)
  return {
    rows: await linesOf(db, await store.listsOf(db, own)),
    bodies: own.map(id => ({ id, name: names.get(id) ?? '', mayImport: mayImport(actor, id) })),
  }
}

/** A version of the actor's own body. Throws Refused('not-found'), also where it is another's. */
export async function visibleList(db: Query, id: number, actor: Actor): Promise<ListRow> {
  const row = await store.readList(db, id)
  if (!row || !seesVersion(row, actor))
    throw new Refused('not-found', '没有找到这份清单，或您没有查看它的权限。')
  return row
}

export async function listView(db: Query, row: ListRow, actor: Actor): Promise<ListView> {
  const before = (await store.listsOf(db, [row.bodyId])).find(
    l =>
      l.kind === row.kind && l.number < row.number && (l.state === 'published' || l.state === 'superseded'),
  )
  const changes = before && listChanges(before.entries, row.entries)
  const names = new Map(before?.entries.map(e => [e.key, nameOfEntry(e)]))
  return {
    ...(await linesOf(db, [row]))[0]!,
    version: row.version,
    entries: row.entries,
    sourceHash: row.sourceHash,
    changes: changes
      ? {
          added: changes.added.length,
          changed: changes.changed.length,
          removed: changes.removed.map(key => names.get(key) ?? key),
        }
      : null,
    offers: (await openOffers(db, listProcedure, [row], actor))(row),
  }
}

/** 对照 of a body of the actor's; null: the first of them. Throws Refused('not-found') for another's. */
export async function pairingView(db: Query, actor: Actor, asked: number | null): Promise<PairingView> {
  const own = bodiesRead(actor)
  const bodyId = asked ?? own[0]
  if (bodyId === undefined || !own.includes(bodyId))
    throw new Refused('not-found', '没有找到这个机关，或您没有查看它的对照的权限。')
  const names = await bodyNames(db, own)
  const row = await store.pairingOf(db, bodyId)
  const { items, lists } = await sidesOf(db, bodyId)
  const pairs = row ? await store.pairsOf(db, row.id) : []
  const said = new Map(
    (row ? await store.aloneOf(db, row.id) : []).map(a => [`${a.side}/${a.scope}/${a.key}`, a]),
  )
  const alone = (side: Alone['side'], id: string): AloneView | null => {
    const a = said.get(`${side}/${id}`)
    return a ? { reason: a.reason, by: a.by, at: minuteOf(a.at) } : null
  }
  const itemIds = new Set(items.map(i => `${i.field}/${i.item.key}`))
  const all = listKinds.flatMap(kind => (lists.get(kind)?.entries ?? []).map(e => ({ kind, e })))
  const entryIds = new Set(all.map(({ kind, e }) => `${kind}/${e.key}`))
  const decided = new Set(pairs.map(p => `${p.field}/${p.item}+${p.kind}/${p.entry}`))
  const sides = items.map(({ field, item }) => ({ field, ...item }))
  return {
    body: { id: bodyId, name: names.get(bodyId) ?? '' },
    bodies: own.map(id => ({ id, name: names.get(id) ?? '' })),
    pairing: row && {
      id: row.id,
      state: row.state,
      version: row.version,
      offers: offersOf(pairingWorkflow, row, actor),
    },
    mayStart: row === null && mayImport(actor, bodyId),
    items: items.map(({ field, item }) => ({
      id: `${field}/${item.key}`,
      field,
      fieldLabel: guidelineOf(field).field,
      key: item.key,
      level1: item.level1 ?? '其他',
      name: nameOfItem(item),
      content: item.content,
      basis: item.basis ?? [],
      alone: alone('item', `${field}/${item.key}`),
    })),
    entries: all.map(({ kind, e }) => ({
      id: `${kind}/${e.key}`,
      kind,
      kindLabel: listKindLabels[kind],
      key: e.key,
      name: nameOfEntry(e),
      type: e.type,
      code: codeOfEntry(e),
      subject: e.subject,
      basis: e.basis ?? [],
      alone: alone('entry', `${kind}/${e.key}`),
    })),
    pairs: pairs
      .map(p => ({
        item: `${p.field}/${p.item}`,
        entry: `${p.kind}/${p.entry}`,
        verdict: p.verdict,
        by: p.by,
        at: minuteOf(p.at),
      }))
      .filter(p => itemIds.has(p.item) && entryIds.has(p.entry)),
    proposals: listKinds
      .flatMap(kind => proposePairs(sides, lists.get(kind)?.entries ?? [], kind))
      .map(p => ({
        item: `${p.field}/${p.item}`,
        entry: `${p.kind}/${p.entry}`,
        certainty: p.certainty,
        because: p.because,
      }))
      .filter(
        p =>
          !decided.has(`${p.item}+${p.entry}`) &&
          !said.has(`item/${p.item}`) &&
          !said.has(`entry/${p.entry}`),
      ),
    lacking: [
      ...(items.length === 0 ? ['本机关还没有编制标准目录，请先编制。'] : []),
      ...listKinds
        .filter(kind => !lists.has(kind))
        .map(kind => `还没有导入${listKindLabels[kind]}，请先导入。`),
    ],
  }
}
