import type { ReactNode } from 'react'
import { useScrollFocus } from '#console/parts/useScrollFocus.ts'
import {
  columnNames,
  table2Groups,
  table2Labels,
  table2Note,
  table2Rows,
  type Fault,
  type Table2,
  type Table2Row,
} from '../statistics/table2.ts'
import {
  remedyBlockLabels,
  remedyBlocks,
  remedyResultLabels,
  remedyResults,
  type RemedyBlock,
  type Table3,
} from '../statistics/table3.ts'

/** Cells of 表二 that take part in an identity that does not hold, as `row/column`. */
export function wrongCells(faults: readonly Fault[]): ReadonlySet<string> {
  const wrong = new Set<string>()
  for (const { check, row, column } of faults) {
    const rows = check === 'balance' ? (['r1', 'r2', 'r3.7', 'r4'] as const) : row ? [row] : []
    if (column !== null) for (const one of rows) wrong.add(`${one}/${column}`)
  }
  return wrong
}

type TwoProps = {
  readonly table: Table2
  readonly faults?: readonly Fault[]
  readonly cell?: (row: Table2Row, column: number, n: number) => ReactNode
}

/** 表二 with the heads of the form (国办公开办函〔2021〕30号); on a telephone a row's name stands above its seven numbers. */
export function TableTwo({ table, faults = [], cell }: TwoProps) {
  const box = useScrollFocus('表二')
  const wrong = wrongCells(faults)
  return (
    <div className="annual annual-two" ref={box}>
      <table>
        <caption>三、收到和处理政府信息公开申请情况</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={3}>
              {table2Note}
            </th>
            <th scope="colgroup" colSpan={7}>
              申请人情况
            </th>
          </tr>
          <tr>
            <th scope="col" rowSpan={2}>
              {columnNames[0]}
            </th>
            <th scope="colgroup" colSpan={5}>
              法人或其他组织
            </th>
            <th scope="col" rowSpan={2}>
              {columnNames[6]}
            </th>
          </tr>
          <tr>
            {columnNames.slice(1, 6).map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table2Rows.map(row => {
            const group = table2Groups.find(g => (g.rows as readonly string[]).includes(row))
            return (
              <tr key={row} className={row === 'r3.7' ? 'annual-sum' : undefined}>
                <th scope="row">
                  {row === 'r3.1' ? <span className="annual-group">三、本年度办理结果</span> : null}
                  {group?.rows[0] === row ? <span className="annual-group">{group.label}</span> : null}
                  <span className={group ? 'annual-leaf' : undefined}>{table2Labels[row]}</span>
                </th>
                {table[row].map((n, at) => (
                  <td key={at} className={wrong.has(`${row}/${at}`) ? 'annual-wrong' : undefined}>
                    {cell ? cell(row, at, n) : n}
                    {wrong.has(`${row}/${at}`) ? <span className="hidden">（不勾稽）</span> : null}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

export const resultNames = [...remedyResults.map(r => remedyResultLabels[r]), '总计'] as const

type ThreeProps = {
  readonly table: Table3
  readonly cell?: (block: RemedyBlock, column: number, n: number) => ReactNode
}

/** 表三: a line a block. */
export function TableThree({ table, cell }: ThreeProps) {
  const box = useScrollFocus('表三')
  return (
    <div className="annual annual-three" ref={box}>
      <table>
        <caption>四、政府信息公开行政复议、行政诉讼情况</caption>
        <thead>
          <tr>
            <th scope="col">类别</th>
            {resultNames.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {remedyBlocks.map(block => (
            <tr key={block}>
              <th scope="row">{remedyBlockLabels[block]}</th>
              {table[block].map((n, at) => (
                <td key={at}>{cell ? cell(block, at, n) : n}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
