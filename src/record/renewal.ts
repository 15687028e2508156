import { addDays, addMonths, dayNumber } from '#law/day.ts'
import type { Evidence } from '#law/evidence.ts'
import { columns, type ColumnId, type Renewal } from './columns.ts'

/**
 * 栏目的更新时效: how long after its newest entry a column is not renewed any more (国办秘函〔2019〕19号, 单项否决“栏目不更新”). A bureau may
 * be held to shorter terms by its province: those stand in site.json with where they come from.
 */

export type RenewalRule = {
  /** From the newest entry to the last day on which the next one is in time; null: no term. */
  readonly term: { readonly days: number } | { readonly months: number } | null
  readonly words: string
  readonly basis: string | null
  /** Where it is written: of the national sheet, or as the operator has put down. */
  readonly source: string
  readonly mark: Evidence
}

const sheet = '国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》'

/** The national terms, in calendar days and months. */
export const nationalRenewal: Readonly<Record<Renewal, RenewalRule>> = {
  weeks2: { term: { days: 14 }, words: '2周', basis: '19号(2019)/V4', source: sheet, mark: 'C' },
  months6: { term: { months: 6 }, words: '6个月', basis: '19号(2019)/V4', source: sheet, mark: 'C' },
  year: {
    term: { months: 12 },
    words: '1年',
    basis: null,
    source: '本系统的默认值，检查指标没有写明',
    mark: 'D',
  },
  lasting: {
    term: null,
    words: '变动后更新',
    basis: null,
    source: '内容变动后及时更新，没有固定周期',
    mark: 'D',
  },
}

/** What site.json may say instead: shorter terms with their source. */
export type RenewalTerms = {
  readonly [R in Exclude<Renewal, 'lasting'>]?: { days: number; source: string } | undefined
}

/** Columns that the sheet names with a term: 动态要闻, 通知公告, 政策文件. Of the others it only says 应更新但长期未更新. */
export const namedColumns: readonly ColumnId[] = ['news', 'notice', 'normative', 'policy']

const ownMonths6: RenewalRule = {
  ...nationalRenewal.months6,
  source: '检查指标只说“应更新但长期未更新”，6个月是本系统的默认值',
  mark: 'D',
}

/** The rule that holds for a column here. */
export function renewalOf(column: ColumnId, terms: RenewalTerms | undefined): RenewalRule {
  const { renewal } = columns[column]
  const own = renewal === 'lasting' ? undefined : terms?.[renewal]
  const national =
    renewal === 'months6' && !namedColumns.includes(column) ? ownMonths6 : nationalRenewal[renewal]
  return own
    ? {
        term: { days: own.days },
        words: `${own.days}天`,
        basis: national.basis,
        source: own.source,
        mark: 'C',
      }
    : national
}

export const freshnessLabels = {
  fresh: '按时更新',
  near: '快到期限',
  stale: '超期未更新',
  lasting: '变动后更新',
  empty: '没有内容',
} as const
export type Freshness = keyof typeof freshnessLabels

export type ColumnStanding = {
  readonly freshness: Freshness
  /** The last day on which the next entry is in time; null where there is no term or nothing stands there. */
  readonly dueOn: string | null
  /** Days after that day; 0 while it is in time. */
  readonly late: number
}

/** How much of a term may pass before it is said to be near its end. */
const nearFrom = 0.7

/** How a column stands on a day (civil days of Asia/Shanghai) by the day of its newest entry; null: nothing stands there. */
export function standingOfColumn(rule: RenewalRule, newestOn: string | null, today: string): ColumnStanding {
  if (newestOn === null) return { freshness: 'empty', dueOn: null, late: 0 }
  const { term } = rule
  if (term === null) return { freshness: 'lasting', dueOn: null, late: 0 }
  const dueOn = 'days' in term ? addDays(newestOn, term.days) : addMonths(newestOn, term.months)
  const [began, ends, now] = [dayNumber(newestOn), dayNumber(dueOn), dayNumber(today)]
  return {
    freshness: now > ends ? 'stale' : now - began >= (ends - began) * nearFrom ? 'near' : 'fresh',
    dueOn,
    late: Math.max(0, now - ends),
  }
}
