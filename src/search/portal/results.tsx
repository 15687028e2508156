import { useFrame } from '#portal/frame.ts'
import { switchAddress } from '#portal/mode.ts'
import { Day, Empty, Link, Mark, Pager, SearchForm, type Tone } from '#portal/parts.tsx'
import { validities } from '#record/model.ts'
import type { Bodies } from '#record/portal/data.ts'
import type { Answered } from '../portal.tsx'
import { highlight, holdsAny, longestQuery, markingIn, passage, type Asked, type Marking } from '../query.ts'
import type { Found } from '../find.ts'
import type { Hit, HitText } from '../store/hits.ts'
import { AnswerList } from './answers.tsx'
import { Chosen, FacetList, TimeForm } from './facets.tsx'
import { Nothing, Replaced } from './help.tsx'
import { addressOf, changed, isNarrowed, type State, searchOf, wishAddress } from './state.ts'

const number = (n: number) => n.toLocaleString('en-US')

export function Page(of: Answered) {
  const { state, faults, asked, result, bodies } = of
  return (
    <>
      <h1 className="page-title">{asked.shown === '' ? '搜索' : '搜索结果'}</h1>
      <div className="search-own">
        <SearchForm id="q" label="全站搜索" value={asked.shown} within={state.body?.slug} />
      </div>
      {faults.length > 0 && (
        <div className="search-faults" role="alert">
          {faults.map(f => (
            <p key={f}>{f}</p>
          ))}
        </div>
      )}
      {state.page > of.pages && (result.kind === 'found' || result.kind === 'none') && (
        <p className="lead">
          <Link to={addressOf({ ...state, page: 1 })}>看第 1 页</Link>
          {of.pages > 1 && (
            <>
              {'　'}
              <Link to={addressOf({ ...state, page: of.pages })}>看最后一页</Link>
            </>
          )}
        </p>
      )}
      {asked.shown === '' && !isNarrowed(state) && (
        <p className="lead">
          请输入标题的一部分、文号或几个词；也可以只用下面的条件找。文号的括号样式不限，例如“应急厅函[2019]390号”。
        </p>
      )}
      <ModeAsked asked={asked} />
      {of.answers && <AnswerList answers={of.answers} />}
      {asked.wasCut && <p className="lead">检索词太长，只用了前 {longestQuery} 个字。</p>}
      {result.kind === 'none' ? (
        <Empty>“{asked.shown}”里没有可以检索的文字。请输入汉字、字母或数字。</Empty>
      ) : result.kind === 'too-slow' ? (
        <Empty>这次检索用时太长，已停止。请再加一个词，或者换一个更具体的词。</Empty>
      ) : result.kind === 'crowded' ? (
        <Empty>
          现在同时检索的人很多，这次没有轮到。请过十秒钟再按一次“搜索”，您输入的内容还在上面；也可以从
          <Link to={state.body ? `/${state.body.slug}/list/all/` : '/list/all/'}>最新公开</Link>
          或者<Link to="/bodies.html">机关名录</Link>里找，那里不受影响。
        </Empty>
      ) : result.found.total === 0 ? (
        of.instead?.found ? (
          <>
            <Replaced asked={asked} state={state} instead={of.instead} />
            <Hits
              {...of}
              asked={of.instead.asked}
              state={changed(state, { q: of.instead.word })}
              found={of.instead.found}
              texts={of.instead.texts}
              pages={Math.max(1, Math.ceil(of.instead.found.total / 20))}
            />
          </>
        ) : (
          <Nothing
            asked={asked}
            state={state}
            instead={of.instead}
            found={result.found}
            near={of.near}
            words={of.words}
            isAnswered={of.answers !== null}
            bodies={bodies}
            items={of.items}
          />
        )
      ) : (
        <Hits {...of} found={result.found} texts={result.texts} />
      )}
    </>
  )
}

/** 适老化规范 APP 3.1: who looks for 长者版 under any of its names finds it. */
const elderNames = /^(?:长者|关爱|关怀|老年|老人|适老|大字|大字体)(?:版|模式)?$|^适老化$/

function ModeAsked({ asked }: { asked: Asked }) {
  const { mode } = useFrame()
  if (!elderNames.test(asked.compact)) return null
  return (
    <p className="lead">
      <Link to={switchAddress('elder', !mode.elder, '/')} rel="nofollow">
        {mode.elder ? '返回标准版' : '切换到长者版'}
      </Link>
      ：字更大、行更疏、按钮更大，每一页都一样；随时可以在页面最上方换回。
    </p>
  )
}

