import { z } from 'zod'
import { attributes, type Attribute } from '../model.ts'
import type { State } from '../workflow.ts'

/** Fields of the drafting form that a variant may leave out, with the words of the form. */
export const hideable = { inGovernmentName: '拟以本级政府或其办公室名义印发' } as const
export type Hideable = keyof typeof hideable

/** Fields that a variant may demand before a document is sent for review. */
export const demandable = {
  kind: '文种',
  theme: '主题分类',
  addressee: '主送机关',
  signatories: '发文机关署名',
  columns: '公开栏目（主动公开的）',
  attributeReason: '公开属性的理由',
} as const
export type Demandable = keyof typeof demandable

export type Difference =
  | { readonly kind: 'drop'; readonly state: State; readonly verb: string; readonly basis: string }
  | {
      readonly kind: 'narrow'
      readonly state: State
      readonly verb: string
      readonly to: State
      readonly basis: string
    }
  | { readonly kind: 'opinion'; readonly state: State; readonly verb: string; readonly basis: string }
  | { readonly kind: 'hide'; readonly field: Hideable; readonly basis: string }
  | { readonly kind: 'demand'; readonly field: Demandable; readonly basis: string }
  | { readonly kind: 'label'; readonly attribute: Attribute; readonly text: string; readonly basis: string }
  | { readonly kind: 'hours'; readonly hours: number; readonly basis: string }

/** What a difference is about, without its basis: the same whatever order its members come in. */
export function keyOfDifference(d: Readonly<Record<string, unknown>>): string {
  return ['kind', 'state', 'verb', 'to', 'field', 'attribute']
    .flatMap(name => (d[name] === undefined ? [] : [String(d[name])]))
    .join('/')
}

const basis = z
  .string('请写明依据。')
  .trim()
  .min(2, '每一处差异都要写明依据：条款，或本地文件的名称、文号和条目。')
  .max(200, '依据不能超过200个字。')
const row = { state: z.string().max(40), verb: z.string().max(40), basis }

export const differenceForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drop'), ...row }),
  z.object({ kind: z.literal('narrow'), ...row, to: z.string().max(40) }),
  z.object({ kind: z.literal('opinion'), ...row }),
  z.object({
    kind: z.literal('hide'),
    field: z.enum(Object.keys(hideable) as [Hideable, ...Hideable[]], '这个栏目不能省去。'),
    basis,
  }),
  z.object({
    kind: z.literal('demand'),
    field: z.enum(Object.keys(demandable) as [Demandable, ...Demandable[]], '这个栏目不能设为必填。'),
    basis,
  }),
  z.object({
    kind: z.literal('label'),
    attribute: z.enum(attributes, '公开属性须在主动公开、依申请公开、不予公开中选择。'),
    text: z.string().trim().min(1, '请填写标注的文字。').max(20, '标注最多20个字。'),
    basis,
  }),
  z.object({
    kind: z.literal('hours'),
    hours: z.int('追认期限应为整小时数。').min(1, '追认期限最少1小时。').max(72, '追认期限最多72小时。'),
    basis,
  }),
])

export const variantForm = z.object({
  name: z.string('请填写名称。').trim().min(2, '名称至少2个字。').max(40, '名称不能超过40个字。'),
  inherits: z.boolean().default(false),
  differences: z.array(differenceForm).max(60, '差异最多60处。').default([]),
  validFrom: z
    .string('请填写生效日期。')
    .regex(/^\d{4}-\d{2}-\d{2}$/, '生效日期应写成2026-11-22这样的形式。'),
})
export type VariantForm = z.infer<typeof variantForm>

export const variantStates = ['proposed', 'active', 'refused', 'taken-back'] as const
export type VariantState = (typeof variantStates)[number]

/** One version of what a body's procedure differs in. */
export type Variant = {
  readonly id: number
  readonly bodyId: number
  readonly number: number
  readonly name: string
  readonly inherits: boolean
  readonly differences: readonly Difference[]
  readonly why: string
  readonly validFrom: string
  readonly state: VariantState
  readonly version: number
  readonly proposedBy: number
  readonly proposedAt: Date
  readonly decidedBy: number | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
}

/** What a document goes by: the version under which it began; null is the national procedure (390号文). */
export type Rules = Pick<Variant, 'id' | 'bodyId' | 'number' | 'name' | 'differences'>
