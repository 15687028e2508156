import type { BodyRow } from '#people/directory.ts'
import { makeEntry, type Entry } from '#record/model.ts'
import { cell } from '../table.ts'
import {
  instrumentFacts,
  isOfficePart,
  valueOf,
  type InstrumentKind,
  type InstrumentRow,
  type Row,
} from './model.ts'
import { wordsOfField } from './rules.ts'

/** The fields that the public reads as columns; a code is for machines. */
export const shownFields = (kind: InstrumentKind) =>
  instrumentFacts[kind].fields.filter(f => f.form !== 'item')

export const titleOf = (kind: InstrumentKind, bodyName: string): string =>
  `${bodyName}${instrumentFacts[kind].label}`

/** Heading and text of every part of a guide; those of the office stand together under one heading. */
export function partsOf(rows: readonly Row[]): {
  readonly parts: readonly { heading: string; text: string }[]
  readonly office: readonly { heading: string; text: string }[]
} {
  const filled = rows
    .map(r => ({ key: r.key, heading: valueOf(r, 'heading'), text: valueOf(r, 'text') }))
    .filter(r => r.text !== '')
  return {
    parts: filled.filter(r => !isOfficePart(r.key)),
    office: filled.filter(r => isOfficePart(r.key)),
  }
}

function guideHtml(rows: readonly Row[]): string {
  const { parts, office } = partsOf(rows)
  const paragraphs = (text: string) =>
    text
      .split('\n')
      .filter(line => line.trim() !== '')
      .map(line => `<p>${cell(line)}</p>`)
      .join('')
  const contact = office
    .map(o => `<tr><th scope="row">${cell(o.heading)}</th><td>${cell(o.text)}</td></tr>`)
    .join('')
  return [
    ...parts.map(p => `<h2>${cell(p.heading)}</h2>${paragraphs(p.text)}`),
    `<h2>政府信息公开工作机构</h2><table><caption>政府信息公开工作机构的联系方式</caption><tbody>${contact}</tbody></table>`,
  ].join('')
}

function tableHtml(kind: InstrumentKind, caption: string, rows: readonly Row[]): string {
  const fields = shownFields(kind)
  const heads = ['序号', ...fields.map(f => f.label)].map(h => `<th scope="col">${cell(h)}</th>`).join('')
  const lines = rows.map((row, i) => {
    const cells = fields.map((f, n) => {
      const words = cell(wordsOfField(kind, row, f.name))
      return n === 0 ? `<th scope="row">${words}</th>` : `<td>${words}</td>`
    })
    return `<tr><td>${i + 1}</td>${cells.join('')}</tr>`
  })
  return `<table><caption>${cell(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table>`
}

/** What the public will read: the whole text with its version and days. */
export function entryOf(row: InstrumentRow, body: BodyRow): Entry {
  const facts = instrumentFacts[row.kind]
  const title = titleOf(row.kind, body.name)
  return makeEntry({
    kind: facts.recordKind,
    title,
    issuers: [body.name],
    source: body.name,
    columns: [...facts.columns],
    effectiveOn: row.effectiveOn,
    html: row.kind === 'guide' ? guideHtml(row.rows) : tableHtml(row.kind, title, row.rows),
    facts: [
      { label: '版本', value: `第${row.number}版` },
      { label: facts.row, value: `${row.rows.length}个` },
    ],
  })
}
