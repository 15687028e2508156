import { sealedColumn } from '#kit/sealed.ts'

/** What of people lies closed. */
export const sealedPlaces = [sealedColumn({ name: '动态口令的密钥', table: 'staff', column: 'totp_secret' })]
