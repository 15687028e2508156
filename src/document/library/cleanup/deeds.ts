import type { z } from 'zod'
import { act, type Context, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Trx } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { rolesFor } from '#kit/permit.ts'
import { stepOf, type Workflow } from '#kit/workflow.ts'
import type { Actor } from '#kit/actor.ts'
import { addDays, proseDay } from '#law/day.ts'
import { defaultTerms, lastDayOfTerm, longestTerm } from '#law/normativeTerms.ts'
import { holdersIn, notify } from '#people/directory.ts'
import { validityOn } from '#record/validity.ts'
import type { House } from '../../../house.ts'
import { ending } from '../deeds.ts'
import { revise } from '../effects.ts'
import type { Normative } from '../model.ts'
import { normativeOf, ruleOf } from '../store.ts'
import { answerForm, conclusions, decideForm, type Cleanup, type DecideForm, type Item } from './model.ts'
import { cannotDecide, cannotProceed, isGone, type Standing } from './rules.ts'
import { changeItem, lockCleanup, lockItem, moveCleanup, moveItem, numbersOf } from './store.ts'
import { seesCleanup, seesItem } from './visibility.ts'
import { cleanupWorkflow, itemVerbs, itemWorkflow, type ItemVerb } from './workflow.ts'

type Signing = Pick<House, 'signer'>

export const itemProcedure: Procedure<Item> = {
  kind: 'cleanup-item',
  noun: '规范性文件',
  workflow: itemWorkflow as Workflow,
  lock: lockItem,
  sees: seesItem,
  move: moveItem,
}

export type CleanupSubject = Cleanup & { readonly departmentId: null; readonly drafterId: number }
export const cleanupProcedure: Procedure<CleanupSubject> = {
  kind: 'cleanup',
  noun: '清理',
  workflow: cleanupWorkflow as Workflow,
  async lock(trx, id) {
    const row = await lockCleanup(trx, id)
    return row && { ...row, departmentId: null, drafterId: row.openedBy }
  },
  sees: seesCleanup,
  move: moveCleanup,
}

/** The verbs that the table and the roles open on an item; four eyes by who gave the opinion or decided. */
export function verbsFor(item: Item, actor: Actor): ItemVerb[] {
  if (!seesItem(item, actor)) return []
  return itemVerbs.filter(verb => {
    const step = stepOf(itemWorkflow as Workflow, item.state, verb)
    if (!step) return false
    const hand = verb === 'decide' ? item.answeredBy : verb === 'apply' ? item.decidedBy : null
    return rolesFor(step, item, actor).some(r => actor.staffId !== hand && (r.onBehalfOf ?? -1) !== hand)
  })
}

const answer: Deed<Item, z.infer<typeof answerForm>> = {
  form: answerForm,
  guard: ({ row }) => isGone(row),
  async apply({ trx, row, form, reason, actor, at }) {
    await changeItem(trx, row.id, {
      opinion: form.opinion,
      opinion_until: form.until ?? null,
      opinion_reason: reason,
      answered_by: actor.staffId,
      answered_at: at,
    })
    return { data: { document: row.documentId, opinion: form.opinion } }
  },
}

const remind: Deed<Item> = {
  guard: ({ row, at }) =>
    row.remindedAt && dayOf(row.remindedAt) === dayOf(at)
      ? [{ text: '今天已经催办过，明天再催。' }]
      : isGone(row),
  async apply({ trx, row, at }) {
    await changeItem(trx, row.id, { reminded_at: at })
    await tellDrafters(trx, row, at, `请在${proseDay(row.dueOn)}前对《${row.title}》提出评估意见。`)
    return { data: { document: row.documentId } }
  },
}

/** Heads of the drafting department and the drafter. */
export async function tellDrafters(
  trx: Trx,
  item: Pick<Item, 'bodyId' | 'departmentId' | 'drafterId' | 'documentId'>,
  at: Date,
  text: string,
): Promise<void> {
  const heads = (await holdersIn(trx, [item.bodyId])).filter(
    h => h.role === 'departmentHead' && (h.departmentId === null || h.departmentId === item.departmentId),
  )
  await notify(trx, [...new Set([...heads.map(h => h.staffId), item.drafterId])], {
    kind: 'document',
    subject: item.documentId,
    text,
    at,
  })
}

const proceed: Deed<Item> = {
  guard({ row, at }) {
    const until = row.expiresOn ? addDays(row.expiresOn, -30) : row.dueOn
    return [...isGone(row), ...cannotProceed(row, dayOf(at), until)]
  },
  async apply({ trx, row, reason }) {
    await changeItem(trx, row.id, { opinion: null, opinion_reason: reason })
    return { data: { document: row.documentId } }
  },
}

