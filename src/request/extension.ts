import type { Reason } from '#kit/errors.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import type { Holder } from '#people/directory.ts'
import { baseDue } from './clock.ts'
import type { Fact } from './facts.ts'
import type { Case } from './store/cases.ts'

/** 条例第三十三条第二款: what stands against an extension, whoever asks. */
export function extensionReasons(
  facts: readonly Fact[],
  told: string,
  calendar: Calendar,
  today = told,
): Reason[] {
  if (facts.some(f => f.kind === 'extend'))
    return [
      { field: 'days', text: '答复期限已经延长过一次，不能再延长。请在期限内答复。', basis: '条例/33(2)' },
    ]
  const base = baseDue(facts, told, calendar)
  if (base !== null && (told > base || today > (baseDue(facts, today, calendar) ?? today)))
    return [
      {
        field: 'on',
        text: `原答复期限已在${proseDay(base)}届满，届满以后不能再延长。请立即答复，并如实记录超期。`,
        basis: '条例/33(2)',
      },
    ]
  return []
}

/** 条例第三十三条第二款: heads of the openness unit, but for who asked for the extension. */
export const extensionHeads = (
  row: Pick<Case, 'bodyId' | 'departmentId'>,
  holders: readonly Holder[],
  facts: readonly Fact[],
): Holder[] => {
  const asker = facts.findLast(f => f.kind === 'proposeExtension')?.by ?? null
  return row.departmentId === null
    ? []
    : holders.filter(
        h =>
          h.bodyId === row.bodyId &&
          h.role === 'departmentHead' &&
          h.departmentId === row.departmentId &&
          h.staffId !== asker,
      )
}

/** Whether the officer has asked for an extension that nobody has agreed to yet. */
export const asksToExtend = (facts: readonly Fact[]): boolean =>
  facts.some(f => f.kind === 'proposeExtension') && facts.every(f => f.kind !== 'extend')
