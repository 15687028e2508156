import sanitizeHtml from 'sanitize-html'
import { clauseHead } from '../compare/head.ts'
import { once, tailRoles } from '../compare/units.ts'
import type { Attachment } from '../model.ts'
import { isForeign } from '../foreign.ts'
import { annualForm, scoped } from './annualTables.ts'
import { linked } from './linked.ts'

/** A body made ready to be shown: its headings carry anchors, wide tables scroll, pictures come from the publication's own files. */
export type ShownBody = {
  readonly html: string
  readonly contents: readonly { readonly id: string; readonly level: number; readonly text: string }[]
  /** Addresses outside government sites that it links to, in order. */
  readonly outside: readonly string[]
  /** It holds a table that the reading column does not. */
  readonly isWide: boolean
}

const roles = new Set([
  'center',
  'right',
  'addressee',
  'attachments',
  'signatory',
  'date',
  'label',
  'imprint',
])
const anchor = /^[A-Za-z][\w-]{0,60}$/

/**
 * The second wall: the document room has cleaned this HTML; here only the closed list passes again, whatever was stored.
 * `fileAddress` gives the address of a picture of the publication, or null.
 */
export function showBody(
  html: string,
  fileAddress: (name: string) => string | null,
  /** What stands instead of the nth of those addresses. */
  leaving?: (n: number) => string,
): ShownBody {
  const outside: string[] = []
  const contents: { id: string; level: number; text: string }[] = []
  const clean = sanitizeHtml(html, {
    allowedTags: [
      'p',
      'h2',
      'h3',
      'h4',
      'table',
      'caption',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'ol',
      'ul',
      'li',
      'strong',
      'em',
      'u',
      'sup',
      'sub',
      'a',
      'img',
      'br',
    ],
    allowedAttributes: {
      '*': ['class', 'id'],
      a: ['href', 'rel', 'id'],
      img: ['src', 'alt', 'loading'],
      ol: ['start'],
      td: ['rowspan', 'colspan', 'class'],
      th: ['rowspan', 'colspan', 'scope', 'class'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: [] },
    allowProtocolRelative: false,
    transformTags: {
      // The page has one h1, the title; a body that brings another speaks one level lower.
      h1: 'h2',
      h5: 'h4',
      h6: 'h4',
      '*': (tagName, attributes) => {
        const attribs: Record<string, string> = { ...attributes }
        const role = (attributes['class'] ?? '').split(/\s+/).find(c => roles.has(c))
        delete attribs['class']
        if (role) attribs['class'] = role
        if (attribs['id'] && !anchor.test(attribs['id'])) delete attribs['id']
        const href = tagName === 'a' ? (attribs['href'] ?? '') : ''
        if (/^https?:/i.test(href)) attribs['rel'] = 'noopener nofollow'
        if (/^https?:/i.test(href) && isForeign(href)) {
          outside.push(href)
          if (leaving) attribs['href'] = leaving(outside.length)
        }
        if (tagName === 'img') {
          const source = attribs['src'] ?? ''
          const address = source.startsWith('cid:') ? fileAddress(source.slice(4)) : null
          if (address) attribs['src'] = address
          else delete attribs['src']
          attribs['alt'] = attribs['alt'] ?? ''
          attribs['loading'] = 'lazy'
        }
        return { tagName, attribs }
      },
    },
    exclusiveFilter: frame => frame.tag === 'img' && !frame.attribs['src'],
  })
  // sanitize-html writes every element it lets through as `<name attributes>`: plain patterns are enough from here.
  let n = 0
  let tables = 0
  let holdsWide = false
  const clauses = new Map<string, number>()
  const anchored = linked(clean, url => {
    // Only what stands in the text: & is written &amp; there.
    const plainUrl = url.replaceAll('&amp;', '&')
    if (!isForeign(plainUrl)) return `<a href="${url}" rel="noopener nofollow">`
    outside.push(plainUrl)
    return `<a href="${leaving ? leaving(outside.length) : url}" rel="noopener nofollow">`
  })
    .replace(
      /<(h[2-4])((?:\s[^>]*)?)>([\s\S]*?)<\/\1>/g,
      (whole, tag: string, attributes: string, inner: string) => {
        const text = plain(inner)
        if (text === '') return ''
        const id = `s${++n}`
        contents.push({ id, level: Number(tag[1]), text })
        return `<${tag} id="${id}"${attributes.replace(/\sid="[^"]*"/, '')}>${inner}</${tag}>`
      },
    )
    .replace(/<table[\s\S]*?<\/table>/g, scoped)
    .replace(/<table/g, (_, at: number, whole: string) => {
      const form = annualForm(whole.slice(at, whole.indexOf('</table>', at)))
      const wide = form === null && isWide(whole.slice(at, at + mostOfARow))
      holdsWide ||= wide
      const kind = form ? ` annual-${form}` : wide ? ' wide' : ''
      return `<section class="scroll${kind}" aria-label="表格 ${++tables}，可左右滚动" tabindex="0"><table`
    })
    .replace(/<\/table>/g, '</table></section>')
    .replace(/<p((?:\s[^>]*)?)>([\s\S]*?)<\/p>/g, (whole, attributes: string, inner: string) => {
      const head = tailRoles.test(attributes) ? null : clauseHead(plain(inner).slice(0, 40))
      if (!head) return whole
      const id = once(head.anchor, clauses)
      return `<p id="${id}"${attributes.replace(/\sid="[^"]*"/, '')}>${inner}</p>`
    })
    .replace(/(<br \/>\s*)+(<\/(p|td|th|h[2-4])>)/g, '$2')
    .replace(/<p(?:\s[^>]*)?>(?:\s|&nbsp;)*<\/p>/g, '')
  const shown = levelled(numbered(anchored, contents), contents)
  return { html: shown, contents, outside, isWide: holdsWide }
}

const mostColumns = 7
/** Of a row: enough of it to count by. */
const mostOfARow = 20_000

/** More columns than the reading column holds: such a table is as wide as it needs and moves by itself. */
function isWide(table: string): boolean {
  const first = /^<table[\s\S]*?<\/t(?:r|able)>/.exec(table)?.[0] ?? table
  const cells = [...first.matchAll(/<t[hd](?:\s[^>]*?(?:colspan="(\d{1,2})"[^>]*)?)?>/g)]
  return cells.reduce((n, [, span]) => n + Number(span ?? 1), 0) >= mostColumns
}

/** Texts without a heading are listed by their numbering: chapters, or paragraphs that begin 一、. */
function numbered(html: string, contents: { id: string; level: number; text: string }[]): string {
  if (contents.length > 0) return html
  let n = 0
  return html.replace(/<p((?:\s[^>]*)?)>([\s\S]*?)<\/p>/g, (whole, attributes: string, inner: string) => {
    const text = plain(inner)
    if (!/^(?:第[一二三四五六七八九十百]+[章节]|[一二三四五六七八九十]+、)/.test(text)) return whole
    const known = /\sid="([^"]+)"/.exec(attributes)?.[1]
    const id = known ?? `s${++n}`
    const head = /^[^。；]{1,40}/.exec(text)![0]
    contents.push({ id, level: 2, text: head.length < text.length && head.length === 40 ? `${head}…` : head })
    return known ? whole : `<p id="${id}"${attributes}>${inner}</p>`
  })
}

