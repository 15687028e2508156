import { act, begin, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import { rolesFor } from '#kit/permit.ts'
import { stepOf } from '#kit/workflow.ts'
import { proseDay } from '#law/day.ts'
import { bodyOf, holdersIn, notify } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { performEach } from '../rounds/many.ts'
import { decidersFor, itemDeeds, remindDepartments } from './deeds.ts'
import {
  answerForm,
  decideForm,
  openForm,
  opinionLabels,
  type BulkForm,
  type DecideForm,
  type Item,
} from './model.ts'
import { campaignProcedure, itemProcedure } from './procedure.ts'
import { cannotDecide, cannotOpen, cannotProceed, decisionWords } from './rules.ts'
import { insertCampaign, itemsByIds, takeIn } from './store.ts'
import type { BulkDone, PreviewRow, PreviewView } from './views.ts'
import { seesItem } from './visibility.ts'
import { itemStateLabels, itemWorkflow, opening, type ItemVerb } from './workflow.ts'

/**
 * 开展年度复查 (390号文 四(一)4): one campaign of a body and year over every issued document that is on-request or withheld at
 * this moment, with one insert and one event that keeps the count. Heads of the drafting departments get a notice.
 * Throws Refused: no role, bad year or day, a campaign of that year exists, nothing to re-examine.
 */
export async function openCampaign(house: House, actor: Actor, given: unknown, key?: string): Promise<Done> {
  const form = readForm(openForm, given ?? {})
  const role = actor.roles.find(
    r =>
      (opening.by as readonly string[]).includes(r.role) &&
      r.departmentId === null &&
      (form.body === undefined || r.bodyId === form.body),
  )
  if (!role)
    throw new Refused('forbidden', [
      { text: `您没有“${opening.label}”的权限，须由公开审查员办理。`, basis: opening.basis[0] },
    ])
  const faults = cannotOpen(form, dayOf(house.now()))
  if (faults.length > 0) throw new Refused('invalid', faults)
  const { bodyId } = role
  return begin(
    house,
    { kind: 'reexamination', bodyId, role: role.role, verb: 'open', actor, key, form },
    async (trx, at) => {
      const { year, opinionsBy } = form
      const id = await insertCampaign(trx, { bodyId, year, opinionsBy, openedBy: actor.staffId, at })
      if (id === null)
        throw new Refused('invalid', [
          {
            field: 'year',
            text: `${(await bodyOf(trx, bodyId)).name}${year}年的年度复查已经开展，每年一次，请在列表中打开。`,
          },
        ])
      const departments = await takeIn(trx, id, bodyId)
      const takenIn = departments.reduce((sum, d) => sum + d.count, 0)
      if (takenIn === 0)
        throw new Refused('invalid', '现在没有已印发的依申请公开或不予公开公文，不需要开展年度复查。')
      const holders = await holdersIn(trx, [bodyId])
      for (const d of departments)
        await notify(
          trx,
          holders
            .filter(h => h.role === 'departmentHead' && h.departmentId === d.departmentId)
            .map(h => h.staffId),
          {
            kind: 'reexamination',
            subject: id,
            text: `${year}年年度复查开始：本部门有${d.count}件公文，请在${proseDay(opinionsBy)}前提出公开或维持的意见。`,
            at,
          },
        )
      return {
        id,
        state: 'open',
        data: {
          year,
          opinionsBy,
          takenIn,
          departments: departments.map(d => ({ department: d.departmentId, count: d.count })),
        },
      }
    },
  )
}

/** One verb on one item through `act`. An unknown verb is refused like one that the state does not allow. */
export function performItem(house: House, request: Request): Promise<Done> {
  const deed = Object.hasOwn(itemDeeds, request.verb) ? itemDeeds[request.verb as ItemVerb] : {}
  return act(house, itemProcedure, deed, request)
}

/** `remind` of a campaign: {departments?: ids}; all that wait where none are named. */
export function performCampaign(house: House, request: Request): Promise<Done> {
  return act(house, campaignProcedure, request.verb === 'remind' ? remindDepartments : {}, request)
}

const gone = '没有找到这件复查公文，或您没有查看它的权限。'

/** Many items with one reason, each an act of its own. */
export async function performMany(
  house: House,
  actor: Actor,
  campaignId: number,
  bulk: BulkForm,
  key: string,
): Promise<BulkDone> {
  const items = await visibleItems(house, actor, campaignId, bulk)
  return performEach(
    { itemOf: async id => items.get(id), gone, perform: request => performItem(house, request) },
    actor,
    bulk,
    key,
  )
}

async function visibleItems(
  house: House,
  actor: Actor,
  campaignId: number,
  bulk: BulkForm,
): Promise<Map<number, Item>> {
  const found = await itemsByIds(
    house.db,
    campaignId,
    bulk.items.map(i => i.id),
  )
  return new Map(found.filter(i => seesItem(i, actor)).map(i => [i.id, i]))
}

const forms = { answer: answerForm, decide: decideForm, remind: null, proceed: null, convert: null }

/** What would happen to each of many items, nothing being changed: the same rules, two queries for all of them. */
export async function previewMany(
  house: House,
  actor: Actor,
  campaignId: number,
  bulk: BulkForm,
): Promise<PreviewView> {
  const items = await visibleItems(house, actor, campaignId, bulk)
  const schema = forms[bulk.verb]
  const parsed = schema?.safeParse(bulk.form ?? {})
  const reasons: Reason[] = (parsed && !parsed.success ? parsed.error.issues : []).map(i => ({
    field: i.path.join('.'),
    text: i.message,
  }))
  if (['answer', 'proceed', 'decide'].includes(bulk.verb) && !bulk.reason?.trim())
    reasons.unshift({ field: 'reason', text: '请写明理由。' })
  const bodyId = [...items.values()][0]?.bodyId ?? 0
  const behalf =
    actor.roles.find(r => r.role === 'opennessOfficer' && r.bodyId === bodyId)?.onBehalfOf ?? null
  const people =
    bulk.verb === 'decide'
      ? await decidersFor(
          house.db,
          bodyId,
          [actor.staffId, behalf],
          [...items.values()].map(i => i.documentId),
        )
      : null
  const today = dayOf(house.now())
  const rows = bulk.items.map(({ id, version }): PreviewRow => {
    const item = items.get(id)
    if (!item) return { id, title: '', documentNumber: null, ok: false, words: '', reasons: [{ text: gone }] }
    const against: Reason[] = [...cannotTake(item, bulk.verb, actor, version)]
    let words = ''
    if (bulk.verb === 'decide' && parsed?.success) {
      const form = parsed.data as DecideForm
      words = decisionWords(item, form)
      if (against.length === 0) against.push(...cannotDecide(item, form, people!(item.documentId)))
    }
    if (bulk.verb === 'answer' && parsed?.success)
      words = `${opinionLabels[(parsed.data as { opinion: 'open' | 'keep' }).opinion]}，送公开机构决定。`
    if (bulk.verb === 'proceed' && against.length === 0) against.push(...cannotProceed(item, today))
    if (bulk.verb === 'proceed') words = '不再等待意见，转公开机构决定。'
    if (bulk.verb === 'remind') {
      words = '通知部门负责人和拟稿人。'
      if (item.remindedAt && dayOf(item.remindedAt) === today) against.push({ text: '今天已经催办过。' })
    }
    return {
      id,
      title: item.title,
      documentNumber: item.documentNumber,
      ok: against.length === 0,
      words,
      reasons: against,
    }
  })
  return { reasons, rows, ok: rows.filter(r => r.ok).length, blocked: rows.filter(r => !r.ok).length }
}

function cannotTake(item: Item, verb: ItemVerb, actor: Actor, version: number | undefined): Reason[] {
  if (version !== undefined && version !== item.version)
    return [{ text: `已有人先办理，现在是“${itemStateLabels[item.state]}”，请刷新。` }]
  const step = stepOf(itemWorkflow, item.state, verb)
  if (!step) return [{ text: `现在是“${itemStateLabels[item.state]}”，不能办理这一步。` }]
  const roles = rolesFor(step, item, actor)
  if (roles.length === 0) return [{ text: `您没有办理“${step.label}”的权限。` }]
  const hands = verb === 'decide' ? [item.answeredBy, item.answeredFor] : []
  const free = roles.some(
    r => !hands.includes(actor.staffId) && (r.onBehalfOf === null || !hands.includes(r.onBehalfOf)),
  )
  return free
    ? []
    : [{ text: '您提出过这件公文的意见，按四眼原则，决定须由另一人办理。', basis: '390号/四(一)4' }]
}
