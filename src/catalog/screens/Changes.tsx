import { diffChars } from 'diff'
import type { GuidelineName } from '../model.ts'
import { comparedElements, comparedLabels, elementText, type ItemChange } from '../rules/adopt.ts'
import { verdictLabels } from '../rules/deadline.ts'
import { draftedCodes, isUnproven } from '../guideline/guidelines.ts'
import { itemName } from './cells.ts'
import { Unproven } from './ItemWords.tsx'
import { useGuideline } from './useGuideline.ts'

export const changeLabels: Record<ItemChange['kind'], string> = {
  added: '增加',
  removed: '减少',
  leftOut: '改为不列入',
  takenIn: '改为列入',
  changed: '修改',
}

/** One wording beside the other; only what this side has more is marked. */
function Side({ before, after, side }: { before: string; after: string; side: 'before' | 'after' }) {
  const own = side === 'before' ? before : after
  if (own === '') return <span className="quiet">（空）</span>
  if (before === '' || after === '') return side === 'before' ? <del>{own}</del> : <ins>{own}</ins>
  return diffChars(before, after)
    .filter(run => (side === 'before' ? !run.added : !run.removed))
    .map((run, n) =>
      run.removed ? (
        <del key={n}>{run.value}</del>
      ) : run.added ? (
        <ins key={n}>{run.value}</ins>
      ) : (
        <span key={n}>{run.value}</span>
      ),
    )
}

type Row = {
  readonly label: string
  readonly before: string
  readonly after: string
  readonly verdict?: string
}

function rowsOf(change: ItemChange): Row[] {
  if (change.kind === 'changed')
    return change.changes.map(c => ({
      label: comparedLabels[c.element],
      before: c.before,
      after: c.after,
      ...(c.verdict ? { verdict: verdictLabels[c.verdict] } : {}),
    }))
  if (change.kind === 'leftOut') return [{ label: '理由', before: '', after: change.reason || '没有写理由' }]
  if (change.kind === 'takenIn') return [{ label: '原来的理由', before: change.reason, after: '' }]
  return comparedElements
    .map(e => ({ label: comparedLabels[e], text: elementText(change.item, e) }))
    .filter(r => r.text !== '')
    .map(({ label, text }) =>
      change.kind === 'added' ? { label, before: '', after: text } : { label, before: text, after: '' },
    )
}

type Group = {
  readonly key: string
  readonly state: string
  readonly name: string
  readonly codes?: readonly string[]
  readonly rows: readonly Row[]
}

const none: ReadonlySet<string> = new Set()

/** Wordings side by side, grouped by what they are of. */
export function ChangedRows({
  groups,
  before,
  after,
  drafted = none,
}: {
  groups: readonly Group[]
  before: string
  after: string
  /** National rows nobody has read. */
  drafted?: ReadonlySet<string>
}) {
  return (
    <table className="differences catalog-differences">
      <thead>
        <tr>
          <th scope="col">要素</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      {groups.map(group => (
        <tbody key={group.key}>
          <tr>
            <th scope="rowgroup" colSpan={3} className="difference-item">
              <span className="state-word">{group.state}</span>
              {group.name}
              {group.codes && group.codes.length > 0 ? (
                <span className="quiet">　{group.codes.join('、')}</span>
              ) : null}
              {isUnproven(group.codes ?? [], drafted) ? <Unproven /> : null}
            </th>
          </tr>
          {group.rows.map(row => (
            <tr key={row.label}>
              <th scope="row">
                {row.label}
                {row.verdict ? <span className="quiet">（{row.verdict}）</span> : null}
              </th>
              <td data-label={before} className="grid-text-whole">
                <Side {...row} side="before" />
              </td>
              <td data-label={after} className="grid-text-whole">
                <Side {...row} side="after" />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** Differences of catalogs side by side, element by element. */
export function Changes({
  changes,
  before,
  after,
  field,
}: {
  changes: readonly ItemChange[]
  before: string
  after: string
  field: GuidelineName
}) {
  return (
    <ChangedRows
      drafted={draftedCodes(useGuideline(field))}
      before={before}
      after={after}
      groups={changes.map(change => ({
        key: `${change.kind}${change.key}`,
        state: changeLabels[change.kind],
        name: itemName(change.item),
        codes: change.item.lineage.codes,
        rows: rowsOf(change),
      }))}
    />
  )
}
