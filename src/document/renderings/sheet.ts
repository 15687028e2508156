import { cleanHtml } from '../intake/clean.ts'
import { markerOf, runInHeading } from '../intake/headings.ts'
import { isElement, parseHtml, type Element, type Node } from '../intake/tree.ts'
import { cellsOf, rowsOf } from '../intake/blocks.ts'
import { attachmentMark, bodiesIn } from '../intake/wording.ts'
import { pitchFor, usualPitch } from './fitting.ts'
import { gridOf, type Grid } from './grid.ts'
import { imprintFrom, imprintOf, type ImprintRow } from './imprint.ts'
import { checkRendered, checkSize, renderLimits, type Rendered } from './rendered.ts'
import { linesOfRuns, plainRun, runsOf, textOfRuns, withLead, without, type Run } from './runs.ts'
import { dayInWords, isDateOnly } from './signature.ts'
import { printable, widthOf } from './text.ts'
import { titleLines } from './titleLines.ts'

/** What stands on the paper, in order: the one model that the DOCX and the PDF are both made from. */
export type Block =
  | { readonly kind: 'paragraph'; readonly role: ParagraphRole; readonly runs: readonly Run[] }
  /** Ranks 1–3 are 一、 （一） 1. in 黑体, 楷体 and bold 仿宋. */
  | {
      readonly kind: 'heading'
      readonly rank: 1 | 2 | 3
      readonly centred: boolean
      readonly runs: readonly Run[]
    }
  /** Title of a text issued or attached by the document. */
  | { readonly kind: 'annexTitle'; readonly lines: readonly (readonly Run[])[]; readonly newPage: boolean }
  | {
      readonly kind: 'attachment'
      /** “附件：”, empty on the lines after the first. */
      readonly lead: string
      readonly number: string
      readonly runs: readonly Run[]
    }
  | {
      readonly kind: 'signature'
      readonly names: readonly string[]
      readonly date: string | null
      readonly isSealed?: true
    }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly Block[])[]
    }
  | { readonly kind: 'table'; readonly grid: Grid }

export type ParagraphRole = 'text' | 'center' | 'right' | 'addressee' | 'label' | 'annexMark'

export type Sheet = {
  /** The whole title in one line, for metadata. */
  readonly title: string
  readonly titleLines: readonly string[]
  readonly urgency: string | null
  /** Lines of the 发文机关标志; empty for a plain copy. */
  readonly letterhead: readonly string[]
  readonly number: string | null
  readonly signer: string | null
  readonly blocks: readonly Block[]
  readonly imprint: readonly ImprintRow[]
  /** Points from one line to the next. */
  readonly pitch: number
}

/** Ems of a title line at 二号 within the 版心 of 156 mm. */
const titleWidth = 19

/**
 * Reads a rendering's content into the blocks of a page. Throws `Refused` with every reason in Chinese where there is no title, no body,
 * or more than `renderLimits` allow; the body passes the cleaner again, whatever was stored.
 */
export function sheetOf(given: Rendered): Sheet {
  checkRendered(given)
  checkSize(0, given.bodyHtml.match(/<t[dh][\s>]/gi)?.length ?? 0)
  const elements = parseHtml(cleanHtml(given.bodyHtml)).filter(isElement)
  const isImprint = (e: Element, i: number) =>
    e.attributes['class'] === 'imprint' || (i === elements.length - 1 && isImprintTable(e))
  const count = { characters: 0, cells: 0 }
  const own = top(
    elements.filter((e, i) => !isImprint(e, i)),
    count,
  ).map(b => (b.kind === 'table' && given.isForm ? { ...b, grid: formOf(b.grid) } : b))
  const blocks = withParts(own, given)
  checkSize(count.characters, count.cells)
  const printed = imprintOf(elements.filter(isImprint).flatMap(imprintLines))
  const clean = (text: string | null) => (text === null ? null : printable(text).trim() || null)
  const lines = titleLines(
    given.title
      .split('\n')
      .map(line => printable(line))
      .join('\n'),
    titleWidth,
  )
  return {
    title: printable(given.title.replace(/\n/g, '')).trim(),
    titleLines: lines,
    urgency: clean(given.urgency),
    letterhead: (given.letterhead ?? '').split('\n').flatMap(line => clean(line) ?? []),
    number: clean(given.documentNumber),
    signer: clean(given.signer),
    blocks,
    imprint: printed.length > 0 ? printed : imprintFrom(given),
    pitch: given.isSealed ? pitchFor(lines.length, given.documentNumber !== null, blocks) : usualPitch,
  }
}

