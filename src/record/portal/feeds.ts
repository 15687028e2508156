import { dayOf, isoOf } from '#kit/now.ts'
import type { Asked, FileAnswer, PortalContext, PublicPage, Raw } from '#portal/page.ts'
import {
  addressesAfter,
  contentAt,
  publicHeads,
  publicKeys,
  siteMapPages,
  standingNow,
} from '../store/read.ts'
import { copiesOf, copyName } from '../copies.ts'
import { columnIds } from '../columns.ts'
import { receiptAt } from '../store/receipt.ts'
import { bodiesOf, countsOf } from './data.ts'
import { listColumn } from './list.tsx'

/** What programs read: receipts, contents, keys, chain heads, the site map, files. */

const json = (value: unknown, headers?: Record<string, string>): Raw => ({
  kind: 'raw',
  status: 200,
  type: 'application/json; charset=utf-8',
  body: typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`,
  headers: { 'Access-Control-Allow-Origin': '*', ...headers },
})

const download = (name: string) => ({ 'Content-Disposition': `attachment; filename="${name}"` })

function revisionIn(asked: Asked): number | null | 'bad' {
  const text = asked.query.get('revision')
  if (text === undefined) return null
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 'bad'
}

export async function receiptJson(context: PortalContext, asked: Asked): Promise<Raw | null> {
  const revision = revisionIn(asked)
  if (revision === 'bad') return null
  const address = asked.path.replace(/\.receipt\.json$/, '.html')
  const receipt = await receiptAt(context.db, address, revision ?? undefined)
  return (
    receipt &&
    json(
      receipt,
      download(`receipt-${address.split('/').at(-1)!.replace('.html', '')}-r${receipt.revision}.json`),
    )
  )
}

/** The content byte for byte as it was hashed: sha256 of this answer is the content hash of the receipt. */
export async function contentJson(context: PortalContext, asked: Asked): Promise<Raw | null> {
  const revision = revisionIn(asked)
  if (revision === 'bad') return null
  const content = await contentAt(context.db, asked.path.replace(/\.json$/, '.html'), revision)
  return content === null ? null : json(content)
}

export async function keyPem(context: PortalContext): Promise<Raw | null> {
  const keys = await publicKeys(context.db)
  if (keys.length === 0) return null
  return {
    kind: 'raw',
    status: 200,
    type: 'application/x-pem-file',
    body: keys.map(k => k.public_key.trim()).join('\n') + '\n',
  }
}

/** The newest public link of every body's chain: noted by others, it shows later whether history was rewritten. */
export async function chainJson(context: PortalContext): Promise<Raw> {
  const [heads, bodies, keys] = await Promise.all([
    publicHeads(context.db),
    bodiesOf(context),
    publicKeys(context.db),
  ])
  return json({
    product: 'zhaoming',
    explain:
      '各机关履历链上最新一次公开或撤回的链位。留存本文件，日后与 npx zhaoming verify 的结果对照，可知历史有没有被重写。',
    keys: keys.map(k => ({ id: k.id, since: isoOf(k.since) })),
    bodies: heads.map(h => ({
      slug: bodies.byId(h.body_id)?.slug,
      name: bodies.byId(h.body_id)?.name,
      position: h.chain_position,
      hash: h.event_hash.toString('hex'),
      at: isoOf(h.published_at),
      publications: h.n,
    })),
  })
}

export const siteMapSize = 20_000
const xml = (body: string): Raw => ({
  kind: 'raw',
  status: 200,
  type: 'application/xml; charset=utf-8',
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`,
})
const xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

const fixedPages = [
  '/',
  '/bodies.html',
  '/library.html',
  '/timeliness.html',
  '/interaction.html',
  '/service.html',
  '/about.html',
  '/sitemap.html',
]
const pagesOfBody = [
  '',
  'institution.html',
  'disclosure/',
  'disclosure/guide.html',
  'disclosure/system.html',
  'disclosure/statutory.html',
  'disclosure/annual.html',
  'disclosure/request.html',
  'timeliness.html',
  'interaction.html',
  'service.html',
]

