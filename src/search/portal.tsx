import { makeSegmenter } from '#kit/segment.ts'
import type { Asked as AskedPage, PortalContext, PublicPage, View } from '#portal/page.ts'
import { Day, Empty, Link, Pager, SearchForm } from '#portal/parts.tsx'
import { columns, isColumn } from '#record/columns.ts'
import { dictionary } from '#record/dictionary.ts'
import type { RecordBody } from '#record/model.ts'
import { bodiesOf, type Bodies } from '#record/portal/data.ts'
import { highlight, longestQuery, passage, readQuery, type Asked } from './query.ts'
import {
  mostHits,
  noFilters,
  search,
  sharesNow,
  textsOf,
  type Facet,
  type Filters,
  type Found,
  type Hit,
} from './store.ts'

const segmenter = makeSegmenter(dictionary)
const pageSize = 20

const query = ['q', 'body', 'column', 'year', 'kind', 'page'] as const

type Chosen = { body: RecordBody | null; column: string | null; year: number | null; kind: string | null }

/** Filters from the address; null where one of them is nothing we have. */
function readFilters(asked: AskedPage, bodies: Bodies): Chosen | null {
  const slug = asked.query.get('body')
  const column = asked.query.get('column')
  const year = asked.query.get('year')
  const kind = asked.query.get('kind')
  const body = slug === undefined ? null : bodies.bySlug(slug)
  if (body === undefined) return null
  if (column !== undefined && !isColumn(column)) return null
  if (year !== undefined && !/^(19|20)\d\d$/.test(year)) return null
  if (kind !== undefined && !/^\p{Script=Han}{1,8}$/u.test(kind)) return null
  return { body, column: column ?? null, year: year === undefined ? null : Number(year), kind: kind ?? null }
}

function addressOf(q: string, chosen: Chosen, page = 1): string {
  const params = new URLSearchParams({ q })
  if (chosen.body) params.set('body', chosen.body.slug)
  if (chosen.column) params.set('column', chosen.column)
  if (chosen.year !== null) params.set('year', String(chosen.year))
  if (chosen.kind) params.set('kind', chosen.kind)
  if (page > 1) params.set('page', String(page))
  return `/search?${params.toString()}`
}

type Result = { found: Found; texts: Map<string, string> } | 'too-slow' | null

async function answer(context: PortalContext, page: AskedPage): Promise<View | null> {
  const bodies = await bodiesOf(context)
  const chosen = readFilters(page, bodies)
  const asPage = page.query.get('page') ?? '1'
  if (!chosen || !/^[1-9]\d{0,3}$/.test(asPage)) return null
  const number = Number(asPage)
  const asked = readQuery(page.query.get('q') ?? '', segmenter)
  const result = await run(context, asked, chosen, number)
  if (result !== null && result !== 'too-slow' && number > 1 && result.found.hits.length === 0) return null
  return {
    kind: 'view',
    title: [asked.shown === '' ? '搜索' : `“${asked.shown}”的搜索结果`],
    crumbs: [{ label: '首页', to: '/' }, { label: '搜索' }],
    noindex: true,
    ownSearch: true,
    canonical: '/search',
    main: <Results asked={asked} chosen={chosen} page={number} result={result} bodies={bodies} />,
  }
}

async function run(context: PortalContext, asked: Asked, chosen: Chosen, number: number): Promise<Result> {
  if (asked.terms.length === 0 && asked.compact === '') return null
  const filters: Filters = { ...noFilters, ...chosen, bodyIds: chosen.body ? [chosen.body.id] : null }
  try {
    const shares = await sharesOf(context)
    const found = await search(context.db, asked, filters, { size: pageSize, number }, shares)
    return {
      found,
      texts: await textsOf(
        context.db,
        found.hits.map(h => h.address),
      ),
    }
  } catch (error) {
    if ((error as { code?: string }).code === '57014') return 'too-slow'
    throw error
  }
}

/** Statistics move slowly: read again every few minutes, not with every change. */
const life = 5 * 60_000
const held = new WeakMap<PortalContext, { at: number; shares: ReturnType<typeof sharesNow> }>()

function sharesOf(context: PortalContext) {
  const at = context.now().getTime()
  const known = held.get(context)
  if (known && at - known.at < life) return known.shares
  const shares = sharesNow(context.db)
  held.set(context, { at, shares })
  shares.catch(() => held.delete(context))
  return shares
}

function Results({
  asked,
  chosen,
  page,
  result,
  bodies,
}: {
  asked: Asked
  chosen: Chosen
  page: number
  result: Result
  bodies: Bodies
}) {
  const title = asked.shown === '' ? '搜索' : '搜索结果'
  return (
    <>
      <h1 className="page-title">{title}</h1>
      <div className="search-own">
        <SearchForm id="q" label="全站搜索" value={asked.shown} within={chosen.body?.slug} />
      </div>
      {asked.wasCut && <p className="lead">检索词太长，只用了前 {longestQuery} 个字。</p>}
      {result === null ? (
        <Empty>
          {asked.shown === ''
            ? '请输入标题的一部分、文号或几个词。文号的括号样式不限，例如“应急厅函[2019]390号”。'
            : `“${asked.shown}”里没有可以检索的文字。请输入汉字、字母或数字。`}
        </Empty>
      ) : result === 'too-slow' ? (
        <Empty>这次检索用时太长，已停止。请再加一个词，或者换一个更具体的词。</Empty>
      ) : result.found.total === 0 ? (
        <Nothing asked={asked} chosen={chosen} />
      ) : (
        <Hits
          asked={asked}
          chosen={chosen}
          page={page}
          found={result.found}
          texts={result.texts}
          bodies={bodies}
        />
      )}
    </>
  )
}

