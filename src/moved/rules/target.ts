import { addressPattern } from '#record/model.ts'
import { gathered, isColumn } from '#record/columns.ts'

/** What somebody wrote as the place where an old address leads. */
export type Written =
  | { readonly kind: 'publication'; readonly address: string }
  /** A fixed page of the site or of a body. */
  | { readonly kind: 'page'; readonly address: string; readonly slug: string | null }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'fault'; readonly text: string }

const whole =
  /^\/(?:(?:bodies|about|sitemap|interaction|service|timeliness|alerts|mistakes)\.html|list\/(?<column>[a-z]+)\/)?$/
const own =
  /^\/(?<slug>[a-z][a-z0-9-]{1,39})\/(?:(?:institution|interaction|service|timeliness|alerts|library)\.html|disclosure\/(?:(?:guide|system|statutory|annual|request)\.html)?|list\/(?<column>[a-z]+)\/)?$/

/**
 * Reads a target: an address of this site (with or without its name and folder), else a number. Whether something stands there is
 * another question.
 */
export function readTarget(
  written: string,
  site: { readonly domain: string; readonly base: string },
): Written {
  const outside = /^https?:\/\/([^/?#:\s]+)(?::\d+)?(\/[^\s]*)?$/i.exec(written)
  if (outside && outside[1]!.toLowerCase() !== site.domain)
    return {
      kind: 'fault',
      text: `新网址在别的网站（${outside[1]}）上。旧网址只能指到本站，离开本站的链接请写在信息的正文里。`,
    }
  const path = outside ? (outside[2] ?? '/') : written
  if (!path.startsWith('/')) return { kind: 'number', text: written }
  const bare = path.replace(/[?#].*$/s, '')
  const address = site.base !== '' && bare.startsWith(`${site.base}/`) ? bare.slice(site.base.length) : bare
  if (addressPattern.test(address)) return { kind: 'publication', address }
  const page = whole.exec(address) ?? own.exec(address)
  const column = page?.groups?.['column']
  if (page && (column === undefined || isColumn(column) || Object.hasOwn(gathered, column)))
    return { kind: 'page', address, slug: page.groups?.['slug'] ?? null }
  return {
    kind: 'fault',
    text: `“${address.slice(0, 60)}”不是本站的网页。可以写一件信息的网址、一个栏目的网址（例如 /jiaozuo/list/notice/）、文号或索引号；附件请指到它所在的信息。`,
  }
}
