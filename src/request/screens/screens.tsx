import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const whole = ['opennessOfficer', 'leader', 'legalReviewer', 'secrecyOfficer']
const anyone = (me: Me) =>
  me.roles.some(
    r =>
      whole.includes(r.role) || (r.departmentId !== null && ['drafter', 'departmentHead'].includes(r.role)),
  )
const keepers = (me: Me) => me.roles.some(r => whole.includes(r.role))

export const requestScreens: RoomScreens = {
  screens: [
    { path: '/requests', load: () => import('./RegisterScreen.tsx') },
    { path: '/requests/new', load: () => import('./NewScreen.tsx') },
    { path: '/requests/annual', load: () => import('./AnnualScreen.tsx') },
    { path: '/requests/$id', load: () => import('./CaseScreen.tsx') },
  ],
  nav: [
    { href: '/requests', label: '依申请公开', icon: 'todo', group: '依申请公开', when: anyone },
    { href: '/requests/annual', label: '年度报告的表', icon: 'ledger', group: '依申请公开', when: keepers },
  ],
}
