import { addMonths, isDay } from '#law/day.ts'
import { isGround, groundOf } from '#law/grounds.ts'
import { guidelineNames } from '../model.ts'
import { fold } from '../rules/fold.ts'
import {
  articleOf,
  barOf,
  groundChoices,
  guideParts,
  instrumentFacts,
  isDemanded,
  isOfficePart,
  nameOfRow,
  valueOf,
  type InstrumentKind,
  type Row,
} from './model.ts'

/** What is not in order: at a field of a row, at a row, or at the whole. */
export type RowProblem = {
  readonly key: string | null
  readonly field: string | null
  readonly text: string
}

/** A year after a day is the last on which it must have been looked through again. */
export const yearAfter = (day: string): string => addMonths(day, 12)

/** Everything that stands in the way of submitting, at once. `today` is the civil day. */
export function problemsOfRows(kind: InstrumentKind, rows: readonly Row[], today: string): RowProblem[] {
  const facts = instrumentFacts[kind]
  const problems: RowProblem[] = []
  const say = (key: string | null, field: string | null, text: string) =>
    void problems.push({ key, field, text })
  if (rows.length === 0) say(null, null, `还没有一个${facts.row}，请先填写。`)
  const seen = new Set<string>()
  for (const [at, row] of rows.entries()) {
    const name = `第${at + 1}个${facts.row}“${nameOfRow(kind, row)}”`
    for (const field of facts.fields) {
      const value = valueOf(row, field.name)
      if (field.required && value === '' && isDemanded(row.key))
        say(row.key, field.name, `${name}缺少${field.label}。`)
      if (value.length > field.most)
        say(row.key, field.name, `${name}的${field.label}超过${field.most}个字。`)
      if (field.form === 'day' && value !== '' && !isDay(value))
        say(row.key, field.name, `${name}的${field.label}应写成2026-11-22的样子。`)
      if (field.form === 'ground' && value !== '' && !groundChoices.some(g => g.value === value))
        say(row.key, field.name, `${name}的依据不在条例第十四条至第十六条之内，请重新选择。`)
    }
    const folded = fold(valueOf(row, facts.name))
    if (folded !== '' && seen.has(folded))
      say(row.key, facts.name, `${name}与另一个${facts.row}名称相同，请合并或改名。`)
    seen.add(folded)
    if (kind === 'negative') for (const [field, text] of barProblems(row, today)) say(row.key, field, `${name}${text}`) // prettier-ignore
  }
  if (kind === 'guide')
    for (const part of guideParts)
      if (part.required && !rows.some(r => r.key === part.key))
        say(null, null, `缺少“${part.heading}”：条例第十二条规定指南应当包括。`)
  return problems
}

function barProblems(row: Row, today: string): [field: string, text: string][] {
  const bar = barOf(row)
  const found: [string, string][] = []
  if (bar.ground === 'E14-2' && bar.law === '')
    found.push([
      'law',
      '的依据是法律、行政法规禁止公开，须写明是哪一部的第几条；规章和文件不能作为这一项的依据。',
    ])
  if (bar.reason !== '' && bar.reason.length < 4) found.push(['reason', '的理由太短，请说明为什么不公开。'])
  if (isDay(bar.from) && bar.until !== null && isDay(bar.until) && bar.until < bar.from)
    found.push(['until', '的截止日期早于起始日期。'])
  if (bar.until !== null && isDay(bar.until) && bar.until < today)
    found.push(['until', '已经过了截止日期，请删去或改期。'])
  if (isDay(bar.reviewOn) && bar.reviewOn <= today) found.push(['reviewOn', '的复核日期应在今天以后。'])
  if (isDay(bar.reviewOn) && bar.reviewOn > yearAfter(today))
    found.push([
      'reviewOn',
      `的复核日期应在一年以内（最晚${yearAfter(today)}），情势变化可以公开的应当公开。`,
    ])
  return found
}

/** Its ground as the public reads it: 条例第十六条：内部事务信息. */
export const groundWords = (ground: string): string =>
  isGround(ground) ? `${articleOf(ground)}：${groundOf(ground).label}` : ''

/** What a field of a row says in words: choices by their names. */
export function wordsOfField(kind: InstrumentKind, row: Row, field: string): string {
  const spec = instrumentFacts[kind].fields.find(f => f.name === field)
  const value = valueOf(row, field)
  return spec?.form === 'ground' ? groundWords(value) : value
}

export type FieldChange = {
  readonly field: string
  readonly label: string
  readonly before: string
  readonly after: string
}
export type RowChange = {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly key: string
  readonly name: string
  readonly changes: readonly FieldChange[]
}

/** Differences between two versions, row by row by their keys. */
export function rowDifferences(
  kind: InstrumentKind,
  before: readonly Row[],
  after: readonly Row[],
): RowChange[] {
  const none: Row = { key: '', values: {} }
  const changesOf = (a: Row, b: Row): FieldChange[] =>
    instrumentFacts[kind].fields.flatMap(f => {
      const [was, is] = [wordsOfField(kind, a, f.name), wordsOfField(kind, b, f.name)]
      return was === is ? [] : [{ field: f.name, label: f.label, before: was, after: is }]
    })
  const old = new Map(before.map(r => [r.key, r]))
  const now = new Set(after.map(r => r.key))
  return [
    ...after.flatMap((row): RowChange[] => {
      const was = old.get(row.key)
      const changes = changesOf(was ?? none, row)
      if (was && changes.length === 0) return []
      return [{ kind: was ? 'changed' : 'added', key: row.key, name: nameOfRow(kind, row), changes }]
    }),
    ...before
      .filter(r => !now.has(r.key))
      .map(row => ({
        kind: 'removed' as const,
        key: row.key,
        name: nameOfRow(kind, row),
        changes: changesOf(row, none),
      })),
  ]
}

/** Whose words the system keeps up to date: the office's registered facts, items of the catalogs in force. The rest is the writer's. */
const isKept = (key: string) => isOfficePart(key) || guidelineNames.some(field => key.startsWith(`${field}/`))

/**
 * Rows that the system knows, into those written: new ones are put behind; of those there already the system's own take the new words,
 * others only fill what is empty. Nothing is removed.
 */
export function withOffered(present: readonly Row[], offered: readonly Row[]): Row[] {
  const by = new Map(offered.map(r => [r.key, r]))
  const known = new Set(present.map(r => r.key))
  return [
    ...present.map(r => {
      const given = Object.entries(by.get(r.key)?.values ?? {}).filter(
        ([name, value]) => value !== '' && (isKept(r.key) || valueOf(r, name) === ''),
      )
      return given.length > 0 ? { ...r, values: { ...r.values, ...Object.fromEntries(given) } } : r
    }),
    ...offered.filter(r => !known.has(r.key)),
  ]
}
