import { scryptSync } from 'node:crypto'
import { sha256, token } from '#kit/crypto.ts'
import type { CipherName } from '#kit/ciphers.ts'
import { makeEnvelope, type Envelope } from '#kit/envelope.ts'

/** 回执编号 and 查询码: what the applicant keeps, and what is made of them. */

const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** `K7QX-M3TR-9WPA`: letters and figures that cannot be mistaken for each other when read over the telephone. */
export function readableCode(groups: number): string {
  const bytes = sha256(token())
  return Array.from({ length: groups }, (_, g) =>
    Array.from({ length: 4 }, (_, i) => letters[bytes[g * 4 + i]! % letters.length]).join(''),
  ).join('-')
}

/** A code as it was typed: widths, cases, spaces and dashes make no difference. */
const bare = (code: string) => code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

/** A receipt code as it is kept, from whatever was typed; null for what cannot be one. A further matter of a letter ends in its number. */
export function receiptCode(typed: string): string | null {
  const match = /^([A-HJ-NP-Z2-9]{4})([A-HJ-NP-Z2-9]{4})([A-HJ-NP-Z2-9]{4})$/.exec(bare(typed.slice(0, 60)))
  return match ? match.slice(1).join('-') : null
}

/** What the applicant asks by; kept only as a hash. */
export function queryHash(code: string): Buffer {
  return sha256(`query/${bare(code)}`)
}

/**
 * What the applicant reads is closed with a key made from his two codes, which nobody keeps: the office closes it with the public
 * half, only he can open it. About 50 ms of work, so that codes cannot be tried by the million.
 */
export function readerEnvelope(receipt: string, query: string, cipher?: CipherName): Envelope {
  const secret = scryptSync(bare(query), `zhaoming/reader/${receipt}`, 32, { N: 16_384, r: 8, p: 1 })
  return makeEnvelope(secret, cipher)
}

/** What a case keeps. A further matter of a letter has no receipt code of its own: it is asked for with the first. */
export type Codes = {
  readonly receipt: string | null
  readonly queryHash: Buffer
  readonly readerKey: string
}
export type NewCodes = Codes & { readonly receipt: string; readonly query: string }

/** New codes for an applicant, with what is kept of them. */
export const newCodes = (cipher: CipherName): NewCodes => keptOf(readableCode(3), readableCode(3), cipher)

export function keptOf(receipt: string, query: string, cipher: CipherName): NewCodes {
  return {
    receipt,
    query,
    queryHash: queryHash(query),
    readerKey: readerEnvelope(receipt, query, cipher).publicKey,
  }
}
