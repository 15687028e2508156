import { daysInMonth, weekdayName } from '#law/day.ts'
import type { Hit } from '../hit.ts'

const written =
  /(?<![0-9])((?:19|20)\d{2})\s?年\s?(\d{1,2})\s?月(?:份)?\s?(\d{1,3})\s?日(?:\s?[（(](?:星期|周|礼拜)([一二三四五六日天])[）)])?/gu
const dashed = /(?<![0-9A-Za-z/.-])((?:19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?![0-9A-Za-z]|[-/.]\d)/gu
const monthDay = /(?<![0-9年])(?<!年\s?)(\d{1,2})月(\d{1,2})日/gu
const past = /(?:已于|曾于|业经|已经)\s?$/u

const two = (n: number) => String(n).padStart(2, '0')

/** Days that do not exist, weekdays that do not fit, leading zeros, and days to come where a text speaks of the past. `today`: YYYY-MM-DD. */
export function dateHits(text: string, today: string): Hit[] {
  const hits: Hit[] = []
  const isSignOff =
    /^[\s\u3000]*(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?:印发|发布)?[\s\u3000]*$/u.test(text)
  for (const match of text.matchAll(written)) {
    const [whole, y = '', m = '', d = '', weekday] = match
    const [year, month, day] = [Number(y), Number(m), Number(d)]
    const at = { start: match.index, end: match.index + whole.length }
    if (!exists(year, month, day)) {
      hits.push({ ...at, tier: 'B', kind: 'date', message: `没有“${y}年${m}月${d}日”这一天，请核对。` })
      continue
    }
    const on = `${y}-${two(month)}-${two(day)}`
    const isPast = isSignOff || past.test(text.slice(Math.max(0, match.index - 3), match.index))
    if (on > today && isPast)
      hits.push({
        ...at,
        tier: 'B',
        kind: 'date',
        message: `“${whole}”在今天（${today}）之后，${isSignOff ? '成文日期、印发日期不能是将来的日期' : '与“已”字矛盾'}，请核对。`,
        basis: isSignOff ? 'GB/T 9704/7.3.5' : null,
      })
    if (weekday !== undefined) {
      const right = weekdayName(on).replace(/^(?:星期|周)/, '')
      if (right !== weekday.replace('天', '日'))
        hits.push({
          ...at,
          tier: 'B',
          kind: 'date',
          message: `${y}年${month}月${day}日是星期${right}，不是星期${weekday}，请核对。`,
        })
    }
    if (/^0/.test(m) || /^0/.test(d))
      hits.push({
        ...at,
        tier: 'C',
        kind: 'date',
        message: '日期中的月、日不编虚位（不在前面加0）。',
        right: whole.replace(/(年\s?)0(\d)/u, '$1$2').replace(/(月\s?)0(\d)/u, '$1$2'),
        basis: 'GB/T 9704/7.3.5',
      })
  }
  for (const match of text.matchAll(dashed)) {
    const [whole, y = '', , m = '', d = ''] = match
    if (exists(Number(y), Number(m), Number(d))) continue
    // 2023.15.40 can be a section or a version: only where a month or a day is out by a little is it a date that went wrong.
    if (Number(m) > 13 || Number(m) === 0 || Number(d) > 32 || Number(d) === 0) continue
    hits.push({
      start: match.index,
      end: match.index + whole.length,
      tier: 'C',
      kind: 'date',
      message: `没有“${whole}”这一天，请核对。`,
    })
  }
  for (const match of text.matchAll(monthDay)) {
    const [month, day] = [Number(match[1]), Number(match[2])]
    if (exists(2024, month, day)) continue
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      tier: 'B',
      kind: 'date',
      message: `没有“${match[0]}”这一天，请核对。`,
    })
  }
  return hits.sort((a, b) => a.start - b.start)
}

function exists(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

const yearLike = /(?<![一二三四五六七八九〇零○])([一二][0-9〇零○OoＯｏ０一二三四五六七八九]{3})(?=年)/gu
const chineseDate = /([一二][〇零○OoＯｏ０0一二三四五六七八九]{3})年/u

/** Years in Chinese figures: 〇, not ○, O, 0 or 零 (GB/T 15835). */
export function numeralHits(text: string): Hit[] {
  if (!chineseDate.test(text)) return []
  const hits: Hit[] = []
  for (const match of text.matchAll(yearLike)) {
    const year = match[1]!
    if (!/[○OoＯｏ０0零]/.test(year)) continue
    if ((year.match(/[一二三四五六七八九]/g) ?? []).length < 2) continue
    hits.push({
      start: match.index,
      end: match.index + year.length,
      tier: 'C',
      kind: 'numeral',
      message: '汉字年份里的零应写作“〇”，不用“零”、圆圈、字母或阿拉伯数字。',
      right: year.replaceAll(/[○OoＯｏ０0零]/g, '〇'),
    })
  }
  return hits
}
