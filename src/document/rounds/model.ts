import { z } from 'zod'

/** 清理 and 年度复查 alike: a round takes in many documents at once, each asked about and decided by itself. */

/** One request does so many; the screen sends longer selections in parts. */
export const bulkLimit = 100

/** One verb for many items; `noun` is what they are called where the choice is wrong. */
export const bulkForm = <const V extends readonly [string, ...string[]]>(verbs: V, noun: string) =>
  z.object({
    verb: z.enum(verbs, '没有这个操作。'),
    items: z
      .array(z.object({ id: z.number().int().positive(), version: z.number().int().positive().optional() }))
      .min(1, `请先选择${noun}。`)
      .max(bulkLimit, `一次最多办理${bulkLimit}件，请分批提交。`)
      .refine(
        items => new Set(items.map(i => i.id)).size === items.length,
        `同一件${noun}选了两次，请去掉重复的。`,
      ),
    reason: z.string().max(2000, '理由不能超过2000个字。').optional(),
    form: z.unknown().optional(),
  })

type Reason = { readonly text: string; readonly field?: string; readonly basis?: string }
export type BulkDone<S extends string = string> = {
  readonly done: readonly { readonly id: number; readonly state: S; readonly version: number }[]
  readonly failed: readonly {
    readonly id: number
    readonly title: string
    readonly reasons: readonly Reason[]
  }[]
}
