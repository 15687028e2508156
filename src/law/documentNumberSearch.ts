import { parseDocumentNumber } from './documentNumber.ts'

/** A document number that was found in running text. */
export type FoundNumber = {
  /** Offset of the first character in the text. */
  at: number
  /** As it stands there. */
  raw: string
  /** Canonical form: 应急厅函〔2019〕390号. */
  text: string
}

/** Words that stand before a number in a sentence and are no part of 机关代字. */
const leading =
  /^.*(?:根据|按照|依照|依据|参照|遵照|贯彻落实|贯彻|落实|执行|转发|印发|关于|以及|下发|发布|公布|修改|废止|替代|代替|文号|字号|文件|通知|意见|办法|规定|决定|的|是|与|及|见|按|由|把|被)/u
/** A conjunction is cut only where a number or a title ends just before it: 和 begins real codes too (和政发). */
const conjunction = /^[和或]/u
const blank = '[\\s\\u00a0\\u200b\\u3000]{0,4}'
const figures = '[0-9０-９]'
const chinese = '[〇○零一二三四五六七八九十百千]'

/** Year in brackets, number, 号; 号 may be missing only behind brackets that nobody uses for remarks. */
const standard = new RegExp(
  `([〔﹝\\[［【])${blank}(${figures}{4})年?${blank}([〕﹞\\]］】])${blank}第?${blank}(${figures}{1,6})(${blank}号)?` +
    `|[（(]${blank}(${figures}{4})年?${blank}[）)]${blank}第?${blank}(${figures}{1,6})${blank}号`,
  'gu',
)
const order = new RegExp(`令${blank}第${blank}(?:${figures}{1,5}|${chinese}{1,7})${blank}号`, 'gu')
const annual = new RegExp(
  `公告${blank}[（(]?${figures}{4}${blank}年${blank}第${blank}${figures}{1,4}${blank}号[）)]?`,
  'gu',
)
const unified = /(?<![A-Za-z])[A-Za-zＡ-Ｚ]{2,10}[-—–－]{1,2}(?:19|20)\d{2}[-—–－]{1,2}\d{1,5}(?![0-9])/gu

const reach = 24

/**
 * Every document number in the text, in order, without overlaps. Linear in the length of the text: each find looks back at
 * most 24 characters.
 */
export function findDocumentNumbers(text: string): FoundNumber[] {
  const found: FoundNumber[] = []
  for (const match of text.matchAll(standard)) {
    const start = codeStart(text, match.index, /[\p{Script=Han}A-Za-z·\s]/u)
    if (start < match.index) keep(found, text, start, match.index + match[0].length)
  }
  for (const match of text.matchAll(order)) {
    keep(found, text, issuerStart(text, match.index), match.index + match[0].length)
  }
  for (const match of text.matchAll(annual)) {
    keep(found, text, issuerStart(text, match.index), match.index + match[0].length)
  }
  for (const match of text.matchAll(unified)) keep(found, text, match.index, match.index + match[0].length)
  return found.sort((a, b) => a.at - b.at).filter((one, at, all) => at === 0 || one.at >= end(all[at - 1]))
}

const end = (one: FoundNumber | undefined) => (one === undefined ? 0 : one.at + one.raw.length)

/**
 * The canonical forms of all document numbers in the text, each once, in order of appearance: what a search index stores and
 * what a query is turned into, so that 应急厅函[2019]390号 and 应急厅函（2019）390号 meet. The name 中华人民共和国 before an order is
 * dropped, so that both ways of citing it meet too.
 */
export function normaliseForSearch(text: string): string[] {
  return [
    ...new Set(findDocumentNumbers(text).map(one => one.text.replace(/^中华人民共和国|^国家(?=主席令)/, ''))),
  ]
}

function keep(found: FoundNumber[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to)
  const parsed = parseDocumentNumber(raw)
  if (parsed.ok) found.push({ at: from, raw, text: parsed.text })
}

/** Where the code before a bracket begins: back over letters and balanced round brackets, then past words of the sentence. */
function codeStart(text: string, before: number, allowed: RegExp): number {
  let start = before
  let depth = 0
  while (start > 0 && before - start < reach) {
    const char = text[start - 1] ?? ''
    if (char === '）' || char === ')') depth += 1
    else if (char === '（' || char === '(') {
      if (depth === 0) break
      depth -= 1
    } else if (!allowed.test(char) || char === '号' || char === '\n') break
    start -= 1
  }
  if (depth > 0) start = before - (/[^（）()]*$/u.exec(text.slice(start, before))?.[0].length ?? 0)
  return pastWords(text, start, before)
}

function issuerStart(text: string, before: number): number {
  let start = before
  while (start > 0 && before - start < reach && /[\p{Script=Han}]/u.test(text[start - 1] ?? '')) {
    if (text[start - 1] === '号') break
    start -= 1
  }
  return pastWords(text, start, before)
}

function pastWords(text: string, from: number, before: number): number {
  let start = from
  start += leading.exec(text.slice(start, before))?.[0].length ?? 0
  const previous = text[start - 1] ?? ''
  if (/[号》）)]/u.test(previous) && conjunction.test(text.slice(start, before)) && start + 1 < before)
    start += 1
  while (start < before && /\s/u.test(text[start] ?? '')) start += 1
  return start
}
