import { sha256Hex } from '#kit/crypto.ts'
import { makeTurns } from '#kit/turns.ts'
import { citationHits } from './format/citation.ts'
import { dateHits, numeralHits } from './format/dates.ts'
import { classificationHits, labelHits } from './format/label.ts'
import { linkHits, type Link } from './format/links.ts'
import { metadataHits, type Metadata } from './format/metadata.ts'
import { numberHits } from './format/number.ts'
import { bracketHits, punctuationHits, quoteHits, repetitionHits } from './format/punctuation.ts'
import { byGravity, findingOfNote, findingsOf, makeNamer, type Namer } from './findings.ts'
import type { Hit } from './hit.ts'
import type { Finding, Part } from './model.ts'
import { personalHits } from './personal/find.ts'
import { readFile, type FileKind, type NamedFile } from './readers/file.ts'
import { readHtml } from './readers/html.ts'
import { fileLimits, type FileLimits } from './readers/unreadable.ts'
import { segmentsOfText, type FileNote, type Reading, type Segment } from './segment.ts'
import type { Lexicon, WordHit } from './wording/lexicon.ts'

export type ScanOptions = {
  readonly lexicon: Lexicon
  /** YYYY-MM-DD in Asia/Shanghai. */
  readonly today: string
  /** Telephone numbers that are known to be of an office; figures count alone. */
  readonly offices?: readonly string[]
  /** proactive, on-request, withheld: a 公开标注 in the text must agree with it. */
  readonly attribute?: string | null
}

/** Beyond this nobody reads on; the last finding then says so. */
export const mostFindings = 2000

type Prepared = ScanOptions & { readonly officeDigits: ReadonlySet<string> }

const prepare = (options: ScanOptions): Prepared => ({
  ...options,
  officeDigits: new Set((options.offices ?? []).map(o => o.replaceAll(/\D/g, '')).filter(o => o.length >= 7)),
})

const wordBasis: Partial<Record<string, string>> = {
  organ: '19号(2019)/V1',
  sovereignty: '19号(2019)/V1',
  classification: '保密法/31(3)',
}

function wordHit({ entry, start, end, spaced }: WordHit): Hit {
  const what = entry.right === null ? '请改正' : `应为“${entry.right.split('|').join('”或“')}”`
  const note = entry.note === '' ? '' : `${entry.note.replace(/。$/, '')}。`
  const hidden = spaced ? '字间夹有空格或符号，' : ''
  return {
    start,
    end,
    tier: entry.tier,
    kind: entry.kind,
    message:
      entry.kind === 'classification'
        ? `${hidden}${note || '出现密级标志或内部标志，请立即停止办理并报保密工作机构。'}`
        : `${hidden}${what}。${note}`,
    right: entry.right === null || entry.right.includes('|') ? null : entry.right,
    basis: entry.tier === 'A' ? (wordBasis[entry.kind] ?? null) : null,
  }
}

/** Marks of secrecy stand alone in a line of running text; a column of a table may name levels. */
const markParts: ReadonlySet<Part> = new Set(['body', 'title', 'header', 'footer', 'page', 'textBox'])

function hitsOf(segment: Segment, options: Prepared): { hits: Hit[]; personal: Hit[] } {
  const { text } = segment
  const personal = personalHits(text, options.officeDigits)
  const hits: Hit[] = [...personal]
  if (segment.checks !== 'personal') {
    hits.push(...options.lexicon.find(text).map(wordHit))
    if (markParts.has(segment.part)) hits.push(...classificationHits(text))
  }
  if (segment.checks === 'all' || segment.checks === 'written')
    hits.push(
      ...numberHits(text, options.today),
      ...dateHits(text, options.today),
      ...labelHits(text, options.attribute),
    )
  if (segment.checks === 'all')
    hits.push(
      ...numeralHits(text),
      ...citationHits(text),
      ...punctuationHits(text),
      ...bracketHits(text),
      ...repetitionHits(text),
    )
  // The mark of secrecy in its line, and again as a word of the lexicon.
  const whole = (hit: Hit) =>
    !hits.some(
      h =>
        h !== hit &&
        h.kind === hit.kind &&
        h.start <= hit.start &&
        hit.end <= h.end &&
        h.end - h.start > hit.end - hit.start,
    )
  const told = hits.filter(hit => hit.kind !== 'classification' || whole(hit))
  return { hits: told.sort((x, y) => x.start - y.start || y.end - x.end), personal }
}

type Scanner = {
  /** False: so much was found that the rest is not looked at. */
  add(segment: Segment): boolean
  finish(): Finding[]
}

