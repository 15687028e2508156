import { usualFontFolders } from '#kit/fonts.ts'
import { ticks } from '#kit/now.ts'
import { makeTypst } from '#kit/typst.ts'
import { docxOf } from '../src/document/renderings/docx.ts'
import { pdfOf } from '../src/document/renderings/pdf.ts'
import type { Rendered } from '../src/document/renderings/rendered.ts'
import { catalogTable, demo, rendered } from '../src/document/renderings/renderings.fixture.ts'
import type { Figure } from './figure.ts'

async function timed(work: () => Promise<Uint8Array>): Promise<{ milliseconds: number; bytes: number }> {
  const began = ticks()
  const made = await work()
  return { milliseconds: ticks() - began, bytes: made.length }
}

/** The median of some runs, milliseconds; every run is of another document, for the compiler remembers what it has set. */
async function median(runs: number, work: (run: number) => Promise<Uint8Array>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) times.push((await timed(() => work(run))).milliseconds)
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} kB`
const seconds = (milliseconds: number) => Number((milliseconds / 1000).toFixed(2))

/** PDF and DOCX of 应急厅函〔2019〕390号, of two hundred pages, and of a catalog of a thousand rows. */
export async function bench(): Promise<Figure[]> {
  const given = await demo('mem-390')
  const other = (run: number): Rendered => ({
    ...given,
    bodyHtml: given.bodyHtml.replace(/<p>/g, `<p>第${run}次，`),
  })
  const typst = makeTypst({ fonts: usualFontFolders(), timeout: 600_000 })
  try {
    const first = await timed(() => pdfOf(given, typst))
    const following = await median(7, run => pdfOf(other(run), typst))
    const docx = await median(9, run => docxOf(other(run)))
    const paragraph = `<p>${'为落实条例要求，推动基层政务公开标准化规范化工作。'.repeat(8)}</p>`
    const pages = await timed(() => pdfOf(rendered({ bodyHtml: paragraph.repeat(600) }), typst))
    const table = await timed(() => pdfOf(rendered({ bodyHtml: catalogTable(1000) }), typst))
    const tableDocx = await timed(() => docxOf(rendered({ bodyHtml: catalogTable(1000) })))
    return [
      {
        name: '390号文的PDF，第一份',
        value: seconds(first.milliseconds),
        unit: '秒',
        detail: `查找字体、启动排版线程、排版都在内；7页，${kilobytes(first.bytes)}`,
        target: { at: 'most', value: 6 },
      },
      {
        name: '390号文的PDF，随后各份',
        value: Math.round(following),
        unit: '毫秒',
        detail: '7份中位数，每份文字都不同',
        target: { at: 'most', value: 1000 },
      },
      {
        name: '390号文的DOCX',
        value: Number(docx.toFixed(1)),
        unit: '毫秒',
        detail: '9份中位数',
        target: { at: 'most', value: 100 },
      },
      {
        name: '约两百页正文的PDF',
        value: seconds(pages.milliseconds),
        unit: '秒',
        detail: `600段、约12万字，${kilobytes(pages.bytes)}`,
        target: { at: 'most', value: 30 },
      },
      {
        name: '一千行目录的PDF',
        value: seconds(table.milliseconds),
        unit: '秒',
        detail: `10列，两层表头，单元格纵向合并，${kilobytes(table.bytes)}`,
        target: { at: 'most', value: 60 },
      },
      {
        name: '一千行目录的DOCX',
        value: seconds(tableDocx.milliseconds),
        unit: '秒',
        detail: `同一张表，${kilobytes(tableDocx.bytes)}，不压缩`,
        target: { at: 'most', value: 5 },
      },
    ]
  } finally {
    await typst.close()
  }
}
