import { z } from 'zod'
import { columnIds, columns, statutoryItems } from '#record/columns.ts'
import { bodiesOf, countsOf } from '#record/portal/data.ts'
import { contentAt, receiptAt, standingNow } from '#record/standing.ts'
import { isoOf } from '#kit/now.ts'
import type { PortalContext } from '#portal/page.ts'
import { catalogEndpoints } from './catalogs.ts'
import { cursorOf, readCursor } from './cursor.ts'
import { apiRoot, endpoint, type Endpoint, type Reply } from './endpoint.ts'
import {
  bodiesSchema,
  changesPageSchema,
  columnsSchema,
  documentsPageSchema,
  indexSchema,
  licenceText,
  problemSchema,
  receiptSchema,
  tombstoneSchema,
  wholeSchema,
} from './model.ts'
import { changeOf, documentOf, fileOf, linkOf, revisionOf, wholeAddress } from './present.ts'
import { selectionAt, selectionNames, type Fault, type SelectionName } from './selection.ts'
import { changesAfter, lastChange } from './store/changes.ts'
import { rowAt, walk } from './store/select.ts'

const nothing = z.strictObject({})
const good = (schema: z.ZodType, description = '成功') => ({ 200: { description, schema } })
const bad = { 400: { description: '参数有误，逐项说明', schema: problemSchema } }
const missing = { 404: { description: '没有找到', schema: problemSchema } }
const gone = { 410: { description: '已撤回，给出撤回说明', schema: tombstoneSchema } }

const limit = (most: number, usual: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'limit 应为正整数。')
    .refine(v => Number(v) <= most, `limit 最多 ${most}。`)
    .optional()
    .meta({ description: `每页件数，默认 ${usual}，最多 ${most}` })

const fault = (status: number, path: string, detail: string, errors: readonly Fault[] = []): Reply => ({
  status,
  body: {
    type: 'about:blank',
    title: status === 404 ? '没有找到' : '请求写法不对',
    status,
    detail,
    instance: path,
    errors,
  },
})

const describe: Record<SelectionName, string> = {
  q: '检索词：标题、全文、发文字号（括号样式不限）、索引号；同义词与站内检索相同',
  body: '公开机关的简称，见 /bodies',
  below: '1：body 的下级机关的也要',
  column: '栏目，见 /columns；documents 为政策文件，all 为全部',
  year: '发布年份',
  month: '发布月份，如 2026-11',
  from: '发布日期不早于',
  until: '发布日期早于',
  kind: '公文种类，如 通知',
  theme: '主题分类',
  validity: '有效性',
  tag: '标签',
  audience: '适用人群',
  item: '标准目录事项',
}
const selectionQuery = Object.fromEntries(
  selectionNames.map(n => [n, z.string().optional().meta({ description: describe[n] })]),
) as Record<SelectionName, z.ZodOptional<z.ZodString>>

const idParams = z.strictObject({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, '编号应为正整数，即网址末尾的数字。')
    .meta({
      description: '编号：网址末尾的数字，如 /jiaozuo/content/20261122-17.html 的 17',
      examples: ['17'],
    }),
})

const modified = (at: Date) => ({ 'Last-Modified': at.toUTCString() })

async function documents(
  context: PortalContext,
  query: Partial<Record<SelectionName | 'cursor' | 'limit' | 'order', string>>,
): Promise<Reply> {
  const { bodies, selection, faults } = await selectionAt(context, n => query[n] ?? null)
  const ascending = query.order === 'oldest'
  const kind = ascending ? 'a' : 'd'
  const after = query.cursor === undefined ? null : readCursor(kind, query.cursor)
  const path = `${apiRoot}/documents`
  if (query.cursor !== undefined && after === null)
    return fault(400, path, '请按 errors 中的说明改正后再试。', [
      ...faults,
      { name: 'cursor', reason: 'cursor 应原样取自上一页的 next_cursor，且 order 不能中途改变。' },
    ])
  if (faults.length > 0) return fault(400, path, '请按 errors 中的说明改正后再试。', faults)
  const size = Number(query.limit ?? 50)
  // Read before the rows: what changes in between is told twice rather than not at all.
  const seen = await lastChange(context.db)
  const rows = await walk(context.db, selection, { after, ascending, limit: size + 1 })
  const shown = rows.slice(0, size)
  const next = rows.length > size ? cursorOf(kind, shown.at(-1)!.number) : null
  return {
    status: 200,
    body: {
      licence: licenceText,
      documents: shown.map(r => documentOf(r, bodies, context.site)),
      next_cursor: next,
      changes_cursor: cursorOf('c', seen),
    },
  }
}

