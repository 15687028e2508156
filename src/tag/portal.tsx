import { dayOf } from '#kit/now.ts'
import { feedLinks } from '#portal/feeds.ts'
import { tableForms } from '#portal/openFile.ts'
import type { Asked, PortalContext, PublicPage, Redirect, View } from '#portal/page.ts'
import { Day, Empty, Facts, Link, Mark, Pager } from '#portal/parts.tsx'
import { reservedSlugs, type RecordBody } from '#record/model.ts'
import type { PagePart } from '#record/parts.ts'
import { bodiesOf, crumbsOf, sectionOf, servicesOf } from '#record/portal/data.ts'
import { pageSize } from '#record/portal/list.tsx'
import { Register } from '#record/portal/lists.tsx'
import { rollOf } from '#record/roll/keep.ts'
import { listNumbers } from '#record/standing.ts'
import { jsonAnswer, tableAnswer } from './files.ts'
import { groupIds, groups, type HeldTerm } from './model.ts'
import { askedTerm, facetOf, publicTerms, type PublicTerm } from './publicData.ts'

/** 标签目录 for the public: every tag with how much stands under it, a page of each, the directory itself as data. */

const within = (body: RecordBody | null) => (body ? `/${body.slug}` : '')
const termPath = (body: RecordBody | null, key: string, page = 1) =>
  `${within(body)}/tags/${key}.html${page > 1 ? `?page=${page}` : ''}`

/** A tag nothing stands under is a word of the directory, no way to an empty page. */
function Term({ term, body }: { term: PublicTerm; body: RecordBody | null }) {
  return (
    <>
      {term.count > 0 ? (
        <Link to={termPath(body, term.key)}>{term.name}</Link>
      ) : (
        <span className="tag-none">{term.name}</span>
      )}
      {term.count > 0 && <span className="num">{term.count}</span>}
      {term.local && <span className="tag">本地</span>}
      {!term.usable && <Mark tone="ended">停用</Mark>}
    </>
  )
}

async function directory(context: PortalContext, body: RecordBody | null): Promise<View> {
  const terms = await publicTerms(context, body, dayOf(context.now()))
  const name = body ? `${body.name}标签目录` : '标签目录'
  return {
    kind: 'view',
    title: [name],
    description: '政策文件的标签：按适用对象、主题、事项、体裁查找，每个标签都可以订阅。',
    section: body ? sectionOf(body) : null,
    word: 'policy',
    crumbs: [...crumbsOf(body), { label: '标签目录' }],
    main: (
      <>
        <h1 className="page-title">标签目录</h1>
        <p className="lead">
          公开的文件按这份目录标了标签。点开一个标签，看标了它的文件，也可以订阅；标签后面的数是现在有多少件，没有数的还没有文件。
        </p>
        {terms.length === 0 ? (
          <Empty>
            {body ? body.name : '本站'}还没有公布标签目录。可以按
            <Link to={`${within(body)}/list/all/`}>栏目</Link>
            查找，或者<Link to="/search">搜索</Link>。
          </Empty>
        ) : (
          <>
            {groupIds.map(group => (
              <GroupSection
                key={group}
                terms={terms.filter(t => t.group === group)}
                title={groups[group].label}
                hint={groups[group].hint}
                body={body}
              />
            ))}
            <p className="take">
              下载标签目录：<Link to={`${within(body)}/tags.xlsx`}>XLSX</Link>、
              <Link to={`${within(body)}/tags.csv`}>CSV</Link>、
              <Link to={`${within(body)}/tags.json`}>JSON</Link>
            </p>
          </>
        )}
      </>
    ),
  }
}

/** Broad terms with what is under them; the others in one row. */
function GroupSection({
  terms,
  title,
  hint,
  body,
}: {
  terms: readonly PublicTerm[]
  title: string
  hint: string
  body: RecordBody | null
}) {
  if (terms.length === 0) return null
  const isHere = (key: string | null) => terms.some(t => t.key === key)
  const under = (key: string): PublicTerm[] =>
    terms.filter(t => t.broader === key).flatMap(t => [t, ...under(t.key)])
  const tops = terms.filter(t => !isHere(t.broader))
  const broad = tops.filter(t => under(t.key).length > 0)
  const lone = tops.filter(t => under(t.key).length === 0)
  const id = `group-${terms[0]!.group}`
  return (
    <section className="tag-group" aria-labelledby={id}>
      <h2 className="title-2" id={id}>
        {title}
      </h2>
      <p className="tag-hint">{hint}</p>
      <ul className="tag-rows">
        {broad.map(top => (
          <li key={top.key}>
            <span className="tag-top">
              <Term term={top} body={body} />
            </span>
            <ul className="map-list">
              {under(top.key).map(t => (
                <li key={t.key}>
                  <Term term={t} body={body} />
                </li>
              ))}
            </ul>
          </li>
        ))}
        {lone.length > 0 && (
          <li>
            {broad.length > 0 && <span className="tag-top">其他</span>}
            <ul className="map-list">
              {lone.map(t => (
                <li key={t.key}>
                  <Term term={t} body={body} />
                </li>
              ))}
            </ul>
          </li>
        )}
      </ul>
    </section>
  )
}

