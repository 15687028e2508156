import { cleanHtml } from '#document/intake/clean.ts'
import { itemsChosen } from '#document/items.ts'
import type { Query } from '#kit/db.ts'
import { bodyOf, type BodyRow } from '#people/directory.ts'
import { isColumn, statutoryItems } from '#record/columns.ts'
import type { PublicTags } from '#tag/model.ts'
import { publicTags } from '#tag/rules/held.ts'
import { thesaurusOf } from '#tag/thesaurus.ts'
import { makeEntry, textOf, type Entry } from '#record/model.ts'
import {
  itemFact,
  postingFacts,
  type Content,
  type PostingFile,
  type PostingKind,
  type PostingRow,
} from './model.ts'
import { filesOf } from './store.ts'

/** The words that the public will read, with or without a title yet. */
export function wordsOf(kind: PostingKind, content: Content, body: Pick<BodyRow, 'name'>) {
  const item = kind === 'absence' ? statutoryItems.find(i => i.id === content.item) : undefined
  const facts = [
    ...(item ? [{ label: itemFact, value: item.cite }] : []),
    ...postingFacts[kind].facts.flatMap(f => {
      const value = content.facts[f.label] ?? ''
      return value === '' ? [] : [{ label: f.label, value }]
    }),
  ]
  return { facts, html: cleanHtml(content.html), source: content.source || body.name, issuers: [body.name] }
}

/** What the public will read. */
export function entryOf(
  kind: PostingKind,
  content: Content,
  around: {
    readonly body: Pick<BodyRow, 'name'>
    readonly files: readonly PostingFile[]
    readonly marks: readonly string[]
    readonly named: PublicTags
  },
): Entry {
  const { facts, html, source, issuers } = wordsOf(kind, content, around.body)
  const columns =
    content.columns.length > 0 ? content.columns.filter(isColumn) : [...postingFacts[kind].columns]
  const told = facts.map(f => `${f.label}：${f.value}`)
  return makeEntry({
    kind,
    title: content.title,
    issuers,
    source,
    columns,
    html: html.trim() === '' ? `<p>${told.map(t => t.replace(/[&<>]/g, '')).join('；')}</p>` : html,
    text: [...told, textOf(html)].join('\n').trim(),
    ...(facts.length > 0 ? { facts } : {}),
    ...(content.rank !== null ? { rank: content.rank } : {}),
    ...(around.marks.length > 0 ? { catalogItems: [...around.marks] } : {}),
    ...(around.named.tags.length > 0 ? { tags: [...around.named.tags] } : {}),
    ...(around.named.audience.length > 0 ? { audience: [...around.named.audience] } : {}),
    attachments: around.files
      .filter(f => f.role === 'attachment')
      .map(({ name, size, contentType, hash }) => ({ name, size, contentType, hash })),
  })
}

/** The marks of the 标准目录事项 that a posting is to answer, and what is against them. */
export const marksOf = (db: Query, row: PostingRow) =>
  itemsChosen(db, { bodyId: row.bodyId, catalogItems: [] }, row.content.catalogItems)

/** What the public would read of a posting as it stands now. */
export async function entryNow(db: Query, row: PostingRow): Promise<Entry> {
  return entryOf(row.kind, row.content, {
    body: await bodyOf(db, row.bodyId),
    files: await filesOf(db, row.id),
    marks: (await marksOf(db, row)).marks,
    named: publicTags(await thesaurusOf(db, row.bodyId), row.content.tags),
  })
}
