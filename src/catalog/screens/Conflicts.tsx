import { Clause } from '#console/parts/Clause.tsx'
import type { ConflictView } from '../instrument/views.ts'

/** Where the negative list and what is listed for disclosure say the contrary, or may do so: both texts, and who settled it. */
export function Conflicts({ conflicts }: { conflicts: readonly ConflictView[] }) {
  if (conflicts.length === 0) return null
  return (
    <section aria-label="负面清单与目录的冲突">
      <h2>
        负面清单与目录的冲突 <Clause id="吉林/四(二)" />
      </h2>
      <ul className="opinion-list">
        {conflicts.map(c => (
          <li key={`${c.bar}${c.list}${c.item}`}>
            <p>
              <span className="state-word">
                {c.cleared ? '已说明不冲突' : c.isCertain ? '冲突' : '可能冲突'}
              </span>
              {c.isCertain ? '同一事项，两边只能留一边。' : `共同的字句：${c.shared.join('、')}`}
            </p>
            <p>
              <span className="quiet">负面清单：</span>
              {c.barText}
            </p>
            <p>
              <span className="quiet">列入公开：</span>
              {c.itemText}
            </p>
            {c.cleared ? (
              <p className="quiet">
                {c.cleared.by}（{c.cleared.at}）：{c.cleared.because}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
