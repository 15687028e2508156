import { partTitles, writtenParts, type Parts, type WrittenPart } from './parts.ts'
import type { Table1, Table1Cell } from './table1.ts'
import { columnNames, table2Groups, table2Labels, table2Note, table2Rows, type Table2 } from './table2.ts'
import { remedyBlocks, type Table3 } from './table3.ts'

/** 年度报告 as HTML: what the DOCX is made from and what is published. Pure; everything written is escaped. */

const escape = (text: string) =>
  text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

const paragraphs = (text: string | undefined) =>
  (text ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .map(line => `<p>${escape(line)}</p>`)
    .join('')

type CellOptions = { rows?: number; columns?: number }
const span = ({ rows, columns }: CellOptions) =>
  `${rows ? ` rowspan="${rows}"` : ''}${columns ? ` colspan="${columns}"` : ''}`
const th = (text: string, options: CellOptions = {}) => `<th${span(options)}><p>${escape(text)}</p></th>`
const td = (text: string | number, options: CellOptions = {}) =>
  `<td${span(options)}><p>${escape(String(text))}</p></td>`
const tr = (...cells: string[]) => `<tr>${cells.join('')}</tr>`

function table1Html(table: Table1): string {
  const n = (cell: Table1Cell) => td(table[cell]?.value ?? '')
  const three = (name: string, cells: readonly [Table1Cell, Table1Cell, Table1Cell]) =>
    tr(th(name), ...cells.map(n))
  const one = (name: string, cell: Table1Cell) =>
    tr(th(name), `<td colspan="3"><p>${table[cell]?.value ?? ''}</p></td>`)
  const head = (title: string, column: string) =>
    tr(th(title, { columns: 4 })) + tr(th('信息内容'), th(column, { columns: 3 }))
  return `<table><tbody>${[
    tr(th('第二十条第（一）项', { columns: 4 })),
    tr(th('信息内容'), th('本年制发件数'), th('本年废止件数'), th('现行有效件数')),
    three('规章', ['regulationIssued', 'regulationEnded', 'regulationInForce']),
    three('行政规范性文件', ['normativeIssued', 'normativeEnded', 'normativeInForce']),
    head('第二十条第（五）项', '本年处理决定数量'),
    one('行政许可', 'licences'),
    head('第二十条第（六）项', '本年处理决定数量'),
    one('行政处罚', 'punishments'),
    one('行政强制', 'coercions'),
    head('第二十条第（八）项', '本年收费金额（单位：万元）'),
    one('行政事业性收费', 'fees'),
  ].join('')}</tbody></table>`
}

/** The sum and the carry-over stand under the third and fourth items of the form. */
function table2Html(table: Table2): string {
  const numbers = (row: keyof Table2) => table[row].map(n => td(n)).join('')
  const body = table2Rows.map(row => {
    if (row === 'r1' || row === 'r2' || row === 'r4')
      return tr(th(table2Labels[row], { columns: 3 }), numbers(row))
    const third = row === 'r3.1' ? th('三、本年度办理结果', { rows: 22 }) : ''
    const group = table2Groups.find(g => (g.rows as readonly string[]).includes(row))
    if (!group) return tr(third, th(table2Labels[row], { columns: 2 }), numbers(row))
    const first = group.rows[0] === row ? th(group.label, { rows: group.rows.length }) : ''
    return tr(third, first, th(table2Labels[row]), numbers(row))
  })
  const head = [
    tr(th(table2Note, { rows: 3, columns: 3 }), th('申请人情况', { columns: 7 })),
    tr(th(columnNames[0], { rows: 2 }), th('法人或其他组织', { columns: 5 }), th('总计', { rows: 2 })),
    tr(...columnNames.slice(1, 6).map(name => th(name))),
  ]
  return `<table><thead>${head.join('')}</thead><tbody>${body.join('')}</tbody></table>`
}

function table3Html(table: Table3): string {
  const five = ['结果维持', '结果纠正', '其他结果', '尚未审结', '总计']
  return `<table><thead>${[
    tr(th('行政复议', { rows: 2, columns: 5 }), th('行政诉讼', { columns: 10 })),
    tr(th('未经复议直接起诉', { columns: 5 }), th('复议后起诉', { columns: 5 })),
    tr(...remedyBlocks.flatMap(() => five.map(name => th(name)))),
  ].join(
    '',
  )}</thead><tbody>${tr(...remedyBlocks.flatMap(block => table[block].map(n => td(n))))}</tbody></table>`
}

export type Report = {
  readonly parts: Parts
  readonly table1: Table1
  readonly table2: Table2
  readonly table3: Table3
}

/** The body of the report: six parts with their fixed titles, three tables. */
export function reportBody({ parts, table1, table2, table3 }: Report): string {
  const heads: readonly WrittenPart[] = ['proactive', 'request', 'management', 'platform', 'supervision']
  return [
    paragraphs(parts.preamble),
    `<h2>${partTitles[0]}</h2>`,
    ...heads.map(key => `<h3>${writtenParts[key]}</h3>${paragraphs(parts[key])}`),
    `<h2>${partTitles[1]}</h2>${table1Html(table1)}`,
    `<h2>${partTitles[2]}</h2>${table2Html(table2)}`,
    `<h2>${partTitles[3]}</h2>${table3Html(table3)}`,
    `<h2>${partTitles[4]}</h2>${paragraphs(parts.problems)}`,
    `<h2>${partTitles[5]}</h2>${paragraphs(parts.other)}`,
  ].join('')
}

/** A page of its own, without anything fetched from elsewhere. */
export function reportPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>body{font-family:"Songti SC",SimSun,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.8}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid;padding:.25rem .5rem;font-weight:400;text-align:center}th p,td p{margin:0}h1{text-align:center}main>p{text-indent:2em}.scroll{overflow-x:auto}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${body.replaceAll('<table>', '<div class="scroll"><table>').replaceAll('</table>', '</table></div>')}
</main>
</body>
</html>
`
}
