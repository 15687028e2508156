import { z } from 'zod'

/** What the open interface says, in stable names: the same schemas check requests, answers and the description of the interface. */

const civilDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ description: '日期，北京时间', examples: ['2026-11-22'] })
const instantText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/)
  .meta({ description: 'ISO 8601 时刻，北京时间', examples: ['2026-11-22T09:30:00+08:00'] })
const address = z.url().meta({ description: '规范网址，永不改变' })
const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const bodySchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    short_name: z.string(),
    level: z.string(),
    parent: z.string().nullable().meta({ description: '上级机关的简称；没有则为 null' }),
    url: z.url(),
    documents: z.int().meta({ description: '正在公开的件数' }),
  })
  .meta({ id: 'Body', description: '机关' })

export const columnSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    statute: z.string().meta({ description: '《政府信息公开条例》条、项' }),
    documents: z.int(),
    url: z.url(),
  })
  .meta({ id: 'Column', description: '栏目' })

export const documentSchema = z
  .object({
    id: z.int().meta({ description: '编号，永不改变' }),
    kind: z.string(),
    title: z.string(),
    url: address,
    body: z.string().meta({ description: '公开机关的简称' }),
    body_name: z.string(),
    document_number: z.string().nullable().meta({ description: '发文字号' }),
    index_number: z.string().nullable().meta({ description: '索引号' }),
    issuer: z.string().nullable().meta({ description: '发文机关' }),
    written_on: civilDay.nullable().meta({ description: '成文日期' }),
    issued_on: civilDay.nullable().meta({ description: '印发日期' }),
    published_at: instantText.meta({ description: '在本站公开的时刻；补录的为补录时刻' }),
    shown_on: civilDay.meta({ description: '列表所用的发布日期；补录的为原发布日期' }),
    imported: z.boolean().meta({ description: '历史公文' }),
    validity: z
      .string()
      .nullable()
      .meta({ description: '有效性：in-force、amended、revised、expired、repealed、draft' }),
    validity_name: z.string().nullable(),
    document_kind: z.string().nullable().meta({ description: '公文种类' }),
    theme: z.string().nullable().meta({ description: '主题分类' }),
    columns: z.array(z.string()),
    tags: z.array(z.string()),
    audience: z.array(z.string()),
    catalog_items: z.array(z.string()).meta({ description: '标准目录事项' }),
    attachments: z.int().meta({ description: '附件个数' }),
    summary: z.string().nullable(),
  })
  .meta({ id: 'Document', description: '一件公开信息的目录项' })
export type DocumentJson = z.infer<typeof documentSchema>

export const attachmentJsonSchema = z
  .object({
    name: z.string(),
    content_type: z.string(),
    size: z.int(),
    sha256: hash,
    url: z.url(),
  })
  .meta({ id: 'Attachment', description: '附件' })

export const revisionSchema = z
  .object({
    revision: z.int(),
    standing: z.enum(['published', 'withdrawn']),
    note: z.string().nullable().meta({ description: '更正、撤回时给公众看的说明' }),
    published_at: instantText,
    content_hash: hash.meta({ description: '内容的 SHA-256' }),
    chain_position: z.int().meta({ description: '机关履历链上的链位' }),
  })
  .meta({ id: 'Revision', description: '一个版本' })

export const linkSchema = z
  .object({ relation: z.string(), relation_name: z.string(), title: z.string(), url: z.url().nullable() })
  .meta({ id: 'Link', description: '与其他文件的关系' })

export const wholeSchema = documentSchema
  .extend({
    effective_on: civilDay.nullable(),
    expires_on: civilDay.nullable(),
    repealed_on: civilDay.nullable(),
    keywords: z.array(z.string()),
    source: z.string(),
    normative: z.boolean(),
    html: z.string(),
    text: z.string(),
    files: z.array(attachmentJsonSchema),
    links: z.array(linkSchema),
    revisions: z.array(revisionSchema),
    receipt_url: z.url(),
    content_url: z.url(),
  })
  .meta({ id: 'WholeDocument', description: '一件公开信息的全文、附件、关系和各版本' })

export const tombstoneSchema = z
  .object({
    id: z.int(),
    url: address,
    standing: z.literal('withdrawn'),
    withdrawn_at: instantText,
    note: z.string().nullable(),
    revisions: z.array(revisionSchema),
  })
  .meta({ id: 'Tombstone', description: '已撤回：原址留下的说明' })

export const changeSchema = z
  .object({
    number: z.int().meta({ description: '变化的次序，按提交先后，不重不漏' }),
    id: z.int(),
    change: z.enum(['published', 'corrected', 'withdrawn']),
    url: address,
    body: z.string().nullable(),
    title: z.string().nullable().meta({ description: '现在的标题；已撤回的为 null' }),
    revision: z.int(),
    content_hash: hash,
    note: z.string().nullable(),
    imported: z.boolean(),
    at: instantText,
  })
  .meta({ id: 'Change', description: '一次变化：公开、更正或撤回' })

const licence = z.string().meta({ description: '使用条件' })

export const documentsPageSchema = z
  .object({
    licence,
    documents: z.array(documentSchema),
    next_cursor: z.string().nullable().meta({ description: '下一页的 cursor；没有下一页则为 null' }),
    changes_cursor: z
      .string()
      .meta({ description: '取完全部页后，从 /changes 以此为 since 继续，即得其间的全部变化' }),
  })
  .meta({ id: 'DocumentsPage' })

export const changesPageSchema = z
  .object({
    licence,
    changes: z.array(changeSchema),
    next_since: z.string().meta({ description: '下次以此为 since' }),
    has_more: z.boolean(),
  })
  .meta({ id: 'ChangesPage' })

export const receiptSchema = z
  .looseObject({
    product: z.literal('zhaoming'),
    version: z.int(),
    address: z.string(),
    title: z.string(),
    revision: z.int(),
    contentHash: hash,
    publishedAt: z.string(),
    signature: z.string(),
    publicKey: z.string(),
  })
  .meta({ id: 'Receipt', description: '发布回执，可离线核对（zhaoming verify --receipt）' })

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ name: z.string(), reason: z.string() })),
  })
  .meta({ id: 'Problem', description: '错误（RFC 9457），中文说明原因和怎么办' })

export const indexSchema = z
  .object({
    name: z.string(),
    licence,
    description_url: z.url(),
    links: z.array(z.object({ path: z.string(), title: z.string(), url: z.string() })),
  })
  .meta({ id: 'Index' })

export const bodiesSchema = z.object({ licence, bodies: z.array(bodySchema) }).meta({ id: 'Bodies' })
export const columnsSchema = z.object({ licence, columns: z.array(columnSchema) }).meta({ id: 'Columns' })

export const licenceText = '政府信息，可以自由查阅、复制、转载和再利用，请注明来源和网址，不得歪曲原意。'
