import { z } from 'zod'
import { columnIds, type ColumnId } from './columns.ts'

/**
 * Kinds of publication. Other rooms add theirs here: the word the public reads, and what it is to programs (schema.org). What
 * their pages show besides, they hang in as parts (parts.ts).
 */
export const kindFacts = {
  document: { label: '公文', schema: 'Legislation' },
  guide: { label: '公开指南', schema: 'Article' },
  organization: { label: '机构职能', schema: 'Article' },
  leader: { label: '领导信息', schema: 'ProfilePage' },
  news: { label: '工作动态', schema: 'NewsArticle' },
  notice: { label: '通知公告', schema: 'Article' },
  catalog: { label: '标准目录', schema: 'Article' },
  'power-list': { label: '权责清单', schema: 'Article' },
  'service-list': { label: '公共服务事项清单', schema: 'Article' },
  'basic-catalog': { label: '主动公开基本目录', schema: 'Article' },
  'negative-list': { label: '政务公开负面清单', schema: 'Article' },
  absence: { label: '无此职能说明', schema: 'Article' },
  'disclosed-answer': { label: '依申请公开选登', schema: 'Article' },
  'annual-report': { label: '政府信息公开年度报告', schema: 'Report' },
  'site-report': { label: '政府网站工作年度报表', schema: 'Report' },
} as const satisfies Record<string, { readonly label: string; readonly schema: string }>
export type Kind = keyof typeof kindFacts

/** 有效性 of a document, as the public reads it. */
export const validities = {
  'in-force': '现行有效',
  amended: '部分修改',
  revised: '已修改',
  expired: '已失效',
  repealed: '已废止',
  draft: '征求意见稿',
} as const
export type Validity = keyof typeof validities

export const relations = {
  basis: '依据',
  'basis-of': '以本件为依据',
  implements: '实施',
  'implemented-by': '实施文件',
  amends: '修改',
  'amended-by': '被修改于',
  repeals: '废止',
  'repealed-by': '被废止于',
  replaces: '替代',
  'replaced-by': '被替代于',
  interprets: '解读对象',
  'interpreted-by': '解读',
  related: '相关文件',
} as const
export type Relation = keyof typeof relations

const keysOf = <T extends object>(o: T) => Object.keys(o) as [keyof T & string, ...(keyof T & string)[]]
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写成 2026-11-22 这样的形式。')

export const addressPattern = /^\/([a-z][a-z0-9-]{1,39})\/content\/(\d{8})-(\d+)\.html$/

/** First parts of addresses that belong to the site; a body may not have them as its slug (the table refuses them too). */
export const reservedSlugs = [
  'api',
  'console',
  'assets',
  'files',
  'search',
  'mode',
  'list',
  'content',
  'gkmlpt',
  'subscribe',
  'tags',
] as const

