import type { HandledCase } from '../store/handling.ts'
import { table2Groups } from './table2.ts'

/** 办理情况 of a year, for whoever leads: how soon, in time or late, with which outcome, how it was received. Pure. */

export const verdicts = ['onTime', 'late', 'unjudged'] as const
export type Verdict = (typeof verdicts)[number]

/** What stands behind one number of 办理情况. */
export const handlingLists = [
  'decided',
  'onTime',
  'late',
  'unjudged',
  'overdue',
  'scored',
  'dissatisfied',
] as const
export type HandlingList = (typeof handlingLists)[number]
export const handlingListLabels: Record<HandlingList, string> = {
  decided: '本年办结',
  onTime: '按时答复',
  late: '超期答复',
  unjudged: '不判断是否按时',
  overdue: '没有答复、已经超期',
  scored: '申请人评价过',
  dissatisfied: '评价2分以下',
}

export const outcomeGroups = [
  { id: 'r3.1', label: '予以公开' },
  { id: 'r3.2', label: '部分公开' },
  ...table2Groups.map(g => ({ id: g.rows[0]!.slice(0, 4), label: g.label.slice(3) })),
] as const

export type HandledLine = Pick<
  HandledCase,
  'id' | 'number' | 'subject' | 'receivedOn' | 'endedOn' | 'score'
> & {
  readonly verdict: Verdict | 'open' | 'overdue'
  /** Working days that counted towards the answer (征求意见、补正等除外); null where it is not judged. */
  readonly days: number | null
  /** `r3.1` … `r3.6`; null while open. */
  readonly group: string | null
}

const belongs: Record<HandlingList, (line: HandledLine) => boolean> = {
  decided: line => line.endedOn !== null,
  onTime: line => line.verdict === 'onTime',
  late: line => line.verdict === 'late',
  unjudged: line => line.verdict === 'unjudged',
  overdue: line => line.verdict === 'overdue',
  scored: line => line.score !== null,
  dissatisfied: line => line.score !== null && line.score <= 2,
}

/** The lines of one number: a list by its name, or an outcome by its group. */
export const linesOf = (lines: readonly HandledLine[], of: string): HandledLine[] =>
  lines.filter(Object.hasOwn(belongs, of) ? belongs[of as HandlingList] : line => line.group === of)

export type Handling = {
  readonly counts: Readonly<Record<HandlingList, number>>
  readonly outcomes: readonly { readonly id: string; readonly label: string; readonly n: number }[]
  /** Working days of what was decided and judged; null where there is none. */
  readonly days: { readonly average: number; readonly median: number; readonly longest: number } | null
  /** Of 5; null where nobody gave one. */
  readonly score: number | null
}

const mean = (numbers: readonly number[]) =>
  Math.round((numbers.reduce((sum, n) => sum + n, 0) / numbers.length) * 10) / 10

export function handlingOf(lines: readonly HandledLine[]): Handling {
  const days = lines
    .filter(line => line.verdict === 'onTime' || line.verdict === 'late')
    .flatMap(line => line.days ?? [])
    .sort((a, b) => a - b)
  const scores = lines.flatMap(line => line.score ?? [])
  const half = days.length / 2
  return {
    counts: Object.fromEntries(
      handlingLists.map(of => [of, linesOf(lines, of).length]),
    ) as Handling['counts'],
    outcomes: outcomeGroups.map(g => ({ ...g, n: linesOf(lines, g.id).length })),
    days:
      days.length === 0
        ? null
        : {
            average: mean(days),
            median: mean([days[Math.ceil(half) - 1]!, days[Math.floor(half)]!]),
            longest: days.at(-1)!,
          },
    score: scores.length === 0 ? null : mean(scores),
  }
}
