import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'
import { isDay } from '#law/day.ts'
import { guidelineNames, type GuidelineName } from '../model.ts'
import type { ListState, PairingState } from './workflow.ts'

/** power 权责清单 · service 公共服务事项清单. */
export const listKinds = ['power', 'service'] as const
export type ListKind = (typeof listKinds)[number]
export const listKindLabels: Record<ListKind, string> = {
  power: '权责清单',
  service: '公共服务事项清单',
}

/** 行政权力 by their kinds as 权责清单 sort them, and 公共服务. */
export const entryTypes = [
  '行政许可',
  '行政处罚',
  '行政强制',
  '行政征收',
  '行政给付',
  '行政检查',
  '行政确认',
  '行政奖励',
  '行政裁决',
  '其他行政权力',
  '公共服务',
] as const
export type EntryType = (typeof entryTypes)[number]

const words = (most: number) => z.string().min(1).max(most).nullable()

/** What is read of a row of such a list; null is “the list does not say”. */
export const readEntry = z.strictObject({
  order: words(20),
  /** 事项编码, 基本编码, 实施编码: as printed. */
  code: words(60),
  basicCode: words(60),
  implementCode: words(60),
  name: z.string().trim().min(1, '事项名称不能为空。').max(300, '事项名称不能超过300个字。'),
  /** 子项, 业务办理项. */
  part: words(300),
  type: z.enum(entryTypes, '没有这种事项类型。').nullable(),
  basis: z.array(z.string().min(1).max(5000, '一条依据不能超过5,000个字。')).max(100).nullable(),
  subject: words(200),
  /** 承办机构. */
  handler: words(200),
  /** 服务对象, 行政相对人. */
  audience: words(500),
  levels: words(200),
  duties: words(8000),
  liability: words(8000),
  note: words(2000),
})
export type ReadEntry = z.infer<typeof readEntry>

/** An entry with its key for life: another version of the list keeps it where the entry is the same. */
export const listEntry = z.strictObject({ key: z.string().min(1).max(40), ...readEntry.shape })
export type ListEntry = z.infer<typeof listEntry>

export const nameOfEntry = (e: Pick<ReadEntry, 'name' | 'part'>): string =>
  e.part ? `${e.name}·${e.part}` : e.name

/** The code that tells most: the body's own, then the national one, then the list's. */
export const codeOfEntry = (e: Pick<ReadEntry, 'code' | 'basicCode' | 'implementCode'>): string | null =>
  e.implementCode ?? e.basicCode ?? e.code

export type ListRow = Subject & {
  readonly state: ListState
  readonly kind: ListKind
  readonly number: number
  readonly sourceName: string
  readonly sourceHash: string
  readonly entries: readonly ListEntry[]
  readonly effectiveOn: string | null
  readonly address: string | null
  readonly publishedAt: Date | null
  readonly changedAt: Date
}

export type PairingRow = Subject & { readonly state: PairingState }

const kind = z.enum(listKinds, '没有这种清单，可选权责清单、公共服务事项清单。')
const mostEntries = 3000
/** Keys given back by the screen; the server gives those that are missing. */
const givenEntry = z.strictObject({ ...readEntry.shape, key: z.string().max(40).optional() })

export const importForm = z.object({
  body: z.int(),
  kind,
  source: z.object({ name: z.string().min(1).max(200), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  entries: z
    .array(givenEntry)
    .min(1, '清单里没有一条事项。')
    .max(mostEntries, `清单不能超过${mostEntries}条。`),
})
export type GivenEntry = z.infer<typeof givenEntry>

export const saveListForm = z.object({ entries: importForm.shape.entries })
export type SaveListForm = z.infer<typeof saveListForm>

export const publishListForm = z.object({
  effectiveOn: z.string().refine(isDay, '日期应写成2026-11-22的样子。'),
  /** 给公众看的说明: what has changed; needed from the second version on. */
  note: z.string().trim().max(500, '说明不能超过500个字。').optional(),
})
export type PublishListForm = z.infer<typeof publishListForm>

const pairOf = {
  field: z.enum(guidelineNames),
  item: z.string().min(1).max(40),
  kind,
  entry: z.string().min(1).max(40),
}
const sideOf = {
  side: z.enum(['item', 'entry']),
  /** The field of an item, the list of an entry. */
  scope: z.string().max(40),
  key: z.string().min(1).max(40),
}
export const decideForm = z.object({
  decisions: z
    .array(
      z.discriminatedUnion('do', [
        z.object({ do: z.literal('pair'), ...pairOf }),
        z.object({ do: z.literal('refuse'), ...pairOf }),
        z.object({ do: z.literal('clear'), ...pairOf }),
        z.object({
          do: z.literal('alone'),
          ...sideOf,
          reason: z.string().trim().min(4, '请写明理由，至少四个字。').max(300, '理由不能超过300个字。'),
        }),
        z.object({ do: z.literal('notAlone'), ...sideOf }),
      ]),
    )
    .min(1, '没有要记下的决定。')
    .max(2000, '一次最多记下2,000个决定。'),
})
export type DecideForm = z.infer<typeof decideForm>
export type Decision = DecideForm['decisions'][number]

export type Pair = {
  readonly field: GuidelineName
  readonly item: string
  readonly kind: ListKind
  readonly entry: string
  readonly verdict: 'paired' | 'refused'
  readonly by: string
  readonly at: Date
}
export type Alone = {
  readonly side: 'item' | 'entry'
  readonly scope: string
  readonly key: string
  readonly reason: string
  readonly by: string
  readonly at: Date
}
