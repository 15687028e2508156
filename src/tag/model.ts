import { z } from 'zod'
import type { Subject } from '#kit/procedure.ts'
import { isDay } from '#law/day.ts'
import { documentKinds } from '#law/documentKinds.ts'
import type { ThesaurusState } from './workflow.ts'

/** 标签目录 (上海 一(一)): a body's own terms in versions; those of the bodies above it hold in it too. */

export const groups = {
  audience: { label: '适用对象', hint: '这份文件对谁说话：谁要照办，谁能受益。起草时由起草处室确定。' },
  topic: { label: '主题', hint: '讲的是哪一方面的工作。' },
  affair: { label: '事项', hint: '要办的是哪一类事。' },
  genre: { label: '体裁', hint: '写成什么样：方案、标准、清单、问答。' },
} as const
export type Group = keyof typeof groups
export const groupIds = Object.keys(groups) as Group[]

export const mostTags = 20
export const mostTerms = 1000

const day = z.string().refine(isDay, '日期应写成2026-11-22的样子。').nullable()
export const keyPattern = /^[a-z0-9][a-z0-9-]{0,39}$/
const key = z.string().regex(keyPattern, '标识不对，请刷新后重试。')
// Commas part names wherever names stand in a row.
const name = z
  .string('请填写名称。')
  .trim()
  .min(2, '名称至少2个字。')
  .max(20, '名称不能超过20个字。')
  .refine(text => !/[、，,;；|\p{C}\s]/u.test(text), '名称里不能有空格、顿号、逗号和分号。')

/** A term as a body wrote it. Its key is its address and never changes; nothing that was ever in force is taken out. */
export const termSchema = z.strictObject({
  key,
  group: z.enum(groupIds, '请选择组。'),
  name,
  synonyms: z.array(name).max(20, '同义词最多20个。').default([]),
  note: z.string().trim().max(200, '说明不能超过200个字。').default(''),
  broader: key.nullable().default(null),
  /** First and last day on which it may be put on a text; null: always. */
  from: day.default(null),
  to: day.default(null),
  replacedBy: key.nullable().default(null),
  /** 曾用名, kept by the program. */
  former: z.array(z.string().max(20)).max(50).default([]),
})
export type Term = z.infer<typeof termSchema>

/** A term with nothing said of it but what is given. */
export const makeTerm = (key: string, name: string, more: Partial<Term> = {}): Term => ({
  key,
  group: 'topic',
  name,
  synonyms: [],
  note: '',
  broader: null,
  from: null,
  to: null,
  replacedBy: null,
  former: [],
  ...more,
})

/** 必须标引: what may not be issued or published without tags, and of which groups at least one is needed. */
export const ruleSchema = z.strictObject({
  normative: z.boolean(),
  kinds: z.array(z.enum(documentKinds, '没有这个公文种类。')).max(15),
  groups: z.array(z.enum(groupIds)).max(groupIds.length),
})
export type IndexingRule = z.infer<typeof ruleSchema>

export const saveForm = z.strictObject({
  terms: z.array(termSchema).max(mostTerms, `标签词不能超过${mostTerms}个。`),
  /** Null: as the body above says. */
  rule: ruleSchema.nullable(),
})
export type SaveForm = z.infer<typeof saveForm>

export const beginForm = z.object({
  body: z.int(),
  /** A first version may start from the proposal that comes with the program. */
  from: z.enum(['empty', 'starter'], '请选择从空白开始，还是从建议稿开始。').default('empty'),
})

/** One version of a body's thesaurus. */
export type ThesaurusRow = Subject & {
  readonly state: ThesaurusState
  readonly number: number
  readonly terms: readonly Term[]
  readonly rule: IndexingRule | null
  readonly approvedAt: Date | null
  readonly approvedBy: number | null
  readonly changedAt: Date
}

/** What a body put in force. */
export type OwnTerms = {
  readonly bodyId: number
  readonly number: number
  readonly since: string
  readonly terms: readonly Term[]
  readonly rule: IndexingRule | null
}

/** A term as it holds in a body: whose it is, and whether it was added below another's thesaurus. */
export type HeldTerm = Term & { readonly bodyId: number; readonly local: boolean }

/** All that holds in a body. */
export type Thesaurus = {
  readonly terms: readonly HeldTerm[]
  readonly rule: IndexingRule | null
  /** The body whose indexing rule it is. */
  readonly ruleOf: number | null
}

/** Tags as the public reads them. */
export type PublicTags = { readonly tags: readonly string[]; readonly audience: readonly string[] }

/** Keys of tags as a form carries them. */
export const tagKeys = z.array(z.string().max(40)).max(mostTags, `最多选${mostTags}个标签，请减少一些。`)
