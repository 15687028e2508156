import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const writes = (me: Me) => me.administrator === null && me.roles.length > 0

export const postingScreens: RoomScreens = {
  screens: [
    { path: '/postings', load: () => import('./ListScreen.tsx') },
    { path: '/postings/$id', load: () => import('./PostingScreen.tsx') },
  ],
  nav: [{ href: '/postings', label: '信息发布', icon: 'speak', group: '网站', when: writes }],
}
