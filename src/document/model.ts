import { z } from 'zod'
import { isDay } from '#law/day.ts'
import { tagKeys } from '#tag/model.ts'
import type { EmergencyKind } from './emergency/model.ts'
import type { Rules } from './variants/model.ts'
import type { State } from './workflow.ts'

export const attributes = ['proactive', 'on-request', 'withheld'] as const
export type Attribute = (typeof attributes)[number]

/** 面向社会，或者只给特定的人（吉林 一(一)：按目的、效果、影响选择方式和范围）. */
export const audiences = ['everyone', 'particular'] as const

export const urgencies = ['', '平急', '加急', '特急'] as const

const day = z
  .string('请填写日期。')
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写成2026-11-22这样的形式。')
  .refine(text => !/^\d{4}-\d{2}-\d{2}$/.test(text) || isDay(text), '没有这一天，请核对日期。')
const text = (max: number, what: string) => z.string().max(max, `${what}不能超过${max}个字。`)

/** What the drafter types and the autosave keeps: anything may still be missing. */
export const draftSchema = z.object({
  title: text(200, '标题'),
  kind: z.string().nullable(),
  theme: text(50, '主题分类').nullable(),
  attribute: z.enum(attributes, '公开属性须在主动公开、依申请公开、不予公开中选择。').nullable(),
  attributeReason: text(1000, '公开属性的理由').nullable(),
  ground: z.string().nullable(),
  normative: z.boolean(),
  secrecyDoubt: z.boolean(),
  urgency: z.enum(urgencies, '紧急程度应为平急、加急或特急，或不填。'),
  addressee: text(500, '主送机关'),
  signatories: z.array(text(100, '署名')).max(10, '署名机关最多10个。'),
  columns: z.array(z.string()).max(10, '最多选10个栏目。'),
  writtenOn: day.nullable(),
  audience: z.enum(audiences, '公开范围应为面向社会或面向特定对象。').default('everyone'),
  audienceWhy: text(500, '选择公开范围的理由').nullable().default(null),
  openPart: text(1000, '可以公开的部分').nullable().default(null),
  inGovernmentName: z.boolean().default(false),
  proposal: text(1000, '对公开属性的建议').nullable().default(null),
  /** Keys of the thesaurus (#tag/model.ts). */
  tags: tagKeys.default([]),
  bodyHtml: z.string().max(2_000_000, '正文过长。请把大段附表另存为附件上传。'),
})
export type Draft = z.infer<typeof draftSchema>

export const emptyDraft: Draft = {
  title: '',
  kind: null,
  theme: null,
  attribute: null,
  attributeReason: null,
  ground: null,
  normative: false,
  secrecyDoubt: false,
  urgency: '',
  addressee: '',
  signatories: [],
  columns: [],
  writtenOn: null,
  audience: 'everyone',
  audienceWhy: null,
  openPart: null,
  inGovernmentName: false,
  proposal: null,
  tags: [],
  bodyHtml: '',
}

/** The document as staff see it. */
export type OfficialDocument = Draft & {
  /** Marks of 标准目录事项 (#catalog/choice.ts). */
  readonly catalogItems: readonly string[]
  readonly id: number
  readonly bodyId: number
  readonly departmentId: number
  readonly drafterId: number
  readonly state: State
  readonly version: number
  readonly series: string | null
  readonly numberYear: number | null
  readonly numberSequence: number | null
  readonly documentNumber: string | null
  readonly indexNumber: string | null
  readonly issuedOn: string | null
  readonly publishedAt: Date | null
  readonly originalPublishedOn: string | null
  readonly imported: boolean
  readonly sourceNote: string | null
  readonly label: string | null
  readonly bodyHash: string | null
  readonly address: string | null
  /** The day on which it was decided that it is to be public after all; the 20 working days run from it. */
  readonly reattributedOn: string | null
  readonly publishAt: Date | null
  /** The version of a local variant under which it began; null: the national procedure. */
  readonly rules: Rules | null
  /** Published at once in an emergency at `at`; the reviews have to follow by `due`. */
  readonly emergency: {
    readonly kind: EmergencyKind
    readonly event: string
    readonly consentBy: number
    readonly at: Date
    readonly due: Date
  } | null
  /** Departments still asked to countersign. */
  readonly asked: readonly number[]
  /** Paper copies on their way to a reading place, not receipted yet. */
  readonly paperOpen: boolean
  /** The last day of an evaluation or clean-up that is still open on it. */
  readonly evaluation?: string | null
  readonly returnedFrom: string | null
  readonly returnedReason: string | null
  readonly reachedAt: Date
  readonly createdAt: Date
  readonly savedAt: Date
}

