/** Milliseconds since the epoch, from the page's own clock. For measuring and for “已保存 10:31”, never for a due date. */
export const now = (): number => performance.timeOrigin + performance.now()

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function read(at: number): Record<'year' | 'month' | 'day' | 'hour' | 'minute', string> {
  const found = { year: '', month: '', day: '', hour: '', minute: '' }
  for (const part of parts.formatToParts(at)) if (part.type in found) found[part.type as 'year'] = part.value
  return found
}

/** The civil day `YYYY-MM-DD` in Asia/Shanghai of an instant (ISO text or milliseconds). */
export function dayText(at: string | number): string {
  const p = read(typeof at === 'number' ? at : Date.parse(at))
  return `${p.year}-${p.month}-${p.day}`
}

/** `10:31` in Asia/Shanghai. */
export function clockText(at: string | number): string {
  const p = read(typeof at === 'number' ? at : Date.parse(at))
  return `${p.hour}:${p.minute}`
}

/** `2026-11-22 10:31` in Asia/Shanghai. */
export function minuteText(at: string | number): string {
  return `${dayText(at)} ${clockText(at)}`
}

/** As people say it in a list: “今天 10:31”“昨天 16:05”“11-20 09:00”, with the year when it is not this one. */
export function nearText(at: string | number, from: number = now()): string {
  const day = dayText(at)
  const today = dayText(from)
  if (day === today) return `今天 ${clockText(at)}`
  if (day === dayText(from - 86_400_000)) return `昨天 ${clockText(at)}`
  return day.slice(0, 4) === today.slice(0, 4) ? `${day.slice(5)} ${clockText(at)}` : day
}

/** `2026年11月22日` of a civil day, or the text itself where it is not one. */
export function longDay(day: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : day
}

/** `12 KB`, `3.4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
