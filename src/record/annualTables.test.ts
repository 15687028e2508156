import { describe, expect, it } from 'vitest'
import { makeTable2, table2Rows } from '#request/statistics/table2.ts'
import { makeTable3 } from '#request/statistics/table3.ts'
import { reportBody } from '#request/statistics/reportHtml.ts'
import { cleanHtml } from '../document/intake/clean.ts'
import { annualForm } from './portal/annualTables.ts'
import { showBody } from './portal/body.ts'

const written = cleanHtml(
  reportBody({
    parts: {},
    table1: {},
    table2: makeTable2([{ row: 'r1', kind: 'natural', count: 3 }]),
    table3: makeTable3([]),
  }),
)
const kindsOf = (html: string) =>
  [...showBody(html, () => null).html.matchAll(/class="scroll([^"]*)"/g)].map(m => m[1]!.trim())

describe('年度报告的表二、表三（国办公开办函〔2021〕30号）排进正文和手机的宽度', () => {
  it('报告里的三张表：表一照常，表二、表三认得出；行头、列头写明是哪些格的', () => {
    expect(kindsOf(written)).toEqual(['', 'annual-two', 'annual-three'])
    const { html, isWide } = showBody(written, () => null)
    expect(isWide).toBe(false)
    const [one, two, three] = html.split('<section').slice(1)
    expect(one).toContain('scope="row">行政许可')
    expect(one).toContain('scope="colgroup">第二十条第（一）项')
    for (const table of [one!, two!, three!]) {
      const heads = [...table.matchAll(/<th\b[^>]*>/g)].map(m => m[0])
      expect(heads.filter(tag => !/ scope="(?:col|colgroup|row|rowgroup)"/.test(tag))).toEqual([])
    }
    expect(two!.match(/scope="row"/g)).toHaveLength(table2Rows.length)
    expect(two!.match(/scope="rowgroup"/g)).toHaveLength(5)
    expect(two!.match(/scope="col"/g)).toHaveLength(7)
    expect(three!.match(/scope="col"/g)).toHaveLength(15)
  })

  it('少一行、少一格、数里有文字、没有表头、里面还套着表的，不当作它', () => {
    const table = /<table>(?=<thead>)[\s\S]*?<\/table>/.exec(written)![0]
    expect(annualForm(table)).toBe('two')
    for (const broken of [
      table.replace(/<tr>(?:(?!<tr>)[\s\S])*<\/tr><\/tbody>/, '</tbody>'),
      table.replace('<td>0</td>', ''),
      table.replace('<td>3</td>', '<td>三</td>'),
      table.replace(/<\/?thead>/g, ''),
      table.replace('申请人情况', '申请情况'),
      table.replace('<td>3</td>', '<td><table><tr><td>3</td></tr></table></td>'),
    ]) {
      expect(broken).not.toBe(table)
      expect(annualForm(broken)).toBeNull()
    }
  })
})
