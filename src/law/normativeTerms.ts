import { addDays, addMonths, type Day } from './day.ts'
import type { Evidence } from './evidence.ts'

/** What a body may set for itself; without a setting these hold. */
export type NormativeTerms = {
  /** 有效期 at most, in years. */
  readonly generalYears: number
  /** The same for 试行、暂行. */
  readonly trialYears: number
  /** 备案 within so many natural days from publication. */
  readonly depositDays: number
}

/** Customs of many places (地方规范性文件规定/有效期、备案), to be checked against one's own. */
export const defaultTerms: NormativeTerms & { readonly mark: Evidence } = {
  generalYears: 5,
  trialYears: 2,
  depositDays: 30,
  mark: 'K',
}

/** Natural days before 有效期 ends on which its evaluation is asked for. */
export const noticeDays = [90, 30] as const

export const isTrial = (title: string): boolean =>
  /[（(](?:试行|暂行)[）)]|(?:试行|暂行)(?:办法|规定|细则|意见)/.test(title)

/** The longest term a title allows, in years. */
export function longestTerm(title: string, terms: NormativeTerms): number {
  return isTrial(title) ? terms.trialYears : terms.generalYears
}

/** The last day in force of a term of whole years that begins on a day: 2026-01-01 and five years give 2030-12-31. */
export function lastDayOfTerm(from: Day, years: number): Day {
  return addDays(addMonths(from, years * 12), -1)
}
