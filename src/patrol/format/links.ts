import type { Hit } from '../hit.ts'

export type Link = { readonly href: string; readonly text: string; readonly label: string }

const inside =
  /^https?:\/\/(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1|[^/?#]*\.(?:local|lan|intranet)(?:[:/?#]|$))/i

/** An address without what follows the page: `known` is asked for this. */
export const bare = (href: string): string => href.trim().split(/[?#]/)[0]!

/** Links that cannot work for a reader, or lead nowhere on this site. `known`: whether something stands at an address of this site, null for others. Nothing is fetched. */
export function linkHits(
  links: readonly Link[],
  known?: (address: string) => boolean | null,
): { link: Link; hit: Hit }[] {
  const found: { link: Link; hit: Hit }[] = []
  const add = (link: Link, tier: 'B' | 'C', message: string) =>
    found.push({ link, hit: { start: 0, end: 0, tier, kind: 'link', message } })
  for (const link of links) {
    const href = link.href.trim()
    const here = known?.(bare(href)) ?? null
    if (here === true) continue
    if (here === false) add(link, 'B', '链接指向本站没有的地址，点了会打不开。请核对。')
    else if (href === '' || href === '#') add(link, 'C', '链接没有地址，点了没有反应。请补上地址或去掉链接。')
    else if (/^(?:file:|[a-z]:[\\/]|\\\\)/i.test(href))
      add(link, 'B', '链接指向本机的文件，公众打不开，还会暴露电脑里的目录名。请改为附件。')
    else if (inside.test(href)) add(link, 'B', '链接指向内部网络的地址，公众打不开。请改为公开的地址。')
    else if (/^(?:javascript|vbscript|data):/i.test(href)) add(link, 'B', '链接里是程序，不是地址。请去掉。')
    else if (/^https?:\/\//i.test(href) && !URL.canParse(href))
      add(link, 'B', '链接的地址写错了，无法打开。请核对。')
    else if (/[\u3000\s]|[，。；）》”]$/.test(href))
      add(link, 'B', '链接的地址里混进了空格或中文标点，打不开。请核对。')
  }
  return found
}
