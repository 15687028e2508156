import type { ReactNode } from 'react'
import { Link } from '#portal/parts.tsx'
import { changes, isSame, type Comparison, type Row } from '../compare/compare.ts'
import type { Run } from '../compare/marks.ts'
import type { Unit } from '../compare/units.ts'

export type Side = {
  readonly name: string
  /** The page whose clauses the anchors lead to; null where that text has no page of its own. */
  readonly address: string | null
}

const nameOf = (u: Unit | null) => u?.label ?? ''

function titleOf(row: Row): string {
  const [old, now] = [nameOf(row.old), nameOf(row.new)]
  if (row.change === 'deleted') return old || '一段'
  if (row.change === 'added') return now || '一段'
  return row.renumbered && old && now ? `${old}改为${now}` : now || old || '一段'
}

const wordsOf = (row: Row): string =>
  [
    row.change === 'same' ? '' : changes[row.change],
    row.renumbered && row.change === 'same' ? '条序变化' : '',
    row.moved ? '位置移动' : '',
  ]
    .filter(Boolean)
    .join('，')

/** How many of each, in one sentence. */
export function summaryOf({ counts, rows }: Comparison): string {
  const parts = [
    counts.changed > 0 ? `修改${counts.changed}处` : '',
    counts.added > 0 ? `新增${counts.added}处` : '',
    counts.deleted > 0 ? `删除${counts.deleted}处` : '',
    counts.renumbered > 0 ? `条序变化${counts.renumbered}处` : '',
    counts.moved > 0 ? `位置移动${counts.moved}处` : '',
  ].filter(Boolean)
  return parts.length === 0
    ? '两个文本没有差别。'
    : `${parts.join('，')}；未改动${rows.filter(isQuiet).length}处。`
}

const isQuiet = (row: Row) => row.change === 'same' && !row.renumbered && !row.moved

type Group = { readonly quiet: boolean; readonly rows: Row[] }

function grouped(rows: readonly Row[]): Group[] {
  const groups: Group[] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last && last.quiet === isQuiet(row)) last.rows.push(row)
    else groups.push({ quiet: isQuiet(row), rows: [row] })
  }
  return groups
}

/** Two texts clause by clause: old left, new right, one under the other where there is no room; unchanged ones folded. */
export function ComparisonView({ comparison, old, now }: { comparison: Comparison; old: Side; now: Side }) {
  return (
    <>
      <p className="lead">{summaryOf(comparison)}</p>
      {!isSame(comparison) && (
        <p className="compare-key">
          <del>删去的文字</del> <ins>增加的文字</ins>
        </p>
      )}
      <div className="compare">
        <div className="compare-heads">
          <p>旧：{old.address ? <Link to={old.address}>{old.name}</Link> : old.name}</p>
          <p>新：{now.address ? <Link to={now.address}>{now.name}</Link> : now.name}</p>
        </div>
        {grouped(comparison.rows).map((group, i) =>
          group.quiet ? (
            <details key={i} className="compare-same">
              <summary>{sameWords(group.rows)}（展开）</summary>
              {group.rows.map((row, n) => (
                <Paragraphs key={n} label={row.new!.label} runs={row.runs} keep="both" />
              ))}
            </details>
          ) : (
            group.rows.map((row, n) => <ChangedRow key={`${i}-${n}`} row={row} old={old} now={now} />)
          ),
        )}
      </div>
    </>
  )
}

function sameWords(rows: readonly Row[]): string {
  const labels = rows.flatMap(r => (r.new?.kind === 'clause' ? [r.new.label] : []))
  const first = labels[0]
  const last = labels.at(-1)
  if (first && last && labels.length === rows.length)
    return first === last ? `${first}未改动` : `${first}至${last}未改动`
  return `${rows.length} 段未改动`
}

function ChangedRow({ row, old, now }: { row: Row; old: Side; now: Side }) {
  return (
    <div className={`compare-row is-${row.change}`}>
      <p className="compare-what">
        <strong>{titleOf(row)}</strong>
        <span>{wordsOf(row)}</span>
      </p>
      <div className="compare-sides">
        <SideText unit={row.old} side={old} name="旧" none="旧文没有这一条。">
          <Paragraphs label={nameOf(row.old)} runs={row.runs} keep="deleted" />
        </SideText>
        <SideText unit={row.new} side={now} name="新" none="新文没有这一条。">
          <Paragraphs label={nameOf(row.new)} runs={row.runs} keep="added" />
        </SideText>
      </div>
    </div>
  )
}

function SideText({
  unit,
  side,
  name,
  none,
  children,
}: {
  unit: Unit | null
  side: Side
  name: string
  none: string
  children: ReactNode
}) {
  return (
    <div className="compare-side">
      <p className="compare-name">
        {name}
        {unit?.anchor && side.address && (
          <Link to={`${side.address}#${unit.anchor}`}>看{unit.label}原文</Link>
        )}
      </p>
      {unit ? children : <p className="compare-none">{none}</p>}
    </div>
  )
}

/** The runs of one side as paragraphs; the label before the first. */
function Paragraphs({
  label,
  runs,
  keep,
}: {
  label: string
  runs: readonly Run[]
  keep: 'deleted' | 'added' | 'both'
}) {
  const lines: Run[][] = [[]]
  for (const run of runs) {
    if (run.kind !== 'same' && run.kind !== keep) continue
    run.text.split('\n').forEach((text, i) => {
      if (i > 0) lines.push([])
      if (text !== '') lines.at(-1)!.push({ kind: run.kind, text })
    })
  }
  return (
    <>
      {lines.map((line, i) => (
        <p key={i}>
          {i === 0 && label && <span className="compare-label">{label}　</span>}
          {line.map((run, n) =>
            run.kind === 'deleted' ? (
              <del key={n}>{run.text}</del>
            ) : run.kind === 'added' ? (
              <ins key={n}>{run.text}</ins>
            ) : (
              <span key={n}>{run.text}</span>
            ),
          )}
        </p>
      ))}
    </>
  )
}
