import { z } from 'zod'

/** 公开属性、移交、保存期限: the words and forms of this room. */

export const registerStates = ['issued', 'published', 'withdrawn'] as const
export type RegisterState = (typeof registerStates)[number]
export const registerStateLabels: Record<RegisterState, string> = {
  issued: '已印发',
  published: '已公开',
  withdrawn: '已撤回',
}
export const attributeLabels: Record<string, string> = {
  proactive: '主动公开',
  'on-request': '依申请公开',
  withheld: '不予公开',
}

/** One line of 非密公文全量备案登记簿. `title` is null where the reader may not know it. */
export type RegisterRow = {
  readonly id: number
  readonly number: string | null
  readonly title: string | null
  readonly kind: string | null
  readonly attribute: string | null
  readonly ground: string | null
  readonly state: string
  readonly registeredOn: string
  readonly writtenOn: string | null
  readonly issuedOn: string | null
  /** `YYYY-MM-DDTHH:mm:ss+08:00` */
  readonly publishedAt: string | null
  readonly address: string | null
  readonly imported: boolean
  readonly receipt: { readonly position: number; readonly contentHash: string } | null
  readonly purged: boolean
}

export const explanationKinds = {
  outside: '在系统外使用',
  'not-imported': '历史公文尚未补录',
  classified: '涉密公文使用，不在本系统办理',
  skipped: '跳号，未使用',
} as const
export type ExplanationKind = keyof typeof explanationKinds

export const gapKinds = {
  missing: '缺号',
  unused: '取号未用',
  duplicate: '重号',
  void: '作废',
  explained: '已说明',
  pending: '待印发',
} as const
export type GapKind = keyof typeof gapKinds

/** Numbers that need an explanation, have one, or are used twice. `first` to `last` inclusive. */
export type Gap = {
  readonly series: string
  readonly year: number
  readonly first: number
  readonly last: number
  readonly kind: GapKind
  readonly text: string
  /** Nobody has said what became of it. */
  readonly finding: boolean
  readonly documents: readonly number[]
}

export const openings = {
  open: '到期开放',
  'at-25-years': '满二十五年开放',
  controlled: '控制使用（延期开放）',
} as const
export type Opening = keyof typeof openings

export const terms = {
  permanent: '永久',
  '30-years': '30年',
  '10-years': '10年',
} as const
export type Term = keyof typeof terms
export const termKeys = Object.keys(terms) as [Term, ...Term[]]

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: '日期应写成2026-11-22这样的形式。', abort: true })
  .refine(text => {
    const [y, m, d] = text.split('-').map(Number) as [number, number, number]
    const last = [
      31,
      y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28,
      31,
      30,
      31,
      30,
      31,
      31,
      30,
      31,
      30,
      31,
    ]
    return m >= 1 && m <= 12 && d >= 1 && d <= last[m - 1]!
  }, '没有这一天，请核对日期。')
const words = (max: number, what: string) => z.string().trim().max(max, `${what}不能超过${max}个字。`)
const ids = z.array(z.coerce.number('公文编号应为数字。').int().positive())

export const periodSchema = z
  .object({ from: day, until: day })
  .refine(p => p.from <= p.until, { path: ['until'], message: '止日早于起日，请核对期间。' })
export type Period = z.infer<typeof periodSchema>

export const filingForm = z
  .object({ from: day, until: day, note: words(1000, '说明').nullish() })
  .refine(p => p.from <= p.until, { path: ['until'], message: '止日早于起日，请核对期间。' })

export const explanationForm = z
  .object({
    series: words(40, '机关代字').min(1, '请选择机关代字。'),
    year: z.coerce.number('年份应为数字。').int().min(1949, '年份应在1949年以后。').max(2999, '年份过大。'),
    first: z.coerce
      .number('顺序号应为数字。')
      .int('顺序号应为整数。')
      .min(1, '顺序号从1起。')
      .max(99999, '顺序号最多5位。'),
    last: z.coerce
      .number('顺序号应为数字。')
      .int('顺序号应为整数。')
      .min(1, '顺序号从1起。')
      .max(99999, '顺序号最多5位。'),
    kind: z.enum(
      Object.keys(explanationKinds) as [ExplanationKind, ...ExplanationKind[]],
      '请选择缺号的原因。',
    ),
    reason: words(500, '说明').min(4, '请写明缺号的情况（至少4个字；涉密公文不得写标题和内容）。'),
  })
  .refine(f => f.first <= f.last, { path: ['last'], message: '止号小于起号，请核对。' })

export const prepareForm = z
  .object({
    archives: words(100, '接收的档案馆').min(2, '请写明接收的档案馆。'),
    from: day,
    until: day,
    series: words(40, '机关代字').nullish(),
  })
  .refine(p => p.from <= p.until, { path: ['until'], message: '止日早于起日，请核对期间。' })
export const openingForm = z.object({
  documents: ids.min(1, '请至少选择一件公文。').max(5000, '一次最多写5000件。'),
  opening: z.enum(Object.keys(openings) as [Opening, ...Opening[]], '请选择到期开放意见。'),
  note: words(500, '说明').nullish(),
})
export const receiptForm = z.object({
  number: words(80, '回执编号').min(1, '请填写档案馆回执的编号。'),
  on: day,
  by: words(50, '接收人').min(2, '请填写档案馆的接收人。'),
})
export const retentionForm = z.object({
  term: z.enum(termKeys, '请选择保管期限：永久、30年或10年。'),
  reason: words(500, '理由').min(4, '请写明理由（至少4个字）。'),
  from: day.nullish(),
})
export const retentionRuleForm = z.object({
  rule: z.string().min(1, '请选择规则。'),
  term: z.enum(termKeys, '请选择保管期限：永久、30年或10年。'),
  reason: words(500, '理由').min(4, '请写明理由（至少4个字）。'),
})
export const disposalForm = z.object({
  documents: ids.min(1, '请至少选择一件公文。').max(1000, '一次最多1000件。'),
  reason: words(1000, '鉴定意见').min(4, '请写明鉴定意见（至少4个字）。'),
})