/** Every page that is no publication: those of the record, and what other rooms tell of theirs. */
function mappedPages(context: PortalContext, others: readonly PublicPage[]): Promise<readonly string[]> {
  return context.once('site-map', async () => {
    const [bodies, counts] = [await bodiesOf(context), await countsOf(context)]
    // Only columns that are open: an empty one has no page.
    const lists = (id: number | null) =>
      ['all', 'documents', ...columnIds]
        .filter(c => counts.atMost(id, listColumn(c)!.columns) > 0)
        .map(c => `list/${c}/`)
    const library = (id: number) => (counts.of(id, 'normative') > 0 ? ['library.html'] : [])
    const told = await Promise.all(others.map(page => page.mapped?.(context) ?? []))
    return [
      ...fixedPages,
      ...lists(null).map(p => `/${p}`),
      ...bodies.all.flatMap(b =>
        [...pagesOfBody, ...library(b.id), ...lists(b.id)].map(p => `/${b.slug}/${p}`),
      ),
      ...told.flat(),
    ]
  })
}

/** An index of site maps: pages, then publications by number, at most 20,000 each. */
export async function siteMapIndex(context: PortalContext, others: readonly PublicPage[]): Promise<Raw> {
  const { origin, base } = context.site
  const pages = await siteMapPages(context.db, siteMapSize)
  const parts = Math.ceil((await mappedPages(context, others)).length / siteMapSize)
  const entries = [
    ...Array.from(
      { length: parts },
      (_, n) =>
        `<sitemap><loc>${origin}${base}/sitemap-pages${n === 0 ? '' : `-${n + 1}`}.xml</loc></sitemap>`,
    ),
    ...pages.map(
      p =>
        `<sitemap><loc>${origin}${base}/sitemap-${p.after}.xml</loc><lastmod>${isoOf(p.lastmod)}</lastmod></sitemap>`,
    ),
  ]
  return xml(`<sitemapindex ${xmlns}>\n${entries.join('\n')}\n</sitemapindex>`)
}

export async function siteMapPart(
  context: PortalContext,
  asked: Asked,
  others: readonly PublicPage[],
): Promise<Raw | null> {
  const { origin, base } = context.site
  const part = asked.match.groups!['part']!
  if (part.startsWith('pages')) {
    const from = (Number(part.slice('pages-'.length) || 1) - 1) * siteMapSize
    const mine = (await mappedPages(context, others)).slice(from, from + siteMapSize)
    if (mine.length === 0) return null
    return xml(
      `<urlset ${xmlns}>\n${mine.map(p => `<url><loc>${origin}${base}${p}</loc></url>`).join('\n')}\n</urlset>`,
    )
  }
  const rows = await addressesAfter(context.db, Number(part), siteMapSize)
  if (rows.length === 0) return null
  const urls = rows.map(
    r => `<url><loc>${origin}${base}${r.address}</loc><lastmod>${dayOf(r.published_at)}</lastmod></url>`,
  )
  return xml(`<urlset ${xmlns}>\n${urls.join('\n')}\n</urlset>`)
}

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** A file of a publication that stands; of one withdrawn, or under another name or hash, there is nothing. */
export async function publishedFile(context: PortalContext, asked: Asked): Promise<FileAnswer | null> {
  const { number, hash, name } = asked.match.groups as Record<'number' | 'hash' | 'name', string>
  const standing = await standingNow(context.db, { number: Number(number) })
  const modifiedAt = standing?.revisions[0]?.publishedAt
  const file = standing?.entry?.attachments.find(
    a => a.hash.startsWith(hash) && a.name === decodeURIComponent(name),
  )
  if (!file && standing?.entry) {
    const copy = (await copiesOf(context.db, standing.revisions[0]!.contentHash)).find(
      c => c.hash.startsWith(hash) && copyName(standing.entry!, c.form) === decodeURIComponent(name),
    )
    const type = copy?.form === 'pdf' ? 'application/pdf' : docxType
    if (copy)
      return {
        kind: 'file',
        hash: copy.hash,
        name: decodeURIComponent(name),
        contentType: type,
        size: copy.size,
        modifiedAt,
      }
  }
  return file
    ? {
        kind: 'file',
        hash: file.hash,
        name: file.name,
        contentType: file.contentType,
        size: file.size,
        modifiedAt,
      }
    : null
}
