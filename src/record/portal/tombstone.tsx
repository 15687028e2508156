import { minuteOf } from '#kit/now.ts'
import type { View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import type { RecordBody } from '../model.ts'
import type { Standing } from '../store/read.ts'
import { crumbsOf, sectionOf } from './data.ts'

/** What stays at the address of something withdrawn: that it was there, since when it is not, and why, in public words. */
export function tombstoneView(body: RecordBody, standing: Standing): View {
  const last = standing.revisions[0]!
  const title = standing.purged ? '这件信息已撤回' : standing.title
  return {
    kind: 'view',
    status: 410,
    title: ['已撤回', title],
    section: sectionOf(body),
    crumbs: [...crumbsOf(body), { label: '已撤回' }],
    noindex: true,
    main: (
      <div className="fault">
        <p className="fault-code">已撤回</p>
        <h1 className="page-title">{title}</h1>
        <p className="lead">
          {body.name}于 <time dateTime={minuteOf(last.publishedAt)}>{minuteOf(last.publishedAt)}</time>{' '}
          撤回了这里的内容。
        </p>
        {last.note && <p className="doc-notice">撤回说明：{last.note}</p>}
        <p className="lead">
          撤回记录留在本机关的履历链上（第 {last.chainPosition} 号），不会消失。仍需要有关信息的，可以：
        </p>
        <ul className="ways">
          <li>
            <Link to={`/${body.slug}/list/all/`}>看本机关其他公开信息</Link>
          </li>
          <li>
            <Link to={`/${body.slug}/disclosure/request.html`}>依申请公开</Link>
          </li>
        </ul>
      </div>
    ),
  }
}
