import type { Frame } from './frame.ts'
import type { View } from './page.ts'

/** What stands in <head>: 网页标签 of the government-site guide by exact names, discovery, structured data. */

const joined = (words: readonly string[]) => words.join(',')

export function titleOf(view: View, siteName: string): string {
  return [...view.title, siteName].join(' - ')
}

/** JSON inside a script element may not close it. */
function Linked({ data }: { data: object }) {
  const json = JSON.stringify(data)
    .replace(/</g, '\\u003c')
    .replace(/\u2028|\u2029/g, '')
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}

/** gov.cn's own form of an instant: 2026-05-01-10:11:12. */
const govTime = (minute: string) => `${minute.replace(' ', '-')}:00`

/** Addresses of the style sheet and the script, with the base. */
export type Files = { readonly stylesheet: string; readonly script: string }

export function Head({ view, frame, files }: { view: View; frame: Frame; files: Files }) {
  const { site, path } = frame
  const url = site.origin + site.base + (view.canonical ?? path)
  const title = titleOf(view, site.name)
  const description =
    view.article?.description ?? view.description ?? `${site.name}：公文、政府信息公开与检索。`
  const { column, article } = view
  const crumbs = view.crumbs.filter(c => c.to !== undefined)
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <meta name="SiteName" content={site.name} />
      <meta name="SiteDomain" content={site.domain} />
      <meta name="SiteIDCode" content={site.idCode} />
      {column && (
        <>
          <meta name="ColumnName" content={column.name} />
          <meta name="ColumnDescription" content={column.description} />
          <meta name="ColumnKeywords" content={joined(column.keywords)} />
          <meta name="ColumnType" content={column.type} />
        </>
      )}
      {article && (
        <>
          <meta name="ArticleTitle" content={article.title} />
          <meta name="PubDate" content={article.publishedAt} />
          <meta name="ContentSource" content={article.source} />
          {article.keywords.length > 0 && <meta name="Keywords" content={joined(article.keywords)} />}
          {article.author && <meta name="Author" content={article.author} />}
          <meta name="Description" content={article.description} />
          <meta name="Url" content={url} />
          <meta name="firstpublishedtime" content={govTime(article.publishedAt)} />
          <meta name="lastmodifiedtime" content={govTime(article.modifiedAt)} />
        </>
      )}
      {!article && <meta name="description" content={description} />}
      {view.noindex && <meta name="robots" content="noindex" />}
      {/* What is no page is no other page's either. */}
      {(view.status ?? 200) < 400 && <link rel="canonical" href={url} />}
      {view.prevNext?.prev && <link rel="prev" href={site.base + view.prevNext.prev} />}
      {view.prevNext?.next && <link rel="next" href={site.base + view.prevNext.next} />}
      {view.alternate?.map(a => (
        <link key={a.to} rel="alternate" type={a.type} title={a.title} href={site.base + a.to} />
      ))}
      {frame.site.host?.stylesheet && <link rel="stylesheet" href={frame.site.host.stylesheet} />}
      <link rel="stylesheet" href={files.stylesheet} />
      <link rel="icon" type="image/svg+xml" href={`${site.base}/assets/icon.svg`} />
      <meta name="color-scheme" content={frame.mode.contrast ? 'dark' : 'light'} />
      <meta property="og:type" content={article ? 'article' : 'website'} />
      <meta property="og:locale" content="zh_CN" />
      <meta property="og:site_name" content={site.name} />
      <meta property="og:title" content={view.title[0] ?? site.name} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={url} />
      <script src={files.script} defer />
      {crumbs.length > 0 && (
        <Linked
          data={{
            '@context': 'https://schema.org',
            '@type': 'BreadcrumbList',
            itemListElement: view.crumbs.map((c, i) => ({
              '@type': 'ListItem',
              position: i + 1,
              name: c.label,
              item: site.origin + site.base + (c.to ?? path),
            })),
          }}
        />
      )}
      {view.linked?.map((data, i) => (
        <Linked key={i} data={data} />
      ))}
    </head>
  )
}