async function termPage(
  context: PortalContext,
  asked: Asked,
  body: RecordBody | null,
): Promise<View | Redirect | null> {
  const key = asked.match.groups!['key']!
  const found = await askedTerm(context, body, key)
  if (!found) return null
  const { term, names, held } = found
  if (term.key !== key) return { kind: 'redirect', status: 301, to: termPath(body, term.key) }
  const asPage = asked.query.get('page') ?? '1'
  if (!/^[1-9]\d{0,8}$/.test(asPage)) return null
  const page = Number(asPage)
  const [bodies, services, roll] = await Promise.all([
    bodiesOf(context),
    servicesOf(context),
    rollOf(context),
  ])
  const facet = facetOf(term.group)
  const narrowing = { values: { ...(body ? { body: [String(body.id)] } : {}), [facet]: names } }
  const { hits, total } = roll.narrow(null, narrowing, [])
  const pages = Math.max(1, Math.ceil(total / pageSize))
  if (page > pages) return null
  const rows = await listNumbers(context.db, roll.page(hits, (page - 1) * pageSize, pageSize, total))
  const search = `?${facet}=${encodeURIComponent(term.name)}${body ? `&body=${body.slug}` : ''}`
  const folder = `${within(body)}/list/all/`
  const own = `?${facet}=${encodeURIComponent(term.name)}`
  const to = (n: number) => termPath(body, term.key, n)
  const title = `${groups[term.group].label}“${term.name}”`
  return {
    kind: 'view',
    title: [page > 1 ? `${title} 第 ${page} 页` : title, ...(body ? [body.name] : [])],
    description: `标了“${term.name}”的政府信息。${term.note}`,
    section: body ? sectionOf(body) : null,
    word: 'policy',
    crumbs: [...crumbsOf(body), { label: '标签目录', to: `${within(body)}/tags.html` }, { label: term.name }],
    canonical: to(page),
    alternate: feedLinks(folder, `标签“${term.name}”`, own),
    prevNext: { prev: page > 1 ? to(page - 1) : undefined, next: page < pages ? to(page + 1) : undefined },
    main: (
      <>
        <h1 className="page-title">{term.name}</h1>
        {term.note !== '' && <p className="lead">{term.note}</p>}
        <TermFacts term={term} terms={held.terms} body={body} ownerOf={id => bodies.byId(id)?.name} />
        {rows.length === 0 ? (
          <Empty>
            {body ? body.name : '本站'}现在没有标“{term.name}”的文件。可以在正文里
            <Link to={`/search?q=${encodeURIComponent(term.name)}${body ? `&body=${body.slug}` : ''}`}>
              搜索“{term.name}”
            </Link>
            ，<Link to={`${within(body)}/tags.html`}>看有文件的标签</Link>，或者在下面订阅，有了就告诉您。
          </Empty>
        ) : (
          <>
            <Register
              rows={rows}
              bodies={body ? null : bodies}
              caption={`共 ${total} 件${pages > 1 ? `，第 ${page} 页，共 ${pages} 页` : ''}，按发布日期从新到旧`}
            />
            <Pager page={page} pages={pages} to={to} what={term.name} />
            <p className="take">
              <Link to={`/search${search}`}>在搜索里按机关、年份、有效性再筛选</Link>
            </p>
          </>
        )}
        <p className="take">
          {rows.length > 0 && (
            <>
              下载本列表：<Link to={`${folder}list.xlsx${own}`}>XLSX</Link>、
              <Link to={`${folder}list.csv${own}`}>CSV</Link>、
              <Link to={`${folder}list.json${own}`}>JSON</Link>；
            </>
          )}
          订阅：
          <Link to={`${folder}rss.xml${own}`}>RSS</Link>、<Link to={`${folder}atom.xml${own}`}>Atom</Link>
          {services.has('subscription') && (
            <>
              、
              <Link
                to={`/subscribe/?tag=${encodeURIComponent(term.name)}${body ? `&body=${body.slug}` : ''}`}
              >
                邮件
              </Link>
            </>
          )}
        </p>
      </>
    ),
  }
}

