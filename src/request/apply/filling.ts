import { sha256, token } from '#kit/crypto.ts'
import type { CipherName } from '#kit/ciphers.ts'
import { cipherOfKey } from '#kit/envelope.ts'
import { makeVault, oneSecret } from '#kit/vault.ts'
import type { OwnCookie, PortalContext } from '#portal/page.ts'
import { fillingCookie, type Mode } from '#portal/mode.ts'
import { servicesOf } from '#record/portal/data.ts'
import { fillingHours, type Matter } from '../online/model.ts'
import { dropFilling, keepFilling, readFilling } from '../store/portal.ts'

/**
 * 填写中的申请, without an account: kept a day, closed with a key that lies only in a cookie of the reader's browser. The database
 * holds a closed row under a hash of that key; neither it nor the portal without the cookie can read what was typed.
 */

export const cookieName = fillingCookie

/** The fields of the application as they were typed, by their names in the form. */
export type Typed = Readonly<Record<string, string>>
export type KeptPaper = { readonly id: number; readonly name: string; readonly size: number }
export type Done = {
  readonly receipt: string
  readonly query: string
  readonly bodyId: number
  readonly at: string
  readonly matters: readonly string[]
  /** As lists show it; a citizen's name masked. */
  readonly applicant?: string
}
export type Filling = {
  /** The body applied to. */
  readonly body: string
  readonly typed: Typed
  /** The first is what the application is about; the others are further matters of the same letter. */
  readonly matters: readonly Matter[]
  readonly papers: readonly KeptPaper[]
  /** Steps that were filled in rightly. */
  readonly past: readonly string[]
  readonly done: Done | null
}

export const emptyMatter: Matter = { informationName: '', documentNumber: '', description: '' }
export const emptyFilling = (body: string): Filling => ({
  body,
  typed: {},
  matters: [emptyMatter],
  papers: [],
  past: [],
  done: null,
})

export type Held = { readonly key: string; readonly filling: Filling }

const hashOf = (key: string) => sha256(`filling/${key}`)
const vaultOf = (key: string, cipher?: CipherName) =>
  makeVault(oneSecret(Buffer.from(key, 'base64url'), cipher))
const keyPattern = /^[A-Za-z0-9_-]{43}$/

/** What the browser's key opens; null without a key, after its time, and for anything else than a filling. */
export async function held(context: PortalContext, cookie: string | undefined): Promise<Held | null> {
  if (cookie === undefined || !keyPattern.test(cookie)) return null
  const sealed = await readFilling(context.db, hashOf(cookie))
  if (!sealed) return null
  try {
    return { key: cookie, filling: JSON.parse(vaultOf(cookie).open(sealed)) as Filling }
  } catch {
    return null
  }
}

export const sealFilling = (key: string, filling: Filling, cipher: CipherName): Buffer =>
  vaultOf(key, cipher).seal(JSON.stringify(filling))
export const keyHash = hashOf
export const newKey = (): string => token()

/** At a machine in a service hall the next person comes soon: an hour, and gone with the browser. */
const hoursIn = (mode: Mode) => (mode.kiosk === null ? fillingHours : 1)

export const cookieOf = (key: string, mode: Mode): OwnCookie =>
  mode.kiosk === null
    ? { name: cookieName, value: key, hours: fillingHours }
    : { name: cookieName, value: key }
export const noCookie: OwnCookie = { name: cookieName, value: '', hours: 0 }

/** Keeps it; false where it was submitted meanwhile. */
export async function keep(
  context: PortalContext,
  key: string,
  filling: Filling,
  mode: Mode,
): Promise<boolean> {
  // The office's public key tells which cipher this installation keeps personal data with.
  const cipher = cipherOfKey((await servicesOf(context)).get('request') ?? '')
  return keepFilling(context.db, hashOf(key), sealFilling(key, filling, cipher), hoursIn(mode))
}

export const drop = (context: PortalContext, key: string): Promise<void> =>
  dropFilling(context.db, hashOf(key))
