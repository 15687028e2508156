import { Feed } from 'feed'
import { startOf } from '#kit/now.ts'
import type { Asked, PortalContext, PublicPage, Raw } from '#portal/page.ts'
import { columns, isColumn } from '#record/columns.ts'
import { reservedSlugs } from '#record/model.ts'
import type { Bodies } from '#record/portal/data.ts'
import { rollOf } from '#record/roll/keep.ts'
import { queryNames } from '#search/portal/state.ts'
import { foundRows } from './found.ts'
import {
  nameOf,
  narrowingOf,
  selectionAt,
  selectionNames,
  type Selection,
  type SelectionName,
} from './selection.ts'
import { newest, rowsAt, type Row } from './store/select.ts'

/** Feeds of every column, body, tag and search; the canonical address of a publication is its identity for ever. */

const mostItems = 50

type Form = 'rss.xml' | 'atom.xml' | 'feed.json'
const types: Record<Form, string> = {
  'rss.xml': 'application/rss+xml; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  'feed.json': 'application/feed+json; charset=utf-8',
}

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`
export const listPath = String.raw`(?:/${slug})?/list/(?<column>[a-z]+)`

/** How an address says what it wants: path and parameters together. */
export function getterOf(asked: {
  readonly match: RegExpExecArray
  readonly get: (name: SelectionName) => string | null
}): (name: SelectionName) => string | null {
  const { slug, column } = asked.match.groups ?? {}
  return name =>
    name === 'body'
      ? (slug ?? asked.get('body'))
      : name === 'column'
        ? (column ?? asked.get('column'))
        : asked.get(name)
}

/** XML cannot hold control characters, whatever a title was pasted from. */
const clean = (text: string) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu, '')

async function answer(context: PortalContext, asked: Asked): Promise<Raw | null> {
  const wanted = asked.path.startsWith('/search/')
    ? await ofSearch(context, asked)
    : await ofList(context, asked)
  if (wanted === null) return null
  const { rows, bodies, name } = wanted
  const form = asked.match.groups!['form'] as Form
  const { origin, base, name: siteName } = context.site
  const whole = (address: string) => origin + base + address
  const search = new URLSearchParams([...asked.query]).toString()
  const tail = search === '' ? '' : `?${search}`
  const folder = asked.path.slice(0, asked.path.lastIndexOf('/') + 1)
  const page = whole((folder === '/search/' ? '/search' : folder) + tail)
  const self = (f: Form) => whole(folder + f + tail)
  const title = clean(`${name} - ${siteName}`)
  // A feed without items has no day of its own; the day on which its house began is as good as any, and always the same.
  const updated = rows.reduce(
    (latest, r) => (r.published_at > latest ? r.published_at : latest),
    startOf('2026-01-01'),
  )
  const feed = new Feed({
    id: page,
    title,
    link: page,
    description: clean(`${name}：${siteName}主动公开的政府信息，按发布日期从新到旧，最近${mostItems}件。`),
    language: 'zh-CN',
    updated,
    generator: false,
    copyright: `${context.site.organizer}。政府信息，可以复制、转载，请注明来源和地址。`,
    feedLinks: { rss: self('rss.xml'), atom: self('atom.xml'), json: self('feed.json') },
  })
  for (const row of rows)
    feed.addItem(itemOf(row, whole(row.address), bodies.byId(row.body_id)?.name ?? row.issuer ?? siteName))
  const body =
    form === 'rss.xml'
      ? feed.rss2()
      : form === 'atom.xml'
        ? feed.atom1()
        : `${JSON.stringify(jsonFeed(JSON.parse(feed.json1()) as Record<string, unknown>, self('feed.json')), null, 2)}\n`
  return {
    kind: 'raw',
    status: 200,
    type: types[form],
    body,
    headers: {
      'Access-Control-Allow-Origin': '*',
      Vary: 'Accept-Encoding',
      'Last-Modified': updated.toUTCString(),
      'Content-Disposition': 'inline',
    },
  }
}

type Wanted = { readonly rows: readonly Row[]; readonly bodies: Bodies; readonly name: string }

async function ofList(context: PortalContext, asked: Asked): Promise<Wanted | null> {
  const get = getterOf({ match: asked.match, get: name => asked.query.get(name) ?? null })
  const { bodies, selection, faults } = await selectionAt(context, get)
  if (faults.length > 0) return null
  return { rows: await newestOf(context, selection), bodies, name: nameOf(get, bodies) }
}

/** By the roll, as the page of the list: a tag that nothing has would be looked for through the whole record. */
async function newestOf(context: PortalContext, selection: Selection): Promise<readonly Row[]> {
  if (selection.search) return newest(context.db, selection, mostItems)
  const roll = await rollOf(context)
  const { hits, total } = roll.narrow(null, narrowingOf(selection), [])
  return rowsAt(context.db, roll.page(hits, 0, mostItems, total))
}

async function ofSearch(context: PortalContext, asked: Asked): Promise<Wanted | null> {
  const found = await foundRows(context, asked.query, true)
  if (found.faults.length > 0) return null
  const rows: Row[] = []
  for await (const row of found.rows) {
    rows.push(row)
    if (rows.length === mostItems) break
  }
  return { rows, bodies: found.bodies, name: `搜索“${found.shown.slice(0, 40)}”` }
}

/** JSON Feed 1.1, which wants to be told its own address. */
const jsonFeed = (feed: Record<string, unknown>, self: string) => ({
  ...feed,
  version: 'https://jsonfeed.org/version/1.1',
  feed_url: self,
  language: 'zh-CN',
})

function itemOf(row: Row, link: string, author: string) {
  const facts = [row.document_number, row.imported ? '历史公文' : null, row.summary].filter(Boolean)
  return {
    title: clean(row.title),
    id: link,
    guid: link,
    link,
    // History moved in keeps its own day; what was published here has its minute.
    date: row.imported ? startOf(row.shown_on) : row.published_at,
    published: row.imported ? startOf(row.shown_on) : row.published_at,
    description: clean(facts.join('　')),
    author: [{ name: clean(author) }],
    category: [...row.columns.flatMap(c => (isColumn(c) ? [columns[c].label] : [])), ...row.tags].map(
      name => ({
        name,
        term: name,
      }),
    ),
  }
}

const form = String.raw`(?<form>rss\.xml|atom\.xml|feed\.json)`
const names = selectionNames.filter(n => n !== 'column' && n !== 'body')

export const feedPages: readonly PublicPage[] = [
  { path: new RegExp(`^${listPath}/${form}$`), query: names, answer },
  { path: new RegExp(`^/search/${form}$`), query: queryNames, answer },
]
