import type { Finding, PersonalKind } from '../model.ts'

export type MaskOptions = {
  /** YYYY-MM-DD in Asia/Shanghai. */
  readonly today: string
  /** Telephone numbers of offices: they stay. */
  readonly offices?: readonly string[]
  /** What must go beside personal data: names, secrets of a business. */
  readonly words?: readonly string[]
}

export type MaskReport = {
  /** The new file; the given one is never changed. */
  readonly file: { readonly name: string; readonly bytes: Uint8Array }
  /** What was exchanged, as it stands there now, and how often (0: it went with a property or a revision). The data itself is not repeated. */
  readonly removed: readonly {
    readonly kind: PersonalKind
    readonly masked: string
    readonly count: number
  }[]
  /** What else went: authors, times, templates, places of photographs … in words. */
  readonly stripped: readonly string[]
  /** How it was made sure, in words. */
  readonly checks: readonly string[]
  /** What a new scan of the new file still says about personal data: hints and what a machine cannot see. */
  readonly left: readonly Finding[]
}

/** Thrown where a file cannot be masked so that nothing is left; the message is a sentence with the remedy. */
export class CannotMask extends Error {
  override readonly name = 'CannotMask'
}
