import { DatePicker } from 'antd'
import {
  addDays,
  addMonths,
  dayFrom,
  daysInMonth,
  partsOf,
  readDay,
  serialOf,
  weekdayOf,
} from '../civilDay.ts'
import { dayText, now } from '../time.ts'
import type { Control } from './Field.tsx'

/** antd wants an object; ours is a civil day and nothing else. */
type Picked = { readonly on: string }
type Config = Parameters<typeof DatePicker.generatePicker<Picked>>[0]

const picked = (on: string): Picked => ({ on })

function format(day: string, pattern: string): string {
  const { year, month, day: date } = partsOf(day)
  const two = (value: number) => String(value).padStart(2, '0')
  const words: Record<string, string> = {
    YYYY: String(year).padStart(4, '0'),
    MM: two(month),
    M: String(month),
    DD: two(date),
    D: String(date),
  }
  return pattern.replace(/YYYY|MM|M|DD|D/g, token => words[token] ?? token)
}

const monday = (day: string) => addDays(day, -((weekdayOf(day) + 6) % 7))

function weekOf(day: string): number {
  const thursday = addDays(monday(day), 3)
  return Math.floor((serialOf(thursday) - serialOf(`${thursday.slice(0, 4)}-01-01`)) / 7) + 1
}

/** antd's picker over civil days. It asks for hours by its type alone; a day has none. */
const config: Config = {
  getNow: () => picked(dayText(now())),
  getFixedDate: picked,
  getEndDate: ({ on }) => {
    const { year, month } = partsOf(on)
    return picked(dayFrom({ year, month, day: daysInMonth(year, month) }))
  },
  getWeekDay: ({ on }) => weekdayOf(on),
  getYear: ({ on }) => partsOf(on).year,
  getMonth: ({ on }) => partsOf(on).month - 1,
  getDate: ({ on }) => partsOf(on).day,
  getHour: () => 0,
  getMinute: () => 0,
  getSecond: () => 0,
  getMillisecond: () => 0,
  addYear: ({ on }, years) => picked(addMonths(on, years * 12)),
  addMonth: ({ on }, months) => picked(addMonths(on, months)),
  addDate: ({ on }, days) => picked(addDays(on, days)),
  setYear: ({ on }, year) => picked(addMonths(on, (year - partsOf(on).year) * 12)),
  setMonth: ({ on }, month) => picked(addMonths(on, month + 1 - partsOf(on).month)),
  setDate: ({ on }, date) => picked(addDays(on, date - partsOf(on).day)),
  setHour: day => day,
  setMinute: day => day,
  setSecond: day => day,
  setMillisecond: day => day,
  isAfter: (a, b) => a.on > b.on,
  isValidate: ({ on }) => readDay(on) !== null,
  locale: {
    getWeekFirstDay: () => 1,
    getWeekFirstDate: (_locale, { on }) => picked(monday(on)),
    getWeek: (_locale, { on }) => weekOf(on),
    format: (_locale, { on }, pattern) => format(on, pattern),
    parse: (_locale, text) => {
      const on = readDay(text)
      return on === null ? null : picked(on)
    },
    getShortWeekDays: () => ['日', '一', '二', '三', '四', '五', '六'],
    getShortMonths: () => Array.from({ length: 12 }, (_, at) => `${at + 1}月`),
  },
}

const Picker = DatePicker.generatePicker<Picked>(config)
const [first, last] = [picked('1949-10-01'), picked('2099-12-31')]

type Props = {
  readonly control: Control
  readonly value: string | null
  readonly onChange: (day: string | null) => void
  readonly onBlur?: () => void
}

/** A civil day: typed in any usual way or picked; `YYYY-MM-DD` in and out, whatever the browser's language. */
export function DayInput({ control, value, onChange, onBlur }: Props) {
  const { status, ...aria } = control
  return (
    <Picker
      {...aria}
      className="day-input"
      status={status}
      value={value === null ? null : picked(value)}
      placeholder="年-月-日"
      minDate={first}
      maxDate={last}
      showNow={false}
      onBlur={event => {
        // The picker would put the former day back where somebody has emptied the box.
        if (event.target instanceof HTMLInputElement && event.target.value.trim() === '') onChange(null)
        onBlur?.()
      }}
      onChange={day => onChange(day ? day.on : null)}
    />
  )
}