export const attachmentSchema = z.strictObject({
  name: z.string().min(1).max(200),
  size: z.number().int().nonnegative(),
  contentType: z.string().min(3).max(120),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Attachment = z.infer<typeof attachmentSchema>

/** What becomes public, whole: its canonical JSON is the content whose hash stands in receipt, event and publication. */
export const entrySchema = z.strictObject({
  kind: z.enum(keysOf(kindFacts)),
  title: z.string().min(1, '标题不能为空。').max(300, '标题不能超过 300 个字。'),
  documentNumber: z.string().max(80).nullable(),
  indexNumber: z.string().max(80).nullable(),
  issuers: z.array(z.string().min(1).max(100)).min(1, '须有发文机关。').max(20),
  source: z.string().min(1, '须有来源。').max(100),
  addressee: z.string().max(1000),
  writtenOn: day.nullable(),
  issuedOn: day.nullable(),
  effectiveOn: day.nullable(),
  expiresOn: day.nullable(),
  repealedOn: day.nullable(),
  /** From these days on 部分修改, 已修改. */
  amendedOn: day.nullable().default(null),
  revisedOn: day.nullable().default(null),
  /** 统一编号 of a normative document (三统一). */
  unifiedNumber: z.string().max(80).nullable().default(null),
  imported: z.boolean(),
  originalPublishedOn: day.nullable(),
  sourceNote: z.string().max(500).nullable(),
  documentKind: z.string().max(20).nullable(),
  theme: z.string().max(60).nullable(),
  keywords: z.array(z.string().min(1).max(30)).max(20),
  columns: z.array(z.enum(columnIds as [ColumnId, ...ColumnId[]], '没有这个栏目。')).max(10),
  validity: z.enum(keysOf(validities)).nullable(),
  attribute: z.literal('proactive', '只有主动公开的信息可以发布。'),
  label: z.string().max(40).nullable(),
  normative: z.boolean(),
  summary: z.string().max(300),
  html: z.string().min(1, '正文不能为空。').max(3_000_000),
  text: z.string().max(3_000_000),
  attachments: z.array(attachmentSchema).max(100),
  signatories: z.array(z.string().min(1).max(100)).max(20),
  department: z.string().max(100).nullable(),
  // Absent from contents written before they existed, and from those that say nothing of them: their bytes stay as they were.
  /** 适用对象: for whom it is meant. */
  audience: z.array(z.string().min(1).max(30)).max(20).optional(),
  /** 特色标签 of the body. */
  tags: z.array(z.string().min(1).max(30)).max(20).optional(),
  /** 标准目录事项, by their ids. */
  catalogItems: z.array(z.string().min(1).max(80)).max(50).optional(),
  links: z
    .array(
      z.strictObject({
        relation: z.enum(keysOf(relations)),
        title: z.string().min(1).max(300),
        address: z.string().regex(addressPattern).nullable(),
        /** The day from which it holds, where it has one. */
        on: day.optional(),
      }),
    )
    .max(100),
  /** What a kind tells besides, in its own words and order (职务、分工、办公电话). */
  facts: z
    .array(z.strictObject({ label: z.string().min(1).max(30), value: z.string().min(1).max(1000) }))
    .max(40)
    .optional(),
  /** Its place among others of its kind in its body, where that is not by time (领导排序). */
  rank: z.number().int().min(0).max(9999).optional(),
})
export type Entry = z.infer<typeof entrySchema>

const blocks =
  /<\/?(?:p|div|h[1-6]|li|ul|ol|tr|table|thead|tbody|blockquote|section|figure|figcaption|caption|br|hr)\b[^>]*>/gi
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Cleaned HTML as plain text, a line a block. */
export function textOf(html: string): string {
  return html
    .replace(blocks, '\n')
    .replace(/<\/t[dh]>/gi, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, dec, hex, name) => {
      const code = dec ? Number(dec) : hex ? parseInt(hex, 16) : null
      if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
      return entities[String(name).toLowerCase()] ?? whole
    })
    .split('\n')
    .map(line => line.replace(/[ \t\u00a0\u3000]+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n')
}

/** About so many characters from the start of the text, ended at a sentence where one ends. */
export function excerpt(text: string, length: number): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= length) return flat
  const cut = flat.slice(0, length)
  const end = Math.max(cut.lastIndexOf('。'), cut.lastIndexOf('；'))
  return end > length / 2 ? cut.slice(0, end + 1) : `${cut.slice(0, length - 1)}…`
}

/** An entry from what the caller knows; the rest is empty, the text comes from the HTML. Throws ZodError when it cannot stand. */
export function makeEntry(given: Partial<Entry> & Pick<Entry, 'title' | 'issuers' | 'html'>): Entry {
  const text = given.text ?? textOf(given.html)
  return entrySchema.parse({
    kind: 'document',
    documentNumber: null,
    indexNumber: null,
    source: given.issuers[0],
    addressee: '',
    writtenOn: null,
    issuedOn: null,
    effectiveOn: null,
    expiresOn: null,
    repealedOn: null,
    imported: false,
    originalPublishedOn: null,
    sourceNote: null,
    documentKind: null,
    theme: null,
    keywords: [],
    columns: [],
    validity: null,
    attribute: 'proactive',
    label: null,
    normative: false,
    attachments: [],
    signatories: [],
    department: null,
    links: [],
    ...given,
    summary: given.summary || excerpt(text, 120),
    text,
  })
}

/** What the public is told about a body: its openness office, its telephones. All optional; nothing is invented. */
export const bodySiteSchema = z
  .object({
    phone: z.string().max(60),
    dutyPhone: z.string().max(60),
    fax: z.string().max(60),
    email: z.string().max(100),
    address: z.string().max(200),
    postcode: z.string().max(10),
    hours: z.string().max(200),
    opennessOffice: z.string().max(100),
    duties: z.string().max(2000),
    creditCode: z.string().max(18),
  })
  .partial()
export type BodySite = z.infer<typeof bodySiteSchema>

export type RecordBody = {
  readonly id: number
  readonly parentId: number | null
  readonly ancestors: readonly number[]
  readonly slug: string
  readonly name: string
  readonly shortName: string
  readonly level: string
  readonly sort: number
  readonly site: BodySite
}

/** The day under which lists and search show a publication: history keeps its own. */
export function shownOn(entry: Entry, publishedOn: string): string {
  if (!entry.imported) return publishedOn
  return entry.originalPublishedOn ?? entry.issuedOn ?? entry.writtenOn ?? publishedOn
}
