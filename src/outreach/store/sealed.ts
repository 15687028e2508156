import { sealedColumn } from '#kit/sealed.ts'

/** What of readers and receivers lies closed. */
export const sealedPlaces = [
  sealedColumn({ name: '邮件订阅的邮箱', table: 'subscription', column: 'sealed', isEnvelope: true }),
  sealedColumn({ name: '变化推送的密钥', table: 'webhook', column: 'secret' }),
  sealedColumn({ name: '变化推送的前一密钥', table: 'webhook', column: 'former_secret' }),
]
