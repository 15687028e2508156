import sanitizeHtml from 'sanitize-html'
import { Refused } from '#kit/errors.ts'
import { paragraphRoles } from './compose.ts'
import { inForm } from './grammar.ts'
import { IntakeRefusal } from './refusal.ts'
import type { ImagePart } from './types.ts'

/** Elements that pass the cleaner. Everything else goes; its text stays unless it was never text (script, style, a template). */
const kept = ['p', 'h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'ol', 'ul', 'li']
const keptInline = ['strong', 'em', 'u', 'sup', 'sub', 'a', 'img', 'br']
/** Read for the structure they show; `inForm` writes none of them. */
const keptForLayout = ['div', 'blockquote', 'h1', 'h5', 'h6', 'hr', 'tfoot']
/** Written by `transformTags`, taken out with all it holds by `exclusiveFilter`: a name of its own, since a transformed tag that is
 * not allowed leaves its name behind for the next one (sanitize-html 2.17.5). */
const dropped = 'x-dropped'

const neverText = [
  'script',
  'style',
  'textarea',
  'option',
  'xmp',
  'noscript',
  'noembed',
  'noframes',
  'template',
  'iframe',
  'object',
  'embed',
  'applet',
  'audio',
  'video',
  'canvas',
  'svg',
  'math',
  'head',
  'title',
  'xml',
  'select',
  'button',
  'plaintext',
]

const activeTags = new Set([
  'script',
  'iframe',
  'object',
  'embed',
  'applet',
  'form',
  'base',
  'meta',
  'link',
  'svg',
  'math',
])

/** What was met on the way; counted so that the drafter can be told. */
export type Met = {
  active: number
  hidden: number
  struck: number
  remoteImages: number
  unusableImages: number
}

const renamed: Record<string, string> = {
  b: 'strong',
  i: 'em',
  section: 'div',
  article: 'div',
  main: 'div',
  header: 'div',
  footer: 'div',
  aside: 'div',
  center: 'div',
  address: 'div',
  figure: 'div',
  pre: 'div',
  dl: 'div',
  dt: 'p',
  dd: 'p',
  ins: 'u',
}

type Attributes = Record<string, string>

const alignment = (attributes: Attributes): 'center' | 'right' | null => {
  const style = (attributes['style'] ?? '').slice(0, 4000).toLowerCase()
  const found =
    /(?:^|[;\s])text-align\s*:\s*(center|right|end)\b/.exec(style)?.[1] ?? attributes['align']?.toLowerCase()
  return found === 'center' ? 'center' : found === 'right' || found === 'end' ? 'right' : null
}

const isHidden = (name: string, attributes: Attributes): boolean =>
  'hidden' in attributes ||
  name === 'del' ||
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*(?:all|screen))/i.test(
    (attributes['style'] ?? '').slice(0, 4000),
  )

