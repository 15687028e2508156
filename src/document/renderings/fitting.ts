import { isElement, type Element } from '../intake/tree.ts'
import { textOfRuns } from './runs.ts'
import type { Block } from './sheet.ts'
import { area } from './tablePlan.ts'
import { widthOf } from './text.ts'

/** Points from one line to the next: 22 lines fill the page (GB/T 9704—2012 5.2.2). */
export const usualPitch = 28.95
/** Closer than this the lines of 三号 run into each other. */
const closest = 23

/** White that is set between Chinese characters and letters or figures, ems. */
const seams = (text: string): number =>
  0.25 * [...text.matchAll(/[\p{Script=Han}](?=[A-Za-z0-9])|[A-Za-z0-9](?=[\p{Script=Han}])/gu)].length

const linesOf = (text: string, indent: number): number =>
  Math.max(1, Math.ceil((widthOf(text) + seams(text) + indent) / 27.7))

function linesIn(block: Block): number | null {
  if (block.kind === 'paragraph') return linesOf(textOfRuns(block.runs), block.role === 'text' ? 2 : 0)
  if (block.kind === 'attachment') return linesOf(textOfRuns(block.runs), 6) + (block.lead === '' ? 0 : 1)
  if (block.kind === 'signature') return 1 + block.names.length + (block.date === null ? 0 : 1)
  return null
}

/**
 * Points from line to line with which a letter that is only a little too long still stands on one page, its seal beside its words
 * (GB/T 9704—2012 5.2.2, 7.3.5.5: 调整行距); the usual ones where it fits anyway, or not at all.
 */
export function pitchFor(titleLines: number, hasNumber: boolean, blocks: readonly Block[]): number {
  // A word processor breaks a line here and there otherwise: one is kept free.
  let lines = hasNumber ? 4.3 : 3.3
  for (const block of blocks) {
    const own = linesIn(block)
    if (own === null) return usualPitch
    lines += own
  }
  const title = 35 * titleLines + (hasNumber ? 18 : 0)
  const pitch = Math.floor(((area.height - title) / lines) * 20) / 20
  return pitch >= usualPitch || pitch < closest ? usualPitch : pitch
}

/** The same element with another distance between its lines: `from` and its double in twips are what the styles say. */
export function withLine(element: Element, from: number, to: number): Element {
  const { name, attributes, children } = element
  const changed = /^w:(?:spacing|docGrid)$/.test(name)
    ? Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [
          key,
          value === String(from) ? String(to) : value === String(2 * from) ? String(2 * to) : value,
        ]),
      )
    : attributes
  return {
    ...element,
    attributes: changed,
    children: children.map(child => (isElement(child) ? withLine(child, from, to) : child)),
  }
}
