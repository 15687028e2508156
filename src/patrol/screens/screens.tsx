import { useGet } from '#console/query.ts'
import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'
import type { OrdersView } from '../views.ts'
import { orderReaders } from '../workflow.ts'

const official = (me: Me) => me.administrator === null && me.roles.length > 0
const mends = (me: Me) => me.roles.some(r => orderReaders.includes(r.role))

function Open() {
  const { data } = useGet<OrdersView>('/api/patrol/orders?state=open', { fresh: 60_000 })
  const count = data?.counts.open ?? 0
  return count > 0 ? (
    <span className="nav-count">
      {count}
      <span className="hidden"> 件待整改</span>
    </span>
  ) : null
}

const group = '检查与巡检'

export const patrolScreens: RoomScreens = {
  screens: [
    { path: '/checks/$kind/$id', load: () => import('./CheckScreen.tsx') },
    { path: '/patrol/file', load: () => import('./FileScreen.tsx') },
    { path: '/patrol/lexicon', load: () => import('./LexiconScreen.tsx') },
    { path: '/patrol/orders', load: () => import('./OrdersScreen.tsx') },
    { path: '/patrol/columns', load: () => import('./ColumnsScreen.tsx') },
    { path: '/patrol/orders/$id', load: () => import('./OrderScreen.tsx') },
  ],
  nav: [
    { href: '/patrol/orders', label: '整改工单', icon: 'warn', group, when: mends, Badge: Open },
    { href: '/patrol/columns', label: '栏目更新', icon: 'term', group, when: mends },
    { href: '/patrol/file', label: '文件检查', icon: 'check', group, when: official },
    { href: '/patrol/lexicon', label: '文字检查词库', icon: 'words', group, when: official },
  ],
}
