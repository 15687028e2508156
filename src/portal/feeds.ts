/** The feeds beside a list (`/jiaozuo/list/policy/`) or a search (`/search/` with `?q=…`), for `<link rel="alternate">`. */
export function feedLinks(folder: string, title: string, search = '') {
  return [
    { type: 'application/rss+xml', title: `${title}（RSS）`, to: `${folder}rss.xml${search}` },
    { type: 'application/atom+xml', title: `${title}（Atom）`, to: `${folder}atom.xml${search}` },
    { type: 'application/feed+json', title: `${title}（JSON Feed）`, to: `${folder}feed.json${search}` },
  ]
}
