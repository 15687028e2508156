import { z } from 'zod'

/**
 * Hours within which the reviews of what was published at once have to follow. No text sets a number [D]: a working day and
 * the night after it; a variant may set another one.
 */
export const ratifyHours = 24

/** For what a document may go before the public at once: the four kinds of emergencies (突发事件应对法第二条) and warnings. */
export const emergencyKinds = {
  'natural-disaster': '自然灾害',
  accident: '事故灾难',
  'public-health': '公共卫生事件',
  'social-security': '社会安全事件',
  warning: '预警信息',
} as const
export type EmergencyKind = keyof typeof emergencyKinds

export const emergencyForm = z.object({
  kind: z.enum(
    Object.keys(emergencyKinds) as [EmergencyKind, ...EmergencyKind[]],
    '请选择突发事件的种类。只有突发事件信息可以先行发布。',
  ),
  event: z
    .string('请写明突发事件的名称。')
    .trim()
    .min(4, '请写明突发事件的名称，例如“7·20暴雨洪涝灾害”（至少4个字）。')
    .max(100, '突发事件的名称不能超过100个字。'),
  consentBy: z.coerce
    .number('请选择口头同意先行发布的领导。')
    .int('请选择口头同意先行发布的领导。')
    .positive('请选择口头同意先行发布的领导。'),
  columns: z.array(z.string()).min(1, '请至少选择一个栏目。').optional(),
})
export type EmergencyForm = z.infer<typeof emergencyForm>
