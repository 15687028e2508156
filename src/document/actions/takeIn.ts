import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { intake } from '../intake/intake.ts'
import type { Accepted, IntakeInput } from '../intake/types.ts'

/**
 * Reads what a clerk brought (a DOCX, a paste) into the fields of the drafting form. Keeps nothing: the drafter decides
 * what is taken over. Refused with the intake's own sentences; a classified text leaves no trace (保密法第三十一条).
 */
export async function takeIn(house: House, input: IntakeInput): Promise<Accepted> {
  const result = await intake(input, { today: dayOf(house.now()) })
  if (!result.ok)
    throw new Refused(
      result.code === 'too-large' ? 'too-large' : 'invalid',
      result.reasons.map(text => ({
        field: 'file',
        text,
        ...(result.code === 'classified' ? { basis: '保密法/31(3)' } : {}),
      })),
    )
  return result
}
