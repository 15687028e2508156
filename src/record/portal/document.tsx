import QRCode from 'qrcode'
import { dayOf, minuteOf } from '#kit/now.ts'
import type { ArticleTag, ColumnTag, PortalContext, View } from '#portal/page.ts'
import { Day, Facts, Link, Several, Title } from '#portal/parts.tsx'
import { columns, gathered } from '../columns.ts'
import { excerpt, kindFacts, type Entry, type RecordBody } from '../model.ts'
import { fileAddress, showBody, type ShownBody } from './body.ts'
import { partsAt, type Parts as PageParts, type Place } from '../parts.ts'
import { crumbsOf, sectionOf } from './data.ts'
import { leaveAddress } from './leave.tsx'
import { ValidityMark } from './lists.tsx'
import { currentNames, tagAddress, type TagNames } from '../tags.ts'
import { validityOn } from '../validity.ts'
import { reachable } from './reach.tsx'
import { ValidityNotice } from './relations.tsx'
import { Rail, type Parts, type ShownDocument } from './rail.tsx'

/** The public page of a publication that stands. Also the preview: before publication it has no revisions. */
export async function documentView(
  context: PortalContext | Pick<PortalContext, 'site' | 'now'>,
  body: RecordBody,
  shown: ShownDocument,
  parts: PageParts = [],
): Promise<View> {
  const { entry, address, number, revisions } = shown
  const { site } = context
  const published = revisions.at(-1)?.publishedAt ?? context.now()
  const latest = revisions[0]?.publishedAt ?? published
  const column = columnOf(entry)
  const article = articleOf(entry, published, latest)
  const url = site.origin + site.base + address
  const qr = await qrOf(url)
  const text = showBody(
    entry.html,
    name => {
      const file = entry.attachments.find(a => a.name === name)
      return file ? site.base + fileAddress(number, file) : null
    },
    n => (number > 0 ? site.base + leaveAddress(number, n) : '#'),
  )
  const columnId = entry.columns[0]
  const at = (place: Place) =>
    'db' in context ? partsAt(parts, place, context, { body, shown }) : Promise.resolve([])
  const [notice, lead, rail, after] = await Promise.all([at('notice'), at('lead'), at('rail'), at('after')])
  return {
    kind: 'view',
    title: [entry.title, column.name],
    section: sectionOf(body),
    word: entry.kind === 'document' ? 'policy' : 'openness',
    crumbs: [
      ...crumbsOf(body),
      { label: column.name, to: `/${body.slug}/list/${columnId ?? 'all'}/` },
      { label: '正文' },
    ],
    column,
    article,
    canonical: address,
    modifiedAt: latest,
    linked: [linkedData(entry, body, article, url, dayOf(context.now()))],
    alternate: [{ type: 'application/json', title: '正文数据', to: address.replace(/\.html$/, '.json') }],
    main: (
      <Document
        {...shown}
        body={body}
        now={context.now()}
        article={article}
        published={published}
        text={text}
        url={url}
        qr={qr}
        more={{ notice, lead, rail, after }}
      />
    ),
  }
}

function columnOf(entry: Entry): ColumnTag {
  const id = entry.columns[0]
  if (id === undefined) {
    const all = gathered.all
    return { name: all.label, description: all.description, keywords: all.keywords, type: all.type }
  }
  const c = columns[id]
  return { name: c.label, description: c.description, keywords: c.keywords, type: c.type }
}

/** PubDate of history is its own day: what moved in today was not published today (网页标签 T5, 发稿日期不得伪造). */
function articleOf(entry: Entry, published: Date, latest: Date): ArticleTag {
  const original = entry.imported ? entry.originalPublishedOn : null
  return {
    title: entry.title,
    publishedAt: original ? `${original} 00:00` : minuteOf(published),
    modifiedAt: minuteOf(latest),
    source: entry.source,
    keywords: [
      ...new Set(
        [...entry.keywords, ...(entry.tags ?? []), entry.documentKind, entry.theme].filter((k): k is string =>
          Boolean(k),
        ),
      ),
    ],
    author: entry.department,
    description: excerpt(entry.summary || entry.text, 120),
  }
}

