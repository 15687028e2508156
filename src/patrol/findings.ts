import { sha256Hex } from '#kit/crypto.ts'
import type { Hit } from './hit.ts'
import { isPersonal, type Finding, type Place } from './model.ts'
import type { FileNote, Segment } from './segment.ts'

const around = 16

/** A stretch of a text with the personal data in it masked, also such as only begins or ends there. */
export function maskedStretch(text: string, from: number, to: number, personal: readonly Hit[]): string {
  let shown = ''
  let at = from
  for (const hit of personal) {
    if (hit.end <= at || hit.start >= to) continue
    shown += text.slice(at, Math.max(at, hit.start)) + (hit.masked ?? '')
    at = hit.end
  }
  return shown + text.slice(at, Math.max(at, to))
}

const oneLine = (text: string) => text.replaceAll(/[\n\t]+/g, ' ')

/** Names findings alike in text and surroundings by their order, so that every one has an id of its own. */
export type Namer = (kind: string, raw: string, before: string, after: string, place: string) => string

export function makeNamer(): Namer {
  const seen = new Map<string, number>()
  return (kind, raw, before, after, place) => {
    const key = [kind, raw, before, after, place].join('\u0000')
    const count = seen.get(key) ?? 0
    seen.set(key, count + 1)
    return sha256Hex(`${key}\u0000${count}`).slice(0, 20)
  }
}

/** The findings of one segment. `personal` is what is to be masked in what is shown, in order. */
export function findingsOf(
  segment: Segment,
  hits: readonly Hit[],
  personal: readonly Hit[],
  name: Namer,
): Finding[] {
  const { text } = segment
  return hits.map(hit => {
    const { start, end } = hit
    const isHidden = segment.hidden?.some(([from, to]) => from < end && start < to) ?? false
    const span = segment.spans?.findLast(s => s.from <= start)
    const label = span?.label ?? segment.label
    const place: Place = {
      part: segment.part,
      label: isHidden ? `${label}（隐藏文字）` : label,
      file: segment.file,
      start: start - (span?.from ?? 0),
      length: end - start,
    }
    return {
      id: name(
        hit.kind,
        text.slice(start, end),
        text.slice(Math.max(0, start - 8), start),
        text.slice(end, end + 8),
        `${segment.part}/${segment.file ?? ''}`,
      ),
      tier: hit.tier,
      kind: hit.kind,
      message: hit.message,
      excerpt: {
        before: oneLine(maskedStretch(text, Math.max(0, start - around), start, personal)),
        hit: isPersonal(hit.kind)
          ? (hit.masked ?? '')
          : oneLine(maskedStretch(text, start, Math.min(end, start + 80), personal)),
        after: oneLine(maskedStretch(text, end, Math.min(text.length, end + around), personal)),
      },
      place,
      right: hit.right ?? null,
      basis: hit.basis ?? null,
    }
  })
}

/** A finding about a whole file, or about a field of the form. */
export function findingOfNote(
  note: Omit<FileNote, 'kind'> & Pick<Finding, 'kind'>,
  part: Place['part'],
  name: Namer,
): Finding {
  return {
    id: name(note.kind, note.message, '', '', `${part}/${note.file ?? ''}/${note.label}`),
    tier: note.tier,
    kind: note.kind,
    message: note.message,
    excerpt: { before: '', hit: '', after: '' },
    place: { part, label: note.label, file: note.file, start: 0, length: 0 },
    right: null,
    basis: note.kind === 'location' ? '条例/15' : null,
  }
}

const order = { A: 0, B: 1, C: 2 } as const

/** The gravest first, otherwise in the order of the text. */
export function byGravity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => order[a.tier] - order[b.tier])
}
