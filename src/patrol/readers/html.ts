import type { Segment } from '../segment.ts'

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  thinsp: '\u2009',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  middot: '·',
  bull: '•',
  times: '×',
  yen: '¥',
  zwj: '\u200d',
  zwnj: '\u200c',
  shy: '\u00ad',
}

const decode = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi, (whole, dec, hex, name) => {
        if (name) return entities[(name as string).toLowerCase()] ?? whole
        const code = dec ? Number(dec) : parseInt(hex as string, 16)
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
      })
    : text

const blocks = new Set(
  'p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd tr td th table thead tbody tfoot caption blockquote section article figure figcaption hr br pre address header footer main aside'.split(
    ' ',
  ),
)
const silent = new Set(['script', 'style', 'template', 'noscript'])

export type HtmlReading = {
  readonly segments: Segment[]
  /** Addresses of links with the words on them. */
  readonly links: { readonly href: string; readonly text: string; readonly label: string }[]
}

type Tag = {
  readonly from: number
  readonly to: number
  readonly name: string | null
  readonly close: boolean
  readonly inside: string
}

/** Tags and comments in order. A tag ends at the first >: what follows it in a value is then read as text, and nothing is missed. */
function* tagsOf(html: string): Generator<Tag> {
  let at = 0
  for (;;) {
    const from = html.indexOf('<', at)
    if (from < 0) return
    if (html.startsWith('<!--', from)) {
      const end = html.indexOf('-->', from + 4)
      at = end < 0 ? html.length : end + 3
      yield { from, to: at, name: null, close: false, inside: '' }
      continue
    }
    const gt = html.indexOf('>', from)
    if (gt < 0) return
    const match = /^<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])/.exec(html.slice(from, from + 24))
    if (!match) {
      at = from + 1
      continue
    }
    at = gt + 1
    const inside = html.slice(from + match[0].length, gt)
    yield { from, to: at, name: match[2]!.toLowerCase(), close: match[1] === '/', inside }
  }
}
const attributePattern = /([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g

function attributesOf(source: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const match of source.matchAll(attributePattern))
    found.set(match[1]!.toLowerCase(), decode(match[2] ?? match[3] ?? match[4] ?? ''))
  return found
}

/**
 * The text of a page or of a pasted body as segments: paragraphs, cells with their row and column, alternative texts; hidden ones
 * are marked. Tolerates what is not well-formed.
 */
export function readHtml(html: string, file: string | null = null): HtmlReading {
  const segments: Segment[] = []
  const links: HtmlReading['links'] = []
  let text = ''
  let paragraph = 0
  let table = 0
  const open: { table: number; row: number; column: number }[] = []
  let skip: string | null = null
  let hiddenDepth = 0
  const depth: { name: string; hidden: boolean }[] = []
  let anchor: { href: string; from: number } | null = null

  const flush = () => {
    const cell = open.at(-1)
    const trimmed = text.trim()
    if (trimmed !== '') {
      if (!cell) paragraph++
      segments.push({
        text: trimmed,
        part: hiddenDepth > 0 ? 'leftover' : cell ? 'table' : 'body',
        label: `${cell ? `第${cell.table}个表格第${cell.row}行第${cell.column}列` : `第${paragraph}段`}${hiddenDepth > 0 ? '（隐藏）' : ''}`,
        file,
        checks: hiddenDepth > 0 || cell ? 'words' : 'all',
      })
    }
    text = ''
    if (anchor) anchor = { ...anchor, from: 0 }
  }
  const aside = (value: string | undefined, label: string) => {
    if (value?.trim()) segments.push({ text: value, part: 'alternative', label, file, checks: 'words' })
  }

  let at = 0
  for (const tag of tagsOf(html)) {
    const between = html.slice(at, tag.from)
    at = tag.to
    if (skip === null) text += decode(between.replaceAll(/[\r\n\t]+/g, ' '))
    const { name, close: isClose } = tag
    if (name === null) continue
    if (skip !== null) {
      if (isClose && name === skip) skip = null
      continue
    }
    if (silent.has(name) && !isClose) {
      skip = name
      continue
    }
    if (blocks.has(name)) flush()
    if (name === 'a') {
      if (isClose && anchor) {
        links.push({ href: anchor.href, text: text.slice(anchor.from).trim(), label: `第${paragraph + 1}段` })
        anchor = null
      } else if (!isClose) {
        const href = attributesOf(tag.inside).get('href')
        anchor = href === undefined ? null : { href, from: text.length }
      }
    }
    if (name === 'table') {
      if (isClose) open.pop()
      else open.push({ table: ++table, row: 0, column: 0 })
    }
    const cell = open.at(-1)
    if (cell && !isClose && name === 'tr') {
      cell.row++
      cell.column = 0
    }
    if (cell && !isClose && (name === 'td' || name === 'th')) cell.column++
    const attributes = isClose ? new Map<string, string>() : attributesOf(tag.inside)
    if (!isClose && name !== 'br' && name !== 'img' && name !== 'hr') {
      const hidden =
        attributes.has('hidden') ||
        / hidden(?:\s|$)/.test(tag.inside) ||
        /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)/i.test(
          attributes.get('style') ?? '',
        )
      if (hidden) {
        flush()
        hiddenDepth++
      }
      depth.push({ name, hidden })
    } else if (isClose) {
      const last = depth.findLastIndex(d => d.name === name)
      if (last >= 0) {
        const closing = depth.splice(last)
        if (closing.some(d => d.hidden)) {
          flush()
          hiddenDepth = depth.filter(d => d.hidden).length
        }
      }
    }
    if (name === 'img' && !isClose) aside(attributes.get('alt'), '图片的替代文字')
    aside(attributes.get('title'), '鼠标提示')
  }
  if (skip === null) text += decode(html.slice(at))
  flush()
  return { segments, links }
}
