import { textOf, type RecordBody } from '#record/model.ts'

/** 政府网站工作年度报表 (国办函〔2018〕12号): a table of four columns, whose rows are counted or left to the body. */

export const columnHeads = ['类别', '指标', '数据', '说明'] as const

export type Row = {
  readonly group: string
  readonly label: string
  readonly value: string
  /** Where it comes from, or why there is none. */
  readonly note: string
}

export const titleOf = (name: string, year: number): string => `${name}政府网站工作年度报表（${year}年度）`

export const yearFact = '报表年度'

/** Whose website it is by name: the topmost body's is the site itself. */
export const nameOf = (
  body: Pick<RecordBody, 'parentId' | 'name'> | undefined,
  site: { readonly name: string },
): string => (body?.parentId == null ? site.name : body.name)

/** 每年1月31日前公布上一年度的报表 (国办函〔2018〕12号). */
export const lastDayOf = (year: number): string => `${year + 1}-01-31`

const escape = (text: string) =>
  text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

const cell = (text: string) => `<td><p>${escape(text)}</p></td>`

/** The table as it goes into the posting; rows of one group stand together. */
export function tableHtml(rows: readonly Row[]): string {
  const head = columnHeads.map(name => `<th><p>${name}</p></th>`).join('')
  const lines = rows.map((row, i) => {
    const isFirst = rows[i - 1]?.group !== row.group
    const next = rows.findIndex((r, n) => n > i && r.group !== row.group)
    const height = (next < 0 ? rows.length : next) - i
    const group = isFirst
      ? `<th${height > 1 ? ` rowspan="${height}"` : ''}><p>${escape(row.group)}</p></th>`
      : ''
    return `<tr>${group}${cell(row.label)}${cell(row.value)}${cell(row.note)}</tr>`
  })
  return `<table><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table>`
}

/** The rows of a published table, whatever was corrected in it by hand; empty where it holds none of four columns. */
export function rowsOf(html: string): Row[] {
  const rows: Row[] = []
  let group = ''
  let left = 0
  for (const [, line] of html.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/gi)) {
    const cells = [...line!.matchAll(/<t([hd])\b([^>]*)>([\s\S]*?)<\/t\1>/gi)].map(([, , tag, text]) => ({
      height: Number(/rowspan="(\d{1,4})"/i.exec(tag!)?.[1] ?? 1),
      text: textOf(text!).replaceAll('\n', ' '),
    }))
    const own = left > 0 ? null : (cells.shift() ?? null)
    if (own) {
      group = own.text
      left = own.height
    }
    left--
    const [label, value, note] = cells.map(c => c.text)
    if (label === undefined || value === undefined || label === columnHeads[1]) continue
    rows.push({ group, label, value, note: note ?? '' })
  }
  return rows
}
