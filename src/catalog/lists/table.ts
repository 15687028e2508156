import { makeEntry, type Entry } from '#record/model.ts'
import { cell, escape } from '../table.ts'
import { listKindLabels, type ListEntry, type ListKind, type ListRow } from './model.ts'

type Shown = { readonly head: string; readonly width: number; of(e: ListEntry): string | null }

const all: readonly Shown[] = [
  { head: '事项类型', width: 12, of: e => e.type },
  { head: '事项名称', width: 36, of: e => e.name },
  { head: '子项', width: 24, of: e => e.part },
  { head: '事项编码', width: 20, of: e => e.code },
  { head: '基本编码', width: 18, of: e => e.basicCode },
  { head: '实施编码', width: 34, of: e => e.implementCode },
  { head: '设定依据', width: 60, of: e => e.basis?.join('\n') ?? null },
  { head: '实施主体', width: 20, of: e => e.subject },
  { head: '承办机构', width: 20, of: e => e.handler },
  { head: '服务对象', width: 16, of: e => e.audience },
  { head: '行使层级', width: 12, of: e => e.levels },
  { head: '责任事项', width: 50, of: e => e.duties },
  { head: '追责情形', width: 50, of: e => e.liability },
  { head: '备注', width: 20, of: e => e.note },
]

/** The columns of a list that say anything in it; type, name, basis and subject always. */
export function columnsOf(entries: readonly ListEntry[]): readonly Shown[] {
  const always = ['事项类型', '事项名称', '设定依据', '实施主体']
  return all.filter(c => always.includes(c.head) || entries.some(e => c.of(e) !== null))
}

/** The list as a table for readers; the words are escaped, no other markup is in them. */
export function listHtml(caption: string, entries: readonly ListEntry[]): string {
  const columns = columnsOf(entries)
  const head = ['序号', ...columns.map(c => c.head)].map(h => `<th scope="col">${h}</th>`).join('')
  const rows = entries.map((e, n) => {
    const cells = columns.map(c =>
      c.head === '事项名称' ? `<th scope="row">${cell(c.of(e))}</th>` : `<td>${cell(c.of(e))}</td>`,
    )
    return `<tr><td>${n + 1}</td>${cells.join('')}</tr>`
  })
  return `<table><caption>${escape(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

export const publicationKinds = { power: 'power-list', service: 'service-list' } as const satisfies Record<
  ListKind,
  Entry['kind']
>

/** What the public will read of a version. */
export function listEntryOf(row: ListRow, body: string, effectiveOn: string): Entry {
  const title = `${body}${listKindLabels[row.kind]}`
  return makeEntry({
    kind: publicationKinds[row.kind],
    title,
    issuers: [body],
    source: body,
    columns: ['licensing'],
    effectiveOn,
    html: listHtml(title, row.entries),
    facts: [
      { label: '版本', value: `第${row.number}版` },
      { label: '施行日期', value: effectiveOn },
      { label: '事项', value: `${row.entries.length}条` },
    ],
  })
}
