import { holds, type Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const officer = (me: Me) => holds(me, 'opennessOfficer')

export const siteReportScreens: RoomScreens = {
  screens: [{ path: '/site-report', load: () => import('./SiteReportScreen.tsx') }],
  nav: [{ href: '/site-report', label: '网站年度报表', icon: 'chart', group: '网站', when: officer }],
}
