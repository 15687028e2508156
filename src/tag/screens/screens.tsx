import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const works = (me: Me) => me.administrator === null && me.roles.length > 0

export const tagScreens: RoomScreens = {
  screens: [
    { path: '/tags', load: () => import('./DirectoryScreen.tsx') },
    { path: '/tags/$id', load: () => import('./VersionScreen.tsx') },
  ],
  nav: [{ href: '/tags', label: '标签目录', icon: 'tag', group: '标准目录', when: works }],
}
