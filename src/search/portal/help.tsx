import { Day, Link } from '#portal/parts.tsx'
import { excerpt } from '#record/model.ts'
import type { Bodies } from '#record/portal/data.ts'
import type { Found } from '../find.ts'
import type { Asked } from '../query.ts'
import type { Hit } from '../store/hits.ts'
import type { Instead } from '../suggest.ts'
import { chipsOf } from './facets.tsx'
import { addressOf, changed, isNarrowed, type ItemNames, type State } from './state.ts'

const number = (n: number) => n.toLocaleString('en-US')

/** What was typed finds nothing, and what follows was found with another word. */
export function Replaced({ asked, state, instead }: { asked: Asked; state: State; instead: Instead }) {
  return (
    <p className="lead replaced">
      没有找到“{asked.shown}”，下面是“{instead.word}”的结果。
      <Link to={addressOf(changed(state, { literal: true }))}>只找“{asked.shown}”</Link>
    </p>
  )
}

/** Nothing was found: what else may be meant, which filter stands in the way, whom to ask. */
export function Nothing({
  asked,
  state,
  instead,
  near,
  words,
  isAnswered,
  bodies,
  items,
}: {
  asked: Asked
  state: State
  instead: Instead | null
  found: Found
  near: readonly Hit[]
  /** Those of its words that find something alone. */
  words: readonly string[]
  /** What was asked for stands above. */
  isAnswered: boolean
  bodies: Bodies
  items: ItemNames
}) {
  const one = state.body
  const drops = isNarrowed(state) ? chipsOf(state, bodies, items) : []
  return (
    <div className="prose nothing">
      <p className="empty">
        {asked.shown === ''
          ? '没有符合这些条件的信息。'
          : near.length > 0
            ? `没有哪一件含有“${asked.shown}”的全部词。`
            : `${isAnswered ? '公开的文件里' : ''}没有找到“${asked.shown}”。${[...asked.shown].length === 1 ? '只有一个字的，只找单独成词的；请写完整的词，例如“公开”“预案”。' : ''}`}
      </p>
      {near.length > 0 && (
        <>
          <h2>这些可能有关</h2>
          <ol className="hits near">
            {near.map(hit => (
              <li key={hit.number}>
                <h3 className="entry-title">
                  <Link to={hit.address}>{hit.title}</Link>
                </h3>
                {hit.summary && <p className="passage">{excerpt(hit.summary, 90)}</p>}
                <p className="under">
                  <Day day={hit.shown_on} />
                  <span>{bodies.byId(hit.body_id)?.name}</span>
                  {hit.document_number && <span>{hit.document_number}</span>}
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
      {instead && instead.others.length > 0 && (
        <>
          <h2>您要找的是不是</h2>
          <ul>
            {instead.others.map(o => (
              <li key={o.word}>
                <Link to={addressOf(changed(state, { q: o.word }))}>{o.word}</Link>
                <span className="num">（{number(o.total)} 件）</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {drops.length > 0 && (
        <>
          <h2>放宽条件</h2>
          <ul>
            {drops.map(d => (
              <li key={d.label}>
                <Link to={addressOf(d.without)}>去掉“{d.label}”</Link>
              </li>
            ))}
            {drops.length > 1 && (
              <li>
                <Link to={addressOf(changed(state, { body: null, values: {}, time: null, within: 'text' }))}>
                  去掉全部筛选再找
                </Link>
              </li>
            )}
          </ul>
        </>
      )}
      {words.length > 0 && (
        <>
          <h2>只用其中一个词</h2>
          <ul>
            {words.map(word => (
              <li key={word}>
                <Link to={addressOf(changed(state, { q: word }))}>{word}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>还可以</h2>
      <ul>
        <li>文号只输入年份和序号，例如“〔2019〕390号”。</li>
        <li>
          <Link to={one ? `/${one.slug}/interaction.html` : '/interaction.html'}>向机关咨询</Link>
          ：电话、地址和办公时间。
        </li>
        <li>
          本站没有的信息，可以
          {one ? (
            <Link to={`/${one.slug}/disclosure/request.html`}>向{one.name}申请公开</Link>
          ) : (
            <>
              在<Link to="/bodies.html">机关名录</Link>选定机关后依申请公开
            </>
          )}
          （《政府信息公开条例》第二十七条）。
        </li>
      </ul>
    </div>
  )
}
