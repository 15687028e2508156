import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const whole = ['opennessOfficer', 'publisher', 'leader', 'secrecyOfficer']
const keepers = (me: Me) => me.roles.some(r => r.departmentId === null && whole.includes(r.role))

const depositors = (me: Me) =>
  me.roles.some(
    r => r.departmentId === null && ['opennessOfficer', 'publisher', 'legalReviewer'].includes(r.role),
  )

export const archiveScreens: RoomScreens = {
  screens: [
    { path: '/archive/register', load: () => import('./RegisterScreen.tsx') },
    { path: '/archive/filings', load: () => import('./FilingsScreen.tsx') },
    { path: '/archive/deposits', load: () => import('./DepositsScreen.tsx') },
    { path: '/archive/transfers', load: () => import('./TransfersScreen.tsx') },
    { path: '/archive/transfers/$id', load: () => import('./TransferScreen.tsx') },
    { path: '/archive/retention', load: () => import('./RetentionScreen.tsx') },
  ],
  nav: [
    { href: '/archive/register', label: '全量备案登记', icon: 'ledger', group: '备案与移交', when: keepers },
    { href: '/archive/filings', label: '备案', icon: 'stamp', group: '备案与移交', when: keepers },
    {
      href: '/archive/deposits',
      label: '规范性文件备案',
      icon: 'send',
      group: '备案与移交',
      when: depositors,
    },
    { href: '/archive/transfers', label: '档案移交', icon: 'archive', group: '备案与移交', when: keepers },
    { href: '/archive/retention', label: '保管期限', icon: 'term', group: '备案与移交', when: keepers },
  ],
}
