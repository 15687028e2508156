/** Addresses of the site as files of an export, and pages whose links lead from file to file. */

export type Place = { readonly path: string; readonly query: string; readonly hash: string }

/** An address of this site without its base; null for anything else. */
export function placeOf(href: string, base: string, from: string): Place | null {
  if (href.startsWith('#')) return { path: from, query: '', hash: href }
  if (!href.startsWith('/') || href.startsWith('//')) return null
  const hashAt = href.indexOf('#')
  const hash = hashAt < 0 ? '' : href.slice(hashAt)
  const rest = hashAt < 0 ? href : href.slice(0, hashAt)
  const cut = rest.indexOf('?')
  const whole = cut < 0 ? rest : rest.slice(0, cut)
  const path =
    base !== '' && (whole === base || whole.startsWith(`${base}/`)) ? whole.slice(base.length) || '/' : whole
  return { path, query: cut < 0 ? '' : rest.slice(cut + 1), hash }
}

/** The file of a path, from the folder of the export: folders have an index. */
export function fileOf(path: string): string {
  const file = decodeURIComponent(path.replace(/^\//, ''))
  return file === '' || file.endsWith('/') ? `${file}index.html` : file
}

/** From one file to another, as a link; percent-encoded. */
export function relative(from: string, to: string): string {
  const a = from.split('/').slice(0, -1)
  const b = to.split('/')
  let same = 0
  while (same < a.length && same < b.length - 1 && a[same] === b[same]) same++
  const up = '../'.repeat(a.length - same)
  return up + b.slice(same).map(encodeURIComponent).join('/')
}

const listPath = /^(?:\/[a-z][a-z0-9-]{1,39})?\/list\/[a-z]+\/$/

/** Which file a link leads to; null where a file cannot serve it: the link becomes plain text. */
export function target(place: Place): { readonly path: string; readonly tail: string } | null {
  const { path, query, hash } = place
  if (/^\/(?:api|console|subscribe|gkmlpt|mode|leave)(?:\/|$)/.test(path)) return null
  if (/\/list\.(?:csv|xlsx|json)$|^(?:\/[a-z0-9-]+)?\/library\.(?:csv|xlsx|json)$/.test(path)) return null
  if (/^\/[a-z0-9-]+\/catalog\/[a-z-]+\.(?:xlsx|docx|csv|json)$/.test(path)) return null
  if (path.startsWith('/search/')) return null
  if (path === '/search') return { path: '/search.html', tail: query === '' ? hash : `?${query}${hash}` }
  if (query === '') return { path, tail: hash }
  const year = listPath.test(path) ? /^year=((?:19|20)\d\d)$/.exec(query) : null
  return year ? { path: `${path}${year[1]}.html`, tail: hash } : null
}

/** Parts of a page that only a server can answer. */
const dynamic = [
  /<form\b[^>]*method="post"[\s\S]*?<\/form>/g,
  /<section class="feedback"[\s\S]*?<\/section>/g,
  /<nav class="modes"[\s\S]*?<\/nav>/g,
  /<p class="take">[\s\S]*?<\/p>/g,
  /<link rel="(?:prev|next)"[^>]*>/g,
]

export type Rewritten = { readonly html: string; readonly links: readonly string[] }

/** A page as a file: links lead from file to file; what needs the server is taken out. `links`: the paths it leads to. */
export function rewrite(html: string, options: { path: string; base: string; script: string }): Rewritten {
  const links = new Set<string>()
  const file = fileOf(options.path)
  const lead = (href: string): string | null => {
    const place = placeOf(href.replace(/&amp;/g, '&'), options.base, options.path)
    if (!place) return href
    if (href.startsWith('#')) return href
    const found = target(place)
    if (!found) return null
    links.add(found.path)
    return relative(file, fileOf(found.path)) + found.tail.replace(/&/g, '&amp;')
  }
  let text = html
  for (const part of dynamic) text = text.replace(part, '')
  text = text
    .replace(
      /<a\b([^>]*?) href="([^"]*)"([^>]*)>([\s\S]*?)<\/a>/g,
      (_, before: string, href: string, after: string, inner: string) => {
        const to = lead(href)
        return to === null ? `<span>${inner}</span>` : `<a${before} href="${to}"${after}>${inner}</a>`
      },
    )
    .replace(
      /<(link|img|script|form|source|iframe)\b([^>]*?) (href|src|action)="(\/[^"]*)"/g,
      (whole, tag: string, before: string, name: string, href: string) => {
        const to = lead(href)
        return to === null ? whole.replace(` ${name}="${href}"`, '') : `<${tag}${before} ${name}="${to}"`
      },
    )
    // A feed that no file holds is not announced.
    .replace(
      /<link\b(?![^>]*href=)[^>]*rel="alternate"[^>]*>|<link\b[^>]*rel="alternate"(?![^>]*href=)[^>]*>/g,
      '',
    )
    .replace('</head>', `<script src="${relative(file, options.script)}" defer></script></head>`)
  return { html: text, links: [...links] }
}
