import { buffer } from 'node:stream/consumers'
import type { Db } from '#kit/db.ts'
import type { FileStore } from '#kit/files.ts'
import { dayOf } from '#kit/now.ts'
import type { Now } from '#kit/now.ts'
import { addressPattern, type Entry } from '#record/model.ts'
import { contentHashAt } from '#record/actions.ts'
import type { PublishedEntry } from '#record/reading.ts'
import { byGravity, findingOfNote, makeNamer } from './findings.ts'
import { lexiconFor, officesOf } from './lexicons.ts'
import type { Finding } from './model.ts'
import type { Metadata } from './format/metadata.ts'
import { bare } from './format/links.ts'
import { readHtml } from './readers/html.ts'
import { Unreadable } from './readers/unreadable.ts'
import { scanDraft, scanFile, type ScanOptions } from './scan.ts'

export type CheckHouse = {
  readonly db: Db
  readonly now: Now
  readonly files: FileStore
  /** Where the public site stands: links to it can be looked up. */
  readonly site: { readonly origin: string; readonly base: string }
}

export type ToCheck = {
  readonly bodyId: number
  readonly title: string
  readonly html: string
  readonly attribute: string | null
  /** 要素: what is undefined is not asked for. */
  readonly metadata?: Metadata
  readonly attachments: readonly { readonly name: string; readonly hash: string }[]
}

const escape = (text: string) => text.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!)

/** All words of an entry that the public reads besides its title: its text, and what stands with it and not in it. */
export function readByPublic(entry: Pick<Entry, 'html' | 'facts' | 'source' | 'issuers'>): string {
  const source = entry.issuers.includes(entry.source) ? '' : entry.source
  const beside = [...(entry.facts ?? []).map(f => f.value), source].filter(
    text => text !== '' && !entry.html.includes(escape(text)),
  )
  return entry.html + beside.map(text => `<p>${escape(text)}</p>`).join('')
}

export type Checked = {
  readonly findings: Finding[]
  /** Which lexicon it was: a later one may find more. */
  readonly lexicon: string
}

/** Findings of attachments by what they depend on: the file, its name, the lexicon, the day. Some thousand small lists. */
const attachmentFindings = new Map<string, readonly Finding[]>()
const mostRemembered = 2000

/**
 * 文字检查 of a draft or of a published text as a whole: title, body, links, 要素 and all attachments with what they carry unseen,
 * by the lexicon that holds for its body. An attachment that cannot be looked through is a finding of tier B, never passed over.
 */
export async function checkDraft(house: CheckHouse, draft: ToCheck): Promise<Checked> {
  const lexicon = await lexiconFor(house.db, draft.bodyId)
  const today = dayOf(house.now())
  const offices = await officesOf(house.db, draft.bodyId)
  const options: ScanOptions = { lexicon, today, offices, attribute: draft.attribute }
  const known = await knownAddresses(house, draft.html)
  const findings = scanDraft(
    { title: draft.title, html: draft.html, metadata: draft.metadata },
    { ...options, known: href => known.get(href) ?? null },
  )
  for (const attachment of draft.attachments)
    findings.push(...(await checkAttachment(house, attachment, options)))
  return { findings: byGravity(findings), lexicon: lexicon.version }
}

/** Links to documents of this site, and whether something stands published there. Links elsewhere are not in it. */
async function knownAddresses({ db, site }: CheckHouse, html: string): Promise<Map<string, boolean>> {
  const known = new Map<string, boolean>()
  const home = site.origin + site.base
  for (const href of new Set(readHtml(html).links.map(l => bare(l.href)))) {
    const address = href.startsWith(`${home}/`) ? href.slice(home.length) : href
    if (addressPattern.test(address)) known.set(href, (await contentHashAt(db, address)) !== null)
  }
  return known
}

async function checkAttachment(
  house: CheckHouse,
  { name, hash }: { readonly name: string; readonly hash: string },
  options: ScanOptions,
): Promise<readonly Finding[]> {
  const key = [hash, name, options.lexicon.version, options.today, options.offices?.join() ?? ''].join(
    '\u0000',
  )
  const known = attachmentFindings.get(key)
  if (known) return known
  const findings = await scanStored(house, name, hash, options)
  attachmentFindings.set(key, findings)
  for (const oldest of attachmentFindings.keys()) {
    if (attachmentFindings.size <= mostRemembered) break
    attachmentFindings.delete(oldest)
  }
  return findings
}

async function scanStored(
  house: CheckHouse,
  name: string,
  hash: string,
  options: ScanOptions,
): Promise<readonly Finding[]> {
  const unread = (message: string) => [
    findingOfNote({ kind: 'unread', tier: 'B', message, label: '附件', file: name }, 'fileName', makeNamer()),
  ]
  if (!(await house.files.has(hash))) return unread('附件的文件不在了，没有检查。请重新上传。')
  try {
    const bytes = new Uint8Array(await buffer(house.files.read(hash)))
    return (await scanFile({ name, bytes }, options)).findings
  } catch (error) {
    if (error instanceof Unreadable) return unread(error.message)
    throw error
  }
}

/** The matter that a publication comes from: a document, or what a body tells besides. */
export const sourceOf = ({ entry, subjectId }: PublishedEntry) => ({
  kind: entry.kind === 'document' ? ('document' as const) : ('posting' as const),
  id: subjectId,
})
