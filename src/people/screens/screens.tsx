import { useGet } from '#console/query.ts'
import type { RoomScreens } from '#console/screen.ts'
import { useMe } from '#console/session.ts'
import type { GrantRow } from '../views.ts'
import { countOf } from './shown.ts'

/** How many grants of one's body wait for the second security administrator. */
function Pending() {
  const { data } = useGet<GrantRow[]>(`/api/people/grants?body=${useMe().body.id}`, { fresh: 60_000 })
  const count = countOf(data, 'pending')
  return count > 0 ? (
    <span className="nav-count">
      {count}
      <span className="hidden"> 项待激活</span>
    </span>
  ) : null
}

export const peopleScreens: RoomScreens = {
  screens: [
    { path: '/account', load: () => import('./AccountScreen.tsx') },
    { path: '/notices', load: () => import('./NoticesScreen.tsx') },
    { path: '/people/staff', load: () => import('./StaffScreen.tsx') },
    { path: '/people/grants', load: () => import('./GrantsScreen.tsx') },
    { path: '/people/audit', load: () => import('./AuditScreen.tsx') },
  ],
  nav: [
    {
      href: '/people/staff',
      label: '单位与人员',
      icon: 'tree',
      group: '管理',
      when: me => me.administrator !== null,
    },
    {
      href: '/people/grants',
      label: '角色授权',
      icon: 'key',
      group: '管理',
      Badge: Pending,
      when: me => me.administrator === 'securityAdmin' || me.administrator === 'auditAdmin',
    },
    {
      href: '/people/audit',
      label: '审计记录',
      icon: 'ledger',
      group: '管理',
      when: me => me.administrator === 'auditAdmin' || me.administrator === 'securityAdmin',
    },
    { href: '/account', label: '我的账号', icon: 'account', group: '我' },
  ],
}
