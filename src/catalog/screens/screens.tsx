import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const reads = ['drafter', 'departmentHead', 'opennessOfficer', 'leader', 'legalReviewer', 'publisher', 'secrecyOfficer'] // prettier-ignore
const works = (me: Me) => me.roles.some(r => reads.includes(r.role))

export const catalogScreens: RoomScreens = {
  screens: [
    { path: '/catalogs', load: () => import('./ListScreen.tsx') },
    { path: '/catalogs/board', load: () => import('./BoardScreen.tsx') },
    { path: '/catalogs/coverage', load: () => import('./CoverageScreen.tsx') },
    { path: '/catalogs/lists', load: () => import('../lists/screens/ListsScreen.tsx') },
    { path: '/catalogs/lists/import', load: () => import('../lists/screens/ImportListScreen.tsx') },
    { path: '/catalogs/lists/$id', load: () => import('../lists/screens/ListVersionScreen.tsx') },
    { path: '/catalogs/pairing', load: () => import('../lists/screens/PairingScreen.tsx') },
    { path: '/catalogs/officials', load: () => import('../official/screens/OfficialsScreen.tsx') },
    { path: '/catalogs/systems', load: () => import('../reports/screens/SystemsScreen.tsx') },
    { path: '/catalogs/$id', load: () => import('./VersionScreen.tsx') },
    { path: '/catalogs/$id/import', load: () => import('./ImportScreen.tsx') },
    { path: '/catalogs/$id/compare', load: () => import('./CompareScreen.tsx') },
    { path: '/instruments', load: () => import('../instrument/screens/ListScreen.tsx') },
    { path: '/instruments/$id', load: () => import('../instrument/screens/InstrumentScreen.tsx') },
    { path: '/instruments/$id/compare', load: () => import('../instrument/screens/CompareScreen.tsx') },
  ],
  nav: [
    { href: '/catalogs', label: '标准目录', icon: 'grid', group: '标准目录', when: works },
    { href: '/catalogs/board', label: '编制进度', icon: 'flag', group: '标准目录', when: works },
    { href: '/instruments', label: '公开指南与清单', icon: 'shield', group: '标准目录', when: works },
    { href: '/catalogs/lists', label: '权责与服务清单', icon: 'pair', group: '标准目录', when: works },
    { href: '/catalogs/coverage', label: '目录覆盖', icon: 'tiles', group: '标准目录', when: works },
    { href: '/catalogs/systems', label: '业务系统报送', icon: 'plug', group: '标准目录', when: works },
    { href: '/catalogs/officials', label: '国家目录', icon: 'seal', group: '标准目录', when: works },
  ],
}