const qrCache = new Map<string, string>()

async function qrOf(url: string): Promise<string> {
  const known = qrCache.get(url)
  if (known) return known
  const svg = await QRCode.toString(url, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' })
  const path = /<path stroke="#000000" d="([^"]+)"/.exec(svg)?.[1] ?? ''
  const size = /viewBox="0 0 (\d+) /.exec(svg)?.[1] ?? '33'
  const own = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" aria-label="本页网址的二维码" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path stroke="#000" d="${path}"/></svg>`
  if (qrCache.size > 500) qrCache.clear()
  qrCache.set(url, own)
  return own
}

/** schema.org's word for the kind; a document without a number is an article. */
function schemaOf(entry: Entry): string {
  const { schema } = kindFacts[entry.kind]
  return schema === 'Legislation' ? 'Article' : schema
}

function linkedData(entry: Entry, body: RecordBody, article: ArticleTag, url: string, today: string): object {
  const validity = validityOn(entry, today)
  const isLegislation = entry.kind === 'document' && (entry.normative || entry.documentNumber !== null)
  const force = { 'in-force': 'InForce', amended: 'PartiallyInForce', revised: 'PartiallyInForce' } as Record<
    string,
    string
  >
  return {
    '@context': 'https://schema.org',
    '@type': isLegislation ? 'Legislation' : schemaOf(entry),
    name: entry.title,
    headline: entry.title.slice(0, 110),
    url,
    inLanguage: 'zh-CN',
    datePublished: article.publishedAt.replace(' ', 'T') + ':00+08:00',
    dateModified: article.modifiedAt.replace(' ', 'T') + ':00+08:00',
    publisher: { '@type': 'GovernmentOrganization', name: body.name },
    abstract: article.description,
    ...(entry.indexNumber ? { identifier: entry.indexNumber } : {}),
    ...(entry.theme ? { about: entry.theme } : {}),
    ...(isLegislation
      ? {
          ...(entry.documentNumber ? { legislationIdentifier: entry.documentNumber } : {}),
          ...(entry.writtenOn ? { legislationDate: entry.writtenOn } : {}),
          legislationPassedBy: entry.issuers.map(name => ({ '@type': 'GovernmentOrganization', name })),
          ...(entry.documentKind ? { legislationType: entry.documentKind } : {}),
          ...(validity
            ? { legislationLegalForce: `https://schema.org/${force[validity] ?? 'NotInForce'}` }
            : {}),
        }
      : { author: { '@type': 'GovernmentOrganization', name: entry.source } }),
  }
}

function Document(p: Parts) {
  const { entry, article } = p
  const original = entry.imported ? entry.originalPublishedOn : null
  const hasContents = p.text.contents.length >= 3
  return (
    <article className={p.text.isWide && !hasContents ? 'doc is-wide' : 'doc'}>
      <header className="doc-head">
        <h1 className="doc-title">
          <Title>{entry.title}</Title>
        </h1>
        {entry.documentNumber && <p className="doc-number">{entry.documentNumber}</p>}
        <p className="doc-source">
          <span>来源：{article.source}</span>
          <span>
            {original ? '原发布日期：' : entry.imported ? '迁入本站：' : '发布时间：'}
            <time dateTime={article.publishedAt}>{original ?? article.publishedAt}</time>
          </span>
        </p>
        {/* Filled by the script with what this browser can do; stays hidden where it can do nothing. */}
        <ul className="tools" data-tools="" hidden />
      </header>
      {entry.imported && <History entry={entry} published={p.published} />}
      <ValidityNotice entry={entry} list={p.related} now={p.now} />
      <Several parts={p.more.notice} className="doc-wide" />
      <DocumentFacts {...p} />
      <Several parts={p.more.lead} className="doc-wide" />
      {hasContents && (
        <div className="contents">
          <nav aria-label="正文目录">
            <h2>目录</h2>
            <Contents text={p.text} />
          </nav>
        </div>
      )}
      <div className="doc-body">
        {hasContents && (
          <details className="contents-inline">
            <summary>正文目录</summary>
            <Contents text={p.text} />
          </details>
        )}
        <div className="text" dangerouslySetInnerHTML={{ __html: p.text.html }} />
        <Several parts={p.more.after} className="doc-after" />
      </div>
      <Rail {...p} />
    </article>
  )
}

