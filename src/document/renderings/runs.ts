import { isElement, type Node } from '../intake/tree.ts'
import { printable } from './text.ts'

/** Faces of GB/T 9704—2012: 仿宋 for text, 黑体 and 楷体 for the first and second rank of headings. */
export type Face = 'hei' | 'kai'

export type TextRun = {
  readonly text: string
  readonly bold?: true
  readonly italic?: true
  readonly underline?: true
  readonly script?: 'super' | 'sub'
  readonly face?: Face
  /** http, https or mailto. */
  readonly link?: string
}
export type Run = TextRun | { readonly break: true } | { readonly picture: string; readonly alt: string }

type Marks = Omit<TextRun, 'text'>

const linkable = /^(?:https?:\/\/|mailto:)[^\s\u0000-\u0020"<>\\^`{|}]+$/i

/** Running text of the closed list → runs with the same marks joined, blanks collapsed as a browser does, none at the ends. */
export function runsOf(nodes: readonly Node[]): Run[] {
  const runs: Run[] = []
  collect(nodes, {}, runs)
  return trimmed(runs)
}

function collect(nodes: readonly Node[], marks: Marks, runs: Run[]): void {
  for (const node of nodes) {
    if (!isElement(node)) {
      add(runs, printable(node), marks)
      continue
    }
    const { name, attributes } = node
    if (name === 'br') runs.push({ break: true })
    else if (name === 'img') {
      const source = attributes['src'] ?? ''
      if (source.startsWith('cid:'))
        runs.push({ picture: source.slice(4), alt: printable(attributes['alt'] ?? '').trim() })
    } else collect(node.children, { ...marks, ...marksOf(name, attributes) }, runs)
  }
}

function marksOf(name: string, attributes: Record<string, string>): Marks {
  if (name === 'strong') return { bold: true }
  if (name === 'em') return { italic: true }
  if (name === 'u') return { underline: true }
  if (name === 'sup') return { script: 'super' }
  if (name === 'sub') return { script: 'sub' }
  const to = name === 'a' ? (attributes['href'] ?? '').trim() : ''
  return to.length <= 2000 && linkable.test(to) ? { link: to } : {}
}

const isText = (run: Run | undefined): run is TextRun => run !== undefined && 'text' in run
const keys = ['bold', 'italic', 'underline', 'script', 'face', 'link'] as const
const isAlike = (a: Marks, b: Marks): boolean => keys.every(key => a[key] === b[key])

function add(runs: Run[], text: string, marks: Marks): void {
  const last = runs.at(-1)
  const before = isText(last) ? last.text : ''
  const own =
    (last === undefined || 'break' in last || before.endsWith(' ')) && text.startsWith(' ')
      ? text.slice(1)
      : text
  if (own === '') return
  if (isText(last) && isAlike(last, marks)) runs[runs.length - 1] = { ...last, text: last.text + own }
  else runs.push({ ...marks, text: own })
}

const isBlank = (run: Run): boolean => ('text' in run ? /^[\s\u3000]*$/.test(run.text) : 'break' in run)

/** No blank (　 of a hand-made indent too) and no break at either end. */
export function trimmed(runs: readonly Run[]): Run[] {
  const from = runs.findIndex(run => !isBlank(run))
  if (from < 0) return []
  const kept = runs.slice(from, runs.findLastIndex(run => !isBlank(run)) + 1)
  const first = kept[0]
  if (isText(first)) kept[0] = { ...first, text: first.text.trimStart() }
  const last = kept.at(-1)
  if (isText(last)) kept[kept.length - 1] = { ...last, text: last.text.trimEnd() }
  return kept
}

/** The words of the runs; a break is a line feed, a picture is nothing. */
export const textOfRuns = (runs: readonly Run[]): string =>
  runs.map(run => ('text' in run ? run.text : 'break' in run ? '\n' : '')).join('')

/** Lines apart by breaks. */
export function linesOfRuns(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]]
  for (const run of runs) {
    if ('break' in run) lines.push([])
    else lines.at(-1)?.push(run)
  }
  return lines.map(trimmed).filter(line => line.length > 0)
}

/** The first `length` characters set in a face of their own, no longer bold. */
export function withLead(runs: readonly Run[], length: number, face: Face): Run[] {
  const out: Run[] = []
  let left = length
  for (const run of runs) {
    if (left <= 0 || !isText(run)) {
      out.push(run)
      continue
    }
    const { bold: _bold, ...plain } = run
    const head = run.text.slice(0, left)
    const tail = run.text.slice(left)
    left -= head.length
    out.push({ ...plain, text: head, face })
    if (tail !== '') out.push({ ...run, text: tail })
  }
  return out
}

/** Without the first so many characters. */
export function without(runs: readonly Run[], length: number): Run[] {
  let left = length
  const out: Run[] = []
  for (const run of runs) {
    if (left <= 0 || !isText(run)) out.push(run)
    else if (run.text.length > left) {
      out.push({ ...run, text: run.text.slice(left) })
      left = 0
    } else left -= run.text.length
  }
  return out
}

export const plainRun = (text: string): Run[] => {
  const clean = printable(text).trim()
  return clean === '' ? [] : [{ text: clean }]
}