function TermFacts({
  term,
  terms,
  body,
  ownerOf,
}: {
  term: HeldTerm
  terms: readonly HeldTerm[]
  body: RecordBody | null
  ownerOf: (id: number) => string | undefined
}) {
  const shown = terms.filter(t => t.replacedBy === null)
  const links = (list: readonly HeldTerm[]) =>
    list.length > 0 &&
    list.map((t, i) => (
      <span key={t.key}>
        {i > 0 && '、'}
        <Link to={termPath(body, t.key)}>{t.name}</Link>
      </span>
    ))
  const merged = terms.filter(t => t.replacedBy === term.key).map(t => t.name)
  const former = [...new Set([...term.former, ...merged])]
  return (
    <Facts
      className="tag-facts"
      facts={[
        ['分组', groups[term.group].label],
        ['上位词', links(shown.filter(t => t.key === term.broader)) || null],
        ['下位词', links(shown.filter(t => t.broader === term.key)) || null],
        ['也叫', term.synonyms.join('、')],
        ['曾用名', former.join('、')],
        ['启用', term.from && <Day day={term.from} />],
        ['停用', term.to && <Day day={term.to} />],
        [term.local ? '本地标签' : '制定', ownerOf(term.bodyId)],
      ]}
    />
  )
}

const slug = `(?<slug>(?!(?:${reservedSlugs.join('|')})(?:/|$))[a-z][a-z0-9-]{1,39})`

type Answer = (
  context: PortalContext,
  asked: Asked,
  body: RecordBody | null,
) => ReturnType<PublicPage['answer']>

/** The same page of the site and of a body. */
const both = (rest: string, answer: Answer, query?: readonly string[]): PublicPage[] => [
  { path: new RegExp(`^/${rest}$`), query, answer: (context, asked) => answer(context, asked, null) },
  {
    path: new RegExp(`^/${slug}/${rest}$`),
    query,
    async answer(context, asked) {
      const body = (await bodiesOf(context)).bySlug(asked.match.groups!['slug']!)
      return body ? answer(context, asked, body) : null
    },
  },
]

/** The directory of the site and of each body that has anything tagged, with their tags under which something stands. */
async function mapped(context: PortalContext): Promise<readonly string[]> {
  const today = dayOf(context.now())
  const of = async (body: RecordBody | null) => {
    const used = (await publicTerms(context, body, today)).filter(t => t.count > 0)
    return used.length === 0 ? [] : [`${within(body)}/tags.html`, ...used.map(t => termPath(body, t.key))]
  }
  const addresses = new Set(['/tags.html', ...(await of(null))])
  if (addresses.size > 1)
    for (const body of (await bodiesOf(context)).all)
      for (const address of await of(body)) addresses.add(address)
  return [...addresses]
}

export const tagPages: readonly PublicPage[] = [
  ...both(String.raw`tags\.html`, (context, _, body) => directory(context, body)).map((page, n) =>
    n === 0 ? { ...page, mapped } : page,
  ),
  ...tableForms.flatMap(form =>
    both(String.raw`tags\.${form}`, (context, _, body) => tableAnswer(context, body, form)),
  ),
  ...both(String.raw`tags\.json`, (context, _, body) => jsonAnswer(context, body)),
  ...both(String.raw`tags/(?<key>[a-z0-9][a-z0-9-]{0,39})\.html`, termPage, ['page']),
]

const mostAtHome = 16

/** On front pages: the tags that most stands under. */
export const tagParts: readonly PagePart[] = [
  {
    place: 'home',
    order: 80,
    async make(context, { body }) {
      const terms = (await publicTerms(context, body, dayOf(context.now())))
        .filter(t => t.count > 0)
        .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'zh'))
      if (terms.length === 0) return null
      return (
        <section className="tag-home" aria-labelledby="home-tags">
          <div className="section-head">
            <h2 id="home-tags">按标签查找</h2>
            <Link to={`${within(body)}/tags.html`} className="more">
              全部标签
            </Link>
          </div>
          <ul className="map-list">
            {terms.slice(0, mostAtHome).map(t => (
              <li key={t.key}>
                <Term term={t} body={body} />
              </li>
            ))}
          </ul>
        </section>
      )
    },
  },
]
