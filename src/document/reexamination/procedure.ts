import type { Procedure } from '#kit/procedure.ts'
import type { Actor } from '#kit/actor.ts'
import { rolesFor } from '#kit/permit.ts'
import { stepOf } from '#kit/workflow.ts'
import type { Campaign, Item } from './model.ts'
import { lockCampaign, lockItem, moveCampaign, moveItem } from './store.ts'
import { seesCampaign, seesItem } from './visibility.ts'
import { campaignWorkflow, itemVerbs, itemWorkflow, type ItemVerb } from './workflow.ts'

export const itemProcedure: Procedure<Item> = {
  kind: 'reexamination-item',
  noun: '复查公文',
  workflow: itemWorkflow,
  lock: lockItem,
  sees: seesItem,
  move: moveItem,
}

type CampaignSubject = Campaign & { readonly departmentId: null; readonly drafterId: number }

export const campaignProcedure: Procedure<CampaignSubject> = {
  kind: 'reexamination',
  noun: '年度复查',
  workflow: campaignWorkflow,
  async lock(trx, id) {
    const row = await lockCampaign(trx, id)
    return row && { ...row, departmentId: null, drafterId: row.openedBy }
  },
  sees: seesCampaign,
  move: moveCampaign,
}
export type { CampaignSubject }

/** The verbs that the table and the roles open on an item; four eyes by who gave the opinion. */
export function verbsFor(item: Item, actor: Actor): ItemVerb[] {
  if (!seesItem(item, actor)) return []
  return itemVerbs.filter(verb => {
    const step = stepOf(itemWorkflow, item.state, verb)
    if (!step) return false
    if (verb === 'convert' && item.conversionRefused === null) return false
    const roles = rolesFor(step, item, actor)
    if (verb !== 'decide') return roles.length > 0
    const hands = [item.answeredBy, item.answeredFor]
    return roles.some(
      r => !hands.includes(actor.staffId) && (r.onBehalfOf === null || !hands.includes(r.onBehalfOf)),
    )
  })
}
