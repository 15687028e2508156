/** The only place that asks the machine for the time. Everything else is handed a `Now`. */
export type Now = () => Date

export const systemNow: Now = () => new Date()

/** Monotonic milliseconds for measuring, never for dates. */
export const ticks = (): number => performance.now()

/** Asia/Shanghai has had no daylight saving since 1991: a fixed offset is exact for every day this product knows. */
const shanghaiOffset = 8 * 3600_000

const pad = (n: number, width = 2) => String(n).padStart(width, '0')

function inShanghai(at: Date): Date {
  return new Date(at.getTime() + shanghaiOffset)
}

/** The civil day `YYYY-MM-DD` in Asia/Shanghai of an instant. */
export function dayOf(at: Date): string {
  const d = inShanghai(at)
  return `${pad(d.getUTCFullYear(), 4)}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`
}

/** `YYYY-MM-DD HH:mm` in Asia/Shanghai: the form of PubDate in 网页标签. */
export function minuteOf(at: Date): string {
  const d = inShanghai(at)
  return `${dayOf(at)} ${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`
}

/** `YYYY-MM-DDTHH:mm:ss+08:00` */
export function isoOf(at: Date): string {
  const d = inShanghai(at)
  return `${minuteOf(at).replace(' ', 'T')}:${pad(d.getUTCSeconds())}+08:00`
}

/** An instant from its ISO text or database value. */
export function instant(text: string | number): Date {
  return new Date(text)
}

/** An instant so many milliseconds later. */
export function later(at: Date, milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds)
}

/** The instant at which a civil day begins in Asia/Shanghai. */
export function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}
