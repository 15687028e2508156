import { z } from 'zod'
import { tagKeys } from '#tag/model.ts'
import { columnIds, isColumn, statutoryItems, type ColumnId } from '#record/columns.ts'
import { kindFacts, type Kind } from '#record/model.ts'

/** 信息发布（非公文）: what a body tells the public besides its documents. */

export const postingKinds = [
  'news',
  'notice',
  'guide',
  'organization',
  'leader',
  'absence',
  'disclosed-answer',
  'annual-report',
  'site-report',
] as const satisfies readonly Kind[]
export type PostingKind = (typeof postingKinds)[number]

/** A fact that a kind asks for, with what it is for; required ones cannot be left out (19号文 概况信息、机构职能、领导信息). */
export type FactAsked = {
  readonly label: string
  readonly hint: string
  readonly required?: true
  readonly choices?: readonly string[]
}

export const opennessDuty = { label: '政务公开', value: '分管负责人' } as const
export const itemFact = '条款'
/** Stands in a draft where only the body knows the figure. */
export const leftToFill = '（由主办单位填写）'

export const postingFacts: Record<
  PostingKind,
  { readonly hint: string; readonly columns: readonly ColumnId[]; readonly facts: readonly FactAsked[] }
> = {
  news: { hint: '本机关的工作动态；两周不更新会被认定为栏目不更新。', columns: ['news'], facts: [] },
  notice: { hint: '需要公众知晓的通知、公告和公示。', columns: ['notice'], facts: [] },
  guide: {
    hint: '政府信息公开指南：信息的分类、编排体系、获取方式和公开工作机构的联系方式，变动后及时更新。',
    columns: [],
    facts: [],
  },
  organization: {
    hint: '机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名。',
    columns: ['organization'],
    facts: [
      { label: '办公地址', hint: '能找到门的写法。', required: true },
      { label: '办公时间', hint: '例如：工作日 8:30—12:00，14:00—17:30。', required: true },
      { label: '联系电话', hint: '有人接听的座机。', required: true },
      { label: '负责人', hint: '主要负责人姓名。', required: true },
      { label: '政务公开工作机构', hint: '负责公开日常工作的处室和电话。' },
    ],
  },
  leader: {
    hint: '一位领导一件：姓名写在标题，职务、分工写清楚；分管政务公开的负责人要标出。',
    columns: ['organization'],
    facts: [
      { label: '职务', hint: '例如：党委委员、副局长。', required: true },
      { label: '分工', hint: '分管哪些工作、哪些处室。', required: true },
      {
        label: opennessDuty.label,
        hint: '每个机关应有一位负责人分管政务公开，并向社会公布。',
        choices: [opennessDuty.value],
      },
      { label: '办公电话', hint: '可以公开的办公电话，不写手机。' },
    ],
  },
  absence: {
    hint: '条例列出、但本机关没有这项职能的，写明理由和依据（三定规定、权责清单），公众就知道不是漏公开。',
    columns: [],
    facts: [],
  },
  'disclosed-answer': {
    hint: '依申请公开中可以让所有人看的答复：写申请了什么、答复了什么，不写申请人，也不写其他人的个人信息。',
    columns: [],
    facts: [
      { label: '申请内容', hint: '申请了什么，用一句话写；不写是谁申请的。', required: true },
      {
        label: '办理结果',
        hint: '与答复书一致。',
        required: true,
        choices: ['予以公开', '部分公开', '不予公开', '无法提供', '不予处理', '其他处理'],
      },
      { label: '答复时间', hint: '年月即可，例如：2026年11月。' },
    ],
  },
  'annual-report': {
    hint: '六部分的年度报告，公开在“年报”栏目。本系统编写的年度报告在“年度报告”里送来；以前年度的，把原文贴进来。',
    columns: ['annual'],
    facts: [{ label: '报告年度', hint: '四位数字的年份，例如：2025。', required: true }],
  },
  'site-report': {
    hint: '每年1月31日前公布上一年度的网站工作年度报表（国办函〔2018〕12号）。数由“网站年度报表”统计好送来，本站不掌握的在表里填写。',
    columns: [],
    facts: [{ label: '报表年度', hint: '四位数字的年份，例如：2025。', required: true }],
  },
}