function Contents({ text }: { text: ShownBody }) {
  return (
    <ol>
      {text.contents
        .filter(c => c.level <= 3)
        .map(c => (
          <li key={c.id} className={`level-${c.level}`}>
            <a href={`#${c.id}`}>{c.text}</a>
          </li>
        ))}
    </ol>
  )
}

function History({ entry, published }: { entry: Entry; published: Date }) {
  const from = entry.originalPublishedOn ? `原发布于 ${entry.originalPublishedOn}` : '原发布日期不详'
  return (
    <p className="doc-notice">
      <strong>历史公文</strong>，{from}，{dayOf(published)} 迁入本站。
      {entry.sourceNote}
    </p>
  )
}

/** Tags by the names they have now, each to its page; one that no thesaurus knows, to what else carries it. */
function Tags({
  said,
  names,
  facet,
}: {
  said: readonly string[]
  names: TagNames
  facet: 'tag' | 'audience'
}) {
  return currentNames(names, said).map((name, i) => (
    <span key={name}>
      {i > 0 && '、'}
      <Link to={tagAddress(names.get(name)?.key) ?? `/search?${facet}=${encodeURIComponent(name)}`}>
        {name}
      </Link>
    </span>
  ))
}

function DocumentFacts({ entry, article, body, published, now, tagNames = new Map() }: Parts) {
  const validity = validityOn(entry, dayOf(now))
  const day = (d: string | null) => d && <Day day={d} />
  const original = entry.imported ? entry.originalPublishedOn : null
  return (
    <section className="doc-facts" aria-label="公文信息">
      <Facts
        facts={[
          ['索引号', entry.indexNumber],
          ['主题分类', entry.theme],
          [
            entry.kind === 'document' ? '公文种类' : '信息类别',
            entry.documentKind ?? kindFacts[entry.kind].label,
          ],
          ...reachable(entry.facts ?? []),
          [entry.kind === 'document' ? '发文机关' : '发布机关', entry.issuers.join('、')],
          ['发文字号', entry.documentNumber],
          ['成文日期', day(entry.writtenOn)],
          ['印发日期', day(entry.issuedOn)],
          [
            original ? '原发布日期' : entry.imported ? '迁入时间' : '发布日期',
            <Day key="published" day={article.publishedAt} minute={original ?? article.publishedAt} />,
          ],
          [
            '迁入时间',
            original ? <Day key="moved" day={minuteOf(published)} minute={minuteOf(published)} /> : null,
          ],
          ['实施日期', day(entry.effectiveOn)],
          ['有效期至', day(entry.expiresOn)],
          ['废止日期', day(entry.repealedOn)],
          ['有效性', validity && <ValidityMark validity={validity} />],
          ['统一编号', entry.unifiedNumber],
          ['公开方式', '主动公开'],
          ['责任部门', entry.department],
          [
            '适用对象',
            entry.audience?.length ? <Tags said={entry.audience} names={tagNames} facet="audience" /> : null,
          ],
          ['标签', entry.tags?.length ? <Tags said={entry.tags} names={tagNames} facet="tag" /> : null],
          ['主题词', entry.keywords.join('、')],
          [
            '所属栏目',
            entry.columns.length > 0 && (
              <>
                {entry.columns.map((c, i) => (
                  <span key={c}>
                    {i > 0 && '、'}
                    <Link to={`/${body.slug}/list/${c}/`}>{columns[c].label}</Link>
                  </span>
                ))}
              </>
            ),
          ],
        ]}
      />
    </section>
  )
}
