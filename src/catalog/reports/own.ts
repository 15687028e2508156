import type { Query } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import type { Site } from '#portal/site.ts'
import { contentHashAt } from '#record/actions.ts'
import { addressPattern } from '#record/model.ts'

/**
 * The address below our own site that a reported URL means, without what follows the page; null for another site's. The name
 * decides: a scheme or a port written otherwise leads to the same place.
 */
export function ownAddress(site: Pick<Site, 'domain' | 'base'>, text: string): string | null {
  const url = new URL(text)
  if (url.hostname.toLowerCase() !== site.domain) return null
  const path = url.pathname
  if (site.base === '') return path
  return path.startsWith(`${site.base}/`) ? path.slice(site.base.length) : null
}

/** Why a URL on our own site is no disclosure; empty where it is one, or another site's. */
export async function ownReasons(
  db: Query,
  site: Pick<Site, 'domain' | 'base'>,
  text: string,
): Promise<Reason[]> {
  const address = ownAddress(site, text)
  if (address === null) return []
  if (!addressPattern.test(address))
    return [
      {
        field: 'url',
        text: 'url在本站：请写这件信息自己的网址（…/content/日期-编号.html），不是栏目、附件的。',
      },
    ]
  return (await contentHashAt(db, address)) === null
    ? [{ field: 'url', text: 'url在本站：这个网址现在没有公开的信息（没有发布过，或者已经撤回），请核对。' }]
    : []
}
