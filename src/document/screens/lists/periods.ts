import { addMonths, dayFrom, daysInMonth, partsOf } from '#console/civilDay.ts'

export type Period = { readonly label: string; readonly from: string; readonly until: string }

const monthEnd = (day: string) => {
  const { year, month } = partsOf(day)
  return dayFrom({ year, month, day: daysInMonth(year, month) })
}

/** The periods one asks for most, from today (`YYYY-MM-DD`): 本月、上月、本季、本年、上年, whole to their last day. */
export function usualPeriods(today: string): Period[] {
  const { year, month } = partsOf(today)
  const first = dayFrom({ year, month, day: 1 })
  const before = addMonths(first, -1)
  const quarter = dayFrom({ year, month: month - ((month - 1) % 3), day: 1 })
  return [
    { label: '本月', from: first, until: monthEnd(first) },
    { label: '上月', from: before, until: monthEnd(before) },
    { label: '本季', from: quarter, until: monthEnd(addMonths(quarter, 2)) },
    { label: '本年', from: `${year}-01-01`, until: `${year}-12-31` },
    { label: '上年', from: `${year - 1}-01-01`, until: `${year - 1}-12-31` },
  ]
}
