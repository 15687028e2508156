import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor, HeldRole } from '#kit/actor.ts'
import type { JsonMembers } from '#kit/events.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import type { Procedure } from '#kit/procedure.ts'
import { holdersIn, notify } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import {
  insertProposal,
  lockProposal,
  moveProposal,
  pendingProposal,
  type Proposal,
} from '../store/proposals.ts'
import { putSettings, settingRow } from '../store/settingRow.ts'
import { changed, standsOn, type Change } from './model.ts'
import { proposalWorkflow } from './workflow.ts'

/** 提请、批准设置: what citizens are told is never changed by one person alone. */

export const proposalKind = 'request-setting-proposal'
const size = ({ templates = {}, ...rest }: Change) => Object.keys(rest).length + Object.keys(templates).length

/** Members as the history keeps them: texts of papers by their codes alone. */
const told = ({ templates, ...rest }: Change): JsonMembers => ({
  ...rest,
  ...(templates ? { papers: Object.keys(templates) } : {}),
})

/** Throws Refused where another change waits already. */
export async function propose(
  house: RequestHouse,
  by: { readonly actor: Actor; readonly role: HeldRole; readonly bodyId: number; readonly reason: string },
  change: { readonly from: Change; readonly to: Change },
): Promise<Done> {
  const { actor, role, bodyId, reason } = by
  return begin(
    house,
    { kind: proposalKind, verb: 'propose', bodyId, actor, role: role.role, reason },
    async (trx, at) => {
      // The body's own row is the lock, as for the settings.
      await settingRow(trx, bodyId, true)
      if (await pendingProposal(trx, bodyId)) throw new Refused('not-now', waiting)
      const id = await insertProposal(trx, {
        bodyId,
        ...change,
        reason,
        proposedBy: actor.staffId,
        proposedAt: at,
      })
      const leaders = (await holdersIn(trx, [bodyId])).filter(h => h.role === 'leader')
      await notify(
        trx,
        leaders.map(h => h.staffId).filter(id => id !== actor.staffId),
        {
          kind: 'request-setting',
          subject: bodyId,
          text: `${actor.name}提请调整依申请公开的设置（${size(change.to)}项），请审批：${reason}`,
          at,
        },
      )
      return { id, state: 'proposed', data: { before: told(change.from), after: told(change.to) } }
    },
  )
}

export const waiting =
  '已有一项调整在等签发领导批准。请等批准以后再提，或者先撤回那一项；救济途径、文书范本和保留期限须由另一人批准。'

type Subject = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly state: string
  readonly version: number
  readonly proposal: Proposal
}

export const proposalSubject = (proposal: Proposal): Subject => ({
  id: proposal.id,
  bodyId: proposal.bodyId,
  departmentId: null,
  drafterId: proposal.proposedBy,
  state: proposal.state,
  version: proposal.version,
  proposal,
})

export const proposalProcedure: Procedure<Subject> = {
  kind: proposalKind,
  noun: '设置调整',
  workflow: proposalWorkflow,
  async lock(trx, id) {
    const proposal = await lockProposal(trx, id)
    return proposal && proposalSubject(proposal)
  },
  sees: (row, actor) =>
    actor.roles.some(
      r => r.bodyId === row.bodyId && ['opennessOfficer', 'systemAdmin', 'leader'].includes(r.role),
    ),
  move: (trx, row, to, at) => moveProposal(trx, row.id, to, at),
}

const tellProposer = (words: string): Pick<Deed<Subject>, 'apply'> => ({
  async apply({ trx, row, actor, at, reason }) {
    if (row.proposal.proposedBy !== actor.staffId)
      await notify(trx, [row.proposal.proposedBy], {
        kind: 'request-setting',
        subject: row.bodyId,
        text: `您提请调整的依申请公开设置，${actor.name}${words}${reason ? `：${reason}` : '。'}`,
        at,
      })
  },
})

const approve: Deed<Subject> = {
  async guard({ trx, row }): Promise<Reason[]> {
    const now = await settingRow(trx, row.bodyId, true)
    return standsOn(now, row.proposal.from)
      ? []
      : [{ text: '提请以后这些设置又改过，不能照原来的批准。请不予批准，由经办人重新提请。' }]
  },
  async apply(context) {
    const { trx, row } = context
    const now = await settingRow(trx, row.bodyId, true)
    await putSettings(trx, row.bodyId, changed(now, row.proposal.to))
    await tellProposer('已批准').apply!(context)
    return { data: { before: told(row.proposal.from), after: told(row.proposal.to) } }
  },
}

const deeds: Readonly<Record<string, Deed<Subject>>> = {
  approve,
  reject: tellProposer('不予批准'),
  withdraw: tellProposer('撤回了'),
}
export const proposalVerbs = ['approve', 'reject', 'withdraw'] as const

/** `approve`, `reject` or `withdraw`. Throws Refused with every reason. */
export function performProposal(house: RequestHouse, request: Request): Promise<Done> {
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb] : undefined
  if (!deed) throw new Refused('not-found', '没有这种办理。')
  return act(house, proposalProcedure, deed, request)
}
