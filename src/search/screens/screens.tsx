import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const official = (me: Me) => me.administrator === null && me.roles.length > 0

export const searchScreens: RoomScreens = {
  screens: [{ path: '/search/synonyms', load: () => import('./SynonymsScreen.tsx') }],
  nav: [{ href: '/search/synonyms', label: '检索同义词', icon: 'swap', group: '检查与巡检', when: official }],
}
