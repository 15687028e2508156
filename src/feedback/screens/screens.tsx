import type { Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const reads = (me: Me) => me.administrator === null && me.roles.length > 0

export const feedbackScreens: RoomScreens = {
  screens: [{ path: '/feedback', load: () => import('./FeedbackScreen.tsx') }],
  nav: [{ href: '/feedback', label: '读者反馈', icon: 'chat', group: '网站', when: reads }],
}
