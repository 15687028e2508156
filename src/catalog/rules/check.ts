import { elementLabels, elementsMissing, type CatalogItem, type Element, type Guideline } from '../model.ts'
import { compareDeadlines, type Verdict } from './deadline.ts'
import { Matcher, type Certainty } from './match.ts'

/** What a check against the guideline says beside its lists: a closed set. */
export const checkKinds = {
  missing: '缺少国家事项',
  notProven: '待核对，不能断定',
  possibleMatch: '对应关系须核对',
  looserDeadline: '时限比国家目录宽',
  otherDeadline: '时限须人工比对',
  elementMissing: '要素不全',
  levelOnly: '只在县级公开的事项',
  retention: '时限另有说明',
  local: '本级增加的事项',
  wrongField: '领域不符',
} as const
export type CheckKind = keyof typeof checkKinds

export type CheckFinding = {
  readonly row: number | null
  /** Where the row's name stands. */
  readonly cell: string | null
  readonly kind: CheckKind
  readonly message: string
}

/** `row` is the row of its table; `table` and `cell` say where that is in a file of several. */
export type Checked = CatalogItem & { readonly row: number; readonly table?: string; readonly cell?: string }

/** A row of the file; its table only where the file has several. */
export type Placed = { readonly row: number; readonly table?: string }

export type CatalogCheck = {
  readonly matched: (Placed & { codes: string[]; certainty: Certainty })[]
  readonly missing: string[]
  readonly notProven: string[]
  readonly added: (Placed & { level2: string | null })[]
  readonly deadlines: (Placed & { code: string; verdict: Verdict })[]
  readonly elementsMissing: (Placed & { elements: Element[] })[]
  readonly findings: CheckFinding[]
}

/**
 * Compares a catalog with the guideline (M 一(三), J 二(一)1). A row may stand for several national items and several rows for one.
 * A drafted national item (待核对) that no row stands for is “not proven”, never missing.
 */
export function checkAgainst(
  rows: readonly Checked[],
  guideline: Guideline,
  field: string | null,
): CatalogCheck {
  const matches = new Matcher(guideline).match(rows)
  const items = new Map(guideline.items.map(i => [i.code, i]))
  const has = new Set(matches.flatMap(m => m?.codes ?? []))
  const findings: CheckFinding[] = []
  const say = (row: Checked | null, kind: CheckKind, message: string) =>
    void findings.push({ row: row?.row ?? null, cell: row?.cell ?? null, kind, message })
  const isMany = new Set(rows.map(r => r.table)).size > 1
  const placeOf = ({ row, table }: Checked): Placed =>
    isMany && table !== undefined ? { row, table } : { row }
  const nameOf = (code: string) => {
    const item = items.get(code)!
    return `${code}“${item.level2 ?? item.content?.slice(0, 20) ?? ''}”`
  }
  if (field !== null && field !== guideline.field)
    say(null, 'wrongField', `文件是“${field}”的目录，比照的是“${guideline.field}”，请核对是不是选错了。`)
  const lacking = guideline.items.filter(i => !has.has(i.code))
  const townshipOnly =
    rows.length > 0 && rows.every(r => r.levels !== null && r.levels.length > 0 && !r.levels.includes('县级'))
  for (const item of lacking) {
    if (item.confidence === 'drafted')
      say(null, 'notProven', `${nameOf(item.code)}是待核对的事项（没有在任何一份目录里读到），不能断定缺少。`)
    else if (townshipOnly && item.levels !== null && !item.levels.includes('乡级'))
      say(
        null,
        'levelOnly',
        `缺少${nameOf(item.code)}；读到的各份目录只在县级公开它，乡级可能不必有，请核对。`,
      )
    else say(null, 'missing', `缺少${nameOf(item.code)}。如本地没有这项职能，请在编制时写明不列入的理由。`)
  }
  const result: CatalogCheck = {
    matched: [],
    missing: lacking.filter(i => i.confidence !== 'drafted').map(i => i.code),
    notProven: lacking.filter(i => i.confidence === 'drafted').map(i => i.code),
    added: [],
    deadlines: [],
    elementsMissing: [],
    findings,
  }
  for (const [i, row] of rows.entries()) {
    const match = matches[i]!
    if (match) {
      result.matched.push({ ...placeOf(row), codes: [...match.codes], certainty: match.certainty })
      if (match.certainty === 'possible')
        say(
          row,
          'possibleMatch',
          `“${row.level3 ?? row.level2 ?? ''}”可能对应${match.codes.map(nameOf).join('、')}，请核对。`,
        )
      for (const code of match.codes) {
        const national = items.get(code)!
        const verdict = compareDeadlines(row.deadlineRule, national.deadlineRule)
        result.deadlines.push({ ...placeOf(row), code, verdict })
        const draft = national.confidence === 'drafted' ? '（国家目录的这一行待核对，仅供参考）' : ''
        if (verdict === 'looser')
          say(row, 'looserDeadline', `“${row.deadline}”比${nameOf(code)}的“${national.deadline}”宽${draft}。`)
        else if (verdict === 'notComparable' && row.deadline !== null)
          say(
            row,
            'otherDeadline',
            `“${row.deadline}”与${nameOf(code)}的“${national.deadline ?? '（没有读到）'}”比不出宽严，请人工比对${draft}。`,
          )
      }
      if (
        row.deadlineRule?.kind === 'workingDays' &&
        (row.deadlineRule.retention || row.deadlineRule.exceptOtherwiseProvided)
      )
        say(
          row,
          'retention',
          `时限另有“${row.deadlineRule.retention ? '长期公开' : ''}${row.deadlineRule.exceptOtherwiseProvided ? '另有规定从其规定' : ''}”的说明，不影响宽严的比较。`,
        )
    } else {
      result.added.push({ ...placeOf(row), level2: row.level2 ?? row.level3 })
      say(row, 'local', `“${row.level3 ?? row.level2 ?? ''}”没有对应的国家事项，是本级增加的。`)
    }
    const elements = elementsMissing(row)
    if (elements.length > 0) {
      result.elementsMissing.push({ ...placeOf(row), elements })
      say(row, 'elementMissing', `缺少${elements.map(e => elementLabels[e]).join('、')}。`)
    }
  }
  return result
}
