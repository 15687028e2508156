import { startOf } from '#kit/now.ts'
import type { Door, Knock, PortalContext, Raw } from '#portal/page.ts'
import type { Site } from '#portal/site.ts'
import { columnIds, columns, isColumn, type ColumnId } from '#record/columns.ts'
import { relations, type Entry } from '#record/model.ts'
import { bodiesOf, countsOf, type Bodies } from '#record/portal/data.ts'
import { standingNow } from '#record/standing.ts'
import { synonymsAt } from '#search/holding.ts'
import { cors, preflight } from './endpoint.ts'
import { fileOf, wholeAddress } from './present.ts'
import { everything, readSearch, type Selection } from './selection.ts'
import { countUpTo, newest, rowAt, walkPage, type Row } from './store/select.ts'

/**
 * The record in the shapes that collectors of higher bodies already read: 政府信息公开目录管理平台 (gkmlpt) of Guangdong, and the
 * lists of 中国政府网. Neither publishes a promise of stability; fields are those seen on their sites.
 */

const json = (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Raw => ({
  kind: 'raw',
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
  headers: {
    ...cors,
    Vary: 'Accept-Encoding',
    ...(status >= 400 ? { 'Cache-Control': 'no-store' } : {}),
    ...headers,
  },
})

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)
/** Numbers of categories: 0 is everything, columns from 1 in the order of the statute. They never change: new columns come last. */
const categoryOf = (id: string) => columnIds.indexOf(id as ColumnId) + 1
const columnOf = (category: number): ColumnId | null => columnIds[category - 1] ?? null

/** `SID`: the number by which this platform knows a site. Ours: 900000 and the body's number; 900000 is the whole house. */
const sidOf = (bodyId: number | null) => String(900_000 + (bodyId ?? 0))
function bodyIdOf(sid: string | null, bodies: Bodies): number | null | undefined {
  if (sid === null || sid === '' || sid === sidOf(null)) return null
  const id = /^9\d{5}$/.test(sid) ? Number(sid) - 900_000 : NaN
  return bodies.byId(id) ? id : undefined
}

const pageSize = 100
const million = 1_000_000

const postPath = (id: number) =>
  `/gkmlpt/content/${Math.floor(id / million)}/${Math.floor(id / 1000)}/post_${id}.html`

const attachmentsOf = (context: PortalContext, number: number, entry: Entry) =>
  entry.attachments.map(a => {
    const file = fileOf(context.site, number, a)
    return { name: file.name, title: file.name, url: file.url, size: file.size, type: file.content_type }
  })

function articleOf(context: PortalContext, row: Row, bodies: Bodies) {
  const column = row.columns.find(isColumn)
  const url = wholeAddress(context.site, row.address)
  const published = row.imported ? startOf(row.shown_on) : row.published_at
  return {
    id: row.number,
    title: row.title,
    document_number: row.document_number ?? '',
    identifier: row.index_number ?? '',
    publisher: row.issuer ?? bodies.byId(row.body_id)?.name ?? '',
    keywords: row.tags.join(','),
    date: row.written_on ? seconds(startOf(row.written_on)) : 0,
    created_at: row.published_at.toISOString(),
    create_time: seconds(row.published_at),
    first_publish_time: seconds(published),
    display_publish_time: seconds(published),
    abstract: row.summary ?? '',
    classify_main: column ? categoryOf(column) : 0,
    classify_main_name: column ? columns[column].label : '',
    classify_genre_name: row.document_kind ?? '',
    classify_theme_name: row.theme ?? '',
    url,
    post_url: wholeAddress(context.site, postPath(row.number)),
    is_expired: row.validity === 'expired' ? 1 : 0,
    is_abolished: row.validity === 'repealed' ? 1 : 0,
    attachment: [] as unknown[],
    relation: '',
  }
}

