import { findingKinds } from '../import/findings.ts'

const { noTable, ignoredTable, hiddenSheet, hiddenRow, cutSheet, oldFormat, struckText, hiddenText, textBox, noteMark, picture, formula, traditional, renamedHeader, extraColumn, missingColumn, title, band, repeatedHeader, note, filledDown, continuedRow, unclearRow, errorValue } = findingKinds // prettier-ignore

/** What an import of a list says about a file: a closed set, mostly that of catalogs. */
export const listFindingKinds = {
  noTable,
  notAList: { label: '不是清单', isGrave: true },
  noEntries: { label: '没有事项', isGrave: true },
  ignoredTable,
  hiddenSheet,
  hiddenRow,
  cutSheet,
  oldFormat,
  struckText,
  hiddenText,
  textBox,
  noteMark,
  picture,
  formula,
  traditional,
  renamedHeader,
  extraColumn,
  missingColumn,
  title,
  band,
  repeatedHeader,
  note,
  filledDown,
  continuedRow,
  unclearRow,
  errorValue,
  unknownType: { label: '看不懂的类型', isGrave: true },
  otherKind: { label: '不像这种清单', isGrave: false },
  codeLost: { label: '编码被改坏', isGrave: true },
  codeRounded: { label: '编码可能不全', isGrave: false },
  duplicateEntry: { label: '重复的事项', isGrave: false },
  tooLong: { label: '内容太长', isGrave: false },
} as const satisfies Record<string, { label: string; isGrave: boolean }>
export type ListFindingKind = keyof typeof listFindingKinds

/** `row` is the row of the sheet or table, counted from 1; `cell` its place; null where the whole is meant. */
export type ListFinding = {
  readonly row: number | null
  readonly cell: string | null
  readonly kind: ListFindingKind
  readonly message: string
}

export const isGraveInList = (finding: ListFinding): boolean => listFindingKinds[finding.kind].isGrave
