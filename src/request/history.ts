import { isDay } from '#law/day.ts'
import { isGround, grounds } from '#law/grounds.ts'
import { outcomes } from '#law/outcomes.ts'
import {
  applicantKinds,
  applicantKindLabels,
  channelLabels,
  channels,
  type ApplicantKind,
  type Channel,
} from './model.ts'
import { resultRows, table2Labels, type ResultRow } from './statistics/table2.ts'

/** An older register as a bureau kept it in Excel: read line by line, everything that is not understood said by its row. */

export type PastCase = {
  readonly line: number
  readonly number: string | null
  readonly applicantKind: ApplicantKind
  readonly channel: Channel
  readonly subject: string
  readonly receivedOn: string
  readonly endedOn: string | null
  readonly outcome: string | null
  readonly reportRow: ResultRow | null
  readonly grounds: readonly string[]
}

export type HistoryFinding = { readonly row: number; readonly column: string | null; readonly text: string }

const headers: Readonly<Record<string, readonly string[]>> = {
  number: ['登记编号', '编号', '登记号', '申请编号'],
  kind: ['申请人类型', '申请人类别', '申请人情况', '类型'],
  channel: ['渠道', '申请渠道', '申请方式', '受理渠道'],
  subject: ['申请内容', '内容', '所需信息', '标题', '信息名称'],
  received: ['收到日期', '收到申请日期', '受理日期', '登记日期'],
  ended: ['办结日期', '答复日期', '办理日期'],
  result: ['办理结果', '答复类型', '结果', '报告行次'],
}
const required = ['kind', 'received'] as const

