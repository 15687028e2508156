import {
  articleMarker,
  chapterMarker,
  firstMarker,
  fourthMarker,
  secondMarker,
  sectionMarker,
  thirdMarker,
} from './wording.ts'

/** Structure numbers of 《党政机关公文格式》 7.3.3: 一、（一）1.（1）; and of rules: 第一章, 第一节, 第一条. */
export type Marker = {
  readonly kind: 'chapter' | 'section' | 'article' | 'first' | 'second' | 'third' | 'fourth'
  readonly text: string
}

const markers = [
  ['chapter', chapterMarker],
  ['section', sectionMarker],
  ['article', articleMarker],
  ['first', firstMarker],
  ['second', secondMarker],
  ['third', thirdMarker],
  ['fourth', fourthMarker],
] as const

export function markerOf(text: string): Marker | null {
  for (const [kind, pattern] of markers) {
    const match = pattern.exec(text)
    if (match) return { kind, text: match[0] }
  }
  return null
}

const levels: Partial<Record<Marker['kind'], 2 | 3 | 4>> = {
  chapter: 2,
  section: 3,
  first: 2,
  second: 3,
  third: 4,
}

/**
 * The heading level of a paragraph (h2 for 一、and 第一章, h3 for（一）and 第一节, h4 for 1.), or null where it is text.
 * A heading is short, holds no second sentence, and has something of its own beneath it: a row of “1. 2. 3.” is a list.
 */
export function headingLevel(text: string, next: string | null): 2 | 3 | 4 | null {
  const marker = markerOf(text)
  const level = marker ? levels[marker.kind] : undefined
  if (!marker || !level) return null
  const rest = text.slice(marker.text.length).trim()
  if (rest === '' || rest.length > 60) return null
  const bare = rest.replace(/。$/, '')
  if (/[。；;！!？?]/.test(bare) || /[，,：:、；;]$/.test(bare)) return null
  const stopped = bare !== rest
  if (stopped && (level === 4 || bare.length > 30 || /[，,：:]/.test(bare))) return null
  if (level === 4 && (bare.length > 40 || next === null || markerOf(next)?.kind === 'third')) return null
  if (level === 3 && (next === null || markerOf(next)?.kind === 'second')) return null
  return level
}

/** The lead of a paragraph that opens with its own heading: “（一）加强组织领导。将政务公开……”. */
export function runInHeading(text: string): string | null {
  const marker = markerOf(text)
  if (!marker || marker.kind === 'fourth') return null
  if (marker.kind === 'article') return marker.text.trim()
  const lead = /^[^。；！？]{2,40}。(?=.)/u.exec(text.slice(marker.text.length))
  return lead && !/[，,：:]/.test(lead[0]) ? marker.text + lead[0].replace(/。$/, '') : null
}
