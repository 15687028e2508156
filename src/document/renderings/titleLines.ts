import { dictionary } from '#record/dictionary.ts'
import { widthOf } from './text.ts'

/**
 * Where a title is broken (GB/T 9704—2012 7.3.1): whole words, lines of a trapezium or a rhombus, never a rectangle or an
 * hourglass. Pure.
 */

const segmenter = new Intl.Segmenter('zh-Hans-CN', { granularity: 'word' })
const terms = [
  ...new Set([
    ...dictionary.words,
    '应急管理',
    '安全生产',
    '人民政府',
    '自然灾害',
    '防灾减灾',
    '标准化',
    '规范化',
    '标准目录指引',
    '工作要点',
    '工作方案',
    '管理办法',
    '实施细则',
    '实施意见',
    '办公室',
    '办公厅',
    '委员会',
    '的通知',
    '的通告',
    '的公告',
    '的通报',
    '的意见',
    '的决定',
    '的批复',
    '的函',
    '的报告',
    '的请示',
    '的复函',
  ]),
].sort((a, b) => b.length - a.length)

const closing = /^[》〉）)〕】」』”’、，。：；！？·…%‰℃]/
const opening = /[《〈（(〔【「『“‘]$/
const never = 1e6

/** What a break before the character at `i` costs; `never` where it may not be. */
function costs(title: string): number[] {
  const cost = new Array<number>(title.length + 1).fill(never)
  for (const { index } of segmenter.segment(title)) cost[index] = 8
  const words = [...title]
  let at = 0
  for (const c of words) {
    if (cost[at] === never) cost[at] = 40
    for (let k = 1; k < c.length; k++) cost[at + k] = never
    at += c.length
  }
  for (const term of terms) {
    for (let from = title.indexOf(term); from >= 0; from = title.indexOf(term, from + 1)) {
      for (let k = 1; k < term.length; k++) cost[from + k] = Math.max(cost[from + k] ?? 0, 60)
    }
  }
  for (let i = 1; i < title.length; i++) {
    const before = title.slice(0, i)
    const after = title.slice(i)
    const own = cost[i] ?? never
    if (closing.test(after) || opening.test(before)) cost[i] = never
    else if (/[0-9A-Za-z]$/.test(before) && /^[0-9A-Za-z年月日号次届期条款项%]/.test(after)) cost[i] = never
    else if (/^关于/.test(after)) cost[i] = -6
    else if (/(?:关于|的|和|与|及|暨|对|在|做好|开展)$/.test(before))
      cost[i] = own + (/的$/.test(before) ? 6 : 22)
    else if (/印发$|转发$/.test(before)) cost[i] = Math.min(own, 2)
    else if (/^的/.test(after)) cost[i] = own + 60
    else if (/^[《〈]/.test(after) || /[》〉、，]$/.test(before)) cost[i] = Math.min(own, 3)
    else if (/^(?:和|与|及|暨)/.test(after)) cost[i] = Math.min(own, 8)
    else if (/^[（(]/.test(after)) cost[i] = Math.min(own, 4)
  }
  // Bodies that issue together stand apart by blanks: whole names on a line.
  for (const name of title.matchAll(/\S+(?=\s)|(?<=\s)\S+?(?=关于)/g)) {
    if (name[0].length < 2 || name[0].length > 16) continue
    for (let k = 1; k < name[0].length; k++) cost[name.index + k] = Math.max(cost[name.index + k] ?? 0, 60)
    cost[name.index] = Math.min(cost[name.index] ?? 0, 0)
  }
  cost[0] = 0
  return cost
}

/** How far the widths are from a trapezium or a rhombus. */
function shape(widths: readonly number[], most: number): number {
  const longest = Math.max(...widths)
  const shortest = Math.min(...widths)
  let cost = 0
  for (const width of widths) if (width > most) cost += 400 * (width - most)
  if (widths.length === 1) return cost
  if (longest - shortest < 1) cost += 8
  cost += Math.max(0, longest - shortest - 4) ** 1.5
  const last = widths.at(-1) ?? 0
  if (last < 4) cost += 60
  for (let i = 1; i < widths.length - 1; i++) {
    const [before, own, after] = [widths[i - 1] ?? 0, widths[i] ?? 0, widths[i + 1] ?? 0]
    if (own < before && own < after) cost += 10 + 4 * (Math.min(before, after) - own)
  }
  return cost
}

const extraLine = 7

/**
 * The title's lines, none wider than `most` ems where its words allow. A title that brings its own line feeds keeps them, unless a
 * line is too wide.
 */
export function titleLines(title: string, most: number): string[] {
  return title
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .flatMap(line => broken(line, most))
}

function broken(title: string, most: number): string[] {
  if (widthOf(title) <= most) return [title]
  const cost = costs(title)
  const places = cost.flatMap((c, i) => (i > 0 && i < title.length && c < 30 ? [i] : []))
  const least = Math.ceil(widthOf(title) / most)
  if (least > 4 || places.length > 60) return filled(title, cost, most)
  let best: { cost: number; at: number[] } = { cost: Infinity, at: [] }
  const tryFrom = (from: number, chosen: number[], spent: number, left: number) => {
    if (left === 0) {
      const at = [0, ...chosen, title.length]
      const widths = at.slice(1).map((end, i) => widthOf(title.slice(at[i], end)))
      const total = spent + shape(widths, most) + extraLine * chosen.length
      if (total < best.cost) best = { cost: total, at: chosen }
      return
    }
    for (const place of places) {
      if (place <= from || widthOf(title.slice(from, place)) > most) continue
      tryFrom(place, [...chosen, place], spent + (cost[place] ?? never), left - 1)
    }
  }
  for (let lines = least; lines <= Math.min(least + 1, 4); lines++) tryFrom(0, [], 0, lines - 1)
  if (best.cost >= 400) return filled(title, cost, most)
  return pieces(title, best.at)
}

const pieces = (title: string, at: readonly number[]): string[] =>
  [0, ...at].map((from, i) => title.slice(from, at[i] ?? title.length).trim())

/** Very long titles: lines filled one after the other, each ended at the best place near its end. */
function filled(title: string, cost: readonly number[], most: number): string[] {
  const at: number[] = []
  let from = 0
  while (widthOf(title.slice(from)) > most) {
    let chosen = -1
    let least = Infinity
    let end = from + 1
    while (end < title.length && widthOf(title.slice(from, end)) <= most) end++
    for (let i = end - 1; i > from; i--) {
      const total = (cost[i] ?? never) + 2 * (end - 1 - i)
      if (total < least) [chosen, least] = [i, total]
    }
    if (least >= never) chosen = end - 1
    if (chosen <= from) chosen = end
    at.push(chosen)
    from = chosen
  }
  return pieces(title, at)
}
