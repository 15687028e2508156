import type { Day } from '#law/day.ts'
import { readChineseNumber } from '#law/documentNumber.ts'
import { datesIn, readDay } from './dates.ts'
import { markerOf, runInHeading } from './headings.ts'
import { isElement, parseHtml, textOf, writeHtml, type Element, type Node } from './tree.ts'
import { bodiesIn, isDateLine, readLabel } from './wording.ts'

/** What is done with a clean body (see `cleanHtml`): label, plain text, table of contents. Pure. */

const topLevel = (bodyHtml: string): Element[] => parseHtml(bodyHtml).filter(isElement)
const write = (elements: readonly Node[]): string => elements.map(e => writeHtml([e])).join('\n')
const hasClass = (element: Element, name: string): boolean => element.attributes['class'] === name
const lineOf = (element: Element): string => textOf(element.children).trim()

export type Labelled = {
  readonly html: string
  /**
   * `date`: on the line after 成文日期 (GB/T 9704 7.3.6). `signatory`: after 署名, there being no date. `kept`: the document carries a
   * label of the same attribute already and it stays where it is printed. `end`: neither was found; it closes the text.
   */
  readonly placed: 'date' | 'signatory' | 'kept' | 'end'
  /** The line it stands after, empty for `kept`. */
  readonly after: string
}

/**
 * Sets the openness label (“此件公开发布”, with or without brackets) where 390号文 五(一)5 and GB/T 9704 7.3.6 want it: on the line
 * after the date of the signature block, before any annexed text. A label of another attribute is taken out first. Without
 * `writtenOn`, or where no line carries that day, the first date of a signature block is taken.
 */
export function labelled(bodyHtml: string, given: { writtenOn: Day | null; label: string }): Labelled {
  const text = `（${given.label.trim().replace(/^[（(]|[）)]$/g, '')}）`
  const attribute = readLabel(text)?.attribute ?? null
  const all = topLevel(bodyHtml)
  const printed = all.filter(e => e.name === 'p' && readLabel(lineOf(e)) !== null)
  const same = printed.filter(e => readLabel(lineOf(e))?.attribute === attribute)
  if (attribute !== null && printed.length > 0 && same.length === printed.length) {
    return { html: write(all), placed: 'kept', after: '' }
  }
  const elements = all.filter(e => !printed.includes(e))
  const label: Element = { name: 'p', attributes: { class: 'label' }, children: [text] }
  const { at, placed } = placeFor(elements, given.writtenOn)
  const after = elements[at]
  const out = [...elements.slice(0, at + 1), label, ...elements.slice(at + 1)]
  return { html: write(out), placed, after: after ? lineOf(after) : '' }
}

function placeFor(
  elements: readonly Element[],
  writtenOn: Day | null,
): { at: number; placed: Labelled['placed'] } {
  const dates = elements.flatMap((e, at) =>
    isSignatureDate(e)
      ? [{ at, day: dayOf(e), marked: hasClass(e, 'date'), signed: isSigned(e, elements[at - 1]) }]
      : [],
  )
  const firm = [...dates.filter(d => d.marked), ...dates.filter(d => d.signed)]
  const chosen =
    firm.find(d => writtenOn === null || d.day === writtenOn) ??
    dates.findLast(d => d.day === writtenOn) ??
    firm[0]
  if (chosen) return { at: chosen.at, placed: 'date' }
  const signatory = elements.findLastIndex(e => hasClass(e, 'signatory'))
  if (signatory >= 0) return { at: signatory, placed: 'signatory' }
  const imprint = elements.findIndex(e => hasClass(e, 'imprint'))
  const end = imprint < 0 ? elements.length : imprint
  const last = elements[end - 1]
  if (last?.name === 'p' && bodiesIn(lineOf(last)).length > 0) return { at: end - 1, placed: 'signatory' }
  return { at: end - 1, placed: 'end' }
}

const dayOf = (element: Element): Day | null => {
  const written = datesIn(lineOf(element))[0]?.written
  return written ? readDay(written) : null
}

/** Does a date stand below, or behind, the name of a body? */
const isSigned = (date: Element, above: Element | undefined): boolean =>
  !isDateLine(lineOf(date)) || (above?.name === 'p' && bodiesIn(lineOf(above)).length > 0)

/** A paragraph that is a date, or the name of a body with a date behind it; not a line of the imprint. */
function isSignatureDate(element: Element): boolean {
  if (element.name !== 'p' || hasClass(element, 'imprint')) return false
  if (hasClass(element, 'date')) return true
  const line = lineOf(element)
  const found = datesIn(line)
  const only = found[0]
  if (found.length !== 1 || !only) return false
  if (isDateLine(line)) return true
  const [before = '', rest = ''] = line.split(only.written)
  return rest.trim() === '' && /\s$/.test(before) && bodiesIn(before).length > 0
}

