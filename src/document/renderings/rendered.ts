import type { Day } from '#law/day.ts'
import { Refused } from '#kit/errors.ts'

/** A picture of the body, by the name that stands in its address (`cid:name`). PNG, JPEG, GIF or WebP. */
export type Pictures = ReadonlyMap<string, Uint8Array>

/** All that a rendering of an official document is made from: nothing is looked up, nothing is invented. */
export type Rendered = {
  readonly title: string
  readonly documentNumber: string | null
  readonly issuers: readonly string[]
  /**
   * 发文机关标志, set in red above a red line (GB/T 9704—2012 7.2.4, 7.2.7), lines apart by a line feed. Null: a plain copy without a
   * head, its number under the title. A seal is never imitated.
   */
  readonly letterhead: string | null
  /** 主送机关 with or without its colon; used where the body does not begin with one. Empty: none. */
  readonly addressee: string
  /** Clean HTML in the closed list of the intake, paragraph classes included. */
  readonly bodyHtml: string
  /** 特急, 加急. */
  readonly urgency: string | null
  /** 签发人 of an upward document. */
  readonly signer: string | null
  /** 版记 (GB/T 9704—2012 7.4), used where the body carries none of its own. */
  readonly copiedTo: string | null
  readonly issuedBy: string | null
  readonly issuedOn: Day | null
  /** Where the public reads it: said small at the foot of every page. */
  readonly address: string | null
  /** When the copy was taken from that address. */
  readonly retrievedAt?: Date | null
  /** 成文日期: where the body has no signature block of its own, one is set from `issuers` and this day. */
  readonly writtenOn?: Day | null
  /** A seal is put on it: 署名 and 成文日期 leave room for one (GB/T 9704—2012 7.3.5.1). */
  readonly isSealed?: boolean
  /** A form of names and what is filled in beside them: its rows are high enough to write in by hand. */
  readonly isForm?: boolean
  readonly pictures?: Pictures
}

/** What one rendering may hold. A body inside them ends within `pdfOf`'s time; see bench/renderings.ts. */
export const renderLimits = {
  /** Characters of the body with its marks. */
  html: 6_000_000,
  /** Characters of the text. */
  characters: 400_000,
  /** Table cells of the whole document. */
  cells: 30_000,
  /** Columns of one table: Word knows no more. */
  columns: 63,
  /** Bytes of all pictures. */
  pictures: 40 * 1024 * 1024,
} as const

const tooLong = (what: string, found: number, most: number): Refused =>
  new Refused(
    'too-large',
    `${what}${found}，超过 ${most} 的上限，不能生成版式文件。请把长篇附文、大表格作为附件单独上传。`,
  )

/** Throws `Refused` with every reason where nothing can be rendered; `characters` and `cells` are counted by the caller. */
export function checkRendered(given: Rendered): void {
  const reasons: { text: string; field: string }[] = []
  if (given.title.trim() === '')
    reasons.push({ text: '没有标题，不能生成版式文件。请先填写标题。', field: 'title' })
  if (given.title.length > 1000)
    reasons.push({ text: '标题超过 1000 个字，不能生成版式文件。请缩短标题。', field: 'title' })
  if (given.bodyHtml.replace(/<(?!img\b)[^>]*>|&nbsp;|\s/gi, '') === '')
    reasons.push({ text: '没有正文，不能生成版式文件。请先填写正文。', field: 'bodyHtml' })
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  if (given.bodyHtml.length > renderLimits.html)
    throw tooLong('正文（含格式）的字符数为 ', given.bodyHtml.length, renderLimits.html)
  let bytes = 0
  for (const picture of given.pictures?.values() ?? []) bytes += picture.length
  if (bytes > renderLimits.pictures)
    throw new Refused(
      'too-large',
      `正文中的图片共 ${Math.ceil(bytes / 1048576)} MB，超过 ${renderLimits.pictures / 1048576} MB 的上限。请压缩图片后重试。`,
    )
}

export function checkSize(characters: number, cells: number): void {
  if (characters > renderLimits.characters)
    throw tooLong('正文的字数为 ', characters, renderLimits.characters)
  if (cells > renderLimits.cells) throw tooLong('表格的单元格数为 ', cells, renderLimits.cells)
}