export const numberForm = z.object({
  series: z.string('请选择机关代字。').min(1, '请选择机关代字。'),
})
export const issueForm = z.object({ issuedOn: day.optional(), tags: tagKeys.optional() })
/** 标准目录事项 by field/key (#catalog/choice.ts); one publication may answer several. */
const catalogItems = z.array(z.string().max(80)).max(20, '最多选20个目录事项。').optional()
export const publishForm = z.object({
  columns: z.array(z.string()).min(1, '请至少选择一个栏目。').optional(),
  catalogItems,
  tags: tagKeys.optional(),
})
export const scheduleForm = z.object({
  publishAt: z
    .string('请填写发布时间。')
    .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, '发布时间应写成 2026-11-22T09:00 这样的形式。')
    .refine(
      text => !/^\d{4}-\d{2}-\d{2}T/.test(text) || isDay(text.slice(0, 10)),
      '没有这一天，请核对发布时间。',
    ),
  columns: z.array(z.string()).min(1, '请至少选择一个栏目。').optional(),
  catalogItems,
  tags: tagKeys.optional(),
})
export const classifyForm = z.object({
  columns: z.array(z.string()).min(1, '请至少选择一个栏目。').max(10, '最多选10个栏目。').optional(),
  theme: text(50, '主题分类').optional(),
  catalogItems,
  tags: tagKeys.optional(),
})
export const returnForm = z.object({ to: z.string().optional() })
export const countersignForm = z.object({
  departments: z
    .array(z.coerce.number().int())
    .min(1, '请至少选择一个会签部门。')
    .max(30, '会签部门最多30个。'),
})
export const countersignAnswer = z.object({
  agrees: z.enum(['yes', 'no'], '请选择同意或不同意。'),
})
/** What an office outside said, entered with who said it and when (390号文 五(三)). */
export const determinationForm = z.object({
  office: text(100, '作出意见的机关').trim().min(2, '请写明作出意见的机关。'),
  on: day,
})
export const reattributeForm = z.object({
  attribute: z.enum(attributes, '公开属性须在主动公开、依申请公开、不予公开中选择。'),
  ground: z.string().optional(),
})
/** 主题分类 of an emergency-management body, in the wording of 吉林's metadata box where it has one. */
export const themes = [
  '安全与应急管理',
  '综合政务',
  '安全生产',
  '防灾减灾救灾',
  '应急预案与演练',
  '执法监督',
  '事故调查',
  '财政资金',
  '教育培训',
  '其他',
]

/** Where else a document was published (390号文 四(一)6、条例第二十三条). */
export const channels = {
  'new-media': '政务新媒体',
  bulletin: '政府公报',
  press: '报刊、广播、电视',
  conference: '新闻发布会',
  board: '公告栏、电子屏',
  other: '其他',
} as const
export type Channel = keyof typeof channels
export const channelForm = z.object({
  channel: z.enum(Object.keys(channels) as [Channel, ...Channel[]], '请选择渠道。'),
  place: text(100, '在哪里').trim().min(2, '请写明在哪里公布，例如公众号名称、报纸名称和版次。'),
  doneOn: day,
  link: z.url('网址应以 http:// 或 https:// 开头。').max(500, '网址太长。').optional(),
})
export const paperForm = z.object({
  place: text(100, '查阅场所').trim().min(2, '请写明查阅场所，例如“市档案馆”“县图书馆”。'),
  doneOn: day,
})
export const paperReceiptForm = z.object({
  place: z.string('请选择查阅场所。').min(1, '请选择查阅场所。'),
  receiptBy: text(50, '签收人').trim().min(1, '请填写签收人。'),
  receiptOn: day,
})

export const withdrawKinds = {
  error: '内容有误',
  privacy: '涉及个人隐私或商业秘密',
  secrecy: '涉及国家秘密、工作秘密',
  superseded: '已由新文件替代',
  other: '其他',
} as const
export type WithdrawKind = keyof typeof withdrawKinds
export const withdrawForm = z.object({
  kind: z.enum(Object.keys(withdrawKinds) as [WithdrawKind, ...WithdrawKind[]], '请选择撤回的原因。'),
  publicNote: text(500, '撤回说明').trim().min(4, '请写一句给公众看的撤回说明（至少 4个字）。'),
})
export const correctForm = z.object({
  publicNote: text(200, '更正说明').trim().min(4, '请写一句给公众看的更正说明（至少 4个字）。'),
  title: text(200, '标题').trim().min(1, '标题不能为空。'),
  bodyHtml: z.string().min(1, '正文不能为空。').max(2_000_000, '正文过长。'),
})

/** A document issued before this system, entered with its own dates; nothing may be invented, so most is optional. */
export const importSchema = z.object({
  title: text(200, '标题').min(1, '请填写标题。'),
  kind: z.string().nullable(),
  theme: text(50, '主题分类').nullable(),
  attribute: z.literal('proactive', '只有主动公开的历史公文可以补录发布。'),
  normative: z.boolean(),
  addressee: text(500, '主送机关'),
  signatories: z.array(text(100, '署名')).min(1, '请填写发文机关。').max(10, '署名机关最多10个。'),
  columns: z.array(z.string()).min(1, '请至少选择一个栏目。'),
  documentNumber: text(60, '发文字号').nullable(),
  indexNumber: text(60, '索引号').nullable(),
  writtenOn: day.nullable(),
  issuedOn: day.nullable(),
  originalPublishedOn: day.nullable(),
  sourceNote: text(500, '来源说明').min(4, '请写明这件公文从哪里来（例如“从原网站迁入”）。'),
  bodyHtml: z.string().min(1, '正文不能为空。').max(2_000_000, '正文过长。请把大段附表另存为附件上传。'),
})
export type Import = z.infer<typeof importSchema>
