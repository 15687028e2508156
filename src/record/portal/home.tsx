import type { ReactNode } from 'react'
import { feedLinks } from '#portal/feeds.ts'
import { useFrame } from '#portal/frame.ts'
import type { PortalContext, View } from '#portal/page.ts'
import { Empty, Link, SearchForm, SectionHead, Several } from '#portal/parts.tsx'
import { columnIds, columns } from '../columns.ts'
import type { RecordBody } from '../model.ts'
import { listPublished, type Listed } from '../store/read.ts'
import { interpretationsOf, type Interpretation } from '../store/relations.ts'
import { bodiesOf, countsOf, crumbsOf, sectionOf, type Bodies, type Counts } from './data.ts'
import { keyAreas, KeyAreas, type Area } from './keyAreas.tsx'
import { Index } from './lists.tsx'
import { partsAt, type Parts } from '../parts.ts'
import { proofOf, ProofPanel, type Proof } from './proof.tsx'

/** The front page of the whole site, or of one body. */
export async function home(context: PortalContext, body: RecordBody | null, parts: Parts): Promise<View> {
  const [bodies, counts, proof] = await Promise.all([
    bodiesOf(context),
    countsOf(context),
    proofOf(context, body ? [body.id] : null),
  ])
  const which = { bodyIds: body ? [body.id] : null, columns: null, from: null, until: null, fresh: true }
  const under = body ? bodies.under(body.id).map(b => b.id) : []
  const [newest, below, areas] = await Promise.all([
    listPublished(context.db, which, 0, body ? 12 : 10, 0),
    under.length > 0 ? listPublished(context.db, { ...which, bodyIds: under }, 0, 5, 0) : [],
    keyAreas(context, body, counts),
  ])
  const [interpretations, more, ways] = await Promise.all([
    interpretationsOf(
      context.db,
      [...newest, ...below].map(row => row.address),
    ),
    partsAt(parts, 'home', context, { body, shown: null }),
    partsAt(parts, 'door', context, { body, shown: null }),
  ])
  const { site } = context
  const owner = body ?? null
  return {
    kind: 'view',
    title: owner ? [owner.name] : [],
    description: owner
      ? `${owner.name}的政府信息公开：最新公文、法定主动公开内容、公开情况。`
      : `${site.name}：各级应急管理机关的公文和政府信息公开。`,
    section: owner ? sectionOf(owner) : null,
    crumbs: crumbsOf(owner),
    ownSearch: true,
    alternate: feedLinks(owner ? `/${owner.slug}/list/all/` : '/list/all/', owner?.name ?? site.name),
    linked: [organization(context, owner)],
    main: (
      <Home
        body={owner}
        bodies={bodies}
        counts={counts}
        proof={proof}
        newest={newest}
        below={below}
        interpretations={interpretations}
        areas={areas}
        more={more}
        ways={ways}
      />
    ),
  }
}

function organization(context: PortalContext, body: RecordBody | null): object {
  const { site } = context
  const url = `${site.origin}${site.base}/${body ? `${body.slug}/` : ''}`
  const telephone = body?.site.phone ?? site.phone
  return {
    '@context': 'https://schema.org',
    '@type': 'GovernmentOrganization',
    name: body?.name ?? site.organizer,
    url,
    ...(telephone ? { telephone } : {}),
  }
}

function Home({
  body,
  bodies,
  counts,
  proof,
  newest,
  below,
  interpretations,
  areas,
  more,
  ways,
}: {
  body: RecordBody | null
  bodies: Bodies
  counts: Counts
  proof: Proof
  newest: readonly Listed[]
  /** The newest of the bodies below. */
  below: readonly Listed[]
  interpretations: ReadonlyMap<string, Interpretation>
  areas: readonly Area[]
  more: readonly ReactNode[]
  ways: readonly ReactNode[]
}) {
  const within = body ? `/${body.slug}` : ''
  // 长者版：fewer items on a page.
  const shown = useFrame().mode.elder ? newest.slice(0, 5) : newest
  return (
    <>
      <div className="hero">
        <SearchForm
          id="q"
          label={body ? `在${body.shortName}查文件` : '查文件、文号、事项'}
          within={body?.slug}
          big
        />
      </div>
      <Doors body={body} counts={counts} ways={ways} />
      <div className="columns-2">
        <section className="block newest" aria-labelledby="newest">
          <SectionHead
            id="newest"
            title="最新公开"
            more={
              newest.length > 0
                ? { to: `${within}/list/all/`, label: `全部 ${counts.of(body?.id ?? null, '*')} 件` }
                : undefined
            }
          />
          {shown.length > 0 ? (
            <Index rows={shown} bodies={body ? null : bodies} interpretations={interpretations} />
          ) : (
            <Empty>
              {body ? '本机关' : '本站'}还没有公开的信息。公文印发后，属于主动公开的会在 20
              个工作日内出现在这里。
            </Empty>
          )}
        </section>
        <div>
          <section className="block" aria-labelledby="proof">
            <SectionHead id="proof" title="公开情况" />
            <ProofPanel proof={proof} within={within} />
          </section>
          <KeyColumns body={body} counts={counts} />
        </div>
      </div>
      <KeyAreas areas={areas} within={within} />
      <Several parts={more} />
      {body && below.length > 0 && (
        <section className="block" aria-labelledby="below">
          <SectionHead
            id="below"
            title="下级机关最新公开"
            more={{ to: `${within}/list/all/?below=1`, label: '本机关和下级的全部' }}
          />
          <Index rows={below} bodies={bodies} interpretations={interpretations} />
        </section>
      )}
      <Neighbours body={body} bodies={bodies} counts={counts} />
    </>
  )
}

