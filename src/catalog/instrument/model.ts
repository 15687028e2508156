import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'
import { chineseNumber } from '#law/clauses/source.ts'
import { isDay } from '#law/day.ts'
import { groundsForDocuments } from '#law/grounds.ts'
import type { Kind } from '#record/model.ts'
import type { ColumnId } from '#record/columns.ts'
import type { InstrumentState } from './workflow.ts'

/** What a body says of its own openness: 政府信息公开指南, 主动公开基本目录, 政务公开负面清单. */
export const instrumentKinds = ['guide', 'basic', 'negative'] as const
export type InstrumentKind = (typeof instrumentKinds)[number]

/** One question of a row. `most` in characters. */
export type FieldSpec = {
  readonly name: string
  readonly label: string
  readonly form: 'line' | 'text' | 'day' | 'ground' | 'item'
  readonly hint?: string
  readonly required?: true
  readonly most: number
}

type Facts = {
  readonly label: string
  readonly lead: string
  /** What one row is called. */
  readonly row: string
  readonly recordKind: Kind
  readonly columns: readonly ColumnId[]
  readonly basis: readonly string[]
  readonly fields: readonly FieldSpec[]
  /** The field that names a row. */
  readonly name: string
}

export const instrumentFacts: Record<InstrumentKind, Facts> = {
  guide: {
    label: '政府信息公开指南',
    lead: '信息的分类、编排体系、获取方式，公开工作机构的名称、地址、时间、电话、传真和互联网联系方式；变动后及时更新。',
    row: '部分',
    recordKind: 'guide',
    columns: [],
    basis: ['条例/12(2)', '条例/12(1)'],
    name: 'heading',
    fields: [
      { name: 'heading', label: '标题', form: 'line', required: true, most: 60 },
      { name: 'text', label: '内容', form: 'text', required: true, most: 4000 },
    ],
  },
  basic: {
    label: '主动公开基本目录',
    lead: '本机关主动公开哪些事项：内容、主体、时限、方式、渠道。可以由现行的标准目录带入，再补充其他事项。',
    row: '事项',
    recordKind: 'basic-catalog',
    columns: ['basic'],
    basis: ['吉林/四(二)', '条例/19'],
    name: 'item',
    fields: [
      { name: 'item', label: '事项', form: 'line', required: true, most: 200 },
      { name: 'content', label: '公开内容', form: 'text', required: true, most: 2000 },
      { name: 'subject', label: '公开主体', form: 'line', required: true, most: 200 },
      { name: 'deadline', label: '公开时限', form: 'line', required: true, most: 200 },
      { name: 'mode', label: '公开方式', form: 'line', required: true, most: 60, hint: '例如：主动公开。' },
      { name: 'channels', label: '公开渠道', form: 'text', required: true, most: 500 },
      { name: 'basis', label: '依据', form: 'text', most: 1000 },
    ],
  },
  negative: {
    label: '政务公开负面清单',
    lead: '哪些信息不予公开、依据哪一条、为什么、到什么时候；没有列入的，以公开为常态。',
    row: '条目',
    recordKind: 'negative-list',
    columns: ['negative'],
    basis: ['吉林/四(二)', '条例/13(1)'],
    name: 'item',
    fields: [
      { name: 'item', label: '不予公开的信息', form: 'line', required: true, most: 200 },
      {
        name: 'code',
        label: '对应的目录事项',
        form: 'item',
        most: 40,
        hint: '整个事项都不公开的才选；目录里列入了同一事项的，不能再列进来。',
      },
      {
        name: 'scope',
        label: '范围',
        form: 'text',
        required: true,
        most: 1000,
        hint: '到哪一级、哪一类、哪些内容；同一件信息里可以公开的部分仍要公开。',
      },
      { name: 'ground', label: '依据（条例第十四条至第十六条）', form: 'ground', required: true, most: 10 },
      {
        name: 'law',
        label: '具体条款',
        form: 'line',
        most: 300,
        hint: '法律、行政法规的名称和条款；选“法律、行政法规禁止公开”的必填。',
      },
      { name: 'reason', label: '理由', form: 'text', required: true, most: 1000 },
      { name: 'from', label: '起始日期', form: 'day', required: true, most: 10 },
      {
        name: 'until',
        label: '截止日期',
        form: 'day',
        most: 10,
        hint: '过了这一天自动不再适用；长期的不填。',
      },
      {
        name: 'reviewOn',
        label: '复核日期',
        form: 'day',
        required: true,
        most: 10,
        hint: '至少一年复核一次。',
      },
    ],
  },
}

