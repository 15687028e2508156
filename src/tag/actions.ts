import { act, begin, type Deed, type Done } from '#kit/act.ts'
import { heldRoles, type Actor } from '#kit/actor.ts'
import { sha256Hex } from '#kit/crypto.ts'
import type { Query, Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { lineOf, treeOf } from '#people/bodies.ts'
import { holdersIn, notify } from '#people/directory.ts'
import { putTagNames } from '#record/tags.ts'
import type { House } from '../house.ts'
import {
  beginForm,
  saveForm,
  type OwnTerms,
  type SaveForm,
  type Term,
  type Thesaurus,
  type ThesaurusRow,
} from './model.ts'
import { changesOf, faultsOf, withFormer } from './rules/change.ts'
import { heldIn, namesOf } from './rules/held.ts'
import { starterRule, starterTerms } from './starter.ts'
import * as store from './store.ts'
import { lineInForce } from './thesaurus.ts'
import { thesaurusBeginning, thesaurusWorkflow, type ThesaurusVerb } from './workflow.ts'

const readers: readonly string[] = [
  ...thesaurusBeginning.by,
  'drafter',
  'departmentHead',
  'leader',
  'legalReviewer',
  'secrecyOfficer',
]

/** Everybody who works in the body sees its versions; administrators do not (三员分立). */
export const seesThesaurus = (row: { readonly bodyId: number }, actor: Actor): boolean =>
  actor.roles.some(r => r.bodyId === row.bodyId && readers.includes(r.role))

export const thesaurusProcedure: Procedure<ThesaurusRow> = {
  kind: 'thesaurus',
  noun: '标签目录',
  workflow: thesaurusWorkflow,
  lock: store.lockThesaurus,
  sees: seesThesaurus,
  move: store.moveThesaurus,
}

const digest = (of: SaveForm) => sha256Hex(JSON.stringify({ terms: of.terms, rule: of.rule }))

/** What holds in a body without its own terms. */
export async function heldAbove(db: Query, bodyId: number): Promise<Thesaurus> {
  return heldIn((await lineInForce(db, bodyId)).filter(own => own.bodyId !== bodyId))
}

const mayBegin = (actor: Actor, bodyId: number) =>
  thesaurusBeginning.by.flatMap(role => heldRoles(actor, role, bodyId))

/**
 * 起草新版: from the version in force; a first one from nothing or from the proposal that comes with the program, without the terms
 * that the bodies above have already. Refused while another is on its way.
 */
export async function beginThesaurus(
  house: House,
  actor: Actor,
  given: unknown,
  key?: string,
): Promise<Done> {
  const form = readForm(beginForm, given)
  const { body, from } = form
  const [role] = mayBegin(actor, body)
  if (!role) throw new Refused('forbidden', '您没有为这个机关起草标签目录的权限。')
  return begin(
    house,
    { kind: 'thesaurus', bodyId: body, role: role.role, verb: 'begin', actor, key, form },
    async (trx, at) => {
      const { open, last } = await store.openThesaurus(trx, body)
      if (open !== null)
        throw new Refused('not-now', '本机关已有一版标签目录正在起草或待批准，请先办结或作废它。')
      const standing = await store.activeThesaurus(trx, body)
      const start: SaveForm = standing
        ? { terms: [...standing.terms], rule: standing.rule }
        : from === 'starter'
          ? startOf(await heldAbove(trx, body))
          : { terms: [], rule: null }
      const id = await store.insertThesaurus(trx, {
        ...{ bodyId: body, number: last + 1, at, ...start },
        drafterId: role.onBehalfOf ?? actor.staffId,
      })
      return {
        id,
        state: 'drafting',
        data: { number: last + 1, from: standing?.number ?? from, content: digest(start) },
      }
    },
  )
}

function startOf(above: Thesaurus): SaveForm {
  const isAbove = (term: Term) => above.terms.some(t => t.key === term.key || t.name === term.name)
  return {
    terms: starterTerms.filter(t => !isAbove(t)),
    rule: above.rule ? null : starterRule,
  }
}

const save: Deed<ThesaurusRow, SaveForm> = {
  form: saveForm,
  async apply({ trx, row, form }) {
    const before = await store.activeThesaurus(trx, row.bodyId)
    const kept = { terms: withFormer(form.terms, before?.terms ?? []), rule: form.rule }
    await store.putTerms(trx, row.id, kept)
    return { data: { content: digest(kept), terms: kept.terms.length } }
  },
}

const before = async (db: Query, bodyId: number): Promise<SaveForm> => {
  const standing = await store.activeThesaurus(db, bodyId)
  return { terms: [...(standing?.terms ?? [])], rule: standing?.rule ?? null }
}

/** What stands against putting a version in force. */
async function cannotStand(db: Query, row: ThesaurusRow) {
  const was = await before(db, row.bodyId)
  const form = { terms: [...row.terms], rule: row.rule }
  const faults = faultsOf(form, await heldAbove(db, row.bodyId), was.terms)
  if (faults.length > 0) return faults
  return changesOf(form, was, key => key).length === 0
    ? [{ text: '与现行的一版没有不同，不需要批准。请修改，或作废这一版。' }]
    : []
}

async function tell(trx: Trx, row: ThesaurusRow, to: readonly number[], text: string, at: Date) {
  await notify(trx, to, { kind: 'thesaurus', subject: row.id, text, at })
}

const propose: Deed<ThesaurusRow> = {
  guard: ({ trx, row }) => cannotStand(trx, row),
  async apply({ trx, row, actor, at }) {
    const deciders: readonly string[] = thesaurusWorkflow.proposed.approve.by
    const to = (await holdersIn(trx, [row.bodyId]))
      .filter(h => deciders.includes(h.role) && h.staffId !== actor.staffId)
      .map(h => h.staffId)
    await tell(trx, row, to, `${actor.name}送来标签目录第${row.number}版，等您核对批准。`, at)
    return { data: { content: digest({ terms: [...row.terms], rule: row.rule }) } }
  },
}

const giveBack: Deed<ThesaurusRow> = {
  async apply({ trx, row, reason, at }) {
    await tell(trx, row, [row.drafterId], `标签目录第${row.number}版被退回修改：${reason}`, at)
  },
}

type Made = { readonly own: OwnTerms }

/** 批准: in force at once; the version before is replaced, and what is published shows its tags by the names they have now. */
const approve: Deed<ThesaurusRow, unknown, Made> = {
  guard: ({ trx, row }) => cannotStand(trx, row),
  async apply({ trx, row, actor, as, at }) {
    const standing = await store.activeThesaurus(trx, row.bodyId)
    if (standing) {
      await store.moveThesaurus(trx, standing, 'superseded', at)
      await appendEvents(trx, row.bodyId, [
        {
          kind: 'thesaurus',
          subject: standing.id,
          verb: 'supersede',
          from: 'active',
          to: 'superseded',
          at,
          actor: actor.staffId,
          actorName: actor.name,
          role: as.role,
          reason: null,
          data: { by: row.id },
        },
      ])
    }
    await store.noteApproval(trx, row.id, actor.staffId, at)
    await tell(trx, row, [row.drafterId], `标签目录第${row.number}版已批准，即日起按它标引。`, at)
    const { bodyId, number, terms, rule } = row
    return {
      data: { number, content: digest({ terms: [...terms], rule }) },
      made: { own: { bodyId, number, since: dayOf(at), terms, rule } },
    }
  },
  async publish({ trx, row }, _event, { own }) {
    await store.putInForce(trx, own)
    await renameBelow(trx, row.bodyId)
  },
}

/** Names at and below a body, where its terms may be what others were merged to. */
async function renameBelow(trx: Trx, root: number): Promise<void> {
  const tree = await treeOf(trx, [root])
  const holding = await store.termsInForce(
    trx,
    tree.map(b => b.id),
  )
  const bodies = []
  for (const own of holding) {
    const line = (await lineOf(trx, own.bodyId)) ?? [own.bodyId]
    const held = heldIn(await store.termsInForce(trx, [...line].reverse()))
    bodies.push({ bodyId: own.bodyId, names: namesOf(own, held) })
  }
  await putTagNames(trx, root, bodies)
}

const deeds: Record<ThesaurusVerb, Deed<ThesaurusRow, never, never>> = {
  save,
  propose,
  approve,
  return: giveBack,
  cancel: {},
  takeBack: {},
} as Record<ThesaurusVerb, Deed<ThesaurusRow, never, never>>

export type ThesaurusRequest = {
  readonly subject: number
  readonly verb: ThesaurusVerb
  readonly actor: Actor
  readonly form?: unknown
  readonly reason?: string | null
  readonly version?: number
  readonly key?: string
}

/** One step of a version. Throws Refused with every reason. */
export const performThesaurus = (house: House, request: ThesaurusRequest): Promise<Done> =>
  act(house, thesaurusProcedure, deeds[request.verb], request)
