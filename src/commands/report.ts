import type { Db } from '#kit/db.ts'
import { dayOf, type Now } from '#kit/now.ts'
import { annualFigures, annualSum, type AnnualFigures } from '#request/statistics/annual.ts'
import { bodyByCode } from '#request/store/statistics.ts'
import { columnNames, table2Labels, table2Note, table2Rows, type Table2 } from '#request/statistics/table2.ts'
import { remedyBlockLabels, remedyBlocks, type Table3 } from '#request/statistics/table3.ts'

export type ReportIo = {
  out(text: string): void
  err(text: string): void
  now: Now
  connect(): Promise<{ readonly db: Db; close(): Promise<void> }>
}

const usage = `用法：
  zhaoming report annual --year 2025 --body 网址名或统一社会信用代码 [--below] [--json]
      年度报告第三部分（申请）和第四部分（复议、诉讼）的表，由登记的申请逐件算出，并核对全部勾稽关系。
      --below 把下级机关逐格汇总，并列出还没有公开这一年报告的机关。
      --json  一行JSON：year、body、name、isOver（年度是否已经结束）、source（computed逐件算出，entered按报告填入）、
              table2（25行，每行7个数）、table3（3类，每类5个数）、faults（不勾稽之处：check、row、column、text）；
              汇总时另有bodies（各机关的同样各项和已公开的报告report）。

退出码：0 全部勾稽，1 有不勾稽之处或没有这个机关，2 用法有误。`

type Options = { year?: string; body?: string; below?: true; json?: true; help?: true }

function readWords(words: readonly string[]): Options | string {
  const options: Options = {}
  for (let at = 0; at < words.length; at += 1) {
    const [name, inline] = words[at]!.split('=', 2) as [string, string | undefined]
    if (name === '--json') options.json = true
    else if (name === '--below') options.below = true
    else if (name === '--help' || name === '-h') options.help = true
    else if (name === '--year' || name === '--body') {
      const value = inline ?? words[++at]
      if (!value) return `${name} 后面缺少内容。`
      options[name === '--year' ? 'year' : 'body'] = value
    } else return `不认识的参数“${words[at]}”。`
  }
  return options
}

/** `zhaoming report annual`: 0 when every identity holds, 1 when one does not or the body is unknown, 2 for wrong words. */
export async function report(argv: readonly string[], io: ReportIo): Promise<number> {
  const [verb, ...words] = argv
  const options = readWords(words)
  if (verb === '--help' || verb === '-h' || (typeof options !== 'string' && options.help)) {
    io.out(usage)
    return 0
  }
  const faults: string[] = []
  if (verb !== 'annual') faults.push(verb ? `没有“${verb}”这种报告。` : '请写明是哪一种报告。')
  if (typeof options === 'string') faults.push(options)
  else {
    if (!options.body) faults.push('缺少 --body。')
    if (!options.year) faults.push('缺少 --year。')
    else if (!/^(?:200[89]|20[1-9]\d|21\d\d)$/.test(options.year))
      faults.push(`--year 应为四位年份，不早于条例施行的2008年，现在是“${options.year}”。`)
  }
  if (faults.length > 0 || typeof options === 'string') {
    io.err(`${faults.join('\n')}\n\n${usage}`)
    return 2
  }
  const year = Number(options.year)
  const today = dayOf(io.now())
  if (`${year}-01-01` > today) {
    io.err(`--year ${year}：这一年还没有到，今天是${today}。\n\n${usage}`)
    return 2
  }
  const isOver = today > `${year}-12-31`
  const untilNow = isOver ? '' : `（年度没有结束，到${today}为止）`
  const { db, close } = await io.connect()
  try {
    const body = await bodyByCode(db, options.body!)
    if (!body) {
      io.err(`没有网址名或者统一社会信用代码为“${options.body}”的机关。`)
      return 1
    }
    if (options.below) {
      const sum = await annualSum(db, body.id, year)
      if (options.json)
        io.out(JSON.stringify({ year, body: body.slug, name: body.name, isOver, below: true, ...sum }))
      else {
        show(io, `${body.name}及下级机关${year}年度（汇总${sum.bodies.length}个机关）${untilNow}`, sum)
        const silent = isOver ? sum.bodies.filter(b => b.report === null).map(b => b.body.name) : []
        if (silent.length > 0)
          io.out(`\n还没有公开${year}年度报告的有${silent.length}个机关：${silent.join('、')}`)
      }
      return sum.faults.length === 0 ? 0 : 1
    }
    const figures = await annualFigures(db, body, year)
    if (options.json)
      io.out(
        JSON.stringify({
          year,
          body: body.slug,
          name: body.name,
          isOver,
          source: figures.source,
          table2: figures.table2,
          table3: figures.table3,
          faults: figures.faults,
        }),
      )
    else
      show(
        io,
        `${body.name}${year}年度${figures.source === 'entered' ? '（按已公布的报告填入）' : ''}${untilNow}`,
        figures,
      )
    return figures.faults.length === 0 ? 0 : 1
  } finally {
    await close()
  }
}

const wide = (text: string) => [...text].reduce((n, c) => n + (c.charCodeAt(0) > 0xff ? 2 : 1), 0)
const padStart = (text: string, width: number) => ' '.repeat(Math.max(0, width - wide(text))) + text

function show(
  io: ReportIo,
  title: string,
  { table2, table3, faults }: { table2: Table2; table3: Table3; faults: AnnualFigures['faults'] },
): void {
  io.out(`${title}\n\n三、收到和处理政府信息公开申请情况\n${table2Note}\n`)
  io.out(columnNames.map(name => padStart(name, 14)).join(''))
  for (const row of table2Rows) {
    io.out(table2Labels[row])
    io.out(table2[row].map(n => padStart(String(n), 14)).join(''))
  }
  io.out('\n四、政府信息公开行政复议、行政诉讼情况\n')
  io.out(['结果维持', '结果纠正', '其他结果', '尚未审结', '总计'].map(n => padStart(n, 10)).join(''))
  for (const block of remedyBlocks) {
    io.out(remedyBlockLabels[block])
    io.out(table3[block].map(n => padStart(String(n), 10)).join(''))
  }
  io.out(
    faults.length === 0
      ? '\n全部勾稽关系成立。'
      : `\n有${faults.length}处不勾稽：\n${faults.map(f => `  ${f.text}`).join('\n')}`,
  )
}
