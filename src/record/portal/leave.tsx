import type { Asked, PortalContext, View } from '#portal/page.ts'
import { Facts, Link } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import { standingNow } from '../store/read.ts'
import { showBody } from './body.ts'
import { bodiesOf, crumbsOf, sectionOf } from './data.ts'

export const leaveAddress = (number: number, n: number) => `/leave/${number}-${n}.html`

/**
 * “您将离开本网站”. It knows only links that stand in a publication, by their place in it: no address from outside can be
 * brought here, so nobody is sent anywhere in our name.
 */
export async function leave(context: PortalContext, asked: Asked): Promise<View | null> {
  const { number, n } = asked.match.groups as Record<'number' | 'n', string>
  const standing = await standingNow(context.db, { number: Number(number) })
  if (!standing?.entry) return null
  const url = showBody(standing.entry.html, () => null).outside[Number(n) - 1]
  const body = (await bodiesOf(context)).byId(standing.bodyId)
  return url === undefined || !body ? null : leaving(body, url, standing.address)
}

/** The page before an address outside of government sites, with the way back. The caller answers for where `url` comes from. */
export function leaving(body: RecordBody, url: string, back: string): View {
  return {
    kind: 'view',
    title: ['离开本网站'],
    section: sectionOf(body),
    crumbs: [...crumbsOf(body), { label: '离开本网站' }],
    noindex: true,
    main: (
      <div className="prose">
        <h1 className="page-title">您将离开本网站</h1>
        <p className="lead">下面的网址不是政府网站，它的内容和安全不由本站负责。请核对网址后再决定。</p>
        <Facts
          facts={[
            ['将要前往', new URL(url).hostname],
            ['完整网址', url],
          ]}
        />
        <ul className="ways">
          <li>
            <Link to={back}>留在本站，回到原文</Link>
          </li>
          <li>
            <a href={url} rel="noopener noreferrer nofollow">
              前往 {new URL(url).hostname}
            </a>
          </li>
        </ul>
      </div>
    ),
  }
}