async function list(context: PortalContext, category: number, search: URLSearchParams): Promise<Raw> {
  const bodies = await bodiesOf(context)
  const page = search.get('page') ?? '1'
  const body = bodyIdOf(search.get('sid'), bodies)
  const column = category === 0 ? null : columnOf(category)
  if (!/^[1-9]\d{0,5}$/.test(page) || body === undefined || (category !== 0 && column === null))
    return json({ error: '没有这个栏目、站点或页码，请核对 sid 和 page。' }, 404)
  const selection: Selection = {
    ...everything,
    bodyIds: body === null ? null : [body],
    columns: column === null ? null : [column],
  }
  const counts = await countsOf(context)
  const total = counts.of(body, column ?? '*')
  const rows = await walkPage(context.db, selection, pageSize, Number(page))
  return json({
    classify: {
      id: category,
      name: column === null ? '全部' : columns[column].label,
      post_count: total,
      sid: sidOf(body),
    },
    total,
    page: Number(page),
    per_page: pageSize,
    articles: rows.map(r => articleOf(context, r, bodies)),
  })
}

/** `window._CONFIG`, as collectors find it in the shell page, and as JSON. */
async function config(context: PortalContext, sid: string | null) {
  const [bodies, counts] = await Promise.all([bodiesOf(context), countsOf(context)])
  const body = bodyIdOf(sid, bodies)
  if (body === undefined) return null
  return {
    SID: sidOf(body),
    SITE_NAME: body === null ? context.site.name : bodies.byId(body)!.name,
    TREE: [
      { id: 0, name: '全部', post_count: counts.of(body, '*'), jump_url: '', children: [] },
      ...columnIds.map(id => ({
        id: categoryOf(id),
        name: columns[id].label,
        post_count: counts.of(body, id),
        jump_url: '',
        children: [],
      })),
    ],
    SITES: bodies.all.map(b => ({
      sid: sidOf(b.id),
      name: b.name,
      url: wholeAddress(context.site, `/${b.slug}/`),
    })),
    SERVICE_AREA_ID: 0,
    SEARCH_JSONP_URL: wholeAddress(context.site, `/gkmlpt/jsonp/site/${sidOf(body)}`),
    API: wholeAddress(context.site, '/gkmlpt/api/all/{category}?page=1&sid={sid}'),
  }
}

async function detail(context: PortalContext, id: number) {
  const bodies = await bodiesOf(context)
  const [row, standing] = await Promise.all([
    rowAt(context.db, { number: id }),
    standingNow(context.db, { number: id }),
  ])
  if (!row || !standing?.entry) return { standing, article: null, entry: null }
  const entry = standing.entry
  const article = {
    ...articleOf(context, row, bodies),
    keywords: entry.keywords.join(','),
    attachment: attachmentsOf(context, id, entry),
    relation: entry.links.map(l => `${relations[l.relation]}：${l.title}`).join('；'),
  }
  return { standing, article, entry }
}

async function postMeta(context: PortalContext, id: number): Promise<Raw> {
  const { standing, article, entry } = await detail(context, id)
  if (!standing) return json({ error: '没有这个编号。' }, 404)
  if (!article || !entry) return json({ error: '已撤回。', id, is_deleted: 1 }, 410)
  return json({
    id,
    title: article.title,
    content: entry.html,
    source: entry.source,
    date: article.date,
    origin_url: article.url,
    gkml_url: article.post_url,
    publish_time: article.display_publish_time,
    updated: seconds(standing.revisions[0]!.publishedAt),
    expired_time: entry.expiresOn ? seconds(startOf(entry.expiresOn)) : 0,
    attachment: article.attachment,
    related_posts: entry.links.flatMap(l =>
      l.address === null ? [] : [{ title: l.title, url: wholeAddress(context.site, l.address) }],
    ),
    json_ext: {
      EXT_wh: article.document_number,
      EXT_fbjg: article.publisher,
      EXT_ztfl: article.classify_theme_name,
      EXT_wjlb: article.classify_genre_name,
    },
    gkml_data: {
      document_number: article.document_number,
      publisher: article.publisher,
      identifier: article.identifier,
      classify_main_name: article.classify_main_name,
      classify_genre_name: article.classify_genre_name,
      classify_theme_name: article.classify_theme_name,
      expired_time: entry.expiresOn ? seconds(startOf(entry.expiresOn)) : 0,
      is_expired: article.is_expired,
    },
  })
}

