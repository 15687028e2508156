import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const works = (me: Me) => me.administrator === null && me.roles.length > 0

export const movedScreens: RoomScreens = {
  screens: [{ path: '/moved', load: () => import('./MovedScreen.tsx') }],
  nav: [{ href: '/moved', label: '旧网址', icon: 'turn', group: '网站', when: works }],
}
