import type { Reason } from '#kit/errors.ts'
import { cannotEnd, cannotExtend } from '../rules.ts'
import type { DecideForm, Item, OpenForm } from './model.ts'

/** Why a clean-up cannot be opened so. */
export function cannotOpen(form: OpenForm, today: string): Reason[] {
  const reasons: Reason[] = []
  if (form.issuedUntil > today)
    reasons.push({
      field: 'issuedUntil',
      text: `印发截止日期${form.issuedUntil}在今天之后，请改为今天或之前的日期。`,
    })
  if (form.opinionsBy < today)
    reasons.push({
      field: 'opinionsBy',
      text: `提出意见的最后一天${form.opinionsBy}已经过去，请改为以后的日期。`,
    })
  return reasons
}

/** Why a document is not asked about any more. */
export const isGone = (item: Pick<Item, 'presentState'>): Reason[] =>
  item.presentState === 'published'
    ? []
    : [{ text: '这件文件已经撤回，不在公开的规范性文件之列，不需要再办。' }]

/** Nobody waits for an opinion beyond its last day; an expiry is waited for until thirty days before it. */
export function cannotProceed(
  item: Pick<Item, 'dueOn' | 'expiresOn'>,
  today: string,
  waitUntil: string,
): Reason[] {
  return today > waitUntil
    ? []
    : [{ text: `提出意见的最后一天${waitUntil}还没有过，请等待起草部门的意见，或先催办。` }]
}

/** What is known of the document for a decision. */
export type Standing = {
  readonly validity: string | null
  readonly endedOn: string | null
  readonly issuedOn: string | null
  /** The longest end a new term may have. */
  readonly most: string
}

/** Why a conclusion cannot be decided so: it is held against what the document is now. */
export function cannotDecide(item: Item, form: DecideForm, standing: Standing, today: string): Reason[] {
  const reasons: Reason[] = [...isGone(item)]
  const needsNote = form.decision === 'repeal' || form.decision === 'expire' || form.until !== undefined
  if (form.decision === 'keep' && item.expiresOn !== null && form.until === undefined)
    reasons.push({ field: 'until', text: '到期评估结论为继续有效的，请填写续期到哪一天。' })
  if (form.decision === 'keep' && form.until !== undefined)
    reasons.push(
      ...cannotExtend(form.until, {
        expiresOn: item.presentExpiry,
        validity: standing.validity,
        today,
        most: standing.most,
      }).map(r => ({ ...r, field: 'until' })),
    )
  const lapses = form.decision === 'expire' && item.expiresOn !== null && form.on === undefined
  if ((form.decision === 'repeal' || form.decision === 'expire') && !lapses) {
    if (form.on === undefined)
      reasons.push({
        field: 'on',
        text: `结论为${form.decision === 'repeal' ? '废止' : '失效'}的，请填写自哪一天起。`,
      })
    else reasons.push(...cannotEnd(form.on, standing))
  }
  if (needsNote && !lapses && (form.publicNote?.length ?? 0) < 4)
    reasons.push({ field: 'publicNote', text: '请写一句给公众看的说明（至少4个字）。' })
  return reasons
}
