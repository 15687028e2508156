import { widthOf } from './text.ts'

/** A line of the 发文机关标志: as large as the width of 156 mm allows, narrowed and then smaller where even 26 points are too wide. */
export type LetterheadLine = {
  readonly text: string
  /** Points. */
  readonly size: number
  /** 0.6–1: the breadth of its characters. */
  readonly narrowed: number
}

const room = 430
const narrowest = 0.6

export function letterheadLine(text: string): LetterheadLine {
  const ems = Math.max(1, widthOf(text))
  const wide = Math.max(26, Math.min(46, Math.floor(room / ems)))
  const size = ems * wide * narrowest <= room ? wide : Math.max(8, Math.floor(room / (ems * narrowest)))
  const narrowed = Math.floor((room / (ems * size)) * 100) / 100
  return { text, size, narrowed: Math.max(narrowest, Math.min(1, narrowed)) }
}
