import { applicantKinds, type ApplicantKind } from '../model.ts'

/** 年度报告表二“收到和处理政府信息公开申请情况” (国办公开办函〔2021〕30号): 25 rows, six kinds of applicant and their sum. */

/** Rows that hold results; the rest are new, carried over, sum and carried on. */
export const resultRows = [
  'r3.1',
  'r3.2',
  'r3.3.1',
  'r3.3.2',
  'r3.3.3',
  'r3.3.4',
  'r3.3.5',
  'r3.3.6',
  'r3.3.7',
  'r3.3.8',
  'r3.4.1',
  'r3.4.2',
  'r3.4.3',
  'r3.5.1',
  'r3.5.2',
  'r3.5.3',
  'r3.5.4',
  'r3.5.5',
  'r3.6.1',
  'r3.6.2',
  'r3.6.3',
] as const
export type ResultRow = (typeof resultRows)[number]
export const table2Rows = ['r1', 'r2', ...resultRows, 'r3.7', 'r4'] as const
export type Table2Row = (typeof table2Rows)[number]

export const table2Labels: Record<Table2Row, string> = {
  r1: '一、本年新收政府信息公开申请数量',
  r2: '二、上年结转政府信息公开申请数量',
  'r3.1': '（一）予以公开',
  'r3.2': '（二）部分公开（区分处理的，只计这一情形，不计其他情形）',
  'r3.3.1': '1.属于国家秘密',
  'r3.3.2': '2.其他法律行政法规禁止公开',
  'r3.3.3': '3.危及“三安全一稳定”',
  'r3.3.4': '4.保护第三方合法权益',
  'r3.3.5': '5.属于三类内部事务信息',
  'r3.3.6': '6.属于四类过程性信息',
  'r3.3.7': '7.属于行政执法案卷',
  'r3.3.8': '8.属于行政查询事项',
  'r3.4.1': '1.本机关不掌握相关政府信息',
  'r3.4.2': '2.没有现成信息需要另行制作',
  'r3.4.3': '3.补正后申请内容仍不明确',
  'r3.5.1': '1.信访举报投诉类申请',
  'r3.5.2': '2.重复申请',
  'r3.5.3': '3.要求提供公开出版物',
  'r3.5.4': '4.无正当理由大量反复申请',
  'r3.5.5': '5.要求行政机关确认或重新出具已获取信息',
  'r3.6.1': '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请',
  'r3.6.2': '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请',
  'r3.6.3': '3.其他',
  'r3.7': '（七）总计',
  r4: '四、结转下年度继续办理',
}

/** The groups that span rows of the third item, as the form prints them. */
export const table2Groups: readonly { readonly label: string; readonly rows: readonly ResultRow[] }[] = [
  { label: '（三）不予公开', rows: resultRows.filter(r => r.startsWith('r3.3.')) },
  { label: '（四）无法提供', rows: resultRows.filter(r => r.startsWith('r3.4.')) },
  { label: '（五）不予处理', rows: resultRows.filter(r => r.startsWith('r3.5.')) },
  { label: '（六）其他处理', rows: resultRows.filter(r => r.startsWith('r3.6.')) },
]

export const table2Note = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）'

/** Seven numbers a row: the six kinds of applicant in the order of the form, then 总计. */
export type Table2 = { readonly [R in Table2Row]: readonly number[] }

export type Counted = {
  readonly row: 'r1' | 'r2' | ResultRow | 'r4'
  readonly kind: ApplicantKind
  readonly count: number
}

function tableOf(numbersOf: (row: Table2Row) => readonly number[]): Table2 {
  const table: Partial<Record<Table2Row, readonly number[]>> = {}
  for (const row of table2Rows) table[row] = numbersOf(row)
  return table as Table2
}

/** The table from counts by row and kind of applicant: sums are made here and nowhere else. */
export function makeTable2(counts: Iterable<Counted>): Table2 {
  const cells = new Map<string, number[]>(table2Rows.map(row => [row, applicantKinds.map(() => 0)]))
  for (const { row, kind, count } of counts) cells.get(row)![applicantKinds.indexOf(kind)]! += count
  const total = cells.get('r3.7')!
  for (const row of resultRows) cells.get(row)!.forEach((n, at) => (total[at]! += n))
  return tableOf(row => {
    const numbers = cells.get(row)!
    return [...numbers, numbers.reduce((sum, n) => sum + n, 0)]
  })
}

export type Fault = {
  readonly check: 'shape' | 'row' | 'results' | 'balance' | 'carryOver' | 'sum'
  readonly row: Table2Row | null
  /** 0–6; null where the whole row is meant. */
  readonly column: number | null
  readonly text: string
}

export const columnNames = [
  '自然人',
  '商业企业',
  '科研机构',
  '社会公益组织',
  '法律服务机构',
  '其他',
  '总计',
] as const

/**
 * Every identity of the form that does not hold: rows add up over applicants, results add up to （七）总计, and 第一项＋第二项＝
 * 第三项＋第四项, column by column; with last year's table also 上年结转＝上年的结转下年度. An empty list: the table stands.
 */
export function checkTable2(
  table: { readonly [row: string]: readonly number[] },
  lastYear?: Table2,
): Fault[] {
  const faults: Fault[] = []
  for (const row of table2Rows) {
    const numbers = table[row]
    const wrong =
      !Array.isArray(numbers) || numbers.length !== 7 || numbers.some(n => !Number.isSafeInteger(n) || n < 0)
    if (wrong)
      faults.push({
        check: 'shape',
        row,
        column: null,
        text: `“${table2Labels[row]}”应有7个不小于0的整数（6类申请人和总计）。`,
      })
  }
  if (faults.length > 0) return faults
  const whole = table as Table2
  for (const row of table2Rows) {
    const sum = whole[row].slice(0, 6).reduce((a, b) => a + b, 0)
    if (sum !== whole[row][6])
      faults.push({
        check: 'row',
        row,
        column: 6,
        text: `“${table2Labels[row]}”的总计是${whole[row][6]}，6类申请人之和是${sum}。`,
      })
  }
  for (let column = 0; column < 7; column += 1) {
    const name = columnNames[column]
    const results = resultRows.reduce((sum, row) => sum + whole[row][column]!, 0)
    if (results !== whole['r3.7'][column])
      faults.push({
        check: 'results',
        row: 'r3.7',
        column,
        text: `“${name}”列各项办理结果之和是${results}，（七）总计是${whole['r3.7'][column]}。`,
      })
    const came = whole.r1[column]! + whole.r2[column]!
    const went = whole['r3.7'][column]! + whole.r4[column]!
    if (came !== went)
      faults.push({
        check: 'balance',
        row: null,
        column,
        text: `“${name}”列第一项加第二项是${came}，第三项加第四项是${went}，两者应当相等。`,
      })
    if (lastYear && lastYear.r4[column] !== whole.r2[column])
      faults.push({
        check: 'carryOver',
        row: 'r2',
        column,
        text: `“${name}”列上年结转是${whole.r2[column]}，上年报告的结转下年度是${lastYear.r4[column]}。`,
      })
  }
  return faults
}

/** Cell by cell: own and subordinate bodies (汇总). */
export function addTables2(tables: readonly Table2[]): Table2 {
  return tableOf(row =>
    Array.from({ length: 7 }, (_, column) => tables.reduce((sum, t) => sum + t[row][column]!, 0)),
  )
}