/** The names of a form stand on its left; it has no head. */
const formOf = (grid: Grid): Grid => ({
  ...grid,
  isForm: true,
  headRows: 0,
  cells: grid.cells.map(c => ({ ...c, header: c.column === 0 && c.columns === 1 })),
})

const textIn = (element: Element): string => textOfRuns(runsOf(element.children))

const imprintLines = (element: Element): string[] =>
  element.name !== 'table'
    ? [textIn(element)]
    : element.children
        .filter(isElement)
        .flatMap(rowsOf)
        .map(row => cellsOf(row).map(textIn).join(' '))

/** The 版记 of a DOCX made in a word processor comes back as a table at the end. */
function isImprintTable(element: Element): boolean {
  if (element.name !== 'table') return false
  const lines = element.children.filter(isElement).flatMap(rowsOf)
  return (
    lines.length > 0 &&
    lines.length <= 4 &&
    lines.every(row => {
      const text = cellsOf(row).map(textIn).join(' ').trim()
      return /^(?:抄\s*送|抄\s*报|分\s*送)\s*[:：]|印\s*发$|^[（(]?共\s*印/.test(text)
    })
  )
}

type Count = { characters: number; cells: number }

function top(elements: readonly Element[], count: Count): Block[] {
  const blocks: Block[] = []
  let signed = false
  let annexOpened = false
  for (const element of elements) {
    const role = element.attributes['class']
    const runs = isTextual(element) ? runsOf(element.children) : []
    const text = textOfRuns(runs)
    count.characters += text.length
    if (isTextual(element) && runs.length === 0) continue
    const last = blocks.at(-1)
    if (role === 'signatory') {
      const names = text.split('\n').flatMap(namesIn)
      if (last?.kind === 'signature' && last.date === null)
        blocks[blocks.length - 1] = { ...last, names: [...last.names, ...names] }
      else blocks.push({ kind: 'signature', names, date: null })
      signed = true
    } else if (role === 'date') {
      if (last?.kind === 'signature' && last.date === null)
        blocks[blocks.length - 1] = { ...last, date: text }
      else blocks.push({ kind: 'signature', names: [], date: text })
      signed = true
    } else if (role === 'attachments') blocks.push(attachment(runs))
    else if (element.name === 'h2' && role === 'center' && markerOf(text) === null) {
      blocks.push({ kind: 'annexTitle', lines: annexLines(runs), newPage: signed && !annexOpened })
      annexOpened = false
      continue
    } else if (element.name === 'p' && role === undefined && signed && attachmentMark.test(text)) {
      blocks.push({ kind: 'paragraph', role: 'annexMark', runs })
      annexOpened = true
      continue
    } else blocks.push(...flowBlock(element, runs, count))
    annexOpened = false
  }
  return blocks
}

const isTextual = (element: Element): boolean => /^(?:p|h[2-4])$/.test(element.name)

/** Several bodies in one line stand below each other on paper (7.3.5.3). */
function namesIn(line: string): string[] {
  const bodies = bodiesIn(line)
  return bodies.length > 1 ? bodies : [line.trim()]
}

function annexLines(runs: readonly Run[]): Run[][] {
  const lines = linesOfRuns(runs)
  const only = lines.length === 1 ? (lines[0] ?? []) : []
  if (lines.length > 1) return lines
  return titleLines(textOfRuns(only), titleWidth).map(plainRun)
}

const attachmentsLead = /^附\s*件\s*[:：]\s*/
const attachmentNumber = /^[0-9０-９]{1,2}\s*[.．、]\s*/

function attachment(runs: readonly Run[]): Block {
  const text = textOfRuns(runs)
  const lead = attachmentsLead.exec(text)?.[0] ?? ''
  const number = attachmentNumber.exec(text.slice(lead.length))?.[0] ?? ''
  return {
    kind: 'attachment',
    lead: lead.trimEnd(),
    number,
    runs: without(runs, lead.length + number.length),
  }
}

const roles: Record<string, ParagraphRole> = {
  center: 'center',
  right: 'right',
  addressee: 'addressee',
  label: 'label',
}

/** Deeper than this a table or a list has no room left on the page: what it holds follows as paragraphs. */
const deepest = { table: 2, list: 5 } as const

function flowBlock(element: Element, runs: readonly Run[], count: Count, depth = 0): Block[] {
  const role = element.attributes['class'] ?? ''
  const rank = /^h([2-4])$/.exec(element.name)?.[1]
  if (rank) {
    const marker = markerOf(textOfRuns(runs))?.kind
    const centred = role === 'center' || marker === 'chapter' || marker === 'section'
    return [{ kind: 'heading', rank: (Number(rank) - 1) as 1 | 2 | 3, centred, runs }]
  }
  if (element.name === 'p') return [paragraph(roles[role] ?? 'text', runs)]
  if (element.name === 'table') {
    if (depth >= deepest.table)
      return element.children
        .filter(isElement)
        .flatMap(rowsOf)
        .flatMap(row => cellsOf(row).flatMap(cell => contents(cell.children, count, depth)))
    const grid = gridOf(element, renderLimits.columns, cell => contents(cell.children, count, depth + 1))
    count.cells += grid.cells.length
    return grid.cells.length > 0 ? [{ kind: 'table', grid }] : []
  }
  if (element.name !== 'ul' && element.name !== 'ol') return []
  const items = element.children.filter(isElement).map(item => contents(item.children, count, depth + 1))
  return depth >= deepest.list ? items.flat() : [list(element, items)]
}

function paragraph(role: ParagraphRole, runs: readonly Run[]): Block {
  if (role !== 'text') return { kind: 'paragraph', role, runs }
  if (runs.every(run => !('text' in run))) return { kind: 'paragraph', role: 'center', runs }
  const text = textOfRuns(runs)
  const lead = runInHeading(text)
  const kind = lead === null ? undefined : markerOf(lead)?.kind
  const face = kind === 'article' || kind === 'first' ? 'hei' : kind === 'second' ? 'kai' : null
  if (lead === null || face === null) return { kind: 'paragraph', role, runs }
  const length = lead.length + (text[lead.length] === '。' ? 1 : 0)
  return { kind: 'paragraph', role, runs: withLead(runs, length, face) }
}

function list(element: Element, items: readonly Block[][]): Block {
  const start = Number(element.attributes['start'] ?? '1')
  return {
    kind: 'list',
    ordered: element.name === 'ol',
    start: Number.isInteger(start) && start >= 0 && start < 30_000 ? start : 1,
    items: items.filter(item => item.length > 0),
  }
}

const blockNames = new Set(['p', 'h2', 'h3', 'h4', 'ul', 'ol', 'table'])

/** Of a cell or a list item: running text is a paragraph of its own, a heading in a table is bold text. */
function contents(nodes: readonly Node[], count: Count, depth: number): Block[] {
  const blocks: Block[] = []
  let inline: Node[] = []
  const close = () => {
    for (const runs of linesOfRuns(runsOf(inline))) {
      count.characters += textOfRuns(runs).length
      blocks.push({ kind: 'paragraph', role: 'text', runs })
    }
    inline = []
  }
  for (const node of nodes) {
    if (!isElement(node) || !blockNames.has(node.name)) {
      inline.push(node)
      continue
    }
    close()
    if (!isTextual(node)) {
      blocks.push(...flowBlock(node, [], count, depth))
      continue
    }
    for (const runs of linesOfRuns(runsOf(node.children))) {
      count.characters += textOfRuns(runs).length
      const bold = node.name !== 'p' ? runs.map(r => ('text' in r ? { ...r, bold: true as const } : r)) : runs
      const role = roles[node.attributes['class'] ?? '']
      blocks.push({
        kind: 'paragraph',
        role: role === 'center' || role === 'right' ? role : 'text',
        runs: bold,
      })
    }
  }
  close()
  return blocks
}

/** Adds what the body lacks and the caller knows: 主送机关, 署名 and 成文日期. */
function withParts(blocks: readonly Block[], given: Rendered): Block[] {
  const out = [...blocks]
  const addressee = printable(given.addressee).trim()
  if (addressee !== '' && !out.some(b => b.kind === 'paragraph' && b.role === 'addressee'))
    out.unshift({ kind: 'paragraph', role: 'addressee', runs: plainRun(addressee.replace(/[:：]?$/, '：')) })
  if (!given.writtenOn || out.some(b => b.kind === 'signature' || isDateParagraph(b))) return out
  const names = given.issuers.map(name => printable(name).trim()).filter(name => name !== '')
  const ends = out.findIndex(b => b.kind === 'annexTitle' || (b.kind === 'paragraph' && b.role === 'label'))
  const date = dayInWords(given.writtenOn)
  const signature: Block = { kind: 'signature', names, date, ...(given.isSealed ? { isSealed: true } : {}) }
  out.splice(ends < 0 ? out.length : ends, 0, signature)
  return out
}

/** A date on a line of its own, set to the right or not: the document is signed in its own way. */
const isDateParagraph = (block: Block): boolean =>
  block.kind === 'paragraph' && isDateOnly(textOfRuns(block.runs))

/** Ems that the lead and the number of an attachment's line take. */
export const attachmentWidths = (
  block: Extract<Block, { kind: 'attachment' }>,
): { lead: number; number: number } => ({
  lead: block.lead === '' ? 0 : 3,
  number: widthOf(block.number),
})
