import { addMonths } from '#law/day.ts'
import {
  explanationKinds,
  terms,
  type ExplanationKind,
  type Gap,
  type RegisterRow,
  type Term,
} from './model.ts'

/** What became of one number. pending: taken, its document not issued yet; dropped: taken, its document cancelled. */
export type NumberUse = {
  readonly sequence: number
  readonly documentId: number | null
  readonly state: 'issued' | 'pending' | 'dropped' | 'void'
  readonly note: string | null
}
/** Numbers from … to …, each held by exactly one issued document. */
export type Stretch = { readonly first: number; readonly last: number }
export type Explained = {
  readonly first: number
  readonly last: number
  readonly kind: ExplanationKind
  readonly reason: string
}
export type Sequence = {
  readonly series: string
  readonly year: number
  /** The highest number that is known to have been given. */
  readonly last: number
  /** Where nothing is wrong, in any order; none of their numbers stands among `uses`. */
  readonly stretches?: readonly Stretch[]
  readonly uses: readonly NumberUse[]
  readonly explained: readonly Explained[]
}

const range = (first: number, last: number) => (first === last ? `${first}号` : `${first}至${last}号`)

/**
 * The numbers 1…last of one series and year that no issued document holds exactly once (上海 五(十五)：全量). Ranges are
 * not broken up into single numbers; the cost is that of the numbers used, not of the span.
 */
export function findGaps(sequence: Sequence): Gap[] {
  const { series, year } = sequence
  const uses = new Map<number, NumberUse[]>()
  for (const use of sequence.uses) {
    const there = uses.get(use.sequence)
    if (there) there.push(use)
    else uses.set(use.sequence, [use])
  }
  const parts = [
    ...(sequence.stretches ?? []),
    ...[...uses.keys()].map(number => ({ first: number, last: number })),
  ].sort((a, b) => a.first - b.first)
  const last = Math.max(sequence.last, parts.at(-1)?.last ?? 0)
  const gaps: Gap[] = []
  const put = (first: number, to: number, rest: Omit<Gap, 'series' | 'year' | 'first' | 'last'>) =>
    gaps.push({ series, year, first, last: to, ...rest })
  let next = 1
  for (const part of parts) {
    const number = part.first
    if (number > next) absent(next, number - 1)
    next = part.last + 1
    const there = uses.get(number)
    if (!there) continue
    const documents = there.flatMap(u => (u.documentId === null ? [] : [u.documentId]))
    const issued = there.filter(u => u.state === 'issued')
    if (issued.length > 1) {
      put(number, number, {
        kind: 'duplicate',
        text: `${range(number, number)}有${issued.length}件公文使用，请核对后更正其中一件的发文字号。`,
        finding: true,
        documents,
      })
    } else if (issued.length === 0) {
      const gone = there.find(u => u.state === 'void')
      const waiting = there.find(u => u.state === 'pending')
      const said = gone || waiting ? undefined : explanationOf(number)
      if (gone)
        put(number, number, {
          kind: 'void',
          text: `${range(number, number)}已作废：${gone.note ?? '未记原因'}`,
          finding: gone.note === null || gone.note.trim() === '',
          documents,
        })
      else if (waiting)
        put(number, number, {
          kind: 'pending',
          text: `${range(number, number)}已编号，公文尚未印发。`,
          finding: false,
          documents,
        })
      else if (said) put(number, number, { ...wordsOf(said, number, number), documents })
      else
        put(number, number, {
          kind: 'unused',
          text: `${range(number, number)}已编给一件后来作废的公文，没有写明号码的去向，请补写说明。`,
          finding: true,
          documents,
        })
    }
  }
  if (next <= last) absent(next, last)
  return gaps

  function explanationOf(number: number): Explained | undefined {
    return sequence.explained.findLast(e => e.first <= number && number <= e.last)
  }

  function wordsOf(said: Explained, from: number, to: number) {
    return {
      kind: 'explained' as const,
      text: `${range(from, to)}${explanationKinds[said.kind]}：${said.reason}`,
      finding: false,
    }
  }

  /** A stretch that nothing here holds, cut where explanations begin and end. */
  function absent(from: number, to: number): void {
    const cuts = new Set([from])
    for (const e of sequence.explained) {
      if (e.first > from && e.first <= to) cuts.add(e.first)
      if (e.last >= from && e.last < to) cuts.add(e.last + 1)
    }
    const starts = [...cuts].sort((a, b) => a - b)
    let open: { from: number; said: Explained | undefined } | null = null
    const close = (end: number) => {
      if (!open) return
      if (open.said) put(open.from, end, { ...wordsOf(open.said, open.from, end), documents: [] })
      else
        put(open.from, end, {
          kind: 'missing',
          text: `${range(open.from, end)}没有对应的公文，也没有说明。请补录公文，或写明去向。`,
          finding: true,
          documents: [],
        })
    }
    for (const start of starts) {
      const said = explanationOf(start)
      if (open && open.said === said) continue
      close(start - 1)
      open = { from: start, said }
    }
    close(to)
  }
}

