import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'
import { guidelineNames, type GuidelineName } from '../model.ts'
import type { AbsenceState } from './workflow.ts'

/** noDuty 本单位无此职能 (until withdrawn) · nothing 本期无 (of one year). */
export const absenceKinds = ['noDuty', 'nothing'] as const
export type AbsenceKind = (typeof absenceKinds)[number]
export const absenceKindLabels: Record<AbsenceKind, string> = {
  noDuty: '本单位无此职能',
  nothing: '本期无',
}

export const absenceForm = z
  .object({
    body: z.int(),
    field: z.enum(guidelineNames, '没有这个领域，可选安全生产、救灾。'),
    item: z.string('请选择事项。').min(1, '请选择事项。').max(40),
    kind: z.enum(absenceKinds, '请选择是“本单位无此职能”还是“本期无”。'),
    year: z.int('年份应为整数。').min(2008, '年份应在2008年以后。').max(2100).nullable().default(null),
    reason: z
      .string('请写明理由。')
      .trim()
      .min(4, '请写明理由，至少四个字：公众会看到这句话。')
      .max(300, '理由不能超过300个字。'),
  })
  .refine(f => f.kind !== 'nothing' || f.year !== null, {
    path: ['year'],
    message: '“本期无”要写明是哪一年。',
  })
  .transform(f => (f.kind === 'noDuty' ? { ...f, year: null } : f))
export type AbsenceForm = z.infer<typeof absenceForm>

export type AbsenceRow = Subject & {
  readonly state: AbsenceState
  readonly field: GuidelineName
  readonly itemKey: string
  readonly year: number | null
  readonly kind: AbsenceKind
  readonly reason: string
}

/** What the public reads of it. */
export type PublicAbsence = {
  readonly id: number
  readonly bodyId: number
  readonly field: GuidelineName
  readonly itemKey: string
  readonly year: number | null
  readonly kind: AbsenceKind
  readonly reason: string
  readonly saidBy: string
  readonly saidOn: string
}
