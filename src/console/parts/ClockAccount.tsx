import { longDay } from '../time.ts'
import { Clause } from './Clause.tsx'
import { Light } from './Light.tsx'

/** A clock as the office API tells it: days `YYYY-MM-DD`. */
export type ClockShown = {
  readonly name: string
  readonly basis?: { readonly id: string; readonly cite: string } | null
  readonly startedOn: string
  /** Null while the count stands still. */
  readonly dueOn: string | null
  /** While the count stands still for others: the last day if none of them ever answers. */
  readonly dueAtLatest?: string | null
  readonly light: string
  readonly words: string
  readonly provisional: boolean
  readonly account: readonly {
    readonly day: string
    readonly weekday: string
    readonly counted: number | null
    readonly why: string
  }[]
}

const dueWords = ({ dueOn, dueAtLatest }: ClockShown): string => {
  if (dueOn === null) return ''
  return dueAtLatest
    ? `；今天收到意见的，${longDay(dueOn)}到期，对方一直不答复的，${longDay(dueAtLatest)}到期`
    : `，${longDay(dueOn)}到期`
}

/** A statutory clock with its light, its article and its day-by-day account. */
export function ClockAccount({ clock }: { clock: ClockShown }) {
  const counted = clock.account.filter(day => day.counted !== null).length
  return (
    <div className="clock">
      <p className="clock-light">
        <Light light={clock.light} words={clock.words} large />
      </p>
      <p className="clock-name">{clock.name}</p>
      <p>
        {longDay(clock.startedOn)}起算{dueWords(clock)}
        {clock.provisional ? '（暂定：到期日所在年份的放假安排尚未公布）' : ''}
      </p>
      {clock.basis ? (
        <p>
          <span className="quiet">依据</span>
          <Clause id={clock.basis.id} cite={clock.basis.cite} />
        </p>
      ) : null}
      {clock.account.length > 0 ? (
        <details className="account">
          <summary>
            逐日计算：{clock.account.length} 天中计入 {counted} 天
          </summary>
          <table>
            <thead>
              <tr>
                <th scope="col">日期</th>
                <th scope="col">星期</th>
                <th scope="col">第几天</th>
                <th scope="col">说明</th>
              </tr>
            </thead>
            <tbody>
              {clock.account.map(day => (
                <tr key={day.day} className={day.counted === null ? 'uncounted' : undefined}>
                  <td>{day.day}</td>
                  <td>{day.weekday}</td>
                  <td>{day.counted === null ? '不计' : day.counted}</td>
                  <td>{day.why}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ) : null}
    </div>
  )
}
