/** Cursors are opaque to whoever uses them: a letter for the walk and a number, so that one cannot be used for the other. */

export type CursorKind = 'd' | 'a' | 'c'

export const cursorOf = (kind: CursorKind, number: number): string => `${kind}${number.toString(36)}`

/** The number in a cursor of this kind; null for anything else. */
export function readCursor(kind: CursorKind, text: string): number | null {
  const match = /^([dac])([0-9a-z]{1,11})$/.exec(text)
  if (!match || match[1] !== kind) return null
  const number = parseInt(match[2]!, 36)
  return Number.isSafeInteger(number) ? number : null
}
