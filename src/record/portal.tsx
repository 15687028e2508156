import type { Asked, PortalContext, PublicPage, Redirect, View } from '#portal/page.ts'
import { plainFrame } from '#portal/frame.ts'
import { renderPage } from '#portal/layout.tsx'
import { plain } from '#portal/mode.ts'
import type { Site } from '#portal/site.ts'
import { scriptPath, stylesheetPath } from '#portal/stylesheet.ts'
import { reservedSlugs, type Entry, type RecordBody } from './model.ts'
import { bodiesOf, tagNamesOf } from './portal/data.ts'
import { directory, siteMap } from './portal/directory.tsx'
import { disclosure, type DisclosurePart } from './portal/disclosure.tsx'
import { interaction, service } from './portal/contact.tsx'
import { documentView } from './portal/document.tsx'
import * as feeds from './portal/feeds.ts'
import { comparePage, historyPage } from './portal/comparePage.tsx'
import { home } from './portal/home.tsx'
import { institution } from './portal/institution.tsx'
import { kiosk } from './portal/kiosk.tsx'
import { leave } from './portal/leave.tsx'
import { library } from './portal/library.tsx'
import { libraryFile, libraryForms } from './portal/libraryFile.ts'
import { list, listColumn } from './portal/list.tsx'
import { ownRelations, relationsAround } from './portal/relations.tsx'
import { timeliness } from './portal/timelinessPage.tsx'
import { tombstoneView } from './portal/tombstone.tsx'
import type { Parts } from './parts.ts'
import { copiesOf } from './copies.ts'
import { addressOfNumber } from './store/entries.ts'
import { standingNow } from './store/read.ts'

