import { holds, type Me } from '#console/me.ts'
import type { RoomScreens } from '#console/screen.ts'

const administers = (me: Me) => me.administrator !== null
const keepsAccount = (me: Me) =>
  me.administrator === 'systemAdmin' ||
  me.administrator === 'auditAdmin' ||
  holds(me, 'opennessOfficer') ||
  holds(me, 'publisher')

export const outreachScreens: RoomScreens = {
  screens: [
    { path: '/webhooks', load: () => import('./WebhooksScreen.tsx') },
    { path: '/webhooks/$id', load: () => import('./WebhookScreen.tsx') },
    { path: '/subscriptions', load: () => import('./LedgerScreen.tsx') },
  ],
  nav: [
    { href: '/webhooks', label: '变化推送', icon: 'push', group: '管理', when: administers },
    { href: '/subscriptions', label: '邮件订阅对账', icon: 'mail', group: '网站', when: keepsAccount },
  ],
}
