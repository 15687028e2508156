/**
 * 发文字号 as a key in plain characters: `year|sequence|series`, the same for every bracket style, width and space, so that
 * “应急厅函〔2019〕390号”, “应急厅函[2019]390 号” and “应急厅函2019-390” meet. Half a number (“〔2019〕390号”) is a prefix of it.
 */
export type NumberKey = {
  readonly series: string
  readonly year: string
  readonly sequence: string
}

const brackets = /[[\](){}<>〔〕【】〖〗〈〉《》「」『』﹝﹞︵︶︹︺“”"'’‘]/g

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(brackets, ' ').replace(/\s+/g, ' ').trim()
}

const whole =
  /^(\p{Script=Han}[\p{Script=Han}a-z ]{0,30}?)? ?(?<!\d)((?:19|20)\d\d) ?年?[ \-—–_/.,、]*(?:第)? ?0*(\d{1,6}) ?号?$/u

/** Reads a document number, with or without its series; null when the text is something else. */
export function readNumber(text: string): NumberKey | null {
  if (text.length > 200) return null
  const match = whole.exec(plain(text))
  if (!match) return null
  const series = (match[1] ?? '').replace(/ /g, '').replace(/字?第?$/, '')
  // “2019 390” alone may be anything; brackets or 号 show that a number is meant.
  if (series === '' && !/[号\]〕)】]/.test(text.normalize('NFKC'))) return null
  return { series, year: match[2]!, sequence: match[3]! }
}

/** The stored key of a document's number; null when it has none that can be read. */
export function numberKeyOf(documentNumber: string | null): string | null {
  const read = documentNumber === null ? null : readNumber(documentNumber)
  return read && read.series !== '' ? `${read.year}|${read.sequence}|${read.series}` : null
}

/** What to look for in the stored keys, and whether it is only their beginning. */
export function numberProbe(text: string): { readonly key: string; readonly whole: boolean } | null {
  const read = readNumber(text)
  if (!read) return null
  return { key: `${read.year}|${read.sequence}|${read.series}`, whole: read.series !== '' }
}