const script = (value: unknown) =>
  JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/[\u2028\u2029]/g, '')
const text = (value: string) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')

/** A page that a collector reads `_CONFIG` from; a person is sent to the real one. */
function shell(site: Site, title: string, to: string, value: unknown): Raw {
  const page = `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${text(title)}</title>
<meta name="SiteName" content="${text(site.name)}"><meta name="SiteDomain" content="${text(site.domain)}"><meta name="SiteIDCode" content="${text(site.idCode)}">
<link rel="canonical" href="${text(to)}"><meta name="robots" content="noindex">
<script>window._CONFIG = ${script(value)};</script></head>
<body><p><a href="${text(to)}">${text(title)}</a></p></body></html>
`
  return {
    kind: 'raw',
    status: 200,
    type: 'text/html; charset=utf-8',
    body: page,
    // The script is only read, never run: the policy of the site allows none written into a page.
    headers: {
      ...cors,
      'X-Robots-Tag': 'noindex',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      Vary: 'Accept-Encoding',
    },
  }
}

async function searched(context: PortalContext, sid: string, search: URLSearchParams): Promise<Raw> {
  const bodies = await bodiesOf(context)
  const body = bodyIdOf(sid, bodies)
  const callback = search.get('callback')
  const page = Number(search.get('page') ?? '1')
  const size = Number(search.get('pagesize') ?? '20')
  const isGood = Number.isInteger(page) && page >= 1 && page <= 10_000 && Number.isInteger(size) && size >= 1
  if (body === undefined || !isGood || (callback !== null && !/^[A-Za-z_$][\w$.]{0,60}$/.test(callback)))
    return json({ error: '参数有误，请核对 site、page、pagesize 和 callback。' }, 400)
  const synonyms = await synonymsAt(context, bodies, bodies.byId(body ?? -1) ?? null)
  const found = readSearch(search.get('text') ?? '', synonyms)
  const selection: Selection = { ...everything, bodyIds: body === null ? null : [body], search: found }
  const rows = found ? await walkPage(context.db, selection, Math.min(size, pageSize), page) : []
  const count = found ? await countUpTo(context.db, selection, 10_000) : 0
  const value = { results: rows.map(r => articleOf(context, r, bodies)), count }
  if (callback === null) return json(value)
  return {
    ...json(value),
    type: 'text/javascript; charset=utf-8',
    body: `/**/${callback}(${script(value)});`,
  }
}

/** 中国政府网's list: newest first, about as many as theirs. */
async function govList(context: PortalContext, name: string): Promise<Raw | null> {
  const wanted: Record<string, readonly string[]> = {
    ZUIXINZHENGCE: ['normative', 'policy'],
    ZCJD_QZ: ['interpretation'],
    YAOWENLIEBIAO: ['news'],
  }
  const of = wanted[name]
  if (!of) return null
  const rows = await newest(context.db, { ...everything, columns: of }, 1100)
  return json(
    rows.map(r => ({
      TITLE: r.title,
      SUB_TITLE: '',
      URL: wholeAddress(context.site, r.address),
      DOCRELPUBTIME: r.shown_on,
    })),
  )
}

