import type { Part } from './model.ts'

/** A piece of text that is read as one: a paragraph, a cell, a comment, a file name. */
export type Segment = {
  readonly text: string
  readonly part: Part
  /** For people: 第3段, 工作表“名单”B12. */
  readonly label: string
  /** The file it is in, with the way into it; null: the text itself. */
  readonly file: string | null
  /**
   * all: running text · written: numbers and dates, but no typography (a layout has its own) · words: lexicon and personal data ·
   * personal: personal data alone.
   */
  readonly checks: 'all' | 'written' | 'words' | 'personal'
  /** Stretches that a reader does not see. */
  readonly hidden?: readonly (readonly [from: number, to: number])[]
  /** Where several places were joined into one text (the cells of many rows, parted by line ends): which label begins where. */
  readonly spans?: readonly { readonly from: number; readonly label: string }[]
  /** Says again what another segment says (a drawing for older programs, the text before revisions): only what is new counts. */
  readonly echo?: boolean
}

/** Something about a file as a whole. */
export type FileNote = {
  readonly kind:
    'comments' | 'revisions' | 'hidden' | 'properties' | 'embedded' | 'macro' | 'unread' | 'location'
  readonly tier: 'A' | 'B' | 'C'
  readonly message: string
  readonly label: string
  readonly file: string | null
}

export type Reading = {
  readonly segments: Segment[]
  readonly notes: FileNote[]
}

/** How many paragraphs a plain text has is how many lines are not blank. */
export function segmentsOfText(text: string, options: { file?: string | null; part?: Part } = {}): Segment[] {
  const segments: Segment[] = []
  let number = 0
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029\u000b\u000c]/)) {
    if (line.trim() === '') continue
    number++
    segments.push({
      text: line,
      part: options.part ?? 'body',
      label: `第${number}段`,
      file: options.file ?? null,
      checks: 'all',
    })
  }
  return segments
}
