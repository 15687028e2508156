import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'

/** One-time codes by RFC 6238: six digits, thirty seconds, SHA-1, which every authenticator program understands. */
const period = 30

function totpOf(secret: string, account = ''): TOTP {
  return new TOTP({
    issuer: '昭明',
    label: account,
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  })
}

/** A new secret of 160 bits, base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What an authenticator needs: the address and its drawing as one `<svg>` element. */
export async function totpInvitation(
  secret: string,
  account: string,
): Promise<{ uri: string; qrSvg: string }> {
  const uri = totpOf(secret, account).toString()
  return { uri, qrSvg: await QRCode.toString(uri, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }) }
}

/** The time step a code belongs to, one step early or late allowed; null when it is wrong. */
export function stepOfCode(secret: string, code: string, at: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: at.getTime(), window: 1 })
  return delta === null ? null : Math.floor(at.getTime() / 1000 / period) + delta
}

/** The code of an instant: what an authenticator would show. For tests and for the manual of the house. */
export function codeAt(secret: string, at: Date): string {
  return totpOf(secret).generate({ timestamp: at.getTime() })
}
