import { z } from 'zod'
import { Refused } from '#kit/errors.ts'
import { dayFault } from '#law/day.ts'
import { applicantKinds, channels } from './model.ts'
import type { RegisterFilter } from './store/register.ts'
import { openStates, requestStates } from './workflow.ts'

/** What the register may be asked for: by its screen, and by who takes it out as a table. */

const page = z.coerce
  .number('页码应为数字。')
  .int('页码应为整数。')
  .min(1, '页码从1开始。')
  .max(100_000, '没有这么多页。')
  .default(1)
const day = z.string().superRefine((text, context) => {
  const fault = dayFault(text)
  if (fault) context.addIssue({ code: 'custom', message: fault })
})
export const filters = z.object({
  state: z.string().max(200).optional(),
  from: day.optional(),
  until: day.optional(),
  kind: z.enum(applicantKinds, '没有这种申请人。').optional(),
  channel: z.enum(channels, '没有这种渠道。').optional(),
  outcome: z
    .string()
    .regex(/^O\d{1,2}$/, '没有这种办理结果。')
    .optional(),
  q: z.string().max(200, '查询的文字不能超过200个字。').default(''),
  mine: z.enum(['1']).optional(),
  /** What is open goes by the day it falls due, unless it is asked for by its receipt. */
  order: z.enum(['received'], '没有这种顺序。').optional(),
  /** The whole register on paper: so many rows as fit a binder. */
  whole: z.enum(['1']).optional(),
  page,
})
export type Filters = z.infer<typeof filters>

const open: readonly string[] = openStates

/** Throws Refused for a period that runs backwards and for stages that do not exist. */
export function filterOf(query: Filters): RegisterFilter {
  if (query.from && query.until && query.from > query.until)
    throw new Refused('invalid', [{ field: 'until', text: '止日早于起日，请核对期间。' }])
  const states = query.state?.split(',').filter(s => s !== '') ?? []
  for (const state of states)
    if (state !== 'open' && !(requestStates as readonly string[]).includes(state))
      throw new Refused('invalid', [{ field: 'state', text: `没有“${state}”这个环节。` }])
  const isOpen = states.length > 0 && states.every(s => s === 'open' || open.includes(s))
  return {
    ...(states.length > 0 ? { states: states.flatMap(s => (s === 'open' ? open : [s])) } : {}),
    ...(isOpen && query.order === undefined ? { dueFirst: true as const } : {}),
    ...(query.from ? { from: query.from } : {}),
    ...(query.until ? { until: query.until } : {}),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.channel ? { channel: query.channel } : {}),
    ...(query.outcome ? { outcome: query.outcome } : {}),
    ...(query.q.trim() ? { q: query.q.trim() } : {}),
  }
}
