import { z } from 'zod'
import { isDay } from '#law/day.ts'

/** Relations a document itself states; the other side is told by the record. */
export const relationKinds = {
  replaces: '替代（新文件施行后，旧文件废止）',
  repeals: '废止',
  amends: '修改',
  basis: '以其为依据',
  implements: '实施、细化',
  interprets: '解读（本件是那件文件的解读）',
} as const
export type RelationKind = keyof typeof relationKinds
export const relationKeys = Object.keys(relationKinds) as [RelationKind, ...RelationKind[]]

/** Those that change how the other document stands. */
export const changing: readonly RelationKind[] = ['replaces', 'repeals', 'amends']

/** Those that the other document says, too: what changes it, and its 解读 (焦作 二(四)：文件与解读相互关联). */
export const told: readonly RelationKind[] = [...changing, 'interprets']

/** How a document of this house stands in time, as kept by the office. */
export type Normative = {
  readonly effectiveOn: string | null
  readonly termYears: number | null
  readonly expiresOn: string | null
  readonly noTermReason: string | null
  readonly repealedOn: string | null
  readonly amendedOn: string | null
  readonly revisedOn: string | null
  readonly unifiedNumber: string | null
}

export const noNormative: Normative = {
  effectiveOn: null,
  termYears: null,
  expiresOn: null,
  noTermReason: null,
  repealedOn: null,
  amendedOn: null,
  revisedOn: null,
  unifiedNumber: null,
}

export type RelationRow = {
  readonly id: number
  readonly documentId: number
  readonly relation: RelationKind
  readonly targetId: number | null
  readonly targetAddress: string | null
  readonly targetTitle: string
  readonly targetNumber: string | null
  readonly whole: boolean
  readonly on: string | null
  readonly standing: 'entered' | 'public' | 'ended'
}

const day = z.string('请填写日期。').refine(isDay, '日期应写成2026-11-22这样的形式，且须是存在的日子。')
const publicNote = z
  .string('请写一句给公众看的说明。')
  .trim()
  .min(4, '请写一句给公众看的说明（至少4个字）。')
  .max(200, '给公众看的说明不能超过200个字。')
const years = z.coerce
  .number('年数应为数字。')
  .int('年数应为整数。')
  .min(1, '有效期至少1年。')
  .max(30, '有效期最多30年。')

/** 有效期 at drafting: an end, a number of years, or why there is none. */
export const termForm = z.object({
  effectiveOn: day.nullable().default(null),
  termYears: years.nullable().default(null),
  expiresOn: day.nullable().default(null),
  noTermReason: z.string().trim().max(300, '不设有效期的理由不能超过300个字。').nullable().default(null),
})
export type TermForm = z.infer<typeof termForm>

export const relateForm = z.object({
  relation: z.enum(relationKeys, '请选择关系。'),
  target: z
    .string('请填写另一件文件的文号、网址或标题。')
    .trim()
    .min(2, '请填写另一件文件的文号、网址或标题。')
    .max(400, '另一件文件的文号、网址或标题太长。'),
  /** Of amends: the whole text was issued anew. */
  whole: z.enum(['part', 'whole'], '请选择部分修改或全文修改。').default('part'),
  on: day.optional(),
})
export type RelateForm = z.infer<typeof relateForm>
export const relatePublicForm = relateForm.extend({ publicNote: publicNote.optional() })

export const unrelateForm = z.object({
  relation: z.coerce.number('请选择关系。').int('请选择关系。').positive('请选择关系。'),
  publicNote,
})

export const extendForm = z.object({ expiresOn: day, effectiveOn: day.optional(), publicNote })
export const endHows = { repealed: '废止', expired: '宣布失效' } as const
export const endForm = z.object({
  how: z.enum(['repealed', 'expired'], '请选择废止或宣布失效。'),
  on: day,
  publicNote,
})

/** What a body decides for itself. */
export const ruleForm = z.object({
  generalYears: years,
  trialYears: z.coerce
    .number('年数应为数字。')
    .int('年数应为整数。')
    .min(1, '试行、暂行的有效期至少1年。')
    .max(10, '试行、暂行的有效期最多10年。'),
  depositDays: z.coerce
    .number('天数应为数字。')
    .int('天数应为整数。')
    .min(1, '备案期限至少1天。')
    .max(365, '备案期限最多365天。'),
  unifiedTemplate: z
    .string()
    .trim()
    .max(60, '统一编号的样式不能超过60个字。')
    .nullable()
    .default(null)
    .refine(t => !t || (t.split('{year}').length === 2 && t.split('{seq}').length === 2), {
      message: '统一编号的样式须恰有一个{year}（年份）和一个{seq}（顺序号），例如“HFGS-{year}-{seq}”。',
    }),
  reason: z
    .string('请写明依据。')
    .trim()
    .min(4, '请写明依据的本地规定（至少4个字）。')
    .max(300, '依据不能超过300个字。'),
})
export type Rule = Omit<z.infer<typeof ruleForm>, 'reason'> & { readonly reason: string | null }
