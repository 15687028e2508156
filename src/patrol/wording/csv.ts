import { entrySchema, isWordKind, wordKinds, type LexiconEntry, type WordKind } from '../model.ts'
import { entryFaults } from './lexicon.ts'
import { checkSize } from './matcher.ts'

const columns = {
  wrong: '错误写法',
  right: '正确写法',
  tier: '级别',
  kind: '类别',
  note: '说明',
  source: '出处',
  except: '例外',
} as const
type Column = keyof typeof columns

/** A spreadsheet would take such a text for a formula. */
const formulaLike = /^'*[=+\-@\t\r]/

const cell = (value: string): string => {
  const safe = formulaLike.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The entries as CSV with a mark, so that spreadsheets read the Chinese: 错误写法,正确写法,级别,类别,说明,出处,例外. */
export function writeLexiconCsv(entries: readonly LexiconEntry[]): string {
  const lines = [Object.values(columns).join(',')]
  for (const e of entries)
    lines.push(
      [e.wrong, e.right ?? '', e.tier, wordKinds[e.kind], e.note, e.source, e.except.join('；')]
        .map(cell)
        .join(','),
    )
  return `\ufeff${lines.join('\r\n')}\r\n`
}

/** Records of a CSV with their line; quoted fields may hold commas and line ends. Linear. */
function* records(text: string): Generator<{ line: number; fields: string[] }> {
  let line = 1
  let from = 1
  let fields: string[] = []
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at <= text.length) {
    let value: string
    if (text[at] === '"') {
      value = ''
      let quote = at + 1
      for (;;) {
        const end = text.indexOf('"', quote)
        value += text.slice(quote, end < 0 ? text.length : end)
        if (end < 0) {
          at = text.length
          break
        }
        if (text[end + 1] !== '"') {
          at = end + 1
          break
        }
        value += '"'
        quote = end + 2
      }
      for (let i = 0; i < value.length; i++) if (value[i] === '\n') line++
    } else {
      let end = at
      while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++
      value = text.slice(at, end)
      at = end
    }
    fields.push(value.trim())
    if (text[at] === ',') {
      at++
      continue
    }
    yield { line: from, fields }
    fields = []
    if (at >= text.length) return
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    line++
    from = line
    if (at >= text.length) return
  }
}

const kindOf = (text: string): WordKind | undefined =>
  isWordKind(text) ? text : (Object.keys(wordKinds) as WordKind[]).find(k => wordKinds[k] === text)

export type LexiconFile = {
  readonly entries: LexiconEntry[]
  /** 第3行：… — the first hundred. */
  readonly faults: string[]
  readonly faultCount: number
}

const shownFaults = 100

/**
 * Reads a lexicon from CSV. Columns are known by their heading, in any order; without one the order is that of the export. Every
 * fault is told with its line; entries at fault are left out. Throws TooManyWords.
 */
export function readLexiconCsv(text: string): LexiconFile {
  const entries: LexiconEntry[] = []
  const faults: string[] = []
  let faultCount = 0
  const fault = (line: number, what: string) => {
    faultCount++
    if (faults.length < shownFaults) faults.push(`第${line}行：${what}`)
  }
  let order: readonly (Column | null)[] = Object.keys(columns) as Column[]
  let isFirst = true
  const seen = new Set<string>()
  let characters = 0
  for (const { line, fields } of records(text)) {
    if (fields.every(f => f === '')) continue
    if (isFirst) {
      isFirst = false
      const named = fields.map(
        f => (Object.keys(columns) as Column[]).find(c => columns[c] === f || c === f) ?? null,
      )
      if (named.includes('wrong')) {
        order = named
        continue
      }
    }
    const value = (column: Column) => {
      const raw = fields[order.indexOf(column)] ?? ''
      return raw.startsWith("'") && formulaLike.test(raw) ? raw.slice(1) : raw
    }
    const kind = value('kind') === '' ? 'typo' : kindOf(value('kind'))
    if (kind === undefined) {
      fault(
        line,
        `没有“${value('kind').slice(0, 20)}”这个类别，可用的有${Object.values(wordKinds).join('、')}。`,
      )
      continue
    }
    const parsed = entrySchema.safeParse({
      wrong: value('wrong'),
      right: value('right') === '' ? null : value('right'),
      tier: value('tier') === '' ? 'B' : value('tier').toUpperCase(),
      kind,
      note: value('note'),
      source: value('source'),
      except: value('except')
        .split(/[；;]/)
        .map(s => s.trim())
        .filter(s => s !== ''),
    })
    if (!parsed.success) {
      fault(line, parsed.error.issues.map(i => i.message).join(''))
      continue
    }
    const own = entryFaults(parsed.data)
    if (own.length > 0) {
      fault(line, own.join(''))
      continue
    }
    if (seen.has(parsed.data.wrong)) {
      fault(line, `“${parsed.data.wrong}”重复，只取第一次出现的。`)
      continue
    }
    seen.add(parsed.data.wrong)
    entries.push(parsed.data)
    characters += parsed.data.wrong.length
    checkSize(entries.length, characters)
  }
  return { entries, faults, faultCount }
}