/** Statutory items of which a body may say that it has no such duty. */
export const absenceItems = statutoryItems.map(i => ({ id: i.id, label: `${i.label}（${i.cite}）` }))

const text = (name: string, most: number) =>
  z
    .string({ error: `请填写${name}。` })
    .trim()
    .max(most, `${name}不超过 ${most} 个字。`)

/** What may be saved at any time: half a text is better than none. */
export const contentSchema = z.object({
  title: text('标题', 200),
  source: text('来源', 100),
  html: z.string().max(3_000_000, '正文太长。'),
  facts: z.record(z.string().max(30), text('内容', 1000)).default({}),
  rank: z.number('排序应为数字。').int('排序应为整数。').min(0).max(9999).nullable().default(null),
  item: z.string().max(20).nullable().default(null),
  columns: z.array(z.string().refine(isColumn, '没有这个栏目。')).max(5, '最多选 5 个栏目。').default([]),
  /** 标准目录事项 by field/key (#catalog/choice.ts). */
  catalogItems: z.array(z.string().max(80)).max(20, '最多选 20 个目录事项。').default([]),
  /** Keys of the thesaurus (#tag/model.ts). */
  tags: tagKeys.default([]),
})
export type Content = z.infer<typeof contentSchema>

export const emptyContent: Content = {
  title: '',
  source: '',
  html: '',
  facts: {},
  rank: null,
  item: null,
  columns: [],
  catalogItems: [],
  tags: [],
}

export const publishForm = z.object({
  /** 条例第十七条: nothing is published unexamined; whoever publishes says that he has. */
  examined: z.literal(true, '请确认已按条例第十七条审查：不涉密，不含应当遮盖的个人隐私和商业秘密。'),
  note: z.string().trim().max(200, '更正说明不超过 200 个字。').optional(),
})
export type PublishForm = z.infer<typeof publishForm>

export const withdrawForm = z.object({
  publicNote: z
    .string({ error: '请写给公众看的撤回说明。' })
    .trim()
    .min(4, '请写给公众看的撤回说明，至少 4 个字。')
    .max(300, '撤回说明不超过 300 个字。'),
  purge: z.boolean().default(false),
})
export type WithdrawForm = z.infer<typeof withdrawForm>

export const postingStates = [
  'draft',
  'submitted',
  'published',
  'amending',
  'resubmitted',
  'withdrawn',
  'cancelled',
] as const
export type PostingState = (typeof postingStates)[number]
export const postingStateLabels: Record<PostingState, string> = {
  draft: '草稿',
  submitted: '待审查发布',
  published: '已公开',
  amending: '更正中（原文仍公开）',
  resubmitted: '更正待审查（原文仍公开）',
  withdrawn: '已撤回',
  cancelled: '已作废',
}

export type PostingRow = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: number | null
  readonly drafterId: number
  readonly kind: PostingKind
  readonly state: PostingState
  readonly version: number
  readonly content: Content
  readonly address: string | null
  readonly publishedAt: Date | null
  readonly changedAt: Date
}

/** A file that goes with a posting. former: taken away or replaced; kept, for an earlier revision may have published it. */
export type PostingFile = {
  readonly id: number
  readonly name: string
  readonly hash: string
  readonly size: number
  readonly contentType: string
  readonly role: 'attachment' | 'source' | 'former'
  /** Its place among the others. */
  readonly sort: number
}

export const mostFiles = 50

export const labelOfKind = (kind: PostingKind): string => kindFacts[kind].label

/** Columns a posting may be put in. */
export const postingColumns = columnIds
