import { isElement, parseHtml, textOf, writeHtml, type Element, type Node } from './tree.ts'
import { hasMarker, isDateLine, bodiesIn, attachmentsStart, attachmentMark } from './wording.ts'

/** Two paragraphs that look like one sentence cut by a line or page break of the source. */
export type BrokenLine = {
  /** Place of the first paragraph among the top-level elements of the body. */
  readonly at: number
  readonly before: string
  readonly after: string
}

/** Finds sentences cut across two paragraphs. Reports only; `joinBrokenLines` joins. */
export function findBrokenLines(bodyHtml: string): BrokenLine[] {
  return broken(topLevel(bodyHtml))
}

const topLevel = (bodyHtml: string): Element[] => parseHtml(bodyHtml).filter(isElement)

function broken(elements: readonly Element[]): BrokenLine[] {
  const found: BrokenLine[] = []
  for (let i = 0; i + 1 < elements.length; i++) {
    const first = elements[i]
    const second = elements[i + 1]
    if (!first || !second || !isPlain(first) || !isPlain(second)) continue
    const before = textOf(first.children).trim()
    const after = textOf(second.children).trim()
    if (isCut(before) && continuesSentence(after)) {
      found.push({ at: i, before: before.slice(-24), after: after.slice(0, 24) })
    }
  }
  return found
}

const isPlain = (element: Element): boolean => element.name === 'p' && !element.attributes['class']

/** Long enough to be running text, holding a sentence mark, and ending in the middle of one. */
const isCut = (text: string): boolean =>
  text.length >= 15 && /[\p{Script=Han}\p{Letter}\p{Number}，、“《（]$/u.test(text) && /[，。；：]/.test(text)

const continuesSentence = (text: string): boolean =>
  text !== '' &&
  !hasMarker(text) &&
  !isDateLine(text) &&
  !/^[（(《“]/.test(text) &&
  bodiesIn(text).length === 0 &&
  !attachmentsStart.test(text) &&
  !attachmentMark.test(text)

/**
 * The body with cut sentences joined, and what was joined. Never applied by the intake itself: the drafter decides. `only`
 * limits it to the findings at these places (`BrokenLine.at`).
 */
export function joinBrokenLines(
  bodyHtml: string,
  only?: readonly number[],
): { html: string; joined: BrokenLine[] } {
  const elements = topLevel(bodyHtml)
  const joined = broken(elements).filter(b => only === undefined || only.includes(b.at))
  const at = new Set(joined.map(b => b.at))
  const out: Node[] = []
  let open: Element | null = null
  elements.forEach((element, i) => {
    if (open && at.has(i - 1)) open.children = [...open.children, ...element.children]
    else {
      open = { ...element, children: [...element.children] }
      out.push(open)
    }
  })
  return { html: out.map(node => writeHtml([node])).join('\n'), joined }
}