/** 中国政府网's library search: `searchVO.listVO`, 200 or 1001. */
async function govLibrary(context: PortalContext, search: URLSearchParams): Promise<Raw> {
  const bodies = await bodiesOf(context)
  const typed = search.get('q') ?? ''
  const page = Math.max(1, Math.min(10_000, Number(search.get('p') ?? '1') || 1))
  const size = Math.max(1, Math.min(pageSize, Number(search.get('n') ?? '20') || 20))
  const found = typed === '' ? null : readSearch(typed, await synonymsAt(context, bodies, null))
  const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(search.get(name) ?? '') ? search.get(name) : null)
  const year = /^(19|20)\d\d$/.test(search.get('pubtimeyear') ?? '')
    ? Number(search.get('pubtimeyear'))
    : null
  const selection: Selection = {
    ...everything,
    columns: ['normative', 'policy', 'interpretation'],
    from: year === null ? day('mintime') : `${year}-01-01`,
    until: year === null ? day('maxtime') : `${year + 1}-01-01`,
    search: found,
  }
  const isEmpty = typed !== '' && found === null
  const total = isEmpty ? 0 : await countUpTo(context.db, selection, 10_000)
  if (total === 0) return json({ code: 1001, msg: '没有检索到结果', searchVO: { totalCount: 0, listVO: [] } })
  const rows = await walkPage(context.db, selection, size, page)
  return json({
    code: 200,
    msg: '操作成功',
    searchVO: {
      totalCount: total,
      currentPage: page,
      listVO: rows.map(r => ({
        id: String(r.number),
        title: r.title,
        url: wholeAddress(context.site, r.address),
        pcode: r.document_number ?? '',
        puborg: r.issuer ?? bodies.byId(r.body_id)?.name ?? '',
        childtype: r.theme ?? '',
        pubtime: startOf(r.shown_on).getTime(),
        pubtimeStr: r.shown_on.replaceAll('-', '.'),
        index: r.index_number ?? '',
        summary: r.summary ?? '',
      })),
    },
  })
}

async function answer(context: PortalContext, knock: Knock): Promise<Raw> {
  const { path, search, method } = knock
  if (method === 'OPTIONS') return preflight()
  if (method !== 'GET' && method !== 'HEAD')
    return json({ error: '只供读取。' }, 405, { Allow: cors['Access-Control-Allow-Methods'] })
  if (!knock.allow('adapter', 300, 1))
    return json({ error: '请求太频繁，请稍候再来。' }, 429, { 'Retry-After': '60' })
  const all = /^\/gkmlpt\/api\/all\/(\d{1,6})$/.exec(path)
  if (all) return list(context, Number(all[1]), search)
  const meta = /^\/gkmlpt\/postmeta\/p\/\d{1,6}\/\d{1,9}\/([1-9]\d{0,11})\.json$/.exec(path)
  if (meta) return postMeta(context, Number(meta[1]))
  const found = /^\/gkmlpt\/jsonp\/site\/(\d{6})$/.exec(path)
  if (found) return searched(context, found[1]!, search)
  if (path === '/gkmlpt/index' || path === '/gkmlpt/policy' || path === '/gkmlpt/config.json') {
    const value = await config(context, search.get('sid'))
    if (value === null) return json({ error: '没有这个站点，请核对 sid。' }, 404)
    if (path.endsWith('.json')) return json(value)
    return shell(
      context.site,
      `${value.SITE_NAME} 政府信息公开目录`,
      wholeAddress(context.site, '/list/all/'),
      value,
    )
  }
  const post = /^\/gkmlpt\/content\/\d{1,6}\/\d{1,9}\/post_([1-9]\d{0,11})\.html$/.exec(path)
  if (post) {
    const { standing, article, entry } = await detail(context, Number(post[1]))
    if (!standing) return json({ error: '没有这个编号。' }, 404)
    if (!article || !entry) return json({ error: '已撤回。', is_deleted: 1 }, 410)
    return shell(context.site, article.title, article.url, { DETAIL: { ...article, content: entry.html } })
  }
  if (path === '/gkmlpt/gov/search') return govLibrary(context, search)
  const gov = /^\/gkmlpt\/gov\/([A-Z_]{5,20})\.json$/.exec(path)
  return (gov && (await govList(context, gov[1]!))) ?? json({ error: '没有这个地址。' }, 404)
}

export const adapterDoor: Door = { path: /^\/gkmlpt(?:\/|$)/, answer }
