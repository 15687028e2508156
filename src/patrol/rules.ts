import type { Reason } from '#kit/errors.ts'
import { isPersonal, kindLabels, type Finding, type Ruling } from './model.ts'

export type Ruler = {
  readonly staffId: number
  /** Who drafted the text that was checked. */
  readonly drafterId: number
  readonly roles: readonly string[]
}

/** submit: a first opinion is enough for B; sign and publish: two people. */
export type Gate = 'submit' | 'sign' | 'publish'

export const shortestReason = 4

/** Whether the drafter's word counts for nothing: tier A, and personal data that is more than a hint. */
export const isBeyondDrafter = (finding: Pick<Finding, 'tier' | 'kind'>): boolean =>
  finding.tier === 'A' || (isPersonal(finding.kind) && finding.tier === 'B')

/**
 * Every reason why somebody may not overrule a finding (吉林一(二): no finding is silently passed). Tier A and personal data: not
 * the drafter. Marks of secrecy: the secrecy officer alone (保密法第三十五条). B: two people, nobody twice.
 */
export function cannotOverrule(
  finding: Finding,
  by: Ruler,
  reason: string,
  earlier: readonly Ruling[],
): Reason[] {
  const reasons: Reason[] = []
  const name = kindLabels[finding.kind]
  if (reason.trim().length < shortestReason)
    reasons.push({
      field: 'reason',
      text: `请写明为什么确认“${finding.excerpt.hit || name}”无误（至少${shortestReason}个字）。`,
    })
  if (finding.kind === 'classification') {
    if (!by.roles.includes('secrecyOfficer'))
      reasons.push({
        text: '涉及密级标志或内部标志，只能由保密审查员确认。不能确定的，报保密行政管理部门。',
        basis: '保密法/35',
      })
  } else if (by.staffId === by.drafterId && isBeyondDrafter(finding))
    reasons.push({
      text: isPersonal(finding.kind)
        ? `“${name}”涉及个人信息，拟稿人不能自己确认无误，请删去、遮盖，或由其他审核人员确认。`
        : `“${name}”属于必须改正的问题，拟稿人不能自己确认无误，请改正，或由其他审核人员确认。`,
      basis: isPersonal(finding.kind) ? '条例/15' : undefined,
    })
  if (earlier.some(r => r.findingId === finding.id && r.ruling === 'overruled' && r.staffId === by.staffId))
    reasons.push({ text: '您已确认过这一处。需要第二人确认的，请由另一人办理。' })
  return reasons
}

/** Whose overruling of a finding counts, each person once. */
function counted(finding: Finding, rulings: readonly Ruling[], drafterId: number): number {
  const people = new Set<number>()
  for (const ruling of rulings) {
    if (ruling.findingId !== finding.id || ruling.ruling !== 'overruled') continue
    if (isBeyondDrafter(finding) && ruling.staffId === drafterId) continue
    if (finding.kind === 'classification' && ruling.role !== 'secrecyOfficer') continue
    people.add(ruling.staffId)
  }
  return people.size
}

/** How many people must still say that a finding is right; 0: settled, or a hint. */
export function openFor(
  finding: Finding,
  rulings: readonly Ruling[],
  context: { readonly drafterId: number; readonly gate?: Gate },
): number {
  if (finding.tier === 'C') return 0
  const needed = finding.tier === 'B' && !isPersonal(finding.kind) && context.gate !== 'submit' ? 2 : 1
  return Math.max(0, needed - counted(finding, rulings, context.drafterId))
}

const shown = 20

/**
 * What keeps a text from going on: every finding of tier A or B that is neither mended (then it is not among the findings) nor
 * overruled as it must be. Without `gate` the strictest.
 */
export function gate(
  findings: readonly Finding[],
  rulings: readonly Ruling[],
  context: { readonly drafterId: number; readonly gate?: Gate },
): Reason[] {
  const reasons: Reason[] = []
  for (const finding of findings) {
    const missing = openFor(finding, rulings, context)
    if (missing === 0) continue
    const isHalf =
      finding.tier === 'B' && rulings.some(r => r.findingId === finding.id && r.ruling === 'overruled')
    const { label, file } = finding.place
    const where = `${file ? `附件“${file}”` : ''}${label}`
    const words = finding.excerpt.hit ? `“${finding.excerpt.hit}”` : ''
    reasons.push({
      field: `finding:${finding.id}`,
      text: isHalf
        ? `${where}${words}：已有一人确认无误，还须由第二人确认，或者改正。`
        : `${where}${words}：${finding.message}`,
      ...(finding.basis ? { basis: finding.basis } : {}),
    })
  }
  if (reasons.length <= shown) return reasons
  return [
    ...reasons.slice(0, shown),
    { text: `还有${reasons.length - shown}处问题没有处理，请在“文字检查”里查看全部。` },
  ]
}

/** Working days until an order is due: the next one for what must go at once, else five. A rule of the house; a bureau may be stricter. */
export const orderDays = (finding: Pick<Finding, 'tier' | 'kind'>): number =>
  finding.tier === 'A' || isPersonal(finding.kind) ? 1 : 5

/** Why an order may not be excused by somebody in this role. */
export function cannotExcuse(
  order: { readonly kind: string; readonly tier: string },
  role: string,
  reason: string,
): Reason[] {
  const reasons: Reason[] = []
  if (order.kind === 'classification' && role !== 'secrecyOfficer')
    reasons.push({ text: '涉及密级标志或内部标志，只能由保密审查员确认。', basis: '保密法/35' })
  if (order.kind !== 'classification' && role === 'secrecyOfficer')
    reasons.push({ text: '这一处不涉及保密，由公开审查员确认。' })
  if (reason.trim() !== '' && reason.trim().length < shortestReason)
    reasons.push({ field: 'reason', text: `请写明为什么确认无误（至少${shortestReason}个字）。` })
  return reasons
}