/** All checks over segments, one after the other. Time grows with the text alone. */
function makeScanner(options: ScanOptions, name: Namer): Scanner {
  const prepared = prepare(options)
  const findings: Finding[] = []
  const running: Segment[] = []
  const told = new Set<string>()
  let last: Segment | null = null
  return {
    add(segment) {
      const { hits, personal } = hitsOf(segment, prepared)
      const keyOf = (hit: Hit) => `${hit.kind}\u0000${segment.text.slice(hit.start, hit.end)}`
      const fresh = segment.echo ? hits.filter(hit => !told.has(keyOf(hit))) : hits
      for (const hit of hits) told.add(keyOf(hit))
      if (fresh.length > 0)
        for (const finding of findingsOf(segment, fresh, personal, name)) findings.push(finding)
      if (segment.checks === 'all' && !segment.echo) running.push(segment)
      last = segment
      return findings.length < mostFindings
    },
    finish() {
      if (last && findings.length >= mostFindings) return tooMany(findings, last, name)
      for (const { paragraph, hit } of quoteHits(running.map(s => s.text))) {
        const segment = running[paragraph]!
        findings.push(...findingsOf(segment, [hit], personalHits(segment.text, prepared.officeDigits), name))
      }
      return findings
    },
  }
}

function scanSegments(segments: readonly Segment[], options: ScanOptions, name: Namer): Finding[] {
  const scanner = makeScanner(options, name)
  for (const segment of segments) if (!scanner.add(segment)) break
  return scanner.finish()
}

function tooMany(findings: Finding[], segment: Segment, name: Namer): Finding[] {
  const kept = findings.slice(0, mostFindings)
  kept.push(
    findingOfNote(
      {
        kind: 'unread',
        tier: 'B',
        message: `发现的问题超过${mostFindings}处，后面的没有列出。请先改正已列出的，再查一次。`,
        label: segment.label,
        file: segment.file,
      },
      segment.part,
      name,
    ),
  )
  return kept
}

/** Everything wrong with a text: its lines are its paragraphs. */
export function scanText(text: string, options: ScanOptions): Finding[] {
  return byGravity(scanSegments(segmentsOfText(text), options, makeNamer()))
}

export type DraftToScan = {
  readonly title: string
  readonly html: string
  readonly metadata?: Metadata
}

/**
 * Everything wrong with a draft: title, body (tables, links and alternative texts too), 要素. `known` answers whether an address of
 * this site exists, null for other sites; without it only the form of links is looked at.
 */
export function scanDraft(
  draft: DraftToScan,
  options: ScanOptions & { readonly known?: (address: string) => boolean | null },
): Finding[] {
  const name = makeNamer()
  const { segments, links } = readHtml(draft.html)
  const title: Segment[] =
    draft.title.trim() === ''
      ? []
      : [{ text: draft.title, part: 'title', label: '标题', file: null, checks: 'all' }]
  const attribute = options.attribute ?? draft.metadata?.attribute ?? null
  const findings = scanSegments([...title, ...segments], { ...options, attribute }, name)
  findings.push(...linkFindings(links, options.known, name))
  for (const { field, hit } of draft.metadata ? metadataHits(draft.metadata) : [])
    findings.push({
      ...findingOfNote({ ...hit, label: field, file: null }, 'metadata', name),
      basis: hit.basis ?? null,
    })
  return byGravity(findings)
}

function linkFindings(
  links: readonly Link[],
  known: ((address: string) => boolean | null) | undefined,
  name: Namer,
): Finding[] {
  return linkHits(links, known).map(({ link, hit }) => ({
    ...findingOfNote({ ...hit, label: link.label, file: null }, 'body', name),
    excerpt: { before: '', hit: `${link.text.slice(0, 40)}（${link.href.slice(0, 120)}）`, after: '' },
  }))
}

const partOfNote: Record<FileNote['kind'], Part> = {
  comments: 'comment',
  revisions: 'revision',
  hidden: 'leftover',
  properties: 'property',
  embedded: 'leftover',
  macro: 'leftover',
  unread: 'picture',
  location: 'picture',
}

/** What a file was read into, scanned; a large one lets others work in between. */
export async function scanReading(reading: Reading, options: ScanOptions): Promise<Finding[]> {
  const name = makeNamer()
  const scanner = makeScanner(options, name)
  const turn = makeTurns()
  for (const segment of reading.segments) {
    if (!scanner.add(segment)) break
    await turn()
  }
  const findings = scanner.finish()
  for (const note of reading.notes) findings.push(findingOfNote(note, partOfNote[note.kind], name))
  return byGravity(findings)
}

export type FileScan = {
  readonly file: string
  readonly sha256: string
  readonly kind: FileKind
  readonly findings: Finding[]
}

/**
 * Everything wrong with a file and what it carries unseen: text, tables, hidden sheets, rows and columns, comments, revisions,
 * headers, notes, text boxes, hidden text, properties, names, attached and packed files, places of photographs. Throws Unreadable
 * with a sentence for a file that cannot be looked through.
 */
export async function scanFile(
  file: NamedFile,
  options: ScanOptions & { readonly limits?: FileLimits },
): Promise<FileScan> {
  const reading = await readFile(file, options.limits ?? fileLimits)
  return {
    file: file.name,
    sha256: sha256Hex(file.bytes),
    kind: reading.kind,
    findings: await scanReading(reading, options),
  }
}
