import { canonical, sha256Hex } from '#kit/crypto.ts'
import { chainHash } from '#kit/events.ts'
import type { ZipSource } from '#kit/zip.ts'
import { checkReceipt, readReceipt } from '#record/receipt.ts'
import { checkSignature, openSigned, readCanonical, type PackageFinding } from '#record/signedPackage.ts'
import { documentOf, type FrozenDocument } from './frozen.ts'
import { accompanying, manifestSchema, packageSchema, signedBytes, type Manifest } from './package.ts'
import { readme } from './readme.ts'

export type CheckedPackage = {
  readonly holds: boolean
  readonly findings: readonly PackageFinding[]
  readonly manifest: Manifest | null
  readonly manifestText: string
  readonly signatureText: string
  readonly keyId: string | null
  readonly files: number
}

/**
 * Checks a package without network or database: container, signature, every file against the manifest, every document's
 * links of the chain, its receipt with the published content. All findings, file by file. `each` gets the documents that hold.
 */
export async function checkPackage(
  source: ZipSource,
  options: {
    readonly publicKey?: string
    each?(folder: string, document: FrozenDocument, files: ReadonlyMap<string, Buffer>): Promise<void>
  } = {},
): Promise<CheckedPackage> {
  const findings: PackageFinding[] = []
  const find = (path: string | null, text: string) => void findings.push({ path, text })
  const answer = (manifest: Manifest | null, rest: Partial<CheckedPackage> = {}): CheckedPackage => ({
    holds: findings.length === 0,
    findings,
    manifest,
    manifestText: '',
    signatureText: '',
    keyId: null,
    files: 0,
    ...rest,
  })

  const opened = await openSigned(source, '移交包', find)
  if (!opened) return answer(null)
  const { names, manifestText, signatureText, read } = opened
  const manifest = readCanonical(manifestText, manifestSchema, packageSchema)
  if (typeof manifest === 'string') {
    find('manifest.json', manifest)
    return answer(null)
  }
  const keyId = checkSignature({ manifestText, signatureText, signed: signedBytes }, options.publicKey, find)
  const listed = new Map(manifest.files.map(f => [f.path, f]))
  for (const name of names)
    if (!listed.has(name) && name !== 'manifest.json' && name !== 'signature.json')
      find(name, '清单里没有这个文件。')

  const checked = async (path: string): Promise<Buffer | null> => {
    const bytes = await read(path)
    const entry = listed.get(path)
    if (!bytes || !entry) return null
    if (bytes.length === entry.size && sha256Hex(bytes) === entry.sha256) return bytes
    find(path, '内容与清单记载的指纹不符。')
    return null
  }
  const seen = new Set<string>(['README.txt'])
  const note = await checked('README.txt')
  if (note && note.toString('utf8') !== readme(manifest, manifest.documents.length))
    find('README.txt', '说明与清单不符。')
  for (const path of accompanying)
    if (listed.has(path)) {
      seen.add(path)
      await checked(path)
    }
  const inFolder = new Map<string, string[]>()
  for (const { path } of manifest.files) {
    const folder = /^(documents\/\d+)\//.exec(path)?.[1]
    if (folder) inFolder.set(folder, [...(inFolder.get(folder) ?? []), path])
  }
  for (const [at, entry] of manifest.documents.entries()) {
    const files = new Map<string, Buffer>()
    let whole = true
    for (const path of inFolder.get(entry.folder) ?? []) {
      seen.add(path)
      const bytes = await checked(path)
      if (bytes) files.set(path.slice(entry.folder.length + 1), bytes)
      else whole = false
    }
    if (!whole) continue
    const document = documentOf(files)
    if (typeof document === 'string') {
      find(`${entry.folder}/metadata.json`, document)
      continue
    }
    const count = findings.length
    checkDocument(document, files, entry, manifest, at, find)
    if (findings.length === count) await options.each?.(entry.folder, document, files)
  }
  for (const { path } of manifest.files)
    if (!seen.has(path)) find(path, '这个文件不属于清单中的任何一件公文。')
  return answer(manifest, { manifestText, signatureText, keyId, files: manifest.files.length })
}

function checkDocument(
  document: FrozenDocument,
  files: ReadonlyMap<string, Buffer>,
  entry: Manifest['documents'][number],
  manifest: Manifest,
  at: number,
  find: (path: string | null, text: string) => void,
): void {
  const { metadata, history, receipt, content } = document
  const path = (name: string) => `${entry.folder}/${name}`
  if (
    metadata.id !== entry.id ||
    metadata.title !== entry.title ||
    metadata.documentNumber !== entry.documentNumber ||
    metadata.attribute !== entry.attribute ||
    metadata.issuedOn !== entry.issuedOn ||
    metadata.retention.term !== entry.retention ||
    canonical(metadata.body) !== canonical(manifest.body) ||
    entry.folder !== `documents/${String(at + 1).padStart(5, '0')}`
  )
    find(path('metadata.json'), '元数据与清单对不上。')
  const known = new Set([
    'metadata.json',
    'history.json',
    'content.html',
    'content.txt',
    'receipt.json',
    'public.json',
  ])
  for (const one of metadata.attachments) {
    known.add(one.path)
    const bytes = files.get(one.path)
    if (!bytes) find(path(one.path), `附件“${one.name}”不在包里。`)
    else if (sha256Hex(bytes) !== one.hash || bytes.length !== one.size)
      find(path(one.path), `附件“${one.name}”与元数据记载的指纹不符。`)
  }
  for (const name of files.keys()) if (!known.has(name)) find(path(name), '元数据里没有这个附件。')
  let position = 0
  for (const link of history) {
    const computed = chainHash(Buffer.from(link.previous, 'hex'), link.position, link.payload).toString('hex')
    if (computed !== link.hash || link.position <= position)
      find(path('history.json'), `履历第 ${link.position} 号与它的指纹不符，或次序颠倒。`)
    else if (!concerns(link.payload, metadata.id))
      find(path('history.json'), `履历第 ${link.position} 号说的不是这件公文。`)
    position = link.position
  }
  if ((receipt === null) !== (content === null)) find(path('receipt.json'), '回执和公开内容应当同有同无。')
  if (receipt === null || content === null) return
  const readable = readReceipt(receipt)
  if (typeof readable === 'string') return find(path('receipt.json'), readable)
  for (const one of checkReceipt(readable, { content })) find(path('receipt.json'), one.text)
  const linked = history.some(l => l.position === readable.chain.position && l.hash === readable.chain.hash)
  if (!linked) find(path('receipt.json'), '回执所指的链位不在这件公文的履历里。')
}

function concerns(payload: string, id: number): boolean {
  try {
    const { kind, subject } = JSON.parse(payload) as { kind?: unknown; subject?: unknown }
    return kind === 'document' && subject === id
  } catch {
    return false
  }
}