/** Headings may not jump a level under the title (h1): h3 first becomes h2. */
function levelled(html: string, contents: { level: number }[]): string {
  const top = contents[0]?.level
  if (top === undefined || top === 2 || contents.some(c => c.level === 2)) return mend(html, contents)
  const by = Math.min(...contents.map(c => c.level)) - 2
  for (const c of contents) c.level -= by
  return mend(
    html.replace(/<(\/?)h([2-4])/g, (_, slash: string, level: string) => `<${slash}h${Number(level) - by}`),
    contents,
  )
}

function mend(html: string, contents: { level: number }[]): string {
  let before = 1
  let i = 0
  let open = 0
  return html.replace(/<(\/?)h([2-4])/g, (_, slash: string, level: string) => {
    if (slash) return `</h${open}`
    open = Math.min(Number(level), before + 1)
    before = open
    const entry = contents[i++]
    if (entry) entry.level = open
    return `<h${open}`
  })
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
}

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot|nbsp);/g, e => entities[e] ?? e)
    .replace(/\s+/g, ' ')
    .trim()
}

/** `/files/{number}/{hash8}/{name}`: stays the same for the life of the publication, changes with the bytes. */
export function fileAddress(number: number, file: Pick<Attachment, 'name' | 'hash'>): string {
  return `/files/${number}/${file.hash.slice(0, 8)}/${encodeURIComponent(file.name)}`
}
