import { widthOf } from './text.ts'

/** A line of the 发文机关标志: as large as the width of 156 mm allows, narrowed where even 26 points are too wide. */
export type LetterheadLine = {
  readonly text: string
  /** Points. */
  readonly size: number
  /** 0.5–1: the breadth of its characters. */
  readonly narrowed: number
}

const room = 430

export function letterheadLine(text: string): LetterheadLine {
  const ems = Math.max(1, widthOf(text))
  const size = Math.max(26, Math.min(46, Math.floor(room / ems)))
  return { text, size, narrowed: Math.max(0.5, Math.min(1, Math.floor((room / (ems * size)) * 100) / 100)) }
}
