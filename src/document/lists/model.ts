import { z } from 'zod'
import { attributes } from '../model.ts'
import { states } from '../workflow.ts'

/** The lists of documents: the four of the worklist, and everything of the body. */
export const listNames = ['todo', 'done', 'mine', 'watch', 'all'] as const
export type ListName = (typeof listNames)[number]

/** Lights that can be asked for: only what is still open has one that changes. */
export const lights = { red: '超期未办结', yellow: '临近期限', green: '时间充裕' } as const
export type AskedLight = keyof typeof lights

export const dates = {
  issued: '印发日期',
  written: '成文日期',
  published: '公开日期',
  reached: '到达本环节',
} as const
export type DateName = keyof typeof dates

export const sorts = {
  due: '先到期的在前',
  reached: '新到本环节的在前',
  newest: '新建的在前',
  issued: '新印发的在前',
  published: '新公开的在前',
} as const
export type Sort = keyof typeof sorts

export const usualSort: Record<ListName, Sort> = {
  todo: 'due',
  watch: 'due',
  done: 'reached',
  mine: 'reached',
  all: 'newest',
}

export const pageSize = 20
/** Pages beyond are not turned one by one: who needs them narrows the filters, or exports. */
export const mostPages = 500
/** Counted exactly up to here, “10000+” beyond. */
export const mostCounted = mostPages * pageSize
/** Choosing by filter, for a batch. */
export const mostChosen = 1000
/** One request of a batch; longer choices are sent in parts, so that a part that fails fails alone. */
export const batchLimit = 50

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写成2026-11-22这样的形式。')
const whole = (what: string) => z.coerce.number(`${what}应为数字。`).int(`${what}应为整数。`)
const oneOf = <T extends string>(values: readonly [T, ...T[]], words: string) =>
  z.enum(values, words).optional()

/** What an address of a list says, apart from the page. Every fault is told at once. */
export const filterSchema = z
  .object({
    q: z.string().trim().max(100, '查询的文字不能超过100个字。').default(''),
    state: oneOf(states, '没有这个环节。'),
    attribute: oneOf(attributes, '没有这个公开属性。'),
    kind: z.string().max(20, '没有这个文种。').optional(),
    department: whole('部门').positive('没有这个部门。').optional(),
    year: whole('年度').min(1949, '年度应在1949年以后。').max(2100, '年度太远。').optional(),
    light: oneOf(Object.keys(lights) as [AskedLight, ...AskedLight[]], '没有这种时限状态。'),
    date: oneOf(Object.keys(dates) as [DateName, ...DateName[]], '没有这种日期。'),
    from: day.optional(),
    until: day.optional(),
    imported: z.literal('1', '只能查补录的公文，或不限。').optional(),
    sort: oneOf(Object.keys(sorts) as [Sort, ...Sort[]], '没有这种排序。'),
  })
  .refine(f => !f.from || !f.until || f.from <= f.until, {
    path: ['until'],
    message: '止日早于起日，没有这样的期间，请对调或改填。',
  })
export type Filter = z.infer<typeof filterSchema>
export const noFilter: Filter = { q: '' }

/** The parameters of an address that are filters: what a saved query keeps and a selection by filter rests on. */
export const filterNames = [
  'q',
  'state',
  'attribute',
  'kind',
  'department',
  'year',
  'light',
  'date',
  'from',
  'until',
  'imported',
  'sort',
] as const satisfies readonly (keyof Filter)[]

export const pageSchema = z.coerce
  .number('页码应为数字。')
  .int('页码应为整数。')
  .min(1, '页码从1开始。')
  .max(mostPages, `最多翻到第${mostPages}页，请增加条件后再查，或导出全部。`)
  .default(1)

export const batchForm = z.object({
  verb: z.string().max(40, '没有这个操作。'),
  items: z
    .array(z.object({ id: whole('编号').positive('编号应为数字。'), version: whole('版本号').optional() }))
    .min(1, '还没有选择公文。')
    .max(batchLimit, `一次最多提交${batchLimit}件，请分批提交。`)
    .refine(items => new Set(items.map(i => i.id)).size === items.length, '同一件公文选了两次。'),
  reason: z.string().max(2000, '理由不能超过2000个字。').nullish(),
  form: z.unknown().optional(),
})
export type BatchForm = z.infer<typeof batchForm>

export const savedQueryForm = z.object({
  list: z.enum(listNames, '没有这个列表。'),
  name: z.string().trim().min(1, '请给常用查询起个名字。').max(20, '名字不能超过20个字。'),
  query: z.string().max(1000, '查询条件太长。'),
})
/** What one person may keep. */
export const mostSaved = 30
