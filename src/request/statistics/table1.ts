import { z } from 'zod'

/** 年度报告表一“主动公开政府信息情况” (国办公开办函〔2021〕30号): ten cells. Pure. */

export const table1Cells = {
  regulationIssued: '规章：本年制发件数',
  regulationEnded: '规章：本年废止件数',
  regulationInForce: '规章：现行有效件数',
  normativeIssued: '行政规范性文件：本年制发件数',
  normativeEnded: '行政规范性文件：本年废止件数',
  normativeInForce: '行政规范性文件：现行有效件数',
  licences: '行政许可：本年处理决定数量',
  punishments: '行政处罚：本年处理决定数量',
  coercions: '行政强制：本年处理决定数量',
  fees: '行政事业性收费：本年收费金额（单位：万元）',
} as const
export type Table1Cell = keyof typeof table1Cells
export const table1Keys = Object.keys(table1Cells) as Table1Cell[]

export type Table1Entry = { readonly value: number | null; readonly source: string }
export type Table1 = { readonly [C in Table1Cell]?: Table1Entry }

const entry = z.object({
  value: z.number('应为数字。').min(0, '不能小于0。').max(1_000_000_000, '数太大，请核对。').nullable(),
  source: z.string().trim().max(300, '来源最多300个字。').default(''),
})
export const table1Schema = z.partialRecord(z.enum(table1Keys as [Table1Cell, ...Table1Cell[]]), entry)

/** What stands against publishing the table, and what must be explained. `before`: in force at the end of the year before. */
export function checkTable1(
  table: Table1,
  before: { readonly normativeInForce?: number | null } = {},
): { readonly faults: string[]; readonly hints: string[] } {
  const faults: string[] = []
  const hints: string[] = []
  for (const cell of table1Keys) {
    const { value = null, source = '' } = table[cell] ?? {}
    if (value === null) faults.push(`“${table1Cells[cell]}”还没有填；没有的填0。`)
    else if (cell !== 'fees' && !Number.isSafeInteger(value))
      faults.push(`“${table1Cells[cell]}”应为不小于0的整数。`)
    else if (source === '') faults.push(`“${table1Cells[cell]}”没有写数据的来源。`)
  }
  const of = (cell: Table1Cell) => table[cell]?.value ?? null
  const [issued, ended, inForce] = [of('normativeIssued'), of('normativeEnded'), of('normativeInForce')]
  const last = before.normativeInForce ?? null
  if (
    last !== null &&
    issued !== null &&
    ended !== null &&
    inForce !== null &&
    last + issued - ended !== inForce
  )
    hints.push(
      `行政规范性文件上年现行有效${last}件，加本年制发${issued}件、减本年废止${ended}件是${last + issued - ended}件，与现行有效${inForce}件不一致，请核对或者在报告中说明。`,
    )
  return { faults, hints }
}
