import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { token } from '#kit/crypto.ts'
import { passwordReasons } from './rules/password.ts'

/** Argon2id with OWASP's floor: 19 MiB, two passes, one lane. The parameters travel in every hash. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Input methods produce full-width and half-width letters that look alike: both are the same password. */
const plain = (password: string) => password.normalize('NFKC')

export function hashPassword(password: string): Promise<string> {
  return hash(plain(password), cost)
}

export function passwordFits(hashed: string, password: string): Promise<boolean> {
  return verify(hashed, plain(password))
}

/** Whether it is one of these; every hash is tried, so the time tells nothing. */
export async function fitsAny(hashes: readonly string[], password: string): Promise<boolean> {
  let found = false
  for (const one of hashes) if (await passwordFits(one, password)) found = true
  return found
}

let nobodys: Promise<string> | undefined

/** The hash that stands in for an account that does not exist: checking against it takes as long as a real one. */
export function nobodysHash(): Promise<string> {
  return (nobodys ??= hashPassword(token()))
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'

/** A random password of 16 characters in groups of four, without characters that look alike (about 93 bits). */
export function randomPassword(): string {
  for (;;) {
    const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
    const password = [group(), group(), group(), group()].join('-')
    if (passwordReasons(password, { account: '', name: '' }, false).length === 0) return password
  }
}
