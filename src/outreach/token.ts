import { sha256 } from '#kit/crypto.ts'
import type { Vault } from '#kit/vault.ts'

/** The token of a subscription: made again whenever it is needed, kept nowhere. */
export function tokenOf(vault: Vault, subscriptionId: number): string {
  return vault.tag('subscription token', String(subscriptionId)).toString('base64url')
}

/** What is kept of a token. */
export const tokenHashOf = (token: string): Buffer => sha256(token)