/** The parts a guide must have (条例第十二条第二款), and those that readers look for besides. */
export const guideParts = [
  { key: 'classification', heading: '政府信息的分类', required: true },
  { key: 'arrangement', heading: '政府信息的编排体系', required: true },
  { key: 'obtaining', heading: '政府信息的获取方式', required: true },
  { key: 'officeName', heading: '公开工作机构名称', required: true },
  { key: 'officeAddress', heading: '办公地址', required: true },
  { key: 'officeHours', heading: '办公时间', required: true },
  { key: 'officePhone', heading: '联系电话', required: true },
  { key: 'officeFax', heading: '传真号码', required: true },
  { key: 'officeOnline', heading: '互联网联系方式', required: true },
  { key: 'request', heading: '依申请公开', required: false },
  { key: 'remedy', heading: '监督和救济', required: false },
] as const
const officeParts: readonly string[] = guideParts.map(p => p.key).filter(k => k.startsWith('office'))
export const isOfficePart = (key: string): boolean => officeParts.includes(key)
/** Parts that readers look for but the statute does not demand may stay empty; rows of other kinds and a body's own parts are demanded whole. */
export const isDemanded = (key: string): boolean => guideParts.find(p => p.key === key)?.required !== false
export const isFixedPart = (key: string): boolean => guideParts.some(p => p.key === key)

export const rowSchema = z.strictObject({
  key: z.string().min(1).max(80),
  values: z.record(z.string().max(20), z.string().max(4000, '一格不能超过4,000个字。')),
})
export type Row = z.infer<typeof rowSchema>

export const valueOf = (row: Row, name: string): string => row.values[name]?.trim() ?? ''

/** What the row is called. */
export const nameOfRow = (kind: InstrumentKind, row: Row): string =>
  valueOf(row, instrumentFacts[kind].name) || '（没有名称）'

/** One entry of the negative list, read out of its row. */
export type Bar = {
  readonly key: string
  readonly item: string
  readonly code: string | null
  readonly scope: string
  readonly ground: string
  readonly law: string
  readonly reason: string
  readonly from: string
  readonly until: string | null
  readonly reviewOn: string
}

export const barOf = (row: Row): Bar => ({
  key: row.key,
  item: valueOf(row, 'item'),
  code: valueOf(row, 'code') || null,
  scope: valueOf(row, 'scope'),
  ground: valueOf(row, 'ground'),
  law: valueOf(row, 'law'),
  reason: valueOf(row, 'reason'),
  from: valueOf(row, 'from'),
  until: valueOf(row, 'until') || null,
  reviewOn: valueOf(row, 'reviewOn'),
})

/** Whether an entry forbids anything on a day or later: one that has run out does not. */
export const isAlive = (bar: Pick<Bar, 'until'>, today: string): boolean =>
  bar.until === null || bar.until >= today

/** E14-2 → 条例第十四条. */
export const articleOf = (ground: string): string =>
  `条例第${chineseNumber(Number(/\d+/.exec(ground)?.[0] ?? 0))}条`

export const groundChoices = groundsForDocuments().map(g => ({
  value: g.code as string,
  label: `${g.label}（${articleOf(g.code)}）`,
}))

export const compileForm = z.object({
  body: z.int(),
  kind: z.enum(instrumentKinds, '请选择编制哪一种：公开指南、主动公开基本目录、负面清单。'),
})

export const saveForm = z
  .object({ rows: z.array(rowSchema).max(1000, '不能超过1,000条。') })
  .refine(f => new Set(f.rows.map(r => r.key)).size === f.rows.length, '有两条的标识相同，请刷新后重试。')
export type SaveForm = z.infer<typeof saveForm>

const day = (name: string) =>
  z.string({ error: `请填写${name}。` }).refine(isDay, `${name}应写成2026-11-22的样子。`)

export const approveForm = z.object({ effectiveOn: day('施行日期'), reviewOn: day('下次复核日期') })
export type ApproveForm = z.infer<typeof approveForm>
export const confirmForm = z.object({ reviewOn: day('下次复核日期') })
export type ConfirmForm = z.infer<typeof confirmForm>
export const withdrawForm = z.object({
  publicNote: z
    .string({ error: '请写给公众看的撤回说明。' })
    .trim()
    .min(4, '请写给公众看的撤回说明，至少4个字。')
    .max(300, '撤回说明不超过300个字。'),
  purge: z.boolean().default(false),
})
export type WithdrawForm = z.infer<typeof withdrawForm>

/** One version of a body's guide, basic catalog or negative list. */
export type InstrumentRow = Subject & {
  readonly state: InstrumentState
  readonly kind: InstrumentKind
  readonly number: number
  readonly rows: readonly Row[]
  readonly effectiveOn: string | null
  readonly reviewOn: string | null
  readonly address: string | null
  readonly publishedAt: Date | null
  readonly changedAt: Date
}
