import type { Reason } from '#kit/errors.ts'
import { daysBetween } from '#law/day.ts'
import { isAdministratorRole, isBusinessRole, labelOfRole } from '../model.ts'

/** Longest delegation in calendar days, first and last day counted. */
export const longestDelegation = 60

/** Days of another delegation that has not been ended, both days counted. */
export type Period = { readonly fromOn: string; readonly untilOn: string }

export type Party = {
  readonly staffId: number
  readonly name: string
  readonly bodyId: number
  readonly active: boolean
  /** Roles of his own, in force. */
  readonly roles: readonly string[]
  readonly given: readonly Period[]
  readonly received: readonly Period[]
}

const overlap = (a: Period, b: Period) => a.fromOn <= b.untilOn && b.fromOn <= a.untilOn

/** Every reason against a delegation for leave; empty when it may stand. Days are civil days, `today` in Asia/Shanghai. */
export function delegationReasons(from: Party, to: Party, period: Period, today: string): Reason[] {
  const reasons: Reason[] = []
  const add = (text: string, field?: string) => reasons.push(field ? { text, field } : { text })
  if (from.roles.some(isAdministratorRole)) add('管理员的职责不能委托他人代理，请由另一名管理员履职。')
  else if (!from.roles.some(isBusinessRole)) add('您没有可以委托的角色。')

  if (to.staffId === from.staffId) add('不能委托给自己。', 'toStaff')
  else if (to.bodyId !== from.bodyId) add('只能委托本单位的人员。', 'toStaff')
  else {
    if (!to.active) add(`${to.name}的账号已停用，不能代理。`, 'toStaff')
    if (to.roles.some(isAdministratorRole))
      add(`${to.name}是管理员，不能代理业务角色（三员分立）。`, 'toStaff')
  }

  const days = daysBetween(period.fromOn, period.untilOn) + 1
  if (days < 1) add('结束日期不能早于开始日期。', 'untilOn')
  if (period.fromOn < today) add('开始日期不能早于今天。', 'fromOn')
  if (days > longestDelegation) add(`一次代理最长 ${longestDelegation} 天，所填共 ${days} 天。`, 'untilOn')
  if (days >= 1 && to.staffId !== from.staffId) {
    if (from.given.some(p => overlap(p, period))) add('这段时间您已有一项委托，请先终止它。', 'fromOn')
    if (to.given.some(p => overlap(p, period)))
      add(`${to.name}在这段时间也已请假并委托他人，代理不能转委托。`, 'toStaff')
    if (from.received.some(p => overlap(p, period)))
      add('您在这段时间正代理他人，受托的角色不能转委托；请先终止那项代理。')
  }
  return reasons
}

/** What the two should know although it does not stand in the way. */
export function delegationWarnings(from: Party, to: Party): string[] {
  const reviewing = from.roles.filter(role => isBusinessRole(role) && role !== 'drafter')
  if (!to.roles.includes('drafter') || reviewing.length === 0) return []
  const labels = reviewing.map(role => `“${labelOfRole(role)}”`).join('')
  return [`${to.name}也是拟稿人：按四眼原则，本人拟稿、送审的公文不能再代您以${labels}办理，须由他人办理。`]
}
