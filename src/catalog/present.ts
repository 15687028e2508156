import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf, minuteOf, type Now } from '#kit/now.ts'
import { lineOf, treeOf } from '#people/bodies.ts'
import { bodyNames, departmentsIn, staffNames } from '#people/directory.ts'
import { bodiesRead, conflictsOfVersion, seesVersion, upperOf, versionProcedure } from './actions.ts'
import { guidelineOf } from './guideline/guidelines.ts'
import { guidelineNames } from './model.ts'
import { affectedBy, differences, differencesFromUpper, itemsOfGuideline, problemsOf } from './rules/adopt.ts'
import { standingOn, type PlanView } from './rules/board.ts'
import { openOffers } from '#kit/worklist/open.ts'
import { conflictViews, historyLines } from './shown.ts'
import * as store from './store.ts'
import type { BoardLine, VersionLine, VersionView } from './views.ts'
import type { Rollout, VersionRow } from './versions.ts'
import { versionStateLabels, wordsOfCatalog } from './workflow.ts'

/** The rows of a list, with names. */
export async function linesOf(db: Query, rows: readonly VersionRow[]): Promise<VersionLine[]> {
  const bodies = await bodyNames(db, [...new Set(rows.map(r => r.bodyId))])
  const people = await staffNames(db, [...new Set(rows.map(r => r.drafterId))])
  return rows.map(r => ({
    id: r.id,
    body: { id: r.bodyId, name: bodies.get(r.bodyId) ?? '' },
    field: r.field,
    fieldLabel: guidelineOf(r.field).field,
    number: r.number,
    state: r.state,
    stateLabel: versionStateLabels[r.state],
    drafter: people.get(r.drafterId) ?? '',
    listed: r.items.filter(i => i.leftOut === null).length,
    leftOut: r.items.filter(i => i.leftOut !== null).length,
    effectiveOn: r.effectiveOn,
    changedAt: minuteOf(r.changedAt),
    address: r.address,
  }))
}

/** A version of the actor's own body. Throws Refused('not-found'), also where it is another's. */
export async function visibleVersion(db: Query, id: number, actor: Actor): Promise<VersionRow> {
  const row = await store.readVersion(db, id)
  if (!row || !seesVersion(row, actor))
    throw new Refused('not-found', '没有找到这份目录，或您没有查看它的权限。')
  return row
}

/** One's own in any state; of other bodies only what is or was public, as it was. */
async function comparable(db: Query, id: number, actor: Actor): Promise<VersionRow> {
  const row = await store.readVersion(db, id)
  if (row && (row.state === 'published' || row.state === 'superseded')) return row
  return visibleVersion(db, id, actor)
}

/** Everything a person needs to go on with a version, or to judge it. `at` is the instant of looking. */
export async function versionView(db: Query, row: VersionRow, actor: Actor, at: Date): Promise<VersionView> {
  const guideline = guidelineOf(row.field)
  const upper = await upperOf(db, row.bodyId, row.field)
  const plan = await store.rolloutFor(db, (await lineOf(db, row.bodyId)) ?? [])
  const derivedFrom = row.upperId === null ? null : await store.readVersion(db, row.upperId)
  // What has changed above since this one was derived: to be looked at, item by item.
  const moved =
    upper.version && derivedFrom && upper.version.id !== derivedFrom.id
      ? affectedBy(differences(derivedFrom.items, upper.items), row.items)
      : []
  return {
    ...(await linesOf(db, [row]))[0]!,
    version: row.version,
    items: row.items,
    opinions: (await store.opinionsOf(db, row.id)).map(o => ({ ...o, at: minuteOf(o.at) })),
    problems: problemsOf(row.items, guideline),
    guideline: { title: guideline.title, status: guideline.status },
    upper: upper.version && {
      id: upper.version.id,
      label: `${(await bodyNames(db, [upper.version.bodyId])).get(upper.version.bodyId) ?? ''}第${upper.version.number}版`,
    },
    plan: plan && planView(plan),
    standing: standingOn(row.state, plan, dayOf(at)),
    departments: await departmentsIn(db, row.bodyId),
    fromUpper: differencesFromUpper(upper.items, row.items),
    movedAbove: moved,
    conflicts: conflictViews(await conflictsOfVersion(db, row, dayOf(at))),
    offers: (await openOffers(db, versionProcedure, [row], actor))(row),
    history: await historyLines(db, 'catalog', row.id, wordsOfCatalog),
  }
}

/** Two versions side by side, or one against the guideline; both must be of one field. */
export async function compareVersions(
  db: Query,
  actor: Actor,
  id: number,
  other: number | 'guideline',
): Promise<ReturnType<typeof differences>> {
  const row = await visibleVersion(db, id, actor)
  if (other === 'guideline') return differencesFromUpper(itemsOfGuideline(guidelineOf(row.field)), row.items)
  const before = await comparable(db, other, actor)
  if (before.field !== row.field)
    throw new Refused('invalid', '两份目录不是同一个领域的，不能比较。请选同一领域的版本。')
  return before.bodyId === row.bodyId
    ? differences(before.items, row.items)
    : differencesFromUpper(before.items, row.items)
}

const planView = (r: Rollout): PlanView => ({
  id: r.id,
  title: r.title,
  compiledBy: r.compiledBy,
  revisedBy: r.revisedBy,
  publishedBy: r.publishedBy,
  longStop: r.longStop,
})

/** 编制进度: every body below (and oneself) and both fields, on the plan of the nearest body above that has one. */
export async function boardOf(db: Query, actor: Actor, now: Now): Promise<BoardLine[]> {
  const roots = bodiesRead(actor)
  const tree = (await treeOf(db, roots)).filter(b => b.active)
  const versions = await store.versionsOf(
    db,
    tree.map(b => b.id),
  )
  const today = dayOf(now())
  const lines: BoardLine[] = []
  const plans = new Map((await store.newestRollouts(db)).map(r => [r.bodyId, r]))
  // Bodies above come first, so the plan that holds for a body's parent is known already.
  const held = new Map<number, Rollout | null>()
  for (const body of tree) {
    const above = body.parentId !== null && held.has(body.parentId) ? held.get(body.parentId)! : undefined
    const plan =
      plans.get(body.id) ??
      (above === undefined ? await store.rolloutFor(db, (await lineOf(db, body.id)) ?? []) : above)
    held.set(body.id, plan)
    for (const field of guidelineNames) {
      const own = versions.filter(v => v.bodyId === body.id && v.field === field && v.state !== 'cancelled')
      const latest: VersionRow | undefined = own[0]
      lines.push({
        body: { id: body.id, name: body.name, depth: body.depth },
        field,
        fieldLabel: guidelineOf(field).field,
        version: latest && seesVersion(latest, actor) ? latest.id : null,
        number: latest?.number ?? null,
        plan: plan && planView(plan),
        ...standingOn(latest?.state ?? 'none', plan, today),
      })
    }
  }
  return lines
}