function Nothing({ asked, chosen }: { asked: Asked; chosen: Chosen }) {
  const filtered = chosen.body || chosen.column || chosen.year !== null || chosen.kind
  return (
    <div className="prose">
      <p className="empty">没有找到“{asked.shown}”。</p>
      <ul>
        {filtered && (
          <li>
            <Link to={addressOf(asked.shown, { body: null, column: null, year: null, kind: null })}>
              去掉全部筛选再找
            </Link>
          </li>
        )}
        {asked.terms.length > 1 && (
          <li>
            只用其中一个词：
            {asked.terms.slice(0, 4).map(t => (
              <span key={t.word}>
                <Link to={addressOf(t.word, { ...chosen })}>{t.word}</Link>{' '}
              </span>
            ))}
          </li>
        )}
        <li>文号可以只输入年份和序号，例如“〔2019〕390号”。</li>
        <li>
          本站没有的信息，可以在 <Link to="/bodies.html">机关名录</Link> 选定机关后依申请公开。
        </li>
      </ul>
    </div>
  )
}

function Hits({
  asked,
  chosen,
  page,
  found,
  texts,
  bodies,
}: {
  asked: Asked
  chosen: Chosen
  page: number
  found: Found
  texts: Map<string, string>
  bodies: Bodies
}) {
  const pages = Math.ceil(found.total / pageSize)
  return (
    <div className="with-side">
      <FacetList asked={asked} chosen={chosen} found={found} bodies={bodies} />
      <div className="with-side-main">
        <p className="lead">
          {found.isMore ? `找到 ${mostHits} 件以上，列出前 ${mostHits} 件` : `找到 ${found.total} 件`}
          ，文号和标题相符的在前，其余从新到旧。
        </p>
        <ol className="hits">
          {found.hits.map(hit => (
            <HitRow
              key={hit.address}
              hit={hit}
              text={texts.get(hit.address) ?? hit.summary ?? ''}
              asked={asked}
              bodies={bodies}
            />
          ))}
        </ol>
        <Pager page={page} pages={pages} to={n => addressOf(asked.shown, chosen, n)} what="搜索结果" />
      </div>
    </div>
  )
}

function Marked({ text, asked }: { text: string; asked: Asked }) {
  return <>{highlight(text, asked).map((s, i) => (s.isHit ? <mark key={i}>{s.text}</mark> : s.text))}</>
}

function HitRow({ hit, text, asked, bodies }: { hit: Hit; text: string; asked: Asked; bodies: Bodies }) {
  return (
    <li>
      <h2 className="entry-title">
        <Link to={hit.address}>
          <Marked text={hit.title} asked={asked} />
        </Link>
        {hit.imported && <span className="tag">历史公文</span>}
        {hit.attachments > 0 && <span className="tag">附件 {hit.attachments}</span>}
      </h2>
      <p className="passage">
        <Marked text={passage(text, asked, 110)} asked={asked} />
      </p>
      <p className="under">
        <Day day={hit.shown_on} />
        <span>{bodies.byId(hit.body_id)?.name}</span>
        {hit.document_number && (
          <span>
            <Marked text={hit.document_number} asked={asked} />
          </span>
        )}
      </p>
    </li>
  )
}

function FacetList({
  asked,
  chosen,
  found,
  bodies,
}: {
  asked: Asked
  chosen: Chosen
  found: Found
  bodies: Bodies
}) {
  const { facets } = found
  const group = (
    label: string,
    rows: readonly Facet[],
    name: (value: string) => string | null,
    current: string | null,
    to: (value: string | null) => Chosen,
  ) => {
    const shown = rows.flatMap(r => {
      const word = name(r.value)
      return word === null ? [] : [{ ...r, word }]
    })
    if (shown.length === 0 || (shown.length === 1 && current === null)) return null
    return (
      <section key={label}>
        <h2>{label}</h2>
        <ul>
          {current !== null && (
            <li>
              <Link to={addressOf(asked.shown, to(null))}>不限{label}</Link>
            </li>
          )}
          {shown.slice(0, 12).map(r => (
            <li key={r.value}>
              <Link
                to={addressOf(asked.shown, to(r.value))}
                className={r.value === current ? 'is-here' : undefined}
              >
                {r.word} <span className="num">{r.n}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    )
  }
  return (
    <nav className="side" aria-label="筛选">
      {group(
        '机关',
        facets.body,
        id => bodies.byId(Number(id))?.name ?? null,
        chosen.body ? String(chosen.body.id) : null,
        id => ({
          ...chosen,
          body: id === null ? null : (bodies.byId(Number(id)) ?? null),
        }),
      )}
      {group(
        '栏目',
        facets.column,
        c => (isColumn(c) ? columns[c].label : null),
        chosen.column,
        column => ({ ...chosen, column }),
      )}
      {group(
        '年份',
        facets.year,
        y => y,
        chosen.year === null ? null : String(chosen.year),
        y => ({ ...chosen, year: y === null ? null : Number(y) }),
      )}
      {group(
        '公文种类',
        facets.kind,
        k => k,
        chosen.kind,
        kind => ({ ...chosen, kind }),
      )}
    </nav>
  )
}

/** The search: a plain GET form and a page, everything in the address. */
export const searchPages: readonly PublicPage[] = [{ path: /^\/search$/, query, answer }]
