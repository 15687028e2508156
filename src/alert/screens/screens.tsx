import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const works = (me: Me) => me.administrator === null && me.roles.length > 0

export const alertScreens: RoomScreens = {
  screens: [{ path: '/alerts', load: () => import('./AlertsScreen.tsx') }],
  nav: [{ href: '/alerts', label: '应急公告和置灰', icon: 'bell', group: '网站', when: works }],
}
