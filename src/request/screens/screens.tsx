import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const whole = ['opennessOfficer', 'leader', 'legalReviewer', 'secrecyOfficer']
const anyone = (me: Me) =>
  me.roles.some(
    r =>
      whole.includes(r.role) || (r.departmentId !== null && ['drafter', 'departmentHead'].includes(r.role)),
  )
const keepers = (me: Me) => me.roles.some(r => whole.includes(r.role))

/** The administrator of the system sets without seeing a case. */
const setters = (me: Me) => keepers(me) || me.roles.some(r => r.role === 'systemAdmin')

export const requestScreens: RoomScreens = {
  screens: [
    { path: '/requests', load: () => import('./RegisterScreen.tsx') },
    { path: '/requests/new', load: () => import('./NewScreen.tsx') },
    { path: '/requests/print', load: () => import('./PrintScreen.tsx') },
    { path: '/requests/annual', load: () => import('./AnnualScreen.tsx') },
    { path: '/requests/handling', load: () => import('./HandlingScreen.tsx') },
    { path: '/requests/report', load: () => import('./ReportScreen.tsx') },
    { path: '/requests/remedies', load: () => import('./RemediesScreen.tsx') },
    { path: '/requests/settings', load: () => import('./SettingsScreen.tsx') },
    { path: '/requests/$id', load: () => import('./CaseScreen.tsx') },
    { path: '/conversions', load: () => import('./ConversionsScreen.tsx') },
    { path: '/conversions/$id', load: () => import('./ConversionScreen.tsx') },
  ],
  nav: [
    { href: '/requests', label: '依申请公开', icon: 'inbox', group: '依申请公开', when: anyone },
    { href: '/conversions', label: '转为主动公开', icon: 'open', group: '依申请公开', when: keepers },
    { href: '/requests/handling', label: '办理情况', icon: 'term', group: '依申请公开', when: keepers },
    { href: '/requests/annual', label: '年度报告统计表', icon: 'chart', group: '依申请公开', when: keepers },
    { href: '/requests/report', label: '年度报告', icon: 'report', group: '依申请公开', when: keepers },
    { href: '/requests/remedies', label: '复议、诉讼', icon: 'scale', group: '依申请公开', when: keepers },
    {
      href: '/requests/settings',
      label: '依申请公开设置',
      icon: 'settings',
      group: '依申请公开',
      when: setters,
    },
  ],
}
