/** What the intake gives and takes, shared by browser and server. */
import type { Day } from '#law/day.ts'
import type { Attribute } from '../model.ts'

/** `sure`: stands where the standard puts it. `likely`: found by shape alone, a person should look. */
export type Confidence = 'sure' | 'likely'

/** A field that was read from the document, and the words it was read from. */
export type Recognised<T> = { readonly value: T; readonly confidence: Confidence; readonly evidence: string }

/** Something the drafter should know. `message` is a sentence in Chinese with the remedy in it. */
export type Finding = {
  readonly code: FindingCode
  readonly level: 'info' | 'warn'
  readonly message: string
  /** The words it is about, cut short. Never set when the words must not be repeated. */
  readonly excerpt?: string
}

export type FindingCode =
  | 'copy-number'
  | 'title-missing'
  | 'title-differs'
  | 'number-missing'
  | 'number-elsewhere'
  | 'number-shape'
  | 'several-numbers'
  | 'date-unknown'
  | 'date-chosen'
  | 'date-future'
  | 'date-invalid'
  | 'date-differs'
  | 'label-differs'
  | 'signatory-missing'
  | 'broken-line'
  | 'comments'
  | 'revisions'
  | 'hidden-text'
  | 'struck-text'
  | 'embedded-object'
  | 'external-template'
  | 'external-link'
  | 'remote-image'
  | 'unusable-image'
  | 'unusable-drawing'
  | 'formula'
  | 'active-content'
  | 'plain-marks'

export type ImagePart = { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }

/** One paragraph, table, list or rule of the source, in order. Recognition sees nothing else. */
export type Block = {
  readonly kind: 'paragraph' | 'table' | 'list' | 'rule'
  /** Inner HTML of a paragraph; the whole element of a table or list. Already cleaned. */
  readonly html: string
  readonly text: string
  readonly align: 'center' | 'right' | null
  /** 1–6 where the source says “heading”, 0 otherwise. */
  readonly level: number
  /** Cell texts of a table, row by row. */
  readonly rows?: readonly (readonly string[])[]
}

export type DocumentNumber = {
  readonly asWritten: string
  /** The same number in the form of GB/T 9704 (〔〕, no 第, no leading zero), likeliest first. */
  readonly normalised: readonly string[]
}

export type Label = { readonly text: string; readonly attribute: Attribute }

/** A text issued by the document (印发通知 + 附文): its own title, and the block of the body where it begins. */
export type AnnexedText = { readonly title: string }

/** Everything recognised. `null` means: not in the document. Nothing is guessed from outside it. */
export type RecognisedFields = {
  readonly letterhead: Recognised<string> | null
  /** 平急, 加急, 特急 or as written. */
  readonly urgency: Recognised<string> | null
  /** 签发人 of an upward document. */
  readonly signer: Recognised<string> | null
  readonly title: Recognised<string> | null
  /** 文种, from the end of the title. */
  readonly kind: Recognised<string> | null
  readonly documentNumber: Recognised<DocumentNumber> | null
  readonly writtenOn: Recognised<Day> | null
  readonly issuedOn: Recognised<Day> | null
  readonly publishedOn: Recognised<Day> | null
  readonly addressee: Recognised<string> | null
  readonly signatories: Recognised<readonly string[]> | null
  readonly label: Recognised<Label> | null
  readonly attachments: Recognised<readonly string[]> | null
  readonly indexNumber: Recognised<string> | null
  readonly category: Recognised<string> | null
  readonly copiedTo: Recognised<string> | null
  readonly issuedBy: Recognised<string> | null
  readonly copies: Recognised<number> | null
  readonly annexedText: Recognised<AnnexedText> | null
}

export type IntakeInput =
  | { readonly kind: 'docx'; readonly bytes: Uint8Array; readonly fileName: string }
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'text'; readonly text: string }

export type IntakeLimits = {
  /** Bytes of an uploaded file. */
  readonly bytes: number
  /** Entries in the DOCX container. */
  readonly entries: number
  /** Bytes of all entries together once inflated. */
  readonly inflated: number
  /** Bytes of one XML part once inflated. */
  readonly part: number
  /** Characters of pasted HTML, marks and styles included. */
  readonly html: number
  /** Characters of the document, spaces and line ends not counted. */
  readonly characters: number
  /** Pictures, and the bytes of all of them together. */
  readonly images: number
  readonly imageBytes: number
  /** Today in Asia/Shanghai; without it a date in the future cannot be noticed. */
  readonly today: Day | null
}

export type RefusalCode =
  | 'empty'
  | 'too-large'
  | 'too-long'
  | 'not-docx'
  | 'old-word'
  | 'encrypted'
  | 'macro'
  | 'damaged'
  | 'dangerous'
  | 'classified'

export type Accepted = RecognisedFields & {
  readonly ok: true
  /** Clean semantic HTML: from 主送机关 on, without title, number and the metadata table of a web page. */
  readonly bodyHtml: string
  readonly bodyText: string
  /** Characters without spaces and line ends. */
  readonly characters: number
  /** Pictures of the body, referenced there as `cid:` + name. */
  readonly images: readonly ImagePart[]
  readonly notes: readonly Finding[]
}

/** `classified`: nothing of the input may be kept, not even its title or file name (保密法第三十一条第三项). */
export type NotAccepted = {
  readonly ok: false
  readonly code: RefusalCode
  readonly reasons: readonly string[]
}

export type IntakeResult = Accepted | NotAccepted

export const defaultLimits: IntakeLimits = {
  bytes: 50 * 1024 * 1024,
  entries: 2000,
  inflated: 200 * 1024 * 1024,
  part: 32 * 1024 * 1024,
  html: 20 * 1024 * 1024,
  characters: 200_000,
  images: 200,
  imageBytes: 40 * 1024 * 1024,
  today: null,
}
