import { longestAddress, mostRows, type Finding, type Line } from '../model.ts'

const undone = (text: string) => {
  try {
    // What would part the address anew stays a code: ?, #, &.
    return decodeURIComponent(text.replace(/%(3f|23|26)/gi, '%25$1'))
  } catch {
    // Percent codes of another character set (GBK of older sites): compared as they are written.
    return text
  }
}

/**
 * An address of a site as it is compared: scheme, host and fragment left out, percent codes undone, lower case (the servers of many
 * older sites do not mind), slashes once, parameters in order. Null where it is no address.
 */
export function keyOfAddress(typed: string): string | null {
  const text = typed
    .trim()
    .replace(/^https?:\/\/[^/?#\s]+/i, '')
    .replace(/#.*$/s, '')
  if (!text.startsWith('/')) return null
  const cut = text.indexOf('?')
  const fold = (part: string) => undone(part).toLowerCase().normalize('NFC')
  const path = fold(cut < 0 ? text : text.slice(0, cut)).replace(/\/{2,}/g, '/')
  const query = (cut < 0 ? '' : text.slice(cut + 1))
    .split('&')
    .filter(p => p !== '')
    .map(fold)
    .sort()
  const key =
    (path === '/' ? path : path.replace(/\/$/, '')) + (query.length > 0 ? `?${query.join('&')}` : '')
  return /[\p{C}\s]/u.test(key) || key.length > longestAddress ? null : key
}

/** The same address without its parameters; null where it has none. */
export const withoutQuery = (key: string): string | null =>
  key.includes('?') ? key.slice(0, key.indexOf('?')) : null

const fromHeads = ['旧网址', '旧地址', '原网址', '原地址', '旧链接', '原链接', 'old', 'from', 'source']
const toHeads = ['新网址', '新地址', '新链接', '指向', '文号', '发文字号', '索引号', 'new', 'to', 'target']

/** Which columns hold the two, by their heads; without heads the first two. */
function columnsOf(rows: readonly (readonly string[])[]): { from: number; to: number; first: number } {
  const head = (rows[0] ?? []).map(c => c.trim().toLowerCase())
  const from = head.findIndex(c => fromHeads.includes(c))
  const to = head.findIndex(c => toHeads.includes(c))
  return from >= 0 && to >= 0 ? { from, to, first: 1 } : { from: 0, to: 1, first: 0 }
}

/**
 * Reads the rows of a file. Every fault with its row; one line an old address: what is there twice with the same target is noted and
 * left out, with another it is a fault of both.
 */
export function readRows(rows: readonly (readonly string[])[]): {
  readonly lines: readonly Line[]
  readonly findings: readonly Finding[]
} {
  const findings: Finding[] = []
  const lines = new Map<string, Line>()
  const { from, to, first } = columnsOf(rows)
  const filled = rows.flatMap((cells, i) =>
    i < first || cells.every(c => c.trim() === '') ? [] : [{ row: i + 1, cells }],
  )
  if (filled.length === 0)
    return {
      lines: [],
      findings: [
        { row: 1, tier: 'fault', text: '表里没有一行网址。需要两列：旧网址、新网址（或文号、索引号）。' },
      ],
    }
  if (filled.length > mostRows)
    return {
      lines: [],
      findings: [
        {
          row: mostRows + 1,
          tier: 'fault',
          text: `表有 ${filled.length} 行，一次最多 ${mostRows} 行，请拆成几张。`,
        },
      ],
    }
  for (const { row, cells } of filled) {
    const fault = (text: string) => findings.push({ row, tier: 'fault', text })
    const old = (cells[from] ?? '').trim()
    const target = (cells[to] ?? '').trim()
    const key = keyOfAddress(old)
    if (old === '') fault('没有旧网址。')
    else if (key === null)
      fault(
        `旧网址“${cut(old)}”读不懂。应以 / 或 http:// 开头，不超过 ${longestAddress} 个字，中间没有空格。`,
      )
    else if (key === '/') fault('旧网址是首页。首页本来就能打开，不用写进表里。')
    if (target === '') fault('没有写指到哪里（新网址、文号或索引号）。')
    if (key === null || key === '/' || old === '' || target === '') continue
    const before = lines.get(key)
    if (!before) lines.set(key, { row, from: old, key, to: target })
    else if (before.to === target)
      findings.push({ row, tier: 'note', text: `与第 ${before.row} 行相同，只算一次。` })
    else fault(`旧网址“${cut(old)}”在第 ${before.row} 行已指到别处（${cut(before.to)}），请只留一行。`)
  }
  return { lines: [...lines.values()], findings }
}

export const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
