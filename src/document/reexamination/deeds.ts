import type { Context, Deed } from '#kit/act.ts'
import type { Query } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import { proseDay } from '#law/day.ts'
import { departmentNames, holdersIn, notify } from '#people/directory.ts'
import { answerForm, decideForm, remindForm, type AnswerForm, type DecideForm, type Item } from './model.ts'
import { numbersOf } from './numbers.ts'
import type { CampaignSubject } from './procedure.ts'
import { cannotDecide, cannotProceed, type Deciders } from './rules.ts'
import { changeItem, countReminder, draftHandsOf } from './store.ts'
import { itemsVisibleTo } from './visibility.ts'
import type { z } from 'zod'
import type { ItemVerb } from './workflow.ts'

/** Who of the secretariat may decide with the openness unit: the body's 编号发布员. */
export async function secretariesOf(db: Query, bodyId: number): Promise<{ id: number; name: string }[]> {
  const holders = await holdersIn(db, [bodyId])
  const found = new Map(holders.filter(h => h.role === 'publisher').map(h => [h.staffId, h.name]))
  return [...found].map(([id, name]) => ({ id, name }))
}

/** The people a decision depends on, for many documents with two queries. */
export async function decidersFor(
  db: Query,
  bodyId: number,
  decider: readonly (number | null)[],
  documentIds: readonly number[],
): Promise<(documentId: number) => Deciders> {
  const [secretaries, hands] = await Promise.all([secretariesOf(db, bodyId), draftHandsOf(db, documentIds)])
  const shared = {
    secretaries: new Set(secretaries.map(s => s.id)),
    decider: decider.filter(id => id !== null),
  }
  return documentId => ({ ...shared, draftHands: hands.get(documentId) ?? new Set() })
}

const answer: Deed<Item, AnswerForm> = {
  form: answerForm,
  async apply({ trx, row, form, actor, as, reason, at }) {
    await changeItem(trx, row.id, {
      opinion: form.opinion,
      opinion_reason: reason,
      answered_by: actor.staffId,
      answered_for: as.onBehalfOf,
      answered_at: at,
    })
    return { data: { opinion: form.opinion, document: row.documentId } }
  },
}

/** 催办: the head of the drafting department and the drafter, once a day at most. */
const remind: Deed<Item> = {
  guard: ({ row, at }) =>
    row.remindedAt && dayOf(row.remindedAt) === dayOf(at)
      ? [{ text: '今天已经催办过这件公文，请明天再催。' }]
      : [],
  async apply({ trx, row, at }) {
    await countReminder(trx, row.id, at)
    const holders = await holdersIn(trx, [row.bodyId])
    const heads = holders.filter(h => h.role === 'departmentHead' && h.departmentId === row.departmentId)
    await notify(trx, [...heads.map(h => h.staffId), row.drafterId], {
      kind: 'reexamination',
      subject: row.campaignId,
      text: `年度复查：请在${proseDay(row.opinionsBy)}前对《${row.title}》提出公开或维持的意见。`,
      at,
    })
    return { data: { document: row.documentId, reminders: row.reminders + 1 } }
  },
}

const proceed: Deed<Item> = {
  guard: ({ row, at }) => cannotProceed(row, dayOf(at)),
  async apply({ trx, row, reason }) {
    await changeItem(trx, row.id, { opinion: null, opinion_reason: reason })
    return { data: { document: row.documentId } }
  },
}

const convertJob = (row: Item, staffId: number) => ({
  name: 'reexamination:convert',
  payload: { item: row.id, staff: staffId },
  key: `reexamination:convert:${row.id}`,
})

const people = async ({ trx, row, actor, as }: Context<Item, unknown>) =>
  (await decidersFor(trx, row.bodyId, [actor.staffId, as.onBehalfOf], [row.documentId]))(row.documentId)

/**
 * 决定 (390号文 四(一)4): by the openness unit with the secretariat. The change of the document's attribute is an act of its
 * own; the job for it is committed with the decision or not at all.
 */
const decide: Deed<Item, DecideForm> = {
  form: decideForm,
  choose: (_row, form) => (form.decision === 'open' ? 'decided-open' : 'decided-keep'),
  guard: async context => cannotDecide(context.row, context.form, await people(context)),
  async apply({ trx, row, form, actor, reason, at }) {
    const keep = form.decision === 'keep'
    const kept = keep ? (row.presentAttribute as Item['attribute']) : null
    const ground = kept === 'withheld' ? row.presentGround : null
    await changeItem(trx, row.id, {
      decision_reason: reason,
      decided_by: actor.staffId,
      decided_at: at,
      secretary_id: form.secretary,
      kept_attribute: kept,
      kept_ground: ground,
    })
    return {
      data: { decision: form.decision, document: row.documentId, secretary: form.secretary, ground },
    }
  },
  jobs: ({ row, form, actor }) =>
    form.decision === 'open' && row.presentAttribute !== 'proactive' ? [convertJob(row, actor.staffId)] : [],
}

const convert: Deed<Item> = {
  guard: ({ row }) => {
    if (row.presentAttribute === 'proactive') return [{ text: '这件公文已经是主动公开，不需要重新转换。' }]
    if (row.conversionRefused === null) return [{ text: '正在转换，请稍后刷新查看结果。' }]
    return []
  },
  async apply({ trx, row }) {
    await changeItem(trx, row.id, { conversion_refused: null })
    return { data: { document: row.documentId, before: row.conversionRefused } }
  },
  jobs: ({ row, actor }) => [convertJob(row, actor.staffId)],
}

type AnyDeed = Deed<Item, never, never>

/** Every verb of an item and what it does. */
export const itemDeeds = { answer, remind, proceed, decide, convert } as Record<ItemVerb, AnyDeed>

/** 催办各部门: one notice a head, with how many of his department's documents wait. */
export const remindDepartments: Deed<CampaignSubject, z.infer<typeof remindForm>> = {
  form: remindForm,
  async guard(context) {
    return (await waiting(context)).length > 0 ? [] : [{ text: '没有等待提出意见的部门，不需要催办。' }]
  },
  async apply(context) {
    const { trx, row, at } = context
    const late = await waiting(context)
    const [holders, names] = await Promise.all([
      holdersIn(trx, [row.bodyId]),
      departmentNames(
        trx,
        late.map(d => d.departmentId),
      ),
    ])
    const told: { department: string; waiting: number; people: number }[] = []
    for (const d of late) {
      const heads = holders.filter(h => h.role === 'departmentHead' && h.departmentId === d.departmentId)
      const department = names.get(d.departmentId) ?? ''
      await notify(
        trx,
        heads.map(h => h.staffId),
        {
          kind: 'reexamination',
          subject: row.id,
          text: `${row.year}年年度复查：${department}还有${d.asked}件公文没有提出意见，最后一天是${proseDay(row.opinionsBy)}。`,
          at,
        },
      )
      told.push({ department, waiting: d.asked, people: new Set(heads.map(h => h.staffId)).size })
    }
    return { data: { departments: told } }
  },
}

async function waiting({ trx, row, form, actor, at }: Context<CampaignSubject, z.infer<typeof remindForm>>) {
  const numbers = await numbersOf(trx, row.id, itemsVisibleTo(actor), dayOf(at))
  return numbers.filter(
    n => n.asked > 0 && (form.departments === undefined || form.departments.includes(n.departmentId)),
  )
}
