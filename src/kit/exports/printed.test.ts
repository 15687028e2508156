import { readXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { openContainer } from '#kit/ooxml/container.ts'
import { printedDocument, printedRows, printedSheet, textWidth, type PrintedTable } from './printed.ts'

const table: PrintedTable = {
  title: '标准目录',
  note: '第1版',
  heads: ['序号', '一级事项', '公开内容'],
  rows: [
    [1, '政策文件', '法律'],
    [2, '政策文件', `${'很长的内容，'.repeat(20)}\n第二行`],
    [3, '备灾管理', '=1+1'],
  ],
  widths: [6, 10, 30],
  joined: 1,
}
const limits = { entries: 100, inflated: 10_000_000, part: 10_000_000 }

test('XLSX照印出来的样子：相同的一级事项合成一格，行高容得下内容，一页宽，每页有表头', async () => {
  const { sheets } = await readXlsx(await printedSheet('目录', table), { readStyles: true })
  const sheet = sheets[0]!
  expect(sheet.rows.slice(0, 4).map(r => r[0])).toEqual(['标准目录', '第1版', '序号', 1])
  expect(sheet.rows[5]![2]).toBe("'=1+1")
  expect(sheet.merges).toContainEqual(
    expect.objectContaining({ startRow: 3, endRow: 4, startCol: 1, endCol: 1 }),
  )
  const height = (r: number) => sheet.rowDefs!.get(r)!.height!
  expect(height(4)).toBeGreaterThan(height(3) * 3)
  expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1 })
  expect(sheet.pageSetup!.printTitlesRow).toMatch(/3/)
})

test('DOCX：列宽合起来是版心的宽，表头每页重复，一行不跨页，合并的格接着', async () => {
  const bytes = await printedDocument({ title: '标准目录', note: '第1版', isAcross: true, size: 8 }, [printedRows(table, textWidth(true))]) // prettier-ignore
  const container = await openContainer(new Uint8Array(bytes), limits)
  const xml = Buffer.from((await container.read('word/document.xml'))!).toString()
  const widths = [...xml.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(m => Number(m[1]))
  expect(widths.length).toBe(3)
  expect(textWidth(true) - widths.reduce((a, b) => a + b)).toBeLessThan(3)
  expect(xml.match(/<w:tblHeader/g)).toHaveLength(1)
  expect(xml.match(/<w:cantSplit/g)).toHaveLength(3)
  expect(xml.match(/<w:vMerge w:val="(?:restart|continue)"/g)).toHaveLength(3)
})
