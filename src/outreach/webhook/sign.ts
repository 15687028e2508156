import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** A new secret as its receiver keeps it: 32 random bytes, in the writing of Standard Webhooks. */
export const newSecret = (): string => prefix + randomBytes(32).toString('base64')

/**
 * The headers of one delivery (Standard Webhooks 1.0): number, time in seconds, and a signature over both and the body with each
 * secret. The body must leave as exactly these bytes.
 */
export function signedHeaders(
  message: { readonly id: string; readonly at: Date; readonly body: string },
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(message.at.getTime() / 1000))
  const signatures = secrets.map(secret => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${message.id}.${seconds}.${message.body}`).digest('base64')}`
  })
  return {
    'webhook-id': message.id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.join(' '),
  }
}