async function whole(context: PortalContext, id: string): Promise<Reply> {
  const bodies = await bodiesOf(context)
  const [row, standing] = await Promise.all([
    rowAt(context.db, { number: Number(id) }),
    standingNow(context.db, { number: Number(id) }),
  ])
  const path = `${apiRoot}/documents/${id}`
  if (!row || !standing) return fault(404, path, '这个编号没有公开过任何信息，请核对网址末尾的数字。')
  const { site } = context
  const revisions = standing.revisions.map(revisionOf)
  const newest = standing.revisions[0]!
  const url = wholeAddress(site, standing.address)
  if (!standing.entry)
    return {
      status: 410,
      body: {
        id: standing.number,
        url,
        standing: 'withdrawn',
        withdrawn_at: isoOf(newest.publishedAt),
        note: newest.note,
        revisions,
      },
    }
  const entry = standing.entry
  return {
    status: 200,
    headers: modified(newest.publishedAt),
    body: {
      ...documentOf(row, bodies, site),
      effective_on: entry.effectiveOn,
      expires_on: entry.expiresOn,
      repealed_on: entry.repealedOn,
      keywords: entry.keywords,
      source: entry.source,
      normative: entry.normative,
      html: entry.html,
      text: entry.text,
      files: entry.attachments.map(a => fileOf(site, standing.number, a)),
      links: entry.links.map(l => linkOf(site, l)),
      revisions,
      receipt_url: url.replace(/\.html$/, '.receipt.json'),
      content_url: url.replace(/\.html$/, '.json'),
    },
  }
}

