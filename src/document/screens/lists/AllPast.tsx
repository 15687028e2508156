import { Button } from 'antd'
import { useRef, useState } from 'react'
import { path } from '#console/client.ts'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { minuteText, nearText } from '#console/time.ts'
import { useKeys } from '#console/useKeys.ts'
import type { Past, PastList } from '#kit/worklist/past.ts'
import type { PastPage } from '#kit/worklist/views.ts'
import { Whereabouts } from '../Row.tsx'
import { What } from './AllWork.tsx'
import { useRows } from './useRows.ts'

type Props = {
  readonly list: PastList
  readonly kind: string | null
  readonly labels: ReadonlyMap<string, string>
}

const nothing: Record<PastList, readonly [string, string]> = {
  done: ['还没有办过的事项', '您确认、分办、审核、签发、公布过的事项会留在这里。'],
  mine: ['您还没有发起过事项', '您起草的公文、登记的申请、拟写的信息和目录，在这里看走到哪里、在谁手里。'],
}

/** What a person did or began in every room, last first, and how each stands now. */
export function AllPast({ list, kind, labels }: Props) {
  const [places, setPlaces] = useState<readonly number[]>([])
  const box = useRef<HTMLDivElement>(null)
  const { keys } = useRows(box)
  useKeys(keys)
  return (
    <div ref={box}>
      {[null, ...places].map((after, at) => (
        <Chunk
          key={after ?? 'first'}
          address={path(`/api/worklist/past/${list}`, { kind, after: after === null ? null : String(after) })}
          labels={kind === null ? labels : null}
          list={list}
          more={at === places.length ? next => setPlaces([...places, next]) : null}
        />
      ))}
    </div>
  )
}

type ChunkProps = {
  readonly address: string
  readonly list: PastList
  readonly labels: ReadonlyMap<string, string> | null
  readonly more: ((place: number) => void) | null
}

function Chunk({ address, list, labels, more }: ChunkProps) {
  const { data, error, loading, reload } = useGet<PastPage>(address)
  if (loading) return <Loading rows={6} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  if (data.rows.length === 0)
    return (
      <div className="state">
        <p className="state-title">{nothing[list][0]}</p>
        <p>{nothing[list][1]}</p>
      </div>
    )
  return (
    <>
      <ul className="rows" aria-label={list === 'done' ? '已办' : '我发起的'}>
        {data.rows.map(row => (
          <PastRow key={`${row.kind} ${row.id}`} row={row} label={labels?.get(row.kind) ?? null} />
        ))}
      </ul>
      {data.next !== null && more ? (
        <p className="rows-more">
          <Button onClick={() => more(data.next!)}>查看更多</Button>
        </p>
      ) : null}
    </>
  )
}

/** What I did with it and when, what it is, and where it lies now. */
function PastRow({ row, label }: { row: Past; label: string | null }) {
  return (
    <li data-row className="row">
      <div className="row-light row-did">
        <span>{row.did}</span>
        <time className="quiet" dateTime={row.at} title={minuteText(row.at)}>
          {nearText(row.at)}
        </time>
      </div>
      <What of={row} label={label} />
      {row.address === null ? null : <Whereabouts step={row.step} turn={row.turn} nobody="已办结" />}
      <div className="row-act" />
    </li>
  )
}
