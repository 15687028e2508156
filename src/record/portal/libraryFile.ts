import { isoOf } from '#kit/now.ts'
import { openJson, openTable, tableForms } from '#portal/openFile.ts'
import type { Asked, PortalContext, Raw } from '#portal/page.ts'
import { validities, type RecordBody } from '../model.ts'
import { normatives, type NormativeRow } from '../store/library.ts'
import { bodiesOf } from './data.ts'
import { readFilter, wantedOf } from './library.tsx'
import { isValidity } from './lists.tsx'

const mostRows = 10_000

const tableColumns = [
  { header: '有效性', width: 12 },
  { header: '标题', width: 60 },
  { header: '统一编号', width: 24 },
  { header: '发文字号', width: 24 },
  { header: '索引号', width: 28 },
  { header: '制发机关', width: 24 },
  { header: '成文日期', width: 12 },
  { header: '实施日期', width: 12 },
  { header: '有效期至', width: 12 },
  { header: '发布日期', width: 12 },
  { header: '地址', width: 50 },
]

export const libraryForms = [...tableForms, 'json'] as const
type LibraryForm = (typeof libraryForms)[number]

/** The filtered list to take away: a table for offices, or data. */
export const libraryFile =
  (form: LibraryForm) =>
  async (context: PortalContext, asked: Asked, body: RecordBody | null): Promise<Raw | null> => {
    const bodies = await bodiesOf(context)
    const filter = readFilter(asked.query, body, bodies)
    if (!filter) return null
    const rows = await normatives(context.db, wantedOf(filter), mostRows, 0)
    const name = { title: `${body?.name ?? ''}规范性文件库`, plain: 'library' }
    const urlOf = (address: string) => `${context.site.origin}${context.site.base}${address}`
    const validityOf = (r: NormativeRow) => (isValidity(r.validity) ? validities[r.validity] : null)
    if (form === 'json')
      return openJson(name, {
        title: name.title,
        made_at: isoOf(context.now()),
        documents: rows.map(r => ({
          validity: r.validity,
          validity_label: validityOf(r),
          title: r.title,
          unified_number: r.unified_number,
          document_number: r.document_number,
          index_number: r.index_number,
          body: bodies.byId(r.body_id)?.slug ?? null,
          body_name: bodies.byId(r.body_id)?.name ?? null,
          written_on: r.written_on,
          effective_on: r.effective_on,
          expires_on: r.expires_on,
          published_on: r.shown_on,
          url: urlOf(r.address),
        })),
      })
    return openTable(name, form, {
      notes: [
        `${context.site.name}，${isoOf(context.now())}下载${rows.length === mostRows ? `，只含最近公布的${mostRows}件` : ''}`,
      ],
      columns: tableColumns,
      lines: rows.map(r => [
        validityOf(r),
        r.title,
        r.unified_number,
        r.document_number,
        r.index_number,
        bodies.byId(r.body_id)?.name ?? null,
        r.written_on,
        r.effective_on,
        r.expires_on,
        r.shown_on,
        urlOf(r.address),
      ]),
    })
  }