/**
 * The line as it goes upward: of a withheld document the number, the attribute and the ground; the title stays inside.
 * What was purged for secrecy or privacy has no title either.
 */
export function upwardRow(row: RegisterRow): RegisterRow {
  return row.attribute === 'proactive' && !row.purged
    ? row
    : row.attribute === 'on-request' && !row.purged
      ? row
      : { ...row, title: null, kind: null, address: null }
}

export type Difference = {
  readonly id: number
  readonly what: 'added' | 'gone' | 'changed'
  readonly number: string | null
  readonly fields: readonly string[]
}

const fieldNames: Partial<Record<keyof RegisterRow, string>> = {
  number: '发文字号',
  title: '标题',
  kind: '文种',
  attribute: '公开属性',
  ground: '不予公开的依据',
  state: '状态',
  registeredOn: '登记日期',
  writtenOn: '成文日期',
  issuedOn: '印发日期',
  publishedAt: '公开时间',
  address: '地址',
  receipt: '回执',
  purged: '清除',
}

/** Equal for equal values, whatever the order of their members. */
const plain = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value ?? null)

/** What the register says now that the filed list does not. */
export function differences(filed: readonly RegisterRow[], now: readonly RegisterRow[]): Difference[] {
  const before = new Map(filed.map(r => [r.id, r]))
  const found: Difference[] = []
  for (const row of now) {
    const old = before.get(row.id)
    before.delete(row.id)
    if (!old) {
      found.push({ id: row.id, what: 'added', number: row.number, fields: [] })
      continue
    }
    const fields = (Object.keys(fieldNames) as (keyof RegisterRow)[])
      .filter(name => plain(old[name]) !== plain(row[name]))
      .map(name => fieldNames[name]!)
    if (fields.length > 0) found.push({ id: row.id, what: 'changed', number: row.number, fields })
  }
  for (const old of before.values()) found.push({ id: old.id, what: 'gone', number: old.number, fields: [] })
  return found
}

/** 满二十年（中央、省、设区的市）或者满十年（县）即移交 (档案法实施条例第二十条第二款). Months count to the same day of the month. */
export function transferDueOn(formedOn: string, level: string): string {
  return addMonths(formedOn, (level === 'county' || level === 'township' ? 10 : 20) * 12)
}

/** 自形成之日起满二十五年向社会开放 (档案法第二十七条). */
export function openOn(formedOn: string): string {
  return addMonths(formedOn, 25 * 12)
}

export type RetentionRule = {
  readonly id: string
  readonly name: string
  readonly term: Term
  readonly kinds: readonly string[] | null
  readonly normative?: true
  readonly mark: 'K'
  readonly source: string
}

const source = '《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号），通行做法，未核对全文'

/** 缺省的保管期限表; the first that fits counts. Evidence mark K: a bureau puts its approved table in its place, rule by rule. */
export const retentionRules: readonly RetentionRule[] = [
  {
    id: 'normative',
    name: '本机关制定的规范性文件',
    term: 'permanent',
    kinds: null,
    normative: true,
    mark: 'K',
    source,
  },
  {
    id: 'decision',
    name: '决议、决定、命令、公报、公告、通告',
    term: 'permanent',
    kinds: ['决议', '决定', '命令（令）', '公报', '公告', '通告'],
    mark: 'K',
    source,
  },
  {
    id: 'business',
    name: '意见、通知、报告、请示、批复、议案、纪要',
    term: '30-years',
    kinds: ['意见', '通知', '报告', '请示', '批复', '议案', '纪要'],
    mark: 'K',
    source,
  },
  { id: 'routine', name: '函、通报', term: '10-years', kinds: ['函', '通报'], mark: 'K', source },
  { id: 'other', name: '其他公文', term: '30-years', kinds: null, mark: 'K', source },
]

export function retentionRuleFor(document: { kind: string | null; normative: boolean }): RetentionRule {
  return retentionRules.find(rule =>
    rule.normative ? document.normative : rule.kinds === null || rule.kinds.includes(document.kind ?? ''),
  )!
}

export type Retention = {
  readonly term: Term
  readonly name: string
  readonly rule: string
  readonly mark: string
}

/** The term of one document: its own decision, else the body's rule, else the default rule. */
export function retentionOf(
  document: { kind: string | null; normative: boolean },
  own: { term: Term } | null,
  bodyRules: ReadonlyMap<string, Term>,
): Retention {
  const rule = retentionRuleFor(document)
  if (own) return { term: own.term, name: terms[own.term], rule: '单件划定', mark: 'A' }
  const set = bodyRules.get(rule.id)
  if (set) return { term: set, name: terms[set], rule: `${rule.name}（本机关划定）`, mark: 'A' }
  return { term: rule.term, name: terms[rule.term], rule: rule.name, mark: rule.mark }
}

/** The first day after the term has passed; null for ever. */
export function disposalDueOn(from: string, term: Term): string | null {
  if (term === 'permanent') return null
  return addMonths(from, (term === '30-years' ? 30 : 10) * 12)
}