// Two pages may not meet at one path: the cache tells pages apart by address alone.
const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`
const content = String.raw`content\/\d{8}-\d{1,15}`
const path = (pattern: string) => new RegExp(`^${pattern}$`)

type OfBody = (context: PortalContext, asked: Asked, body: RecordBody) => ReturnType<PublicPage['answer']>

/** A page in the part of one body; where there is no such body, there is no page. */
function ofBody(pattern: string, answer: OfBody, query?: readonly string[]): PublicPage {
  return {
    path: path(`/${slug}/${pattern}`),
    query,
    async answer(context, asked) {
      const body = (await bodiesOf(context)).bySlug(asked.match.groups!['slug']!)
      return body ? answer(context, asked, body) : null
    },
  }
}

async function document(
  parts: Parts,
  context: PortalContext,
  asked: Asked,
  body: RecordBody,
): Promise<View | Redirect | null> {
  const standing = await standingNow(context.db, { address: asked.path })
  if (!standing || standing.bodyId !== body.id) return elsewhere(context, asked)
  if (!standing.entry) return tombstoneView(body, standing)
  const [related, copies] = await Promise.all([
    relationsAround(context, asked.path, standing.entry),
    copiesOf(context.db, standing.revisions[0]!.contentHash),
  ])
  const tagNames = await tagNamesOf(context, body.id)
  return documentView(context, body, { ...standing, entry: standing.entry, related, copies, tagNames }, parts)
}

/** A number belongs to one publication for ever: under another body or another day it leads to its address. */
async function elsewhere(context: PortalContext, asked: Asked): Promise<Redirect | null> {
  const number = Number(/-(\d{1,15})\.html$/.exec(asked.path)?.[1] ?? 0)
  const standing = number > 0 ? await standingNow(context.db, { number }) : null
  return standing && standing.address !== asked.path
    ? { kind: 'redirect', status: 301, to: standing.address }
    : null
}

const listQuery = ['below', 'year', 'month', 'page', 'q']
const libraryQuery = ['validity', 'year', 'body', 'q', 'page']

/** The pages of the public record, with what other rooms hang into them; `others`: their pages, for the site map. */
export const recordPages = (parts: Parts, others: readonly PublicPage[] = []): readonly PublicPage[] => [
  { path: path('/'), answer: context => home(context, null, parts) },
  { path: path(String.raw`/bodies\.html`), answer: context => directory(context) },
  { path: path(String.raw`/kiosk\.html`), answer: context => kiosk(context, null, parts) },
  { path: path(String.raw`/leave/(?<number>[1-9][0-9]{0,14})-(?<n>[1-9][0-9]{0,3})\.html`), answer: leave },
  {
    // A machine's address in the spirit of ELI: /id/doc/{机关代字}/{年}/{号}.
    path: path('/id/doc/(?<series>[^/]{1,200})/(?<year>[0-9]{4})/(?<sequence>[1-9][0-9]{0,5})'),
    cached: false,
    async answer(context, asked) {
      const { series, year, sequence } = asked.match.groups as Record<string, string>
      const address = await addressOfNumber(
        context.db,
        decodeURIComponent(series!),
        Number(year),
        Number(sequence),
      )
      return address === null ? null : { kind: 'redirect', status: 303, to: address }
    },
  },
  { path: path(String.raw`/sitemap\.html`), answer: context => siteMap(context) },
  { path: path(String.raw`/interaction\.html`), answer: context => interaction(context, null, parts) },
  { path: path(String.raw`/service\.html`), answer: context => service(context, null, parts) },
  {
    path: path(String.raw`/timeliness\.html`),
    query: ['year', 'sort'],
    answer: (c, asked) => timeliness(c, asked, null),
  },
  { path: path('/list/(?<column>[a-z]+)/'), query: listQuery, answer: (c, asked) => list(c, asked, null) },
  { path: path(String.raw`/chain\.json`), answer: context => feeds.chainJson(context) },
  {
    path: path(String.raw`/\.well-known/zhaoming-receipt-key\.pem`),
    answer: context => feeds.keyPem(context),
  },
  { path: path(String.raw`/sitemap\.xml`), answer: context => feeds.siteMapIndex(context, others) },
  {
    path: path(String.raw`/sitemap-(?<part>pages(?:-[1-9]\d{0,3})?|\d{1,15})\.xml`),
    answer: (context, asked) => feeds.siteMapPart(context, asked, others),
  },
  {
    path: path('/files/(?<number>[1-9][0-9]{0,14})/(?<hash>[0-9a-f]{8})/(?<name>[^/]{1,900})'),
    cached: false,
    answer: feeds.publishedFile,
  },
  ofBody(String.raw`${content}\.html`, (context, asked, body) => document(parts, context, asked, body)),
  ofBody(String.raw`${content}\.compare\.html`, comparePage, ['with']),
  ofBody(String.raw`${content}\.history\.html`, historyPage, ['from', 'to']),
  {
    path: path(String.raw`/library\.html`),
    query: libraryQuery,
    answer: (c, asked) => library(c, asked, null),
  },
  ...libraryForms.flatMap(form => [
    {
      path: path(String.raw`/library\.${form}`),
      query: libraryQuery,
      answer: (c: PortalContext, asked: Asked) => libraryFile(form)(c, asked, null),
    },
    ofBody(String.raw`library\.${form}`, libraryFile(form), libraryQuery),
  ]),
  ofBody(String.raw`library\.html`, library, libraryQuery),
  {
    path: path(String.raw`/${slug}/${content}\.receipt\.json`),
    query: ['revision'],
    answer: feeds.receiptJson,
  },
  { path: path(String.raw`/${slug}/${content}\.json`), query: ['revision'], answer: feeds.contentJson },
  ofBody('', (context, _, body) => home(context, body, parts)),
  ofBody('disclosure/', (context, _, body) => disclosure(context, body, null, parts)),
  ofBody(
    String.raw`disclosure/(?<part>guide|system|statutory|annual|request)\.html`,
    (context, asked, body) => disclosure(context, body, asked.match.groups!['part'] as DisclosurePart, parts),
  ),
  ofBody(String.raw`kiosk\.html`, (context, _, body) => kiosk(context, body, parts)),
  ofBody(String.raw`institution\.html`, (context, _, body) => institution(context, body)),
  ofBody('list/(?<column>[a-z]+)/', list, listQuery),
  ofBody(String.raw`timeliness\.html`, timeliness, ['year', 'sort']),
  ofBody(String.raw`interaction\.html`, (context, _, body) => interaction(context, body, parts)),
  ofBody(String.raw`service\.html`, (context, _, body) => service(context, body, parts)),
  {
    path: path('/list/(?<column>[a-z]+)'),
    answer: async (_, asked) =>
      listColumn(asked.match.groups!['column']!) === null
        ? null
        : { kind: 'redirect', status: 301, to: `${asked.path}/` },
  },
  {
    // The same page has one address, with its slash.
    path: path(`/${slug}(?<rest>|/disclosure|/list/[a-z]+)`),
    async answer(context, asked) {
      const body = (await bodiesOf(context)).bySlug(asked.match.groups!['slug']!)
      return body ? { kind: 'redirect', status: 301, to: `${asked.path}/` } : null
    },
  },
]

/** The public page of an entry as it will be, for those who decide about it. */
export async function renderPreview(
  entry: Entry,
  around: {
    readonly body: RecordBody
    readonly site: Site
    readonly address: string
    readonly now: () => Date
    /** As readers of the elder mode will see it. */
    readonly elder?: boolean
  },
): Promise<string> {
  const view = await documentView({ site: around.site, now: around.now }, around.body, {
    entry,
    address: around.address,
    number: 0,
    revisions: [],
    related: ownRelations(entry),
  })
  return renderPage(
    { ...view, noindex: true },
    {
      ...plainFrame(around.site),
      path: around.address,
      mode: { ...plain, elder: around.elder ?? false },
    },
    { stylesheet: around.site.base + stylesheetPath, script: around.site.base + scriptPath },
  )
}
