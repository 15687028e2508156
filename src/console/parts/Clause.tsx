import { Popover } from 'antd'
import { useState } from 'react'
import { useGet } from '../query.ts'
import { reasonsOf } from '../refusal.ts'
import { clauseName, shortCite } from './clauseName.ts'

export type Basis = {
  readonly id: string
  readonly cite: string
  readonly text: string
  readonly mark: string
}

const marks: Record<string, string> = {
  A: '已核对全文',
  B: '已核对该条',
  C: '见于地方或官方材料',
  D: '由条文推出',
  K: '通行做法',
}

/** A clause by its id: a chip that opens the text of the article. The text is fetched when it is asked for. */
export function Clause({ id, cite }: { id: string; cite?: string }) {
  const [open, setOpen] = useState(false)
  const { data, error } = useGet<Basis>(open ? `/api/clauses/${encodeURIComponent(id)}` : null, {
    fresh: Infinity,
  })
  const full = data?.cite ?? cite
  const name = full ? shortCite(full) : clauseName(id)
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={full ?? name}
      content={
        <div className="clause-text">
          {data ? (
            <BasisText basis={data} />
          ) : error ? (
            reasonsOf(error)
              .map(r => r.text)
              .join('；')
          ) : (
            '正在取条文……'
          )}
        </div>
      }
    >
      <button type="button" className="clause" aria-expanded={open} aria-label={`依据：${name}`}>
        {name}
      </button>
    </Popover>
  )
}

export function BasisText({ basis }: { basis: Basis }) {
  return (
    <>
      <p>{basis.text}</p>
      {marks[basis.mark] ? (
        <p className="quiet">
          证据等级 {basis.mark}：{marks[basis.mark]}
        </p>
      ) : null}
    </>
  )
}

/** The clauses an action rests on, folded until asked for. */
export function BasisList({ basis }: { basis: readonly Basis[] }) {
  if (basis.length === 0) return null
  return (
    <ul className="basis-list" aria-label="依据">
      {basis.map(one => (
        <li key={one.id}>
          <details>
            <summary>
              <span className="basis-word">依据</span>
              {shortCite(one.cite)}
            </summary>
            <div className="clause-text">
              <p className="quiet">{one.cite}</p>
              <BasisText basis={one} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}
