import type { Reason } from '#kit/errors.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { baseDue } from './clock.ts'
import type { Fact } from './facts.ts'

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
