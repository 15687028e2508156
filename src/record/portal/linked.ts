/** What stands in a text as plain words and can be followed: addresses, mailboxes, telephone numbers. The words stay as they are. */

const host = String.raw`(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+`
const rest = String.raw`(?:[/?#](?:&amp;|[\w\-.~:/?#@!$'()*+,;=%])*)?`
const patterns = [
  String.raw`(?<mail>[\w.+-]{1,64}@${host}[a-z]{2,20})`,
  String.raw`(?<url>https?:\/\/${host}[a-z]{2,20}(?::\d{2,5})?${rest})`,
  String.raw`(?<bare>(?:www\.${host}[a-z]{2,20}|${host}gov\.cn)(?::\d{2,5})?${rest})`,
  String.raw`(?<phone>(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3}[-－— ])\s?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00-\d{3,4}-\d{3,4})`,
  String.raw`(?<=(?:电话|热线|拨打|致电)[：:“\s]{0,2})(?<short>1(?:10|19|20|22|2\d{3}))`,
]
const found = new RegExp(String.raw`(?<![\w@./-])(?:${patterns.join('|')})(?![\w@])`, 'gi')

/** The opening tag of a link to an address on the web, given as it stands in HTML. */
export type WayOf = (url: string) => string

/**
 * Links in cleaned HTML what stands there in words; what is a link already stays one. Facsimile numbers are no telephones.
 */
export function linked(html: string, wayOf: WayOf): string {
  let depth = 0
  let before = ''
  return html.replace(/<[^>]*>|[^<]+/g, piece => {
    if (piece.startsWith('<')) {
      if (/^<a[\s>]/.test(piece)) depth++
      else if (piece === '</a>') depth--
      return piece
    }
    const head = before
    before = (before + piece).slice(-24)
    if (depth > 0) return piece
    return piece.replace(found, (...given) => {
      const whole = given[0] as string
      const groups = given.at(-1) as Record<'mail' | 'url' | 'bare' | 'phone' | 'short', string | undefined>
      const at = given.at(-3) as number
      if (groups.mail) return `<a href="mailto:${whole}">${whole}</a>`
      if (groups.phone ?? groups.short)
        return /传真\D*$/.test(head + piece.slice(0, at))
          ? whole
          : `<a href="tel:${whole.replace(/\D/g, '')}">${whole}</a>`
      const words = whole.replace(/(?:[.,:;!?')]|&amp;)+$/, '')
      const url = groups.url ? words : `http://${words}`
      return `${wayOf(url)}${words}</a>${whole.slice(words.length)}`
    })
  })
}
