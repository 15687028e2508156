import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { historyOf } from '#kit/events.ts'
import { dayOf, minuteOf } from '#kit/now.ts'
import { offersOf } from '#kit/offers.ts'
import { stepOf, type Step } from '#kit/workflow.ts'
import { bodyNames, bodyOf, staffNames } from '#people/directory.ts'
import { heldAbove, seesThesaurus } from './actions.ts'
import type { HeldTerm, ThesaurusRow } from './model.ts'
import { changesOf, faultsOf, ruleText } from './rules/change.ts'
import { heldIn } from './rules/held.ts'
import { starterMark, starterTerms } from './starter.ts'
import * as store from './store.ts'
import { lineInForce } from './thesaurus.ts'
import type { DirectoryView, ThesaurusView, VersionLine, VersionView } from './views.ts'
import { thesaurusBeginning, thesaurusStateLabels, thesaurusWorkflow } from './workflow.ts'

const named = async (db: Query, terms: readonly HeldTerm[]) => {
  const names = await bodyNames(db, [...new Set(terms.map(t => t.bodyId))])
  return terms.map(t => ({ ...t, bodyName: names.get(t.bodyId) ?? '' }))
}

/** What holds in a body now; its terms are public, so anybody at work may ask. Throws Refused('not-found') for no body. */
export async function thesaurusView(db: Query, bodyId: number, now: Date): Promise<ThesaurusView> {
  const [name] = [...(await bodyNames(db, [bodyId])).values()]
  if (name === undefined) throw new Refused('not-found', '没有这个机关。')
  const body = await bodyOf(db, bodyId)
  const held = heldIn(await lineInForce(db, bodyId))
  return {
    body: { id: body.id, name: body.name, slug: body.slug },
    today: dayOf(now),
    terms: await named(db, held.terms),
    rule: held.rule,
    ruleOf: held.ruleOf === null ? null : ((await bodyNames(db, [held.ruleOf])).get(held.ruleOf) ?? null),
    ruleText: held.rule ? ruleText(held.rule) : '没有规定哪些公文必须标引',
  }
}

async function linesOf(db: Query, rows: readonly ThesaurusRow[]): Promise<VersionLine[]> {
  const people = await staffNames(
    db,
    rows.flatMap(r => [r.drafterId, ...(r.approvedBy === null ? [] : [r.approvedBy])]),
  )
  return rows.map(r => ({
    id: r.id,
    number: r.number,
    state: r.state,
    stateLabel: thesaurusStateLabels[r.state],
    drafter: people.get(r.drafterId) ?? '',
    approver: r.approvedBy === null ? null : (people.get(r.approvedBy) ?? null),
    terms: r.terms.length,
    changedAt: minuteOf(r.changedAt),
  }))
}

/** The directory of the actor's own body, with the versions where he works in it. */
export async function directoryView(db: Query, actor: Actor, now: Date): Promise<DirectoryView> {
  const { bodyId } = actor
  const rows = seesThesaurus({ bodyId }, actor) ? await store.versionsOf(db, bodyId) : []
  const lines = await linesOf(db, rows)
  const isOpen = (l: VersionLine) => l.state === 'drafting' || l.state === 'proposed'
  const open = lines.find(isOpen) ?? null
  const own = (await lineInForce(db, bodyId)).find(o => o.bodyId === bodyId)
  return {
    ...(await thesaurusView(db, bodyId, now)),
    number: own?.number ?? null,
    since: own?.since ?? null,
    open,
    versions: lines,
    mayBegin:
      open === null &&
      actor.roles.some(
        r => r.bodyId === bodyId && (thesaurusBeginning.by as readonly string[]).includes(r.role),
      ),
    starter: { terms: starterTerms.length, mark: starterMark },
  }
}

/** A version of a body in which the actor works. Throws Refused('not-found'), also where it is another's. */
export async function visibleThesaurus(db: Query, id: number, actor: Actor): Promise<ThesaurusRow> {
  const row = await store.readThesaurus(db, id)
  if (!row || !seesThesaurus(row, actor))
    throw new Refused('not-found', '没有找到这一版标签目录，或您没有查看它的权限。')
  return row
}

/** Everything a person needs to go on with a version, or to judge it. */
export async function versionView(db: Query, row: ThesaurusRow, actor: Actor): Promise<VersionView> {
  const above = await heldAbove(db, row.bodyId)
  const standing = await store.activeThesaurus(db, row.bodyId)
  const isOver = row.state === 'active' || row.state === 'superseded'
  const earlier = isOver
    ? (await store.versionsOf(db, row.bodyId)).find(
        v => v.number < row.number && (v.state === 'superseded' || v.state === 'active'),
      )
    : standing
  const was = { terms: [...(earlier?.terms ?? [])], rule: earlier?.rule ?? null }
  const is = { terms: [...row.terms], rule: row.rule }
  const all = [...above.terms, ...row.terms]
  const past = await historyOf(db, 'thesaurus', row.id)
  const last = past.findLast(e => e.verb === 'return' || e.verb === 'propose')
  const faults = isOver || row.state === 'cancelled' ? [] : faultsOf(is, above, was.terms)
  return {
    ...(await linesOf(db, [row]))[0]!,
    version: row.version,
    body: { id: row.bodyId, name: (await bodyNames(db, [row.bodyId])).get(row.bodyId) ?? '' },
    own: row.terms,
    rule: row.rule,
    above: await named(db, above.terms),
    aboveRule: above.rule && ruleText(above.rule),
    standing: (standing?.terms ?? []).map(t => t.key),
    faults,
    changes: changesOf(is, was, key => all.find(t => t.key === key)?.name ?? key),
    returned: last?.verb === 'return' && row.state === 'drafting' ? last.reason : null,
    offers: offersOf(thesaurusWorkflow, row, actor).map(offer => ({
      ...offer,
      blocked: blockedBy(stepOf(thesaurusWorkflow, row.state, offer.verb)!, actor, past),
    })),
  }
}

function blockedBy(
  step: Step,
  actor: Actor,
  past: readonly { verb: string; actor: number | null; onBehalfOf: number | null }[],
): Reason[] {
  const hands = past.filter(e => step.notBy?.includes(e.verb)).flatMap(e => [e.actor, e.onBehalfOf])
  return hands.includes(actor.staffId)
    ? [{ text: '您起草或修改过这一版，按四眼原则须由另一人办理。', basis: step.basis[0] }]
    : []
}
