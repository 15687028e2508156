import type { Kind, Tier } from './model.ts'

/** What one check says about one place of a text; `findings.ts` makes a finding of it. */
export type Hit = {
  /** Offsets in the text; `end` is behind the last character. */
  readonly start: number
  readonly end: number
  readonly tier: Tier
  readonly kind: Kind
  readonly message: string
  readonly right?: string | null
  readonly basis?: string | null
  /** What may be shown and what a masked file gets: for personal data only. */
  readonly masked?: string
}

export const hanPattern = '\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff'
export const isHan = (char: string | undefined): boolean =>
  char !== undefined && /[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/.test(char)
