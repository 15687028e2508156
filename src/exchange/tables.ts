import { isoOf } from '#kit/now.ts'
import { csvOf, csvType, xlsxType } from '#kit/exports/csv.ts'
import { plainCell, sheetOf, type Cell } from '#kit/exports/sheet.ts'
import type { Door, Knock, PortalContext, Raw, Streamed } from '#portal/page.ts'
import { columns, isColumn } from '#record/columns.ts'
import { validities } from '#record/model.ts'
import { bodiesOf, countsOf, type Bodies } from '#record/portal/data.ts'
import { cors, preflight } from './endpoint.ts'
import { getterOf, listPath } from './feeds.ts'
import { foundRows } from './found.ts'
import { documentOf } from './present.ts'
import { nameOf, selectionAt, selectionNames } from './selection.ts'
import { every, type Row } from './store/select.ts'

/** Every list and every search as a table: all rows, written as they are read. */

const head = [
  ['发布日期', 12],
  ['标题', 60],
  ['发文字号', 24],
  ['索引号', 28],
  ['发文机关', 30],
  ['公开机关', 24],
  ['成文日期', 12],
  ['公文种类', 10],
  ['主题分类', 18],
  ['栏目', 20],
  ['标签', 20],
  ['有效性', 10],
  ['附件数', 8],
  ['历史公文', 10],
  ['地址', 50],
] as const

function cellsOf(row: Row, bodies: Bodies, site: PortalContext['site']): Cell[] {
  return [
    row.shown_on,
    row.title,
    row.document_number,
    row.index_number,
    row.issuer,
    bodies.byId(row.body_id)?.name ?? null,
    row.written_on,
    row.document_kind,
    row.theme,
    row.columns.map(c => (isColumn(c) ? columns[c].label : c)).join('、'),
    row.tags.join('、'),
    validities[row.validity as keyof typeof validities] ?? null,
    row.attachments,
    row.imported ? '是' : '否',
    site.origin + site.base + row.address,
  ]
}

const refuse = (status: number, text: string, headers: Record<string, string> = {}): Raw => ({
  kind: 'raw',
  status,
  type: 'text/plain; charset=utf-8',
  body: `${text}\n`,
  headers,
})

const path = new RegExp(String.raw`^(?:${listPath}|/search)/list\.(?<form>csv|xlsx|json)$`)

async function answer(context: PortalContext, knock: Knock): Promise<Raw | Streamed> {
  if (knock.method === 'OPTIONS') return preflight()
  if (knock.method !== 'GET' && knock.method !== 'HEAD')
    return refuse(405, '这个地址只供下载。', { Allow: cors['Access-Control-Allow-Methods'] })
  const match = path.exec(knock.path)!
  if (!(await allowed(context, knock, match)))
    return refuse(429, '下载太频繁。请过几分钟再来；需要整库数据请用开放接口 /api/v1。', {
      'Retry-After': '300',
    })
  const { name, said, faults, rows, bodies } = knock.path.startsWith('/search/')
    ? await searched(context, knock.search)
    : await listed(context, match, knock.search)
  if (faults.length > 0) return refuse(400, faults.join('\n'))
  const form = match.groups!['form'] as 'csv' | 'xlsx' | 'json'
  const file = `${name}.${form}`
  const headers = {
    'Content-Disposition': `attachment; filename="list.${form}"; filename*=UTF-8''${encodeURIComponent(file.replace(/[\\/:*?"<>|]/g, ' '))}`,
    ...cors,
    'X-Robots-Tag': 'noindex',
  }
  if (form === 'json') {
    return {
      kind: 'stream',
      type: 'application/json; charset=utf-8',
      headers,
      body: jsonOf(context, bodies, name, said, rows),
    }
  }
  const lines = cells(rows, bodies, context)
  if (form === 'csv')
    return {
      kind: 'stream',
      type: csvType,
      headers,
      body: csvOf(
        head.map(([header]) => header),
        lines,
      ),
    }
  const sheet = sheetOf({
    title: name,
    notes: [`${context.site.name}，${isoOf(context.now())}下载`],
    columns: head.map(([header, width]) => ({ header, width })),
    lines,
  })
  return { kind: 'stream', type: xlsxType, headers, body: sheet as unknown as AsyncIterable<Uint8Array> }
}

/** A list of so many rows is made at once: whoever clicks through a whole site's downloads may. */
const fewRows = 2000

/** Long tables and searches are counted for themselves: one of them may be the whole record. */
async function allowed(context: PortalContext, knock: Knock, match: RegExpExecArray): Promise<boolean> {
  if (!knock.path.startsWith('/search/')) {
    const get = getterOf({ match, get: n => knock.search.get(n) })
    const bodies = await bodiesOf(context)
    const body = bodies.bySlug(get('body') ?? '')
    const under = body && get('below') !== null ? bodies.under(body.id) : []
    const counts = await countsOf(context)
    const rows = under.reduce((n, b) => n + counts.of(b.id, '*'), counts.of(body?.id ?? null, '*'))
    if (rows <= fewRows) return knock.allow('short table', 600, 10)
  }
  return knock.allow('table', 30, 10)
}

type Wanted = {
  readonly name: string
  readonly said: readonly (readonly [string, string])[]
  readonly faults: readonly string[]
  readonly rows: AsyncIterable<Row>
  readonly bodies: Bodies
}

async function listed(
  context: PortalContext,
  match: RegExpExecArray,
  search: URLSearchParams,
): Promise<Wanted> {
  const get = getterOf({ match, get: n => search.get(n) })
  const { bodies, selection, faults } = await selectionAt(context, get)
  return {
    name: nameOf(get, bodies),
    said: selectionNames.flatMap(n => (get(n) === null ? [] : [[n, get(n)!] as const])),
    faults: faults.map(f => `${f.name}：${f.reason}`),
    rows: every(context.db, selection),
    bodies,
  }
}

async function searched(context: PortalContext, search: URLSearchParams): Promise<Wanted> {
  const { shown, faults, rows, bodies } = await foundRows(context, new Map(search), false)
  return { name: `搜索“${shown.slice(0, 40)}”`, said: [...search], faults, rows, bodies }
}

async function* cells(rows: AsyncIterable<Row>, bodies: Bodies, context: PortalContext) {
  for await (const row of rows) yield cellsOf(row, bodies, context.site).map(plainCell)
}

async function* jsonOf(
  context: PortalContext,
  bodies: Bodies,
  name: string,
  said: readonly (readonly [string, string])[],
  rows: AsyncIterable<Row>,
) {
  yield `{"title":${JSON.stringify(name)},"selection":${JSON.stringify(Object.fromEntries(said))},"made_at":"${isoOf(context.now())}","documents":[`
  let first = true
  for await (const row of rows) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(documentOf(row, bodies, context.site))}`
    first = false
  }
  yield '\n]}\n'
}

export const tableDoor: Door = { path, answer }
