import { useGet } from '#console/query.ts'
import { holds, type Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'
import type { WorkCounts } from '#kit/worklist/views.ts'

/** As many as the list has: the same answer, added up. */
function waitingOf(list: 'todo' | 'watch') {
  return function Waiting() {
    const { data } = useGet<WorkCounts>('/api/worklist/counts', { fresh: 60_000 })
    const kinds = data?.[list] ?? []
    const total = kinds.reduce((sum, kind) => sum + kind.total, 0)
    return total > 0 ? (
      <span className="nav-count">
        {kinds.some(kind => kind.isMore) ? `${total}+` : total}
        <span className="hidden"> 件</span>
      </span>
    ) : null
  }
}
const Todo = waitingOf('todo')
const Watch = waitingOf('watch')

const official = (me: Me) => me.administrator === null
const drafts = (me: Me) => holds(me, 'drafter')
const imports = (me: Me) => holds(me, 'drafter') || holds(me, 'publisher') || holds(me, 'opennessOfficer')
const reexamines = (me: Me) => imports(me) || holds(me, 'departmentHead') || holds(me, 'leader')

export const documentScreens: RoomScreens = {
  screens: [
    { path: '/worklist/$kind', load: () => import('./WorklistScreen.tsx') },
    { path: '/documents', load: () => import('./SearchScreen.tsx') },
    { path: '/documents/new', load: () => import('./NewScreen.tsx') },
    { path: '/documents/import', load: () => import('./ImportScreen.tsx') },
    { path: '/documents/$id', load: () => import('./CaseScreen.tsx') },
    { path: '/documents/$id/draft', load: () => import('./DraftScreen.tsx') },
    { path: '/variants', load: () => import('./VariantsScreen.tsx') },
    { path: '/documents/$id/compare', load: () => import('./library/CompareScreen.tsx') },
    { path: '/library', load: () => import('./library/LibraryScreen.tsx') },
    { path: '/library/expiring', load: () => import('./library/ExpiringScreen.tsx') },
    { path: '/cleanups', load: () => import('./library/CleanupsScreen.tsx') },
    { path: '/cleanups/$id', load: () => import('./library/CleanupScreen.tsx') },
    { path: '/reexaminations', load: () => import('./reexamination/ListScreen.tsx') },
    { path: '/reexaminations/$id', load: () => import('./reexamination/CampaignScreen.tsx') },
    { path: '/reexaminations/$id/report', load: () => import('./reexamination/ReportScreen.tsx') },
  ],
  nav: [
    { href: '/worklist/todo', label: '待办', icon: 'todo', group: '办理', when: official, Badge: Todo },
    { href: '/worklist/done', label: '已办', icon: 'done', group: '办理', when: official },
    { href: '/worklist/mine', label: '我发起的', icon: 'mine', group: '办理', when: official },
    { href: '/worklist/watch', label: '督办', icon: 'watch', group: '办理', when: official, Badge: Watch },
    { href: '/documents/new', label: '新建公文', icon: 'pen', group: '公文', when: drafts },
    { href: '/documents/import', label: '补录历史公文', icon: 'upload', group: '公文', when: imports },
    { href: '/documents', label: '公文查询', icon: 'search', group: '公文', when: official },
    { href: '/library', label: '规范性文件库', icon: 'book', group: '公文', when: official },
    { href: '/reexaminations', label: '年度复查', icon: 'again', group: '公文', when: reexamines },
    {
      href: '/variants',
      label: '地方规程',
      icon: 'route',
      group: '管理',
      when: me => me.administrator !== null,
    },
  ],
}