async function standingOf(trx: Trx, row: Item, today: string): Promise<Standing> {
  const now = await normativeOf(trx, row.documentId)
  const terms = (await ruleOf(trx, row.bodyId)) ?? defaultTerms
  const validity = validityOn({ ...now, validity: 'in-force' }, today)
  const from = now.expiresOn ? addDays(now.expiresOn, 1) : (now.effectiveOn ?? row.issuedOn ?? today)
  return {
    validity,
    endedOn: validity === 'repealed' ? now.repealedOn : now.expiresOn,
    issuedOn: row.issuedOn,
    most: lastDayOfTerm(from < today && !now.expiresOn ? today : from, longestTerm(row.title, terms)),
  }
}

const decide: Deed<Item, DecideForm> = {
  form: decideForm,
  guard: async ({ trx, row, form, at }) =>
    cannotDecide(row, form, await standingOf(trx, row, dayOf(at)), dayOf(at)),
  async apply({ trx, row, form, reason, actor, at }) {
    await changeItem(trx, row.id, {
      decision: form.decision,
      decision_reason: reason,
      decision_until: form.decision === 'keep' ? (form.until ?? null) : null,
      decision_on: form.decision === 'repeal' || form.decision === 'expire' ? (form.on ?? null) : null,
      public_note: form.publicNote || null,
      decided_by: actor.staffId,
      decided_at: at,
      refused: null,
    })
    return {
      data: {
        document: row.documentId,
        decision: form.decision,
        until: form.until ?? null,
        on: form.on ?? null,
      },
    }
  },
}

const reconsider: Deed<Item> = {
  async apply({ trx, row }) {
    await changeItem(trx, row.id, {
      decision: null,
      decision_until: null,
      decision_on: null,
      public_note: null,
      refused: null,
    })
    return { data: { document: row.documentId, before: row.decision } }
  },
}

/** What a conclusion changes; nothing where the document stays as it is until it is amended or lapses. */
function changeOf(row: Item): Partial<Normative> | null {
  if (row.decision === 'keep')
    return row.decisionUntil ? { expiresOn: row.decisionUntil, noTermReason: null } : null
  if ((row.decision === 'repeal' || row.decision === 'expire') && row.decisionOn)
    return ending(row.decision === 'repeal' ? 'repealed' : 'expired', row.decisionOn)
  return null
}

/** 执行: the validity of the one document, its page and its history in the transaction of this act. */
function apply(house: Signing): Deed<Item, unknown, null> {
  return {
    // What was right when it was decided is held against the day on which it is carried out.
    guard: async ({ trx, row, at }) =>
      cannotDecide(
        row,
        {
          decision: row.decision!,
          ...(row.decisionUntil ? { until: row.decisionUntil } : {}),
          ...(row.decisionOn ? { on: row.decisionOn } : {}),
          ...(row.publicNote ? { publicNote: row.publicNote } : {}),
        },
        await standingOf(trx, row, dayOf(at)),
        dayOf(at),
      ),
    async apply({ trx, row, at }) {
      await changeItem(trx, row.id, { applied_at: at, refused: null })
      return { data: { document: row.documentId, decision: row.decision }, made: null }
    },
    async publish({ trx, row, actor, as, at }) {
      const change = changeOf(row)
      if (!change) return
      await revise(trx, house, {
        documentId: row.documentId,
        change,
        verb: 'apply',
        note: row.publicNote!,
        who: { actor, as, at, reason: `${conclusions[row.decision!]}：${row.decisionReason ?? ''}` },
        data: { item: row.id, decision: row.decision },
      })
    },
  }
}

type AnyDeed = Deed<Item, never, never>

/** Every verb of an item and what it does; a test holds the two against each other. */
export function itemDeeds(house: Signing): Record<ItemVerb, AnyDeed> {
  return { answer, remind, proceed, decide, reconsider, apply: apply(house) } as Record<ItemVerb, AnyDeed>
}

export function performItem(house: House, request: Request): Promise<Done> {
  const deeds: Record<string, AnyDeed> = itemDeeds(house)
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : {}
  return act(house, itemProcedure, deed as Deed<Item>, request)
}

/** 审定: the conclusions are carried out by a job in the leader's name, one document a transaction. */
export const conclude: Deed<CleanupSubject> = {
  async guard({ trx, row }: Context<CleanupSubject, unknown>) {
    const n = (await numbersOf(trx, [row.id])).get(row.id)
    const open = (n?.asked ?? 0) + (n?.answered ?? 0)
    return open > 0 ? [{ text: `还有${open}件没有决定，全部决定后才能审定。` }] : []
  },
  async apply({ trx, row }) {
    const n = (await numbersOf(trx, [row.id])).get(row.id)!
    return { data: { keep: n.keep, amend: n.amend, repeal: n.repeal, expire: n.expire } }
  },
  jobs: ({ row, actor, as }) => [
    {
      name: 'library:applyAll',
      payload: { cleanup: row.id, staff: as.onBehalfOf ?? actor.staffId },
      key: `library:applyAll:${row.id}`,
    },
  ],
}

export function performCleanup(house: House, request: Request): Promise<Done> {
  return act(house, cleanupProcedure, request.verb === 'conclude' ? conclude : {}, request)
}
