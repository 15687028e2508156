import { comparedLabels } from '../rules/adopt.ts'
import type { VersionView } from '../views.ts'
import { itemName } from './cells.ts'
import { changeLabels } from './Changes.tsx'
import { Marks } from '#console/parts/Marks.tsx'

/** What has changed above since this version was derived, and which rows here it concerns (动态调整). */
export function Moved({
  moved,
  nameOf,
}: {
  moved: VersionView['movedAbove']
  nameOf: (key: string | null) => string
}) {
  return (
    <section aria-label="上级目录的改动">
      <h2>上级目录后来的改动</h2>
      <ul className="opinion-list">
        {moved.map(({ upper, items }) => (
          <li key={upper.key}>
            <p>
              <span className="state-word">{changeLabels[upper.kind]}</span>
              {itemName(upper.item)}
            </p>
            {upper.kind === 'changed'
              ? upper.changes.map(c => (
                  <p key={c.element}>
                    <span className="quiet">{comparedLabels[c.element]}：</span>
                    <Marks before={c.before} after={c.after} />
                  </p>
                ))
              : null}
            <p className="quiet">
              {items.length > 0
                ? `这里受影响的：${items.map(i => nameOf(i.key)).join('、')}，请逐项核对。`
                : '这里没有对应的行。'}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
