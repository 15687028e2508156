import { renderToStaticMarkup } from 'react-dom/server'
import { isoOf } from '#kit/now.ts'
import type { Answer } from '#kit/page.ts'
import { FrameContext, plainFrame } from './frame.ts'
import type { View } from './page.ts'
import type { Site } from './site.ts'

/** Pages for a host site that puts its own head and foot around them (政府网站发展指引: 县级部门依托上级门户). */

export type FragmentForm = 'fragment' | 'json'

/** `?view=fragment` or `?view=json`; null for a whole page. */
export function fragmentForm(search: URLSearchParams): FragmentForm | null {
  const view = search.get('view')
  return view === 'fragment' || view === 'json' ? view : null
}

/** The same content without head and foot: HTML to be put into a page, or JSON that names its parts. Every address in it is whole. */
export function asFragment(view: View, form: FragmentForm, site: Site, path: string): Answer {
  const markup = renderToStaticMarkup(
    <FrameContext value={{ ...plainFrame(site), path }}>
      <div className="zhaoming" lang="zh-CN">
        {view.main}
      </div>
    </FrameContext>,
  )
  const html = markup
    .replace(/ (href|src|action)="\/(?!\/)/g, ` $1="${site.origin}/`)
    .replace(/ (href)="#/g, ` $1="${site.origin}${site.base}${path}#`)
  const address = site.origin + site.base + (view.canonical ?? path)
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'X-Robots-Tag': 'noindex',
    Link: `<${encodeURI(decodeURI(address))}>; rel="canonical"`,
    Vary: 'Accept-Encoding',
  }
  const status = view.status ?? 200
  if (form === 'fragment') return { status, type: 'text/html; charset=utf-8', body: html, headers }
  const body = {
    title: view.title[0] ?? site.name,
    address,
    source: site.name,
    column: view.column ? { name: view.column.name, description: view.column.description } : null,
    article: view.article
      ? {
          title: view.article.title,
          published_at: view.article.publishedAt,
          source: view.article.source,
          keywords: view.article.keywords,
          description: view.article.description,
        }
      : null,
    crumbs: view.crumbs.map(c => ({
      label: c.label,
      address: c.to === undefined ? null : site.origin + site.base + c.to,
    })),
    modified_at: view.modifiedAt ? isoOf(view.modifiedAt) : null,
    html,
  }
  return {
    status,
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify(body, null, 2)}\n`,
    headers,
  }
}
