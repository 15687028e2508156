import { writeXlsx } from 'hucre/xlsx'
import { plainCell, type Cell } from '#kit/exports/sheet.ts'
import { proseDay } from '#law/day.ts'
import type { Cleanup, Conclusion, Item } from './model.ts'

/** The three lists a clean-up is published as (清理后公布目录), in this order. */
export const threeLists: readonly { readonly name: string; readonly of: readonly Conclusion[] }[] = [
  { name: '继续有效的规范性文件目录', of: ['keep'] },
  { name: '废止和失效的规范性文件目录', of: ['repeal', 'expire'] },
  { name: '拟修改的规范性文件目录', of: ['amend'] },
]

const headers = ['序号', '文件名称', '发文字号', '印发日期', '结论', '生效或截止日期']

function lineOf(item: Item, position: number): Cell[] {
  const word =
    item.decision === 'repeal'
      ? '废止'
      : item.decision === 'expire'
        ? '失效'
        : item.decision === 'amend'
          ? '拟修改'
          : '继续有效'
  const day =
    item.decision === 'keep'
      ? (item.decisionUntil ?? item.presentExpiry)
      : (item.decisionOn ?? (item.decision === 'expire' ? item.expiresOn : null))
  return [position, item.title, item.documentNumber, item.issuedOn, word, day]
}

const chosen = (items: readonly Item[], of: readonly Conclusion[]) =>
  items.filter(i => i.decision !== null && of.includes(i.decision))

/** The three lists as one workbook, a sheet each; an empty list says so. */
export async function listsXlsx(cleanup: Cleanup, items: readonly Item[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: threeLists.map(({ name, of }) => {
      const rows = chosen(items, of)
      return {
        name: name.slice(0, 28),
        rows: [
          [plainCell(`${cleanup.name}：${name}（${rows.length}件）`)],
          headers,
          ...(rows.length === 0 ? [['无']] : rows.map((item, i) => lineOf(item, i + 1).map(plainCell))),
        ],
        columns: [6, 60, 24, 14, 12, 16].map(width => ({ width })),
      }
    }),
  })
}

const escape = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** The three lists as the text of the document that publishes them. */
export function listsHtml(cleanup: Cleanup, items: readonly Item[], bodyName: string): string {
  const counts = threeLists.map(({ of }) => chosen(items, of).length)
  const tables = threeLists.map(({ name, of }, n) => {
    const rows = chosen(items, of)
    const head = `<h2>${'一二三'[n]}、${name}</h2>`
    if (rows.length === 0) return `${head}<p>无。</p>`
    const lines = rows
      .map(
        (item, i) =>
          `<tr>${lineOf(item, i + 1)
            .map(c => `<td>${escape(String(c ?? ''))}</td>`)
            .join('')}</tr>`,
      )
      .join('')
    return `${head}<table><thead><tr>${headers.map(h => `<th>${h}</th>`).join('')}</tr></thead><tbody>${lines}</tbody></table>`
  })
  return [
    `<p>${escape(bodyName)}对${proseDay(cleanup.issuedUntil)}以前印发的行政规范性文件进行了清理。经审定，继续有效${counts[0]}件，废止和失效${counts[1]}件，拟修改${counts[2]}件，现予公布。未列入继续有效目录的，不再作为行政管理的依据。</p>`,
    ...tables,
    `<p class="signatory">${escape(bodyName)}</p>`,
  ].join('')
}
