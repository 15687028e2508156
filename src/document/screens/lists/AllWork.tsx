import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Light } from '#console/parts/Light.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet } from '#console/query.ts'
import { useKeys } from '#console/useKeys.ts'
import type { KindCount, WorkPage } from '#kit/worklist/views.ts'
import type { Past, PastList } from '#kit/worklist/past.ts'
import type { AskedLight, Work, WorkList } from '#kit/worklist/work.ts'
import type { ListRow } from '../../lists/views.ts'
import { Decision } from '../Decision.tsx'
import { forwardOffer, returnOffer } from '../offers.ts'
import { Row, Whereabouts } from '../Row.tsx'
import { useRows } from './useRows.ts'

const lights: readonly (readonly [AskedLight, string])[] = [
  ['red', '超期'],
  ['yellow', '临近期限'],
  ['green', '时间充裕'],
]
type Deciding = { readonly row: ListRow; readonly verb: string }
type Begin = (row: ListRow, verb: string) => void

const countWords = ({ total, isMore }: Pick<KindCount, 'total' | 'isMore'>) =>
  isMore ? `${total}+` : String(total)

/** Which kinds wait, as links that keep the place: everything, or one kind alone. */
export function Kinds({
  counts,
  kind,
  list,
}: {
  counts: readonly KindCount[]
  kind: string | null
  list: WorkList | PastList
}) {
  const { search } = useAddress()
  const some = counts.filter(c => c.total > 0 || c.kind === kind)
  const all = { total: counts.reduce((sum, c) => sum + c.total, 0), isMore: counts.some(c => c.isMore) }
  const href = (of: string | null) =>
    path(`/worklist/${list}`, { kind: of, light: of === 'document' ? null : (search.light ?? null) })
  return (
    <nav className="kinds" aria-label="按种类看">
      <ul>
        {[{ kind: null, label: '全部', ...all }, ...some].map(one => (
          <li key={one.kind ?? 'all'}>
            <To href={href(one.kind)} className="kind" current={one.kind === kind}>
              {one.label} <span className="kind-count">{countWords(one)}</span>
              <span className="hidden"> 件</span>
            </To>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type Props = {
  readonly list: WorkList
  readonly kind: string | null
  readonly labels: ReadonlyMap<string, string>
}

/** What waits in every room as one list, first due first; keys move along it and decide documents on the row. */
export function AllWork({ list, kind, labels }: Props) {
  const { search, set } = useAddress()
  const light = lights.some(([one]) => one === search.light) ? search.light : null
  const [places, setPlaces] = useState<readonly string[]>([])
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const [told, setTold] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const shown = useRef(new Map<string, Work>())
  const decides = list === 'todo'

  const { links, standing, keys } = useRows(box)
  const decide = (pick: typeof forwardOffer | typeof returnOffer) => {
    const key = links()[Math.max(0, standing())]?.closest('[data-work]')?.getAttribute('data-work') ?? ''
    const row = documentOf(shown.current.get(key))
    const offer = decides && row ? pick(row.offers) : null
    if (row && offer) setDeciding({ row, verb: offer.verb })
  }
  useKeys({
    ...keys,
    forward: () => decide(forwardOffer),
    return: () => decide(returnOffer),
  })
  const begin: Begin = (row, verb) => setDeciding({ row, verb })
  return (
    <div ref={box}>
      <div className="kinds-lights" role="group" aria-label="按时限看">
        {lights.map(([one, words]) => (
          <Button
            key={one}
            size="small"
            type={light === one ? 'primary' : 'default'}
            aria-pressed={light === one}
            onClick={() => {
              setPlaces([])
              set({ light: light === one ? null : one })
            }}
          >
            {words}
          </Button>
        ))}
      </div>
      <div aria-live="polite" className="done-words">
        {told}
      </div>
      {[null, ...places].map((after, at) => (
        <Chunk
          key={after ?? 'first'}
          address={path(`/api/worklist/${list}`, { kind, light, after })}
          labels={kind === null ? labels : null}
          shown={shown.current}
          begin={begin}
          deciding={deciding?.row.id ?? null}
          more={at === places.length ? next => setPlaces([...places, next]) : null}
          filtered={light !== null}
          list={list}
        />
      ))}
      {deciding ? (
        <Decision
          row={deciding.row}
          verb={deciding.verb}
          onClose={() => setDeciding(null)}
          onDone={done => {
            setDeciding(null)
            setTold(done)
          }}
        />
      ) : null}
    </div>
  )
}

/** Documents bring the whole line of their own list. */
const documentOf = (work: Work | undefined): ListRow | null =>
  work?.kind === 'document' ? (work.detail as ListRow) : null

type ChunkProps = {
  readonly address: string
  readonly list: WorkList
  /** The words of the kinds, where several stand in one list. */
  readonly labels: ReadonlyMap<string, string> | null
  readonly shown: Map<string, Work>
  readonly begin: Begin
  readonly deciding: number | null
  readonly more: ((place: string) => void) | null
  readonly filtered: boolean
}

function Chunk({ address, list, labels, shown, begin, deciding, more, filtered }: ChunkProps) {
  const { data, error, loading, reload } = useGet<WorkPage>(address)
  if (loading) return <Loading rows={6} />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  for (const work of data.rows) shown.set(keyOf(work), work)
  if (data.rows.length === 0)
    return (
      <div className="state">
        <p className="state-title">{filtered ? '没有这种时限状态的事项' : '现在没有等着办理的事项'}</p>
        <p>
          {list === 'todo'
            ? '到您手里的公文、申请、工单都会出现在这里。'
            : '您负责范围内没有超期或临近期限的事项。'}
        </p>
      </div>
    )
  return (
    <>
      <ul className="rows" aria-label={list === 'todo' ? '待办' : '督办'}>
        {data.rows.map(work => {
          const row = documentOf(work)
          return row ? (
            <Row
              key={keyOf(work)}
              work={keyOf(work)}
              row={row}
              decide={list === 'todo' ? verb => begin(row, verb) : undefined}
              remind={list === 'watch' ? () => begin(row, 'remind') : undefined}
              deciding={deciding === row.id}
            />
          ) : (
            <WorkRow key={keyOf(work)} work={work} label={labels?.get(work.kind) ?? null} />
          )
        })}
      </ul>
      {data.next !== null && more ? (
        <p className="rows-more">
          <Button onClick={() => more(data.next!)}>查看更多</Button>
        </p>
      ) : null}
    </>
  )
}

const keyOf = (work: Work): string => `${work.kind} ${work.id}`

/** A matter of any room: how long is left, what it is, what it waits for and for whom; one click opens it. */
function WorkRow({ work, label }: { work: Work; label: string | null }) {
  return (
    <li data-row data-work={keyOf(work)} className="row">
      <div className="row-light">
        <Light light={work.light} words={work.words || '不计时限'} />
        {work.dueOn ? <span className="quiet">{work.dueOn} 到期</span> : null}
      </div>
      <What of={work} label={label} />
      <Whereabouts step={work.step} turn={work.turn} nobody="还没有责任人" since={work.since} />
      <div className="row-act" />
    </li>
  )
}

/** What a matter is about: its title, its kind, its facts. */
export function What({ of, label }: { of: Pick<Past, 'title' | 'facts' | 'address'>; label: string | null }) {
  return (
    <div className="row-what">
      <p className="row-title">{of.address === null ? of.title : <To href={of.address}>{of.title}</To>}</p>
      <p className="row-facts">
        {label ? <span className="row-kind">{label}</span> : null}
        {of.facts.map(fact => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
    </div>
  )
}