const fold = (text: string) => text.normalize('NFKC').replace(/[\s（）()“”"、，,：:；;.．]/g, '')

const kindWords = new Map<string, ApplicantKind>(
  applicantKinds.flatMap(kind => [
    [kind.toLowerCase(), kind],
    [fold(applicantKindLabels[kind]), kind],
  ]),
)
kindWords
  .set('公民', 'natural')
  .set('个人', 'natural')
  .set('企业', 'commercial')
  .set('律师事务所', 'legalService')

const channelWords = new Map<string, Channel>(
  channels.flatMap(channel => [
    [channel.toLowerCase(), channel],
    [fold(channelLabels[channel]), channel],
  ]),
)
for (const [word, channel] of [
  ['当面', 'counter'],
  ['现场', 'counter'],
  ['邮寄', 'signedMail'],
  ['信函', 'plainMail'],
  ['网络', 'online'],
  ['网上', 'online'],
  ['电子邮件', 'online'],
] as const)
  channelWords.set(word, channel)

type Result = { outcome: string; row: ResultRow; grounds: string[] }
const isRow = (row: string): row is ResultRow => (resultRows as readonly string[]).includes(row)
const outcomeOfRow = (row: ResultRow): Result => {
  const ground = grounds.find(g => g.reportRow === row)
  const outcome = outcomes.find(o => o.reportRows.includes(row))!
  return { outcome: outcome.code, row, grounds: ground && outcome.family === 'withheld' ? [ground.code] : [] }
}
const resultWords = new Map<string, Result>()
for (const row of resultRows) {
  const one = row === 'r3.1' ? { outcome: 'O2', row, grounds: [] } : outcomeOfRow(row)
  resultWords.set(row, one)
  resultWords.set(fold(table2Labels[row].replace(/^（[一二三四五六七]）|^\d\.|（区分处理.*$/g, '')), one)
}
for (const one of outcomes) {
  const row = one.reportRows[0]!
  if (one.reportRows.length === 1 && isRow(row)) {
    const result = { outcome: one.code, row, grounds: [] as string[] }
    resultWords.set(one.code.toLowerCase(), result)
    resultWords.set(fold(one.label), result)
  }
}
for (const ground of grounds)
  if (isRow(ground.reportRow) && isGround(ground.code))
    resultWords.set(ground.code.toLowerCase(), { ...outcomeOfRow(ground.reportRow), grounds: [ground.code] })

/** `2025/3/7`, `2025.3.7`, `2025年3月7日`, `20250307` and 2025-03-07 as a civil day; null where it is none. */
export function readDay(text: string): string | null {
  const found =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/.exec(text.trim()) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim())
  if (!found) return null
  const day = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`
  return isDay(day) ? day : null
}

/** Lines of a table (the header among the first ten) as past cases. `today` bounds the days. */
export function readHistory(
  rows: readonly (readonly string[])[],
  today: string,
): { cases: PastCase[]; findings: HistoryFinding[] } {
  const at = rows.slice(0, 10).findIndex(row => columnsOf(row).size >= 3)
  if (at < 0)
    return {
      cases: [],
      findings: [
        {
          row: 1,
          column: null,
          text: `没有找到表头。表头至少应有“${required.map(r => headers[r]![0]).join('”“')}”和“${headers.result![0]}”。`,
        },
      ],
    }
  const columns = columnsOf(rows[at]!)
  const findings: HistoryFinding[] = []
  for (const name of required)
    if (!columns.has(name))
      findings.push({ row: at + 1, column: headers[name]![0]!, text: `缺少“${headers[name]![0]}”一列。` })
  if (findings.length > 0) return { cases: [], findings }
  const cases: PastCase[] = []
  rows.slice(at + 1).forEach((row, index) => {
    const line = at + 2 + index
    if (row.every(cell => cell.trim() === '')) return
    const cell = (name: string) => (columns.has(name) ? (row[columns.get(name)!] ?? '').trim() : '')
    const say = (name: string, text: string) =>
      void findings.push({ row: line, column: headers[name]![0]!, text })
    const before = findings.length
    const kind = kindWords.get(fold(cell('kind')).toLowerCase())
    if (!kind)
      say(
        'kind',
        `看不懂申请人类型“${cell('kind')}”，应为${applicantKinds.map(k => applicantKindLabels[k]).join('、')}之一。`,
      )
    const receivedOn = readDay(cell('received'))
    if (!receivedOn) say('received', `收到日期“${cell('received')}”不是日期，应写成 2025-03-07 这样的形式。`)
    else if (receivedOn > today) say('received', `收到日期${receivedOn}还没有到。`)
    const endedText = cell('ended')
    const endedOn = endedText === '' ? null : readDay(endedText)
    if (endedText !== '' && !endedOn) say('ended', `办结日期“${endedText}”不是日期。`)
    if (endedOn && receivedOn && endedOn < receivedOn) say('ended', '办结日期早于收到日期。')
    const resultText = cell('result')
    const result =
      resultText === ''
        ? undefined
        : (resultWords.get(fold(resultText).toLowerCase()) ?? resultWords.get(resultText.toLowerCase()))
    if (resultText !== '' && !result)
      say(
        'result',
        `看不懂办理结果“${resultText}”。可以写报告行次（如 r3.1）、结果编号（O1至O17）或者年度报告表二里的文字。`,
      )
    if (endedOn && !result && resultText === '') say('result', '已经办结，但没有办理结果。')
    if (!endedOn && result) say('ended', '有办理结果，但没有办结日期。')
    const channelText = cell('channel')
    const channel = channelText === '' ? 'announced' : channelWords.get(fold(channelText).toLowerCase())
    if (!channel) say('channel', `看不懂渠道“${channelText}”。`)
    if (findings.length > before) return
    cases.push({
      line,
      number: cell('number') || null,
      applicantKind: kind!,
      channel: channel!,
      subject: cell('subject'),
      receivedOn: receivedOn!,
      endedOn,
      outcome: result?.outcome ?? null,
      reportRow: result?.row ?? null,
      grounds: result?.grounds ?? [],
    })
  })
  const seen = new Map<string, number>()
  for (const one of cases) {
    if (one.number === null) continue
    const first = seen.get(one.number)
    if (first !== undefined)
      findings.push({
        row: one.line,
        column: headers.number![0]!,
        text: `登记编号“${one.number}”与第${first}行重复。`,
      })
    else seen.set(one.number, one.line)
  }
  return { cases, findings }
}

function columnsOf(row: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  row.forEach((cell, at) => {
    for (const [name, words] of Object.entries(headers))
      if (!found.has(name) && words.some(word => fold(word) === fold(cell))) found.set(name, at)
  })
  return found
}
