import { cleanHtml } from '#document/intake/clean.ts'
import type { BodyRow } from '#people/directory.ts'
import { isColumn, statutoryItems } from '#record/columns.ts'
import { makeEntry, textOf, type Entry } from '#record/model.ts'
import { itemFact, postingFacts, type Content, type PostingKind } from './model.ts'

/** What the public will read. */
export function entryOf(kind: PostingKind, content: Content, body: BodyRow): Entry {
  const item = kind === 'absence' ? statutoryItems.find(i => i.id === content.item) : undefined
  const facts = [
    ...(item ? [{ label: itemFact, value: item.cite }] : []),
    ...postingFacts[kind].facts.flatMap(f => {
      const value = content.facts[f.label] ?? ''
      return value === '' ? [] : [{ label: f.label, value }]
    }),
  ]
  const html = cleanHtml(content.html)
  const columns =
    content.columns.length > 0 ? content.columns.filter(isColumn) : [...postingFacts[kind].columns]
  const told = facts.map(f => `${f.label}：${f.value}`)
  return makeEntry({
    kind,
    title: content.title,
    issuers: [body.name],
    source: content.source || body.name,
    columns,
    html: html.trim() === '' ? `<p>${told.map(t => t.replace(/[&<>]/g, '')).join('；')}</p>` : html,
    text: [...told, textOf(html)].join('\n').trim(),
    ...(facts.length > 0 ? { facts } : {}),
    ...(content.rank !== null ? { rank: content.rank } : {}),
  })
}