function Hits({
  state,
  asked,
  found,
  texts,
  bodies,
  items,
  pages,
  mayAsk,
}: Answered & { found: Found; texts: Map<number, HitText> }) {
  const wish = wishAddress(state)
  const from = (state.page - 1) * 20 + 1
  return (
    <div className="with-side found-side">
      <div className="with-side-main">
        <Chosen state={state} bodies={bodies} items={items} />
        <p className="lead">
          {asked.shown === '' ? (isNarrowed(state) ? '符合条件的共 ' : '全部公开信息共 ') : '找到 '}
          {number(found.total)} 件
          {found.hits.length > 0 &&
            found.total > 20 &&
            `，这里是第 ${number(from)} 至 ${number(from + found.hits.length - 1)} 件`}
          。
          {asked.alsoFound.length > 0 && (
            <>
              {' '}
              同时找了意思相同的词：{asked.alsoFound.slice(0, 6).join('、')}。{' '}
              <Link to={addressOf(changed(state, { literal: true }))}>只找“{asked.shown}”</Link>
            </>
          )}
        </p>
        <p className="to-facets">
          <a href="#facets">按机关、栏目、年份等筛选</a>
        </p>
        <Ways state={state} />
        <ol className="hits">
          {found.hits.map(hit => (
            <HitRow key={hit.number} hit={hit} text={texts.get(hit.number)} asked={asked} bodies={bodies} />
          ))}
        </ol>
        <Pager page={state.page} pages={pages} to={n => addressOf({ ...state, page: n })} what="搜索结果" />
        <p className="take">
          下载全部结果：<Link to={`/search/list.xlsx${searchOf(state)}`}>XLSX</Link>、
          <Link to={`/search/list.csv${searchOf(state)}`}>CSV</Link>、
          <Link to={`/search/list.json${searchOf(state)}`}>JSON</Link>；订阅：
          <Link to={`/search/rss.xml${searchOf(state)}`}>RSS</Link>、
          <Link to={`/search/atom.xml${searchOf(state)}`}>Atom</Link>
          {mayAsk && wish && (
            <>
              、<Link to={wish}>邮件</Link>
            </>
          )}
        </p>
      </div>
      <FacetList state={state} found={found} bodies={bodies} items={items} />
    </div>
  )
}

/** Where to look and what comes first: plain links, the present one marked. */
function Ways({ state }: { state: State }) {
  const way = (label: string, here: boolean, to: State) =>
    here ? <span aria-current="true">{label}</span> : <Link to={addressOf(to)}>{label}</Link>
  const isQuery = state.q !== ''
  return (
    <div className="search-ways">
      {isQuery && (
        <p>
          <span className="search-way">范围</span>
          {way('全文', state.within === 'text', changed(state, { within: 'text' }))}
          {way('只找标题', state.within === 'title', changed(state, { within: 'title' }))}
        </p>
      )}
      {isQuery && (
        <p>
          <span className="search-way">排序</span>
          {way('先看最相符的', state.order === 'relevance', changed(state, { order: 'relevance' }))}
          {way('先看最新的', state.order === 'time', changed(state, { order: 'time' }))}
        </p>
      )}
      <TimeForm state={state} />
    </div>
  )
}

export function Marked({ text, asked }: { text: string; asked: Marking }) {
  return <>{highlight(text, asked).map((s, i) => (s.isHit ? <mark key={i}>{s.text}</mark> : s.text))}</>
}

const tones: Record<string, Tone> = {
  'in-force': 'good',
  amended: 'warn',
  revised: 'warn',
  draft: 'quiet',
  expired: 'ended',
  repealed: 'ended',
}

function HitRow({
  hit,
  text,
  asked,
  bodies,
}: {
  hit: Hit
  text: HitText | undefined
  asked: Asked
  bodies: Bodies
}) {
  const own = text?.text ?? hit.summary ?? ''
  const file = holdsAny(own, asked) ? undefined : text?.files.find(f => holdsAny(f.text, asked))
  const marking = markingIn(`${hit.title} ${file?.text ?? own}`, asked)
  return (
    <li>
      <h2 className="entry-title">
        <Link to={hit.address}>
          <span>
            <Marked text={hit.title} asked={marking} />
          </span>
        </Link>
        {hit.imported && <span className="tag">历史公文</span>}
        {hit.attachments > 0 && <span className="tag">附件 {hit.attachments}</span>}
        {hit.validity !== null && Object.hasOwn(validities, hit.validity) && (
          <Mark tone={tones[hit.validity] ?? 'quiet'}>
            {validities[hit.validity as keyof typeof validities]}
          </Mark>
        )}
      </h2>
      <p className="passage">
        {file && <span className="in-file">附件《{file.name}》：</span>}
        <Marked text={passage(file?.text ?? own, marking, 110)} asked={marking} />
      </p>
      <p className="under">
        <Day day={hit.shown_on} />
        <span>{bodies.byId(hit.body_id)?.name}</span>
        {hit.document_number && (
          <span>
            <Marked text={hit.document_number} asked={marking} />
          </span>
        )}
      </p>
    </li>
  )
}
