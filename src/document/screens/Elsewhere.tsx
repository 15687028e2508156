import { longDay } from '#console/time.ts'
import type { CaseView } from '../views.ts'

/** What the other departments said, where else it was published, and paper copies on their way. */
export function Elsewhere({ view }: { readonly view: CaseView }) {
  return (
    <>
      {view.countersigns.length > 0 ? (
        <>
          <h3>会签</h3>
          <ul className="plain-list">
            {view.countersigns.map(one => (
              <li key={`${one.department}-${one.round}`}>
                <strong>{one.department}</strong>
                {one.answeredAt === null
                  ? '　还没有会签'
                  : `　${one.agrees === null ? '' : one.agrees ? '同意' : '不同意'}　${one.who ?? ''}`}
                {one.opinion ? <p className="quiet">{one.opinion}</p> : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {view.channels.length > 0 ? (
        <>
          <h3>其他渠道和纸质件</h3>
          <ul className="plain-list">
            {view.channels.map(one => (
              <li key={`${one.label}-${one.place}-${one.doneOn}`}>
                <strong>{one.label}</strong>　{one.place}　{longDay(one.doneOn)}
                {one.link ? (
                  <p>
                    <a href={one.link} rel="noopener noreferrer" target="_blank">
                      {one.link}
                    </a>
                  </p>
                ) : null}
                {one.receipt ? <p className="quiet">{one.receipt}</p> : null}
                {one.open ? <p className="quiet">查阅场所还没有签收</p> : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
