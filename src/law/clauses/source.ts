import type { Evidence } from '../evidence.ts'

/**
 * One clause that a button, a refusal or a date can rest on. `text` is the operative sentence in the source's own words,
 * shortened to what binds; for a source marked C, D or K it is a digest and must not be shown as a quotation.
 */
export type Clause = {
  /** Short name of the source, `/`, and the place in it: 条例/36(4), 390号/四(一)5. */
  id: string
  /** Short name of the source: 条例. */
  source: string
  /** Full name with number: 《中华人民共和国政府信息公开条例》（国务院令第711号）. */
  document: string
  /** As cited: 第三十六条第（四）项; 四（一）5. */
  article: string
  text: string
  /** A read whole · B opening read · C local or official report · D derived · K general knowledge, to be checked. */
  mark: Evidence
  /** First civil day in force. */
  inForceFrom?: string
  /** Last civil day in force. */
  inForceUntil?: string
  note?: string
}

/** What one row may say differently from its source. */
export type RowDetail = {
  article?: string
  mark?: Evidence
  note?: string
  inForceFrom?: string
  inForceUntil?: string
}

/** A law or a source document with the clauses of it that the product rests on. */
export type ClauseSource = {
  /** Short name, unique: 条例, 390号, 复议法. */
  source: string
  /** Full title without 《》. */
  title: string
  /** false: `title` only describes a text whose name is not known, so it is not put into 《》. */
  titled?: false
  /** Number or date of the text that was read: 国务院令第711号, 2023年9月1日修订. */
  number?: string
  /** A circular is cited with its number, a statute without. */
  citeNumber?: boolean
  mark: Evidence
  inForceFrom?: string
  inForceUntil?: string
  note?: string
  /** Articles whose single bracket counts 项, not 款; the value is the 款 that the 项 stand in, 0 where there is one 款 only. */
  items?: Readonly<Record<string, number>>
  /** One clause a line: the place, a space, the text. The order is the order of the document. */
  clauses: string
  /** By place: what differs from the source. */
  details?: Readonly<Record<string, RowDetail>>
}

type Row = { place: string; text: string }

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 1 → 一, 26 → 二十六, 105 → 一百零五, 1259 → 一千二百五十九. Whole numbers from 1 to 9999. */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 9999) {
    throw new Error(`汉字数字只写1至9999的整数，收到的是${value}。`)
  }
  const units = ['千', '百', '十', '']
  const figures = [...String(value).padStart(4, '0')].map(Number)
  let text = ''
  let gap = false
  figures.forEach((figure, at) => {
    if (figure === 0) {
      gap = text !== ''
      return
    }
    if (gap) text += '零'
    gap = false
    text += (digits[figure] ?? '') + (units[at] ?? '')
  })
  return text.startsWith('一十') ? text.slice(1) : text
}

const numbered = /^(\d+)((?:\(\d+\))*)$/

/**
 * How a place is cited: `36(4)` → 第三十六条第（四）项 or 第四款 (as `items` says), `23(1)(4)` → 第二十三条第一款第（四）项,
 * `四(一)5` → 四（一）5.
 */
export function articleOf(place: string, items: Readonly<Record<string, number>> = {}): string {
  const match = numbered.exec(place)
  if (match === null) return place.replaceAll('(', '（').replaceAll(')', '）')
  const article = match[1] ?? ''
  const levels = [...(match[2] ?? '').matchAll(/\d+/g)].map(found => Number(found[0]))
  const paragraphOfItems = items[article]
  let text = `第${chineseNumber(Number(article))}条`
  if (levels.length === 1 && paragraphOfItems !== undefined) {
    if (paragraphOfItems > 0) text += `第${chineseNumber(paragraphOfItems)}款`
    return `${text}第（${chineseNumber(levels[0] ?? 0)}）项`
  }
  if (levels[0] !== undefined) text += `第${chineseNumber(levels[0])}款`
  if (levels[1] !== undefined) text += `第（${chineseNumber(levels[1])}）项`
  return text
}

/** 《title》. */
export function titleOf(source: ClauseSource): string {
  return source.titled === false ? source.title : `《${source.title}》`
}

/** 《title》（number）. */
export function documentOf(source: ClauseSource): string {
  return titleOf(source) + (source.number === undefined ? '' : `（${source.number}）`)
}

function rowsOf(source: ClauseSource): Row[] {
  const rows = source.clauses
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const gap = line.indexOf(' ')
      const row = { place: line.slice(0, gap).trim(), text: line.slice(gap + 1).trim() }
      if (gap < 1 || row.text === '')
        throw new Error(`${source.source}有一行条款没有“位置、空格、文字”：${line}`)
      return row
    })
  const places = new Set(rows.map(row => row.place))
  if (places.size < rows.length) throw new Error(`${source.source}有重复的条款位置。`)
  for (const place of Object.keys(source.details ?? {})) {
    if (!places.has(place)) throw new Error(`${source.source}为不存在的条款“${place}”写了说明。`)
  }
  return rows
}

/**
 * The clauses of one source. Where an article is given by its 款 only (33(1), 33(2)…), the whole article (33) is put
 * before them with the texts of those 款 joined, so that both can be cited.
 */
export function clausesOf(source: ClauseSource): Clause[] {
  const rows = rowsOf(source)
  const given = new Set(rows.map(row => row.place))
  return rows.flatMap(({ place, text }) => {
    const clause = toClause(source, place, text)
    const article = numbered.exec(place)?.[1]
    if (article === undefined || given.has(article) || source.items?.[article] !== undefined) return [clause]
    const paragraphs = rows.filter(
      row => row.place.startsWith(`${article}(`) && /^\d+\(\d+\)$/.test(row.place),
    )
    if (paragraphs.length === 0) return [clause]
    given.add(article)
    return [toClause(source, article, paragraphs.map(row => row.text).join('')), clause]
  })
}

function toClause(source: ClauseSource, place: string, text: string): Clause {
  const detail = source.details?.[place] ?? {}
  const inForceFrom = detail.inForceFrom ?? source.inForceFrom
  const inForceUntil = detail.inForceUntil ?? source.inForceUntil
  const note = detail.note ?? source.note
  return {
    id: `${source.source}/${place}`,
    source: source.source,
    document: documentOf(source),
    article: detail.article ?? articleOf(place, source.items),
    text,
    mark: detail.mark ?? source.mark,
    ...(inForceFrom === undefined ? {} : { inForceFrom }),
    ...(inForceUntil === undefined ? {} : { inForceUntil }),
    ...(note === undefined ? {} : { note }),
  }
}
