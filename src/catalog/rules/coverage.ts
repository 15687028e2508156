import { daysInMonth } from '#law/day.ts'
import type { DeadlineRule } from '../model.ts'

/** met 已公开 · late 公开了但逾期 · due 本期待公开 · overdue 本期已过没有公开 · empty 空白 · quiet 本期没有要求 · notApplicable 不适用. */
export const coverageStates = ['met', 'late', 'due', 'overdue', 'empty', 'quiet', 'notApplicable'] as const
export type CoverageState = (typeof coverageStates)[number]
export const coverageLabels: Record<CoverageState, string> = {
  met: '已公开',
  late: '逾期公开',
  due: '待公开',
  overdue: '超期未公开',
  empty: '空白',
  quiet: '本期无要求',
  notApplicable: '不适用',
}

/** The last day (YYYY-MM-DD) on which something formed on a day may be published within `n` working days. */
export type LastDay = (formedOn: string, n: number) => string

/** Who said that a body has nothing to open under an item, and why (portal: 本单位无此职能, 本期无). */
export type Absence = { readonly by: string; readonly on: string; readonly reason: string }

/** The months of a period, 1 to 12, that a periodic rule asks one publication of; null for rules without a period. */
export function windowOf(rule: DeadlineRule | null, month: number): { from: number; to: number } | null {
  if (rule?.kind !== 'periodic') return null
  const length = Math.min(rule.months, 12)
  const from = Math.floor((month - 1) / length) * length + 1
  return { from, to: Math.min(from + length - 1, 12) }
}

/**
 * Coverage of one year: bodies × items × months, from publications added one by one; never stored, so never stale. One publication
 * may be added under several items. Days are civil days of Asia/Shanghai as YYYY-MM-DD. (J 二(一)2, M 一(三))
 */
export class Coverage {
  private readonly published: Uint16Array
  private readonly late: Uint16Array
  private readonly limits = new Map<string, string>()
  private readonly yearText: string

  private readonly rules: readonly (DeadlineRule | null)[]
  private readonly lastDay: LastDay
  private readonly since: string
  readonly year: number

  constructor(given: {
    rules: readonly (DeadlineRule | null)[]
    bodies: number
    year: number
    lastDay: LastDay
    /** Periods that end before this day ask for nothing: the catalog was not yet in force. */
    since?: string | null
  }) {
    this.since = given.since ?? ''
    this.rules = given.rules
    this.lastDay = given.lastDay
    this.year = given.year
    this.yearText = String(given.year)
    const cells = given.bodies * given.rules.length * 12
    this.published = new Uint16Array(cells)
    this.late = new Uint16Array(cells)
  }

  /** A publication of `body` (its place in the list) under an item. `formedOn` null: the rule's beginning is not known, lateness is not told. */
  add(body: number, item: number, publishedOn: string, formedOn: string | null): void {
    if (!publishedOn.startsWith(this.yearText)) return
    const month = (publishedOn.charCodeAt(5) - 48) * 10 + publishedOn.charCodeAt(6) - 48
    const at = (body * this.rules.length + item) * 12 + month - 1
    if (this.published[at]! < 0xffff) this.published[at]!++
    if (formedOn === null || formedOn >= publishedOn) return
    const rule = this.rules[item]
    if (rule?.kind === 'workingDays' && publishedOn > this.limit(formedOn, rule.n) && this.late[at]! < 0xffff)
      this.late[at]!++
  }

  private limit(formedOn: string, n: number): string {
    const key = `${formedOn}${n}`
    let day = this.limits.get(key)
    if (day === undefined) {
      day = this.lastDay(formedOn, n)
      this.limits.set(key, day)
    }
    return day
  }

  /** How many publications of a month (1 to 12), and how many of them came late. */
  counts(body: number, item: number, month: number): { published: number; late: number } {
    const at = (body * this.rules.length + item) * 12 + month - 1
    return { published: this.published[at]!, late: this.late[at]! }
  }

  /** The state of an item in a month, looked at on `today`. */
  month(
    body: number,
    item: number,
    month: number,
    today: string,
    absence: Absence | null = null,
  ): CoverageState {
    const { published, late } = this.counts(body, item, month)
    if (published > 0) return late > 0 ? 'late' : 'met'
    if (absence) return 'notApplicable'
    const window = windowOf(this.rules[item] ?? null, month)
    if (!window || month !== window.to || this.endOf(window.to) < this.since) return 'quiet'
    if (this.any(body, item, window.from, window.to)) return 'quiet'
    return today > this.endOf(window.to) ? 'overdue' : today >= this.startOf(window.from) ? 'due' : 'quiet'
  }

  /** The state of an item over the year so far. */
  item(body: number, item: number, today: string, absence: Absence | null = null): CoverageState {
    let published = 0
    let late = 0
    for (let month = 1; month <= 12; month++) {
      const n = this.counts(body, item, month)
      published += n.published
      late += n.late
    }
    if (absence && published === 0) return 'notApplicable'
    const rule = this.rules[item] ?? null
    if (rule?.kind === 'periodic') {
      let open = false
      for (let month = 1; month <= 12; month++) {
        const state = this.month(body, item, month, today)
        if (state === 'overdue') return 'overdue'
        if (state === 'due') open = true
      }
      if (late === 0 && open) return 'due'
    }
    return published === 0 ? 'empty' : late > 0 ? 'late' : 'met'
  }

  private any(body: number, item: number, from: number, to: number): boolean {
    for (let month = from; month <= to; month++) if (this.counts(body, item, month).published > 0) return true
    return false
  }

  private startOf(month: number): string {
    return `${this.yearText}-${String(month).padStart(2, '0')}-01`
  }

  /** Every day of a month is at or before its 31st as text. */
  private endOf(month: number): string {
    return `${this.yearText}-${String(month).padStart(2, '0')}-31`
  }
}

export type Duty = {
  readonly item: number
  readonly state: 'due' | 'overdue' | 'empty'
  /** The last day of its period; null where the rule gives none. */
  readonly dueOn: string | null
}

/** What a body still has to publish under its items, soonest first: for the worklist of the departments. */
export function dutiesOf(
  coverage: Coverage,
  body: number,
  rules: readonly (DeadlineRule | null)[],
  today: string,
  absences: ReadonlyMap<number, Absence> = new Map(),
): Duty[] {
  const duties: Duty[] = []
  for (const [item, rule] of rules.entries()) {
    const absence = absences.get(item) ?? null
    if (rule?.kind !== 'periodic') {
      if (coverage.item(body, item, today, absence) === 'empty')
        duties.push({ item, state: 'empty', dueOn: null })
      continue
    }
    for (let month = 1; month <= 12; month++) {
      const state = coverage.month(body, item, month, today, absence)
      if (state === 'due' || state === 'overdue')
        duties.push({ item, state, dueOn: lastOf(coverage.year, month) })
    }
  }
  return duties.sort((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.item - b.item)
}

const lastOf = (year: number, month: number) =>
  `${year}-${String(month).padStart(2, '0')}-${daysInMonth(year, month)}`
