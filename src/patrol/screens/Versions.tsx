import { useGet } from '#console/query.ts'
import { minuteText } from '#console/time.ts'
import type { LexiconVersionView } from '../views.ts'

/** Every change of the body's own words: who, when, why. */
export function Versions() {
  const { data } = useGet<LexiconVersionView[]>('/api/patrol/lexicon/versions', { fresh: 0 })
  if (!data || data.length === 0) return null
  return (
    <section className="versions" aria-labelledby="versions-title">
      <h2 id="versions-title">本机关词库的版本</h2>
      <ul className="plain-list">
        {data.slice(0, 20).map(one => (
          <li key={one.version}>
            <div>
              <p>
                <span className="state-word">第{one.version}版</span>
                {one.reason}
              </p>
              <p className="quiet">
                {one.changedByName}　{minuteText(one.changedAt)}　共{one.words}条
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
