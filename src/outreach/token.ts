import { sha256, type Vault } from '#kit/crypto.ts'

/** The token of a subscription: made again whenever it is needed, kept nowhere. */
export function tokenOf(vault: Vault, subscriptionId: number): string {
  return vault.tag('subscription token', String(subscriptionId)).toString('base64url')
}

/** What is kept of a token. */
export const tokenHashOf = (token: string): Buffer => sha256(token)
