import { isoOf } from '#kit/now.ts'
import type { Site } from '#portal/site.ts'
import { relations, validities, type Entry } from '#record/model.ts'
import type { Bodies } from '#record/portal/data.ts'
import type { Revision } from '#record/standing.ts'
import type { DocumentJson } from './model.ts'
import type { Change } from './store/changes.ts'
import type { Row } from './store/select.ts'

/** Rows of the record in the words of the open interface. */

type Place = Pick<Site, 'origin' | 'base'>

export const wholeAddress = (site: Place, address: string) => site.origin + site.base + address
export const numberOf = (address: string) => Number(/-(\d+)\.html$/.exec(address)![1])

export function documentOf(row: Row, bodies: Bodies, site: Place): DocumentJson {
  const body = bodies.byId(row.body_id)
  return {
    id: row.number,
    kind: row.kind,
    title: row.title,
    url: wholeAddress(site, row.address),
    body: body?.slug ?? '',
    body_name: body?.name ?? '',
    document_number: row.document_number,
    index_number: row.index_number,
    issuer: row.issuer,
    written_on: row.written_on,
    issued_on: row.issued_on,
    published_at: isoOf(row.published_at),
    shown_on: row.shown_on,
    imported: row.imported,
    validity: row.validity,
    validity_name: validities[row.validity as keyof typeof validities] ?? null,
    document_kind: row.document_kind,
    theme: row.theme,
    columns: row.columns,
    tags: row.tags,
    audience: row.audience,
    catalog_items: row.catalog_items,
    attachments: row.attachments,
    summary: row.summary,
  }
}

export const revisionOf = (r: Revision) => ({
  revision: r.revision,
  standing: r.standing as 'published' | 'withdrawn',
  note: r.note,
  published_at: isoOf(r.publishedAt),
  content_hash: r.contentHash,
  chain_position: r.chainPosition,
})

export function fileOf(site: Place, number: number, a: Entry['attachments'][number]) {
  return {
    name: a.name,
    content_type: a.contentType,
    size: a.size,
    sha256: a.hash,
    url: wholeAddress(site, `/files/${number}/${a.hash.slice(0, 8)}/${encodeURIComponent(a.name)}`),
  }
}

export const linkOf = (site: Place, l: Entry['links'][number]) => ({
  relation: l.relation,
  relation_name: relations[l.relation],
  title: l.title,
  url: l.address === null ? null : wholeAddress(site, l.address),
})

export const changeOf = (c: Change, bodies: Pick<Bodies, 'byId'>, site: Place) => ({
  number: c.number,
  id: numberOf(c.address),
  change:
    c.standing === 'withdrawn'
      ? ('withdrawn' as const)
      : c.revision === 1
        ? ('published' as const)
        : ('corrected' as const),
  url: wholeAddress(site, c.address),
  body: bodies.byId(c.body_id)?.slug ?? null,
  title: c.title,
  revision: c.revision,
  content_hash: c.content_hash,
  note: c.note,
  imported: c.imported,
  at: isoOf(c.published_at),
})