function Doors({
  body,
  counts,
  ways,
}: {
  body: RecordBody | null
  counts: Counts
  ways: readonly ReactNode[]
}) {
  const within = body ? `/${body.slug}` : ''
  const id = body?.id ?? null
  const policies = (['normative', 'policy', 'interpretation'] as const).filter(c => counts.of(id, c) > 0)
  return (
    <div className="doors">
      <section className="door">
        <h2>
          <Link to={`${within}/list/documents/`}>找政策</Link>
        </h2>
        <p>规范性文件和其他政策文件，标明是否有效。</p>
        <ul>
          {policies.map(c => (
            <li key={c}>
              {c === 'normative' ? (
                <Link to={`${within}/library.html`}>规范性文件库</Link>
              ) : (
                <Link to={`${within}/list/${c}/`}>{columns[c].label}</Link>
              )}
            </li>
          ))}
          {policies.length === 0 && (
            <li>
              <Link to={`${within}/list/all/`}>全部公开信息</Link>
            </li>
          )}
        </ul>
      </section>
      <section className="door">
        <h2>
          <Link to={body ? `${within}/disclosure/` : '/bodies.html'}>要信息</Link>
        </h2>
        <p>{body ? '政府信息公开的指南、制度、目录和年报。' : '先找到机关，再看它的政府信息公开。'}</p>
        <ul>
          {body ? (
            <>
              <li>
                <Link to={`${within}/disclosure/statutory.html`}>法定主动公开内容</Link>
              </li>
              <li>
                <Link to={`${within}/disclosure/request.html`}>依申请公开</Link>
              </li>
              <li>
                <Link to={`${within}/institution.html`}>机构和负责人</Link>
              </li>
            </>
          ) : (
            <>
              <li>
                <Link to="/bodies.html">机关名录</Link>
              </li>
              <li>
                <Link to="/timeliness.html">公开时效</Link>
              </li>
            </>
          )}
          <Several parts={ways} />
        </ul>
      </section>
      <section className="door">
        <h2>
          <Link to={`${within}/interaction.html`}>提意见</Link>
        </h2>
        <p>向机关咨询、举报、提出意见的途径。</p>
        <ul>
          <li>
            <Link to={`${within}/interaction.html`}>联系方式</Link>
          </li>
          <li>
            <Link to="/about.html#mistake">本站找错</Link>
          </li>
        </ul>
      </section>
    </div>
  )
}

function KeyColumns({ body, counts }: { body: RecordBody | null; counts: Counts }) {
  const id = body?.id ?? null
  const filled = columnIds
    .map(c => ({ id: c, label: columns[c].label, n: counts.of(id, c) }))
    .filter(c => c.n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, 8)
  if (filled.length === 0) return null
  return (
    <section className="block" aria-labelledby="columns">
      <SectionHead id="columns" title="栏目" />
      <ul className="counts">
        {filled.map(c => (
          <li key={c.id}>
            <Link to={`${body ? `/${body.slug}` : ''}/list/${c.id}/`}>
              {c.label} <span className="num">{c.n} 件</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The bodies under this one; on the front page, the first two levels of the tree. */
function Neighbours({ body, bodies, counts }: { body: RecordBody | null; bodies: Bodies; counts: Counts }) {
  const below = bodies.childrenOf(body?.id ?? null)
  const above = body?.parentId ? bodies.byId(body.parentId) : undefined
  if (below.length === 0 && !above) return null
  return (
    <section className="block" aria-labelledby="bodies">
      <SectionHead
        id="bodies"
        title={body ? '上下级机关' : '机关'}
        more={{ to: '/bodies.html', label: `机关名录（${bodies.all.length}）` }}
      />
      <ul className="bodies">
        {above && (
          <li>
            <span className="under">上级</span>
            <Link to={`/${above.slug}/`}>{above.name}</Link>
          </li>
        )}
        {(body ? below : below.flatMap(b => [b, ...bodies.childrenOf(b.id)])).map(b => (
          <li key={b.id}>
            <Link to={`/${b.slug}/`}>{b.name}</Link>
            {counts.of(b.id, '*') > 0 && <span className="num">{counts.of(b.id, '*')} 件</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
