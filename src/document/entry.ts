import type { Query } from '#kit/db.ts'
import { kindOfTitle } from '#law/documentKinds.ts'
import { bodyOf, departmentName } from '#people/directory.ts'
import { isColumn } from '#record/columns.ts'
import type { PublicTags } from '#tag/model.ts'
import { makeEntry, type Entry } from '#record/model.ts'
import { validityOn } from '#record/validity.ts'
import { labelled, plainText } from './intake/render.ts'
import { standingFacts, type StandingFacts } from './library/facts.ts'
import { attachmentsOf, type Attachment, type DocumentRow } from './store.ts'
import { tagsInPublic } from './tags.ts'

/** The public form of a document: what the portal shows, the receipt hashes and the preview previews. */
export function entryOf(
  document: DocumentRow,
  around: {
    body: { readonly name: string }
    department: string
    attachments: readonly Attachment[]
    columns: readonly string[]
    library: StandingFacts
    named: PublicTags
    /** The civil day of the publication. */
    on: string
  },
): Entry {
  const html = document.label
    ? labelled(document.bodyHtml, { writtenOn: document.writtenOn, label: document.label }).html
    : document.bodyHtml
  const issuers = document.signatories.length > 0 ? document.signatories : [around.body.name]
  const { dates, links, unifiedNumber, hasValidity } = around.library
  const stated = document.normative || hasValidity ? ('in-force' as const) : null
  return makeEntry({
    title: document.title,
    documentNumber: document.documentNumber,
    indexNumber: document.indexNumber,
    issuers,
    source: around.body.name,
    addressee: document.addressee,
    writtenOn: document.writtenOn,
    issuedOn: document.issuedOn,
    ...dates,
    unifiedNumber,
    imported: document.imported,
    originalPublishedOn: document.originalPublishedOn,
    sourceNote: document.sourceNote,
    documentKind: document.kind ?? kindOfTitle(document.title),
    theme: document.theme,
    columns: around.columns.filter(isColumn),
    // Absent where none was chosen: the bytes of what was published before there were items stay as they are.
    ...(document.catalogItems.length > 0 ? { catalogItems: [...document.catalogItems] } : {}),
    ...(around.named.tags.length > 0 ? { tags: [...around.named.tags] } : {}),
    ...(around.named.audience.length > 0 ? { audience: [...around.named.audience] } : {}),
    validity: validityOn({ ...dates, validity: stated }, around.on),
    label: document.label,
    normative: document.normative,
    html,
    text: plainText(html),
    attachments: around.attachments
      .filter(a => a.role === 'attachment')
      .map(a => ({ name: a.name, size: a.size, contentType: a.contentType, hash: a.hash })),
    signatories: issuers,
    department: around.department,
    links,
  })
}

/** The entry of a document as everything about it stands now; `on` is the civil day of its publication. */
export async function entryNow(db: Query, document: DocumentRow, on: string): Promise<Entry> {
  const body = await bodyOf(db, document.bodyId)
  const department = await departmentName(db, document.departmentId)
  const attachments = await attachmentsOf(db, document.id)
  const library = await standingFacts(db, document)
  const named = await tagsInPublic(db, document)
  return entryOf(document, { body, department, attachments, columns: document.columns, library, named, on })
}
