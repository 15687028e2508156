import { minuteOf } from '#kit/now.ts'
import { useFrame } from './frame.ts'
import { Link } from './parts.tsx'

/** Emergency responses under the navigation of every page they concern; nothing when there is none. */
export function AlertStrips() {
  const { alerts } = useFrame()
  if (alerts.length === 0) return null
  return (
    <section className="alerts" aria-label="应急响应">
      {alerts.map(alert => (
        <div className="alert" key={alert.id}>
          <p className="alert-level">{alert.level ?? '应急提示'}</p>
          <div>
            <p className="alert-title">{alert.to ? <Link to={alert.to}>{alert.title}</Link> : alert.title}</p>
            {alert.text !== '' && <p>{alert.text}</p>}
            <p className="alert-since">
              {alert.by}，<time dateTime={minuteOf(alert.since)}>{minuteOf(alert.since)}</time> 起
            </p>
          </div>
        </div>
      ))}
    </section>
  )
}
