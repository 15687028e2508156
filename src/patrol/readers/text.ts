import type { Part } from '../model.ts'
import type { Reading, Segment } from '../segment.ts'
import { Unreadable } from './unreadable.ts'

export type DecodedText = {
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
  readonly mark: boolean
}

const strict = (encoding: string) => new TextDecoder(encoding, { fatal: true, ignoreBOM: true })

/** Text from bytes: by its mark, else UTF-8 when it is, else GB18030. Throws Unreadable for bytes that are no text. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const starts = (...head: number[]) => head.every((b, i) => bytes[i] === b)
  try {
    if (starts(0xef, 0xbb, 0xbf))
      return { text: strict('utf-8').decode(bytes.subarray(3)), encoding: 'utf-8', mark: true }
    if (starts(0xff, 0xfe))
      return { text: strict('utf-16le').decode(bytes.subarray(2)), encoding: 'utf-16le', mark: true }
    if (starts(0xfe, 0xff))
      return { text: strict('utf-16be').decode(bytes.subarray(2)), encoding: 'utf-16be', mark: true }
    if (!bytes.subarray(0, 4096).includes(0)) {
      try {
        return { text: strict('utf-8').decode(bytes), encoding: 'utf-8', mark: false }
      } catch {
        const text = strict('gb18030').decode(bytes)
        if (!/[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 20_000)))
          return { text, encoding: 'gb18030', mark: false }
      }
    }
  } catch {
    // Falls through to the one sentence below.
  }
  throw new Unreadable(
    'unknown',
    '认不出这个文件的格式，无法检查。可以检查的有DOCX、XLSX、PDF、TXT、CSV和ZIP。',
  )
}

/** A plain text, paragraph by paragraph; many short lines (a CSV of a list) are read together. */
export function readText(text: string, file: string | null): Reading {
  const isList = /\.(?:csv|tsv|tab)$/i.test(file ?? '')
  return { segments: isList ? listSegments(text, file) : proseSegments(text, file), notes: [] }
}

function proseSegments(text: string, file: string | null): Segment[] {
  const segments: Segment[] = []
  let number = 0
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029\u000b\u000c]/)) {
    number++
    if (line.trim() !== '')
      segments.push({ text: line, part: 'body', label: `第${number}行`, file, checks: 'all' })
  }
  return segments
}

function listSegments(text: string, file: string | null): Segment[] {
  const join = joiner('body', file)
  let number = 0
  for (const line of text.split(/\r\n|[\n\r]/)) {
    number++
    join.add(line.replaceAll('\t', '\n'), `第${number}行`)
  }
  return join.done()
}

const together = 8192

/** Joins many small texts into segments of some thousand characters, so that each is not looked through on its own. */
export function joiner(part: Part, file: string | null, checks: Segment['checks'] = 'words') {
  const segments: Segment[] = []
  let text = ''
  let spans: { from: number; label: string }[] = []
  const flush = () => {
    if (spans.length > 0) segments.push({ text, part, label: spans[0]!.label, file, checks, spans })
    text = ''
    spans = []
  }
  return {
    add(piece: string, label: string): void {
      if (piece.trim() === '') return
      if (text.length + piece.length > together) flush()
      spans.push({ from: text.length, label })
      text += `${piece}\n`
    },
    /** A line between: nothing reads across it. */
    part(): void {
      if (text !== '') text += '\n'
    },
    done(): Segment[] {
      flush()
      return segments
    },
  }
}
