import { daysBetween } from '#law/day.ts'
import type { VersionState } from '../workflow.ts'

/** The days of a roll-out plan (YYYY-MM-DD) that the steps of a version are held to. */
export type PlanDays = {
  readonly compiledBy: string
  readonly revisedBy: string
  readonly publishedBy: string
  readonly longStop: string
}

/** A plan as a screen tells it. */
export type PlanView = PlanDays & { readonly id: number; readonly title: string }

export type BoardStanding = {
  readonly state: VersionState | 'none'
  readonly label: string
  /** The next milestone and its day; null when nothing is due any more. */
  readonly milestone: { readonly label: string; readonly on: string } | null
  /** Days after (positive) or before (negative) the milestone. */
  readonly overdueBy: number | null
}

const milestones = {
  none: ['compiledBy', '编制完成并报审'],
  compiling: ['compiledBy', '编制完成并报审'],
  reviewing: ['revisedBy', '审核并修改完善'],
  revising: ['revisedBy', '审核并修改完善'],
  approving: ['publishedBy', '本级政府审核通过并公布'],
  approved: ['publishedBy', '本级政府审核通过并公布'],
} as const

const labels: Record<BoardStanding['state'], string> = {
  none: '未开始',
  compiling: '编制中',
  reviewing: '业务部门审核中',
  revising: '修改中',
  approving: '本级政府审核中',
  approved: '待公布',
  published: '已公布',
  superseded: '已被代替',
  cancelled: '已作废',
}

/** Where a body stands on the way of the plan (J 二(一)1): which milestone is next, and whether it has passed. */
export function standingOn(
  state: VersionState | 'none',
  plan: PlanDays | null,
  today: string,
): BoardStanding {
  const next = Object.hasOwn(milestones, state) ? milestones[state as keyof typeof milestones] : null
  if (!next || !plan) return { state, label: labels[state], milestone: null, overdueBy: null }
  const on = plan[next[0]]
  return { state, label: labels[state], milestone: { label: next[1], on }, overdueBy: daysBetween(on, today) }
}
