import { Button } from 'antd'
import { useState } from 'react'

export type FoundIn = {
  readonly row: number | null
  readonly cell: string | null
  /** Of a file with several tables. */
  readonly table?: string | null
  readonly kind: string
  readonly label: string
  readonly isGrave: boolean
  readonly message: string
}

const few = 12

/** What an import says of a file, the grave first; `onGo` leads to what was read of a row. */
export function FindingList({
  findings,
  onGo,
}: {
  findings: readonly FoundIn[]
  onGo?: (finding: FoundIn) => (() => void) | null
}) {
  const [all, setAll] = useState(false)
  const sorted = [...findings].sort((a, b) => Number(b.isGrave) - Number(a.isGrave))
  const grave = sorted.filter(f => f.isGrave).length
  const shown = all ? sorted : sorted.slice(0, Math.max(grave, few))
  const isMany =
    new Set(findings.flatMap(f => f.table ?? [])).size > 1 || findings.some(f => f.cell?.includes('!'))
  // A whole row is named as a spreadsheet does (第二批!5:5).
  const isRow = (f: FoundIn) => f.cell === null || /:\d+$/.test(f.cell)
  const whereOf = (f: FoundIn) =>
    !isRow(f) ? f.cell : f.row === null ? '整个文件' : `${isMany && f.table ? `${f.table} ` : ''}第${f.row}行`
  if (sorted.length === 0) return <p>每一格都照样读懂了。</p>
  return (
    <>
      <p className="found">
        {grave > 0 ? `${grave}处没有看懂，要改好${sorted.length > grave ? '；' : '。'}` : ''}
        {sorted.length > grave ? `${sorted.length - grave}处是照规则读的，请看一眼对不对。` : ''}
      </p>
      <ul className="finding-list">
        {shown.map(f => {
          const go = f.row === null ? null : (onGo?.(f) ?? null)
          return (
            <li key={`${f.table ?? ''}${f.row}${f.cell}${f.kind}${f.message}`}>
              <span className="finding-cell">{whereOf(f)}</span>
              <span className={f.isGrave ? 'note note-grave' : undefined}>
                {f.label}：{f.message}
              </span>
              {go ? (
                <Button size="small" onClick={go}>
                  去看
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
      {shown.length < sorted.length ? (
        <Button onClick={() => setAll(true)}>看全部{sorted.length}处</Button>
      ) : null}
    </>
  )
}
