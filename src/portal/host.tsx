import sanitize from 'sanitize-html'

/** Head and foot of the host site that this site is a folder of (政府网站发展指引: 县级部门、乡镇依托上级门户). */
export type Host = {
  readonly head?: string | undefined
  readonly foot?: string | undefined
  readonly stylesheet?: string | undefined
}

const plain = {
  allowedTags: ['div', 'p', 'span', 'a', 'ul', 'ol', 'li', 'img', 'strong', 'em', 'br', 'small'],
  allowedAttributes: {
    '*': ['class', 'title', 'lang'],
    a: ['href', 'rel'],
    img: ['src', 'alt', 'width', 'height'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  // Nothing is fetched from elsewhere for a reader of this site.
  allowedSchemesByTag: { img: [] },
  allowProtocolRelative: false,
} satisfies sanitize.IOptions

/** The host's markup without scripts, styles in place, forms and pictures from other sites; pictures without words get an empty one. */
export function cleanHost(host: Host): Host {
  const clean = (html: string | undefined) =>
    html === undefined
      ? undefined
      : sanitize(html, {
          ...plain,
          transformTags: { img: (tagName, attribs) => ({ tagName, attribs: { alt: '', ...attribs } }) },
        })
  return { head: clean(host.head), foot: clean(host.foot), stylesheet: host.stylesheet }
}

export function HostPart({ html, label }: { html: string | undefined; label: string }) {
  if (!html) return null
  return <section className="host-part" aria-label={label} dangerouslySetInnerHTML={{ __html: html }} />
}
