import { z } from 'zod'
import { canonical } from '#kit/crypto.ts'
import { textOf } from '#record/model.ts'
import type { Receipt } from '#record/receipt.ts'
import { openings, termKeys, type Opening } from './model.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const nullable = z.string().nullable()
const person = z.strictObject({
  verb: z.string(),
  name: z.string(),
  onBehalfOf: nullable,
  role: nullable,
  at: z.string(),
  reason: nullable,
})

/** metadata.json: every fact of the document, and the three statements that go along at transfer (实施条例第三十条第二款). */
export const metadataSchema = z.strictObject({
  schema: z.literal('zhaoming-document/1'),
  id: z.number().int(),
  body: z.strictObject({ id: z.number().int(), name: z.string(), slug: z.string(), creditCode: nullable }),
  department: z.string(),
  drafter: z.string(),
  state: z.string(),
  title: z.string(),
  kind: nullable,
  theme: nullable,
  attribute: nullable,
  attributeReason: nullable,
  ground: nullable,
  normative: z.boolean(),
  urgency: z.string(),
  addressee: z.string(),
  signatories: z.array(z.string()),
  columns: z.array(z.string()),
  series: nullable,
  numberYear: z.number().int().nullable(),
  numberSequence: z.number().int().nullable(),
  documentNumber: nullable,
  indexNumber: nullable,
  writtenOn: nullable,
  issuedOn: nullable,
  publishedAt: nullable,
  originalPublishedOn: nullable,
  reattributedOn: nullable,
  imported: z.boolean(),
  sourceNote: nullable,
  label: nullable,
  audience: z.string(),
  audienceWhy: nullable,
  openPart: nullable,
  bodyHash: nullable,
  address: nullable,
  createdAt: z.string(),
  retention: z.strictObject({ term: z.enum(termKeys), rule: z.string(), mark: z.string() }),
  reviewers: z.array(person),
  /** 到期开放意见、政府信息公开情况、密级变更情况. */
  transfer: z.strictObject({
    opening: z.strictObject({
      opinion: z.enum(Object.keys(openings) as [Opening, ...Opening[]]).nullable(),
      words: z.string(),
      note: nullable,
      openOn: z.string(),
    }),
    disclosure: z.strictObject({
      words: z.string(),
      publishedAt: nullable,
      withdrawn: z.boolean(),
      requests: z.null(),
    }),
    classification: z.strictObject({ words: z.string(), changes: z.array(person) }),
  }),
  attachments: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      path: z.string().regex(/^attachments\/\d{2,4}\.[a-z0-9]{1,8}$/),
      size: z.number().int().nonnegative(),
      hash,
      contentType: z.string(),
    }),
  ),
})
export type Metadata = z.infer<typeof metadataSchema>

/** history.json: the document's own events, each with the link that ties it into the chain of its body. */
export const historySchema = z.array(
  z.strictObject({ position: z.number().int().positive(), previous: hash, hash, payload: z.string() }),
)
export type HistoryLink = z.infer<typeof historySchema>[number]

/** One document as it was when it was handed over; its canonical JSON is what is kept and compared. */
export type FrozenDocument = {
  readonly metadata: Metadata
  readonly history: readonly HistoryLink[]
  readonly receipt: Receipt | null
  /** The published content that the receipt names. */
  readonly content: string | null
  readonly html: string
}

export const frozenText = (document: FrozenDocument): string => canonical(document)

const escape = (text: string) =>
  text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

const before = (title: string) =>
  `<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>${escape(title)}</title>\n</head>\n<body>\n<main>\n`
const after = '\n</main>\n</body>\n</html>\n'

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')

export type PackageFile = { readonly path: string; readonly bytes: Uint8Array }

/** The files of one document's folder without its attachments. */
export function filesOf(document: FrozenDocument): PackageFile[] {
  const { metadata } = document
  return [
    { path: 'metadata.json', bytes: bytes(canonical(metadata)) },
    { path: 'history.json', bytes: bytes(canonical(document.history)) },
    { path: 'content.html', bytes: bytes(before(metadata.title) + document.html + after) },
    { path: 'content.txt', bytes: bytes(`${metadata.title}\n${textOf(document.html)}\n`) },
    ...(document.receipt ? [{ path: 'receipt.json', bytes: bytes(canonical(document.receipt)) }] : []),
    ...(document.content === null ? [] : [{ path: 'public.json', bytes: bytes(document.content) }]),
  ]
}

/** A folder's files as a document again, or the sentence that says what is wrong with them. */
export function documentOf(files: ReadonlyMap<string, Uint8Array>): FrozenDocument | string {
  const text = (path: string) => {
    const found = files.get(path)
    return found === undefined ? null : Buffer.from(found).toString('utf8')
  }
  const json = (path: string): unknown => {
    try {
      return JSON.parse(text(path) ?? '') as unknown
    } catch {
      return undefined
    }
  }
  const metadata = metadataSchema.safeParse(json('metadata.json'))
  if (!metadata.success) return 'metadata.json 不是本程序认识的元数据。'
  const history = historySchema.safeParse(json('history.json'))
  if (!history.success) return 'history.json 不是本程序认识的履历。'
  const page = text('content.html')
  const head = before(metadata.data.title)
  if (page === null || !page.startsWith(head) || !page.endsWith(after))
    return 'content.html 缺失，或者不是本程序写出的正文。'
  const receipt = files.has('receipt.json') ? json('receipt.json') : null
  if (receipt === undefined) return 'receipt.json 不是 JSON。'
  const document: FrozenDocument = {
    metadata: metadata.data,
    history: history.data,
    receipt: receipt as Receipt | null,
    content: text('public.json'),
    html: page.slice(head.length, page.length - after.length),
  }
  for (const file of filesOf(document))
    if (text(file.path) !== Buffer.from(file.bytes).toString('utf8'))
      return `${file.path} 与其余文件对不上（写法不是规范形式）。`
  return document
}

export const extensionOf = (name: string): string =>
  /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin'