const blockNames = new Set(['p', 'h2', 'h3', 'h4', 'li', 'tr', 'table', 'ul', 'ol', 'thead', 'tbody'])

/** The text of a clean body: a line per paragraph, heading, list item and table row; cells apart by a tab. */
export function plainText(html: string): string {
  const lines: string[] = ['']
  const add = (text: string) => {
    lines[lines.length - 1] += text
  }
  const visit = (node: Node): void => {
    if (!isElement(node)) return add(node.replaceAll('\n', ' '))
    if (node.name === 'br') return void lines.push('')
    if (node.name === 'td' || node.name === 'th') {
      if (lines.at(-1) !== '') add('\t')
      return add(closeCell(node))
    }
    const isBlock = blockNames.has(node.name)
    if (isBlock) lines.push('')
    node.children.forEach(visit)
    if (isBlock) lines.push('')
  }
  parseHtml(html).forEach(visit)
  return lines
    .map(line => line.trim())
    .filter(line => line !== '')
    .join('\n')
}

const closeCell = (cell: Element): string => textOf(cell.children).replace(/\s+/g, ' ').trim()

export type OutlineEntry = {
  /** 2–4, as the heading; an article (第一条) and a run-in heading have the level of their number. */
  readonly level: 2 | 3 | 4
  readonly text: string
  readonly anchor: string
  /** The heading opens its paragraph instead of standing alone. */
  readonly runIn: boolean
}

type Place = OutlineEntry & { readonly at: number }

const depthOf = { chapter: 2, first: 2, section: 3, second: 3, third: 4, fourth: 4, article: 4 } as const

/**
 * Headings for a table of contents, in order. Anchors come from the numbers (四、（二）3. → `s4-2-3`, 第五条 → `article-5`,
 * 第二章 → `chapter-2`), not from places, so that a link stays right when text is corrected; those of an annexed text carry
 * `a1-` in front.
 */
export function outline(html: string): OutlineEntry[] {
  return places(topLevel(html)).map(({ at: _at, ...entry }) => entry)
}

/** The body with the anchors of `outline` as ids. */
export function withAnchors(html: string): string {
  const elements = topLevel(html)
  const anchors = new Map(places(elements).map(p => [p.at, p.anchor]))
  return write(
    elements.map((element, i) => {
      const id = anchors.get(i)
      return id ? { ...element, attributes: { id, ...element.attributes } } : element
    }),
  )
}

function places(elements: readonly Element[]): Place[] {
  const found: Place[] = []
  const used = new Map<string, number>()
  const path: (string | undefined)[] = []
  let annex = 0
  let unnumbered = 0
  elements.forEach((element, at) => {
    const heading = /^h([2-4])$/.exec(element.name)?.[1]
    const line = lineOf(element).replace(/\s+/g, ' ')
    const isText = element.name === 'p' && (!element.attributes['class'] || hasClass(element, 'center'))
    const lead = heading ? line : isText ? runInHeading(line) : null
    if (lead === null || lead === '') return
    const marker = markerOf(lead)
    const level = (heading ? Number(heading) : marker ? depthOf[marker.kind] : 2) as 2 | 3 | 4
    let name: string
    if (!marker) {
      if (heading === '2' && hasClass(element, 'center')) {
        annex++
        path.length = 0
        name = `a${annex}`
      } else name = `${prefix(annex)}h${++unnumbered}`
    } else {
      const number = String(numberOf(marker.text))
      if (marker.kind === 'article' || marker.kind === 'chapter') {
        name = `${prefix(annex)}${marker.kind}-${number}`
        if (marker.kind === 'chapter') path.length = 0
      } else {
        const depth = level - 2
        path.length = depth
        path[depth] = number
        name = `${prefix(annex)}s${Array.from(path, p => p ?? '0').join('-')}`
      }
    }
    const times = (used.get(name) ?? 0) + 1
    used.set(name, times)
    found.push({ level, text: lead, anchor: times > 1 ? `${name}_${times}` : name, runIn: !heading, at })
  })
  return found
}

function numberOf(marker: string): number | string {
  const figures = marker.replace(/[０-９]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
  const digits = /\d+/.exec(figures)?.[0]
  if (digits) return Number(digits)
  const chinese = /[一二三四五六七八九十百零〇]+/.exec(marker)?.[0] ?? ''
  const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'.indexOf(marker)
  return readChineseNumber(chinese) ?? (circled >= 0 ? circled + 1 : 'x')
}

const prefix = (annex: number): string => (annex > 0 ? `a${annex}-` : '')
