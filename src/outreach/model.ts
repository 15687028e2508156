import { z } from 'zod'

/** Subscriptions by e-mail: what somebody wants to hear of, how often, and what became of each thing owed. */

export const frequencies = { 'at-once': '即时', daily: '每天', weekly: '每周' } as const
export type Frequency = keyof typeof frequencies
export const isFrequency = (text: string): text is Frequency => Object.hasOwn(frequencies, text)

export const frequencyHints: Record<Frequency, string> = {
  'at-once': '公开后几分钟内',
  daily: '每天上午八点，没有新内容的不发',
  weekly: '每周一上午八点，没有新内容的不发',
}

export const letterKinds = { confirmation: '确认', notice: '即时通知', digest: '摘要' } as const
export type LetterKind = keyof typeof letterKinds

export const wishSchema = z.object({
  bodyId: z.number().int().nullable(),
  columnId: z.string().nullable(),
  keyword: z.string().nullable(),
  item: z.string().nullable(),
  query: z.string().nullable(),
})
/** Everything of it must hold; a part that is null asks for nothing. */
export type Wish = z.infer<typeof wishSchema>

/** A wish in words. */
export function wishText(
  wish: Wish,
  names: { body(id: number): string | null; column(id: string): string | null },
): string {
  const parts = [
    wish.bodyId === null ? null : (names.body(wish.bodyId) ?? '某机关'),
    wish.columnId === null ? null : `栏目“${names.column(wish.columnId) ?? wish.columnId}”`,
    wish.keyword === null ? null : `标签或关键词“${wish.keyword}”`,
    wish.item === null ? null : `标准目录事项“${wish.item}”`,
    wish.query === null ? null : `含有“${wish.query}”`,
  ]
  return parts.filter(Boolean).join('，')
}

export const ledgerSchema = z.object({
  due: z.int(),
  sent: z.int(),
  failed: z.int(),
  suppressed: z.int(),
  waiting: z.int(),
  /** Changes whose rows do not add up to what was owed; 0 is right. */
  unbalanced: z.int(),
  active: z.int(),
  asked: z.int(),
  open: z.boolean(),
  days: z.array(
    z.object({
      day: z.string(),
      due: z.int(),
      sent: z.int(),
      failed: z.int(),
      suppressed: z.int(),
      waiting: z.int(),
    }),
  ),
  faults: z.array(
    z.object({
      at: z.string(),
      kind: z.enum(['confirmation', 'notice', 'digest']),
      address: z.string(),
      attempts: z.int(),
      text: z.string(),
    }),
  ),
})
export type Ledger = z.infer<typeof ledgerSchema>