const dataEndpoints: readonly Endpoint[] = [
  endpoint({
    path: '/bodies',
    id: 'listBodies',
    summary: '机关',
    params: nothing,
    query: nothing,
    answers: { ...good(bodiesSchema), ...bad },
    async respond(context) {
      const [bodies, counts] = await Promise.all([bodiesOf(context), countsOf(context)])
      return {
        status: 200,
        body: {
          licence: licenceText,
          bodies: bodies.all.map(b => ({
            slug: b.slug,
            name: b.name,
            short_name: b.shortName,
            level: b.level,
            parent: bodies.byId(b.parentId ?? -1)?.slug ?? null,
            url: wholeAddress(context.site, `/${b.slug}/`),
            documents: counts.of(b.id, '*'),
          })),
        },
      }
    },
  }),
  endpoint({
    path: '/columns',
    id: 'listColumns',
    summary: '栏目，按条例第二十条、第二十一条的顺序',
    params: nothing,
    query: nothing,
    answers: { ...good(columnsSchema), ...bad },
    async respond(context) {
      const counts = await countsOf(context)
      return {
        status: 200,
        body: {
          licence: licenceText,
          columns: columnIds.map(id => ({
            id,
            name: columns[id].label,
            description: columns[id].description,
            statute: statutoryItems.find(s => s.id === columns[id].item)!.cite,
            documents: counts.of(null, id),
            url: wholeAddress(context.site, `/list/${id}/`),
          })),
        },
      }
    },
  }),
  endpoint({
    path: '/documents',
    id: 'listDocuments',
    summary: '公开信息的目录，可按机关、栏目、年份、检索词等筛选',
    description:
      '按编号排列（order=newest 从新到旧，oldest 从旧到新）。翻页期间记录仍在变化也不会重复，一直公开着的不会漏；期间新公开、更正、撤回的由 /changes 得到。',
    params: nothing,
    query: z.strictObject({
      ...selectionQuery,
      order: z
        .enum(['newest', 'oldest'], 'order 只能是 newest 或 oldest。')
        .optional()
        .meta({ description: '默认 newest' }),
      limit: limit(200, 50),
      cursor: z
        .string()
        .max(20, 'cursor 应原样取自上一页的 next_cursor。')
        .optional()
        .meta({ description: '取自上一页的 next_cursor' }),
    }),
    answers: { ...good(documentsPageSchema), ...bad },
    respond: (context, { query }) => documents(context, query),
  }),
  endpoint({
    path: '/documents/{id}',
    id: 'getDocument',
    summary: '一件公开信息：全文、附件、关系、各版本',
    params: idParams,
    query: nothing,
    answers: { ...good(wholeSchema), ...bad, ...missing, ...gone },
    respond: (context, { params }) => whole(context, params.id),
  }),
  endpoint({
    path: '/documents/{id}/receipt',
    id: 'getReceipt',
    summary: '发布回执',
    params: idParams,
    query: z.strictObject({
      revision: z
        .string()
        .regex(/^[1-9]\d{0,5}$/, 'revision 应为正整数。')
        .optional()
        .meta({ description: '版本，默认最新' }),
    }),
    answers: { ...good(receiptSchema), ...bad, ...missing },
    async respond(context, { params, query }) {
      const standing = await standingNow(context.db, { number: Number(params.id) })
      const revision = query.revision === undefined ? undefined : Number(query.revision)
      const receipt = standing && (await receiptAt(context.db, standing.address, revision))
      return receipt
        ? { status: 200, body: receipt }
        : fault(
            404,
            `${apiRoot}/documents/${params.id}/receipt`,
            '没有这份回执：编号或版本不存在，或者信息已撤回。',
          )
    },
  }),
  endpoint({
    path: '/documents/{id}/content',
    id: 'getContent',
    summary: '内容原样，逐字节；其 SHA-256 即回执中的 contentHash',
    params: idParams,
    query: z.strictObject({
      revision: z
        .string()
        .regex(/^[1-9]\d{0,5}$/, 'revision 应为正整数。')
        .optional(),
    }),
    answers: { ...good(z.looseObject({ title: z.string(), html: z.string() })), ...bad, ...missing },
    async respond(context, { params, query }) {
      const standing = await standingNow(context.db, { number: Number(params.id) })
      const revision = query.revision === undefined ? null : Number(query.revision)
      const text = standing && (await contentAt(context.db, standing.address, revision))
      return text
        ? { status: 200, body: JSON.parse(text) as unknown, text }
        : fault(
            404,
            `${apiRoot}/documents/${params.id}/content`,
            '没有这个版本：编号或版本不存在，或者信息已撤回。',
          )
    },
  }),
  endpoint({
    path: '/changes',
    id: 'listChanges',
    summary: '自某处以来的全部变化：公开、更正、撤回',
    description:
      '按提交先后编号，已给出的次序之前不会再插入新的变化。第一次不带 since，从头取起；以后以上次的 next_since 继续。撤回的也在其中，请同步删除。',
    params: nothing,
    query: z.strictObject({
      since: z
        .string()
        .max(20, 'since 应原样取自上次的 next_since。')
        .optional()
        .meta({ description: '取自上次的 next_since，或目录的 changes_cursor' }),
      limit: limit(1000, 200),
    }),
    answers: { ...good(changesPageSchema), ...bad },
    async respond(context, { query }) {
      const after = query.since === undefined ? 0 : readCursor('c', query.since)
      if (after === null)
        return fault(400, `${apiRoot}/changes`, '请按 errors 中的说明改正后再试。', [
          { name: 'since', reason: 'since 应原样取自上次的 next_since 或目录的 changes_cursor。' },
        ])
      const size = Number(query.limit ?? 200)
      const bodies = await bodiesOf(context)
      const rows = await changesAfter(context.db, after, size + 1)
      const shown = rows.slice(0, size)
      return {
        status: 200,
        body: {
          licence: licenceText,
          changes: shown.map(c => changeOf(c, bodies, context.site)),
          next_since: cursorOf('c', shown.at(-1)?.number ?? after),
          has_more: rows.length > size,
        },
      }
    },
  }),
  ...catalogEndpoints,
]

/** Every operation; the first lists the others. */
export const endpoints: readonly Endpoint[] = [
  endpoint({
    path: '/',
    id: 'index',
    summary: '有哪些数据',
    params: nothing,
    query: nothing,
    answers: { ...good(indexSchema), ...bad },
    respond: async context => ({
      status: 200,
      body: {
        name: `${context.site.name}开放接口`,
        licence: licenceText,
        description_url: wholeAddress(context.site, `${apiRoot}/openapi.json`),
        links: dataEndpoints.map(e => ({
          path: apiRoot + e.path,
          title: e.summary,
          url: wholeAddress(context.site, apiRoot + e.path),
        })),
      },
    }),
  }),
  ...dataEndpoints,
]
