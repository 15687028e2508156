import { Fragment } from 'react'
import { Day, Link, Mark } from '#portal/parts.tsx'
import type { Guideline } from '../model.ts'
import { CounterpartLines } from '../lists/portalParts.tsx'
import { coverageLabels, coverageStates } from '../rules/coverage.ts'
import { columnHeads, rowCells, rowGroups } from './layout.ts'
import { absenceKindLabels } from './model.ts'
import { evidencePath, tones } from './pageFrame.tsx'
import type { PublicCatalog } from './publicData.ts'

/** The table of duties as the public reads it: a group that folds for every 一级事项, a row for every item with how it stands today. */

type Item = PublicCatalog['items'][number]

export const Lines = ({ text }: { text: string }) =>
  text.split('\n').map((line, i) => (
    <Fragment key={i}>
      {i > 0 && <br />}
      {line}
    </Fragment>
  ))

/** Boxes side by side, none torn at the end of a line. */
export const Boxes = ({ text }: { text: string }) =>
  text.split('\n').map(box => (
    <Fragment key={box}>
      <span className="box">{box}</span>{' '}
    </Fragment>
  ))

/** How many items stand how; states that nothing stands in are left out. */
export function Tally({ items }: { items: readonly Item[] }) {
  const many = coverageStates.flatMap(state => {
    const n = items.filter(i => i.state === state).length
    return n > 0 ? [{ state, n }] : []
  })
  return (
    <span className="tally">
      {many.map(({ state, n }) => (
        <Fragment key={state}>
          <Mark tone={tones[state]}>
            {coverageLabels[state]} {n}
          </Mark>{' '}
        </Fragment>
      ))}
    </span>
  )
}

function Standing({ of, item }: { of: PublicCatalog; item: Item }) {
  const { absence } = item
  return (
    <>
      <Mark tone={tones[item.state]}>{coverageLabels[item.state]}</Mark>
      {item.ever > 0 && (
        <span className="stands">
          共 {item.ever} 件{item.last && <>，最近 </>}
          {item.last && <Day day={item.last} />}
        </span>
      )}
      <CounterpartLines of={of} item={item.item.key} more={evidencePath(of, item.item.key)} />
      {absence && item.published === 0 && (
        <span className="stands">
          {absenceKindLabels[absence.kind]}：{absence.reason}（{absence.saidBy}，
          <Day day={absence.saidOn} />）
        </span>
      )}
      {!absence && item.state === 'notApplicable' && <span className="stands">依申请公开</span>}
    </>
  )
}

/** Columns that a phone leaves to the page of the item. */
const onItsOwnPage = new Set(['公开依据', '公开主体', '公开渠道和载体', '公开对象', '公开方式', '公开层级'])

/** Only the boxes that are ticked; all of them stand in the published text and in the files. */
const ticked = (cell: string) =>
  cell
    .split('\n')
    .filter(line => !line.startsWith('□'))
    .join('\n') || '—'

export function DutyGroups({ of, guideline }: { of: PublicCatalog; guideline: Guideline }) {
  const groups = rowGroups(of.items, guideline)
  return (
    <>
      <nav className="duty-groups" aria-label="一级事项">
        <ul>
          {groups.map((group, n) => (
            <li key={group.level1}>
              <a href={`#group-${n + 1}`}>{group.level1}</a>
              <span className="num">{group.items.length} 项</span>
            </li>
          ))}
        </ul>
      </nav>
      {groups.map((group, n) => (
        <details key={group.level1} className="duty-group" open>
          <summary>
            <h2 id={`group-${n + 1}`}>{group.level1}</h2>
            <span className="num">{group.items.length} 项</span>
            <Tally items={group.items.map(({ item }) => item)} />
          </summary>
          <table className="duties">
            <caption className="hidden">
              {of.body.name}
              {group.level1}事项及公开情况
            </caption>
            <thead>
              <tr>
                {columnHeads.map(head => (
                  <th key={head} scope="col" className={head === '一级事项' ? 'level-1' : undefined}>
                    {head}
                  </th>
                ))}
                <th scope="col">公开情况</th>
              </tr>
            </thead>
            <tbody>
              {group.items.map(({ number, item }, i) => (
                <tr key={item.item.key}>
                  <td className="no">{number}</td>
                  {i === 0 && (
                    <th scope="rowgroup" rowSpan={group.items.length} className="level-1">
                      {group.level1}
                    </th>
                  )}
                  <th scope="row">
                    <Link to={evidencePath(of, item.item.key)}>{item.name}</Link>
                  </th>
                  {rowCells(item.item).map((cell, n) => {
                    const head = columnHeads[n + 3]!
                    return (
                      <td
                        key={head}
                        data-label={head.replace(/（.*/, '')}
                        className={onItsOwnPage.has(head) ? 'at-item' : undefined}
                      >
                        {head === '公开渠道和载体' ? <Boxes text={ticked(cell)} /> : <Lines text={cell} />}
                      </td>
                    )
                  })}
                  <td className="standing">
                    <Standing of={of} item={item} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ))}
    </>
  )
}
