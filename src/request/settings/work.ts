import { isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import { gathered, plainRank, undue, type WorkSource } from '#kit/worklist/work.ts'
import { holdersIn, namesOfHolders } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { pendingProposals } from '../store/proposals.ts'
import { proposalProcedure, proposalSubject } from './proposals.ts'
import { proposalStateLabels, proposalWorkflow } from './workflow.ts'

/** 设置调整 on the worklist of whoever may approve it. */
export function settingWork(house: Pick<RequestHouse, 'db'>): WorkSource {
  const { db } = house
  return gathered({
    kind: 'request-setting',
    label: '依申请公开设置',
    async all(list, actor) {
      if (list === 'watch') return []
      const rows = (await pendingProposals(db, [...new Set(actor.roles.map(r => r.bodyId))])).map(
        proposalSubject,
      )
      const steps = await openSteps(db, proposalProcedure, rows, actor)
      const mine = rows.filter(row => steps.get(row.id)?.some(step => step.verb === 'approve'))
      const holders = await holdersIn(
        db,
        mine.map(row => row.bodyId),
      )
      return mine.map(({ id, bodyId, proposal }) => ({
        id: String(id),
        title: `调整依申请公开设置：${proposal.reason}`,
        facts: [],
        step: proposalStateLabels.proposed,
        turn: namesOfHolders(holders, { bodyId, departments: [] }, proposalWorkflow.proposed.approve.by),
        dueOn: null,
        light: 'none' as const,
        words: '',
        left: undue,
        rank: plainRank,
        since: isoOf(proposal.proposedAt),
        address: '/requests/settings',
      }))
    },
  })
}
