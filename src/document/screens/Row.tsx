import { Button, Checkbox } from 'antd'
import { isBackward } from './offers.ts'
import { Light } from '#console/parts/Light.tsx'
import { To } from '#console/parts/To.tsx'
import { minuteText, nearText } from '#console/time.ts'
import { hrefOf } from '../lists/href.ts'
import type { WorklistRow } from '../views.ts'
import { attributeLabels } from './options.ts'

type Props = {
  readonly row: WorklistRow
  /** Its name among the rows of all rooms. */
  readonly work?: string
  readonly decide?: (verb: string) => void
  /** Reminds those it waits for, where this person may. */
  readonly remind?: () => void
  readonly deciding?: boolean
  readonly chosen?: boolean
  /** Absent: the row cannot be chosen. */
  readonly choose?: () => void
}

/** One matter: how long is left, what it is, where it lies, who has it and since when, and what one key decides. */
export function Row({ row, work, decide, remind, deciding, chosen, choose }: Props) {
  const offers = decide ? row.offers.filter(offer => offer.verb !== 'submit' && offer.verb !== 'cancel') : []
  return (
    <li
      data-row
      data-work={work}
      className={`row${deciding ? ' row-deciding' : ''}${choose ? ' row-choosable' : ''}${chosen ? ' row-chosen' : ''}`}
    >
      {choose ? (
        <Checkbox
          className="row-check"
          checked={chosen ?? false}
          aria-label={`选择：${row.title}`}
          onChange={choose}
        />
      ) : null}
      <div className="row-light">
        <Light light={row.light} words={row.words || '不计时限'} />
        {row.dueOn ? <span className="quiet">{row.dueOn} 到期</span> : null}
      </div>
      <div className="row-what">
        <p className="row-title">
          {row.urgency ? (
            <span className={row.urgency === '特急' ? 'urgency urgency-top' : 'urgency'}>{row.urgency}</span>
          ) : null}
          <To href={hrefOf(row)}>{row.title || '（还没有标题）'}</To>
        </p>
        <p className="row-facts">
          {row.documentNumber ? <span>{row.documentNumber}</span> : null}
          <span>{row.attribute ? attributeLabels[row.attribute] : '未定公开属性'}</span>
          <span>
            {row.department} {row.drafter}
          </span>
        </p>
      </div>
      <Whereabouts step={row.stateLabel} turn={row.waitingFor} nobody="已办结" since={row.reachedAt} />
      <div className="row-act">
        {offers.slice(0, 3).map(offer => (
          <Button
            key={offer.verb}
            size="small"
            type={isBackward(offer.verb) ? 'default' : 'primary'}
            ghost={!isBackward(offer.verb)}
            aria-label={`${offer.label}：${row.title}`}
            onClick={() => decide?.(offer.verb)}
          >
            {offer.label}
          </Button>
        ))}
        {remind && row.reminds ? (
          <Button size="small" aria-label={`催办：${row.title}`} onClick={remind}>
            催办
          </Button>
        ) : null}
      </div>
    </li>
  )
}

type WhereaboutsProps = {
  readonly step: string
  readonly turn: readonly string[]
  /** Where nobody is waited for. */
  readonly nobody: string
  /** Left out where the row tells another time. */
  readonly since?: string
}

/** Where a matter lies, who has it and since when. */
export function Whereabouts({ step, turn, nobody, since }: WhereaboutsProps) {
  return (
    <>
      <div className="row-where">
        <p>{step}</p>
        <p className="quiet" title={turn.join('、')}>
          {turn.length > 0 ? `在${holders(turn)}` : nobody}
        </p>
      </div>
      {since === undefined ? null : (
        <p className="row-when quiet">
          <span className="row-since">到达</span>
          <time dateTime={since} title={minuteText(since)}>
            {nearText(since)}
          </time>
        </p>
      )}
    </>
  )
}

/** “张三、李四等 4 人” */
export function holders(names: readonly string[]): string {
  return names.length > 2 ? `${names.slice(0, 2).join('、')}等 ${names.length} 人` : names.join('、')
}
