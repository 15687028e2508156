import { Popover } from 'antd'
import { useState } from 'react'
import { useGet } from '../query.ts'
import { reasonsOf } from '../refusal.ts'

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

const chinese = '零一二三四五六七八九十'

/** `390号/四(一)1` → “390号 四（一）1”, `条例/20` → “条例第二十条”: an id as people read it. */
export function clauseName(id: string): string {
  const at = id.indexOf('/')
  if (at < 0) return id
  const [source, place] = [
    id.slice(0, at),
    id
      .slice(at + 1)
      .replace('(', '（')
      .replace(')', '）'),
  ]
  const article = /^(\d{1,2})(.*)$/.exec(place)
  if (!article) return `${source} ${place}`
  const number = Number(article[1])
  const tens = Math.floor(number / 10)
  const words = `${tens > 1 ? chinese[tens] : ''}${tens > 0 ? '十' : ''}${number % 10 > 0 ? chinese[number % 10] : ''}`
  return `${source}第${words}条${article[2] ?? ''}`
}

/** The long name of a document gives way to its number where it has one: `《……的通知》（应急厅函〔2019〕390号）四（一）5`. */
export function shortCite(cite: string): string {
  const numbered = /^《[^》]*(?:《[^》]*》[^》]*)*》（([^）]*号)）(.*)$/u.exec(cite)
  if (numbered) return `${numbered[1]} ${numbered[2]}`.trim()
  return cite.replace('中华人民共和国', '')
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