const noteId = /^(?:footnote|endnote)(?:-ref)?-\d{1,5}$/
const blockTags = new Set(['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'td', 'th'])
const roles: readonly string[] = paragraphRoles

function attributesOf(name: string, attributes: Attributes): Attributes {
  const out: Attributes = {}
  if (blockTags.has(name)) {
    const own = (attributes['class'] ?? '').split(/\s+/).find(c => roles.includes(c))
    const role = own ?? alignment(attributes)
    if (role) out['class'] = role
  }
  if (name === 'td' || name === 'th') {
    for (const key of ['rowspan', 'colspan'] as const) {
      const value = Number(attributes[key])
      if (Number.isInteger(value) && value > 1 && value <= 1000) out[key] = String(value)
    }
    if (name === 'th' && /^(?:col|row|colgroup|rowgroup)$/.test(attributes['scope'] ?? '')) {
      out['scope'] = attributes['scope'] ?? ''
    }
  }
  if (name === 'a' && attributes['href']) out['href'] = attributes['href'].trim()
  if (name === 'ol' && /^\d{1,5}$/.test(attributes['start'] ?? '')) out['start'] = attributes['start'] ?? ''
  if (name === 'img') {
    if (attributes['src']) out['src'] = attributes['src']
    out['alt'] = (attributes['alt'] ?? '').slice(0, 500)
  }
  if ((name === 'a' || name === 'li') && attributes['id'] && noteId.test(attributes['id']))
    out['id'] = attributes['id']
  return out
}

const hrefAllowed = /^(?:https?:\/\/|mailto:|#)/i

type Options = {
  met: Met
  /** Gives the `cid:` address of a picture carried in the HTML, or null. */
  keepImage: (source: string) => string | null
}

const maxDepth = 200

function sanitise(html: string, options: Options): string {
  let depth = 0
  const { met } = options
  return sanitizeHtml(html, {
    allowedTags: [...kept, ...keptInline, ...keptForLayout, dropped],
    nonTextTags: neverText,
    allowedAttributes: {
      '*': ['class', 'id'],
      a: ['href', 'id'],
      img: ['src', 'alt'],
      ol: ['start'],
      td: ['rowspan', 'colspan', 'class'],
      th: ['rowspan', 'colspan', 'scope', 'class'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['cid'] },
    allowProtocolRelative: false,
    onOpenTag: () => {
      if (++depth > maxDepth)
        throw new IntakeRefusal('dangerous', '内容的标签嵌套过深，无法处理。请改为粘贴纯文本。')
    },
    onCloseTag: () => {
      depth--
    },
    transformTags: {
      '*': (tagName, attributes) => {
        if (activeTags.has(tagName) && tagName !== 'meta' && tagName !== 'link') met.active++
        if (Object.keys(attributes).some(a => /^on/i.test(a))) met.active++
        if (/^\s*(?:javascript|vbscript|data)\s*:/i.test(attributes['href'] ?? '')) met.active++
        if (isHidden(tagName, attributes)) {
          met.hidden++
          return { tagName: dropped, attribs: {} }
        }
        if (tagName === 's' || tagName === 'strike') met.struck++
        const name = renamed[tagName] ?? tagName
        const attribs = attributesOf(name, attributes)
        if (name === 'a' && !hrefAllowed.test(attribs['href'] ?? '')) delete attribs['href']
        if (name === 'img') {
          const address = options.keepImage(attribs['src'] ?? '')
          if (address === null) return { tagName: dropped, attribs: {} }
          attribs['src'] = address
        }
        if (tagName === 'center') attribs['class'] ??= 'center'
        return { tagName: name, attribs }
      },
    },
    exclusiveFilter: frame => {
      if ('name' in frame && frame.name === dropped) return true
      const bareLink = frame.tag === 'a' && !('href' in frame.attribs) && !('id' in frame.attribs)
      return bareLink ? 'excludeTag' : false
    },
  })
}

const bodyCid = /^cid:[\w.-]{1,80}$/

/**
 * Any HTML → the closed list a body may consist of: p, h2–h4, table, lists, strong, em, u, sup, sub, a (http, https,
 * mailto, #), img (cid: only). No style, script, event handler, javascript: or data: address survives. Safe to call on
 * every save and on its own output. Throws `Refused` where tags nest deeper than 200.
 */
export function cleanHtml(html: string): string {
  const met: Met = { active: 0, hidden: 0, struck: 0, remoteImages: 0, unusableImages: 0 }
  try {
    return inForm(sanitise(html, { met, keepImage: source => (bodyCid.test(source) ? source : null) }))
  } catch (error) {
    if (error instanceof IntakeRefusal)
      throw new Refused(
        'invalid',
        error.reasons.map(text => ({ text, field: 'bodyHtml' })),
      )
    throw error
  }
}

const pictureTypes: Record<string, string> = { png: 'png', jpeg: 'jpg', jpg: 'jpg', gif: 'gif', webp: 'webp' }

/** First cleaning of a paste: layout elements are kept for the reader of blocks; pictures carried inside become parts. */
export function cleanSource(
  html: string,
  images: ImagePart[],
  room: (bytes: number) => boolean,
): { html: string; met: Met } {
  const met: Met = { active: 0, hidden: 0, struck: 0, remoteImages: 0, unusableImages: 0 }
  const keepImage = (source: string): string | null => {
    if (images.some(image => source === `cid:${image.name}`)) return source
    const data = /^data:image\/(png|jpe?g|gif|webp);base64,/i.exec(source)
    if (!data) {
      if (/^(?:https?:)?\/\//i.test(source)) met.remoteImages++
      else met.unusableImages++
      return null
    }
    const bytes = new Uint8Array(Buffer.from(source.slice(data[0].length), 'base64'))
    const extension = pictureTypes[(data[1] ?? '').toLowerCase()] ?? ''
    if (imageType(bytes) === null || !room(bytes.length)) {
      met.unusableImages++
      return null
    }
    const name = `image-${images.length + 1}.${extension}`
    images.push({ name, contentType: imageType(bytes) ?? '', bytes })
    return `cid:${name}`
  }
  return { html: sanitise(html, { met, keepImage }), met }
}

/** The type of a picture browsers show, told by its first bytes; null for anything else (EMF, WMF, TIFF, SVG). */
export function imageType(bytes: Uint8Array): string | null {
  const starts = (...head: number[]) => head.every((b, i) => bytes[i] === b)
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'image/gif'
  const webp = starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45 && bytes[10] === 0x42
  return webp ? 'image/webp' : null
}
