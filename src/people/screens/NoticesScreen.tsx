import { Button } from 'antd'
import type { Me } from '#console/me.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { updateMe, useMe } from '#console/session.ts'
import { minuteText, nearText } from '#console/time.ts'
import type { NoticeView } from '../views.ts'

/** Where a notice leads: the page of its subject. */
const places: Readonly<Record<string, string>> = {
  document: '/documents',
  reexamination: '/reexaminations',
  checks: '/checks/document',
  'posting-checks': '/checks/posting',
  order: '/patrol/orders',
  catalog: '/catalogs',
  instrument: '/instruments',
}

/** Notices about accounts, roles and procedures lead to the screen where the person can do something about them. */
function placeOf({ subjectKind, subjectId }: NoticeView, me: Me): string | null {
  if (Object.hasOwn(places, subjectKind)) return `${places[subjectKind]}/${subjectId}`
  if (subjectKind === 'variant') return '/variants'
  if (subjectKind === 'catalogRollout') return '/catalogs/board'
  if (subjectKind === 'catalogAbove') return '/catalogs'
  if (subjectKind === 'grant')
    return me.administrator === 'securityAdmin' ? '/people/grants?state=pending' : '/account'
  if (subjectKind === 'staff') return me.administrator === 'systemAdmin' ? '/people/staff' : '/account'
  return subjectKind === 'delegation' ? '/account' : null
}

/** What the system told me: returned drafts, approaching dates, delegations. */
export default function NoticesScreen() {
  const me = useMe()
  const { data, error, loading, reload } = useGet<NoticeView[]>('/api/me/notices', { fresh: 0 })
  const doing = useDoing()
  const unread = data?.filter(notice => notice.readAt === null) ?? []
  async function read(list: readonly NoticeView[]) {
    for (const notice of list) await doing.run('POST', `/api/me/notices/${notice.id}/read`)
    updateMe({ notices: Math.max(0, me.notices - list.length) })
    await reload()
  }
  return (
    <Page
      title="通知"
      actions={
        unread.length > 1 ? (
          <Button loading={doing.busy} onClick={() => void read(unread)}>
            全部标为已读
          </Button>
        ) : null
      }
    >
      <Fault error={doing.error} />
      {loading ? (
        <Loading />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : data.length === 0 ? (
        <Empty title="没有通知">
          <p>公文被退回、期限临近、有人委托您时，会在这里告诉您。</p>
        </Empty>
      ) : (
        <ul className="plain-list">
          {data.map(notice => (
            <li key={notice.id} className={notice.readAt ? 'read' : undefined}>
              <div>
                <p>
                  {notice.readAt ? null : <span className="state-word">未读</span>}
                  {placeOf(notice, me) !== null ? (
                    <To
                      href={placeOf(notice, me) ?? ''}
                      onClick={() => {
                        if (!notice.readAt) void read([notice])
                      }}
                    >
                      {notice.text}
                    </To>
                  ) : (
                    notice.text
                  )}
                </p>
                <p className="quiet" title={minuteText(notice.createdAt)}>
                  {nearText(notice.createdAt)}
                </p>
              </div>
              {notice.readAt ? null : (
                <Button
                  size="small"
                  aria-label={`标为已读：${notice.text}`}
                  onClick={() => void read([notice])}
                >
                  标为已读
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
