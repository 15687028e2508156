import { useSyncExternalStore } from 'react'
import { makeClient, type Client } from './client.ts'
import type { Me } from './me.ts'
import { Refusal } from './refusal.ts'
import { now } from './time.ts'

type Session = {
  /** undefined: not asked yet. */
  readonly me: Me | null | undefined
  /** The sign-in dialog stands over the present page. */
  readonly asking: boolean
  /** Somebody else has signed in with this browser in another tab. */
  readonly replacedBy: string | null
}

let state: Session = { me: undefined, asking: false, replacedBy: null }
let lastHeard = now()
let waiting: { promise: Promise<void>; resolve: () => void; reject: () => void } | null = null
const listeners = new Set<() => void>()

function change(next: Partial<Session>): void {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

function signInAgain(): Promise<void> {
  if (!waiting) {
    let resolve = () => {}
    let reject = () => {}
    const promise = new Promise<void>((yes, no) => {
      resolve = yes
      reject = () => no(new Error('given up'))
    })
    waiting = { promise, resolve, reject }
    change({ asking: true })
  }
  return waiting.promise
}

async function renew(): Promise<boolean> {
  const before = state.me
  if (!before) return false
  try {
    const me = await call<Me>('GET', '/api/me', { bare: true })
    if (me.staff.id !== before.staff.id) {
      change({ replacedBy: me.staff.name })
      return false
    }
    change({ me })
    return me.csrf !== before.csrf
  } catch {
    return false
  }
}

/** The office API, bound to this browser's session. */
export const call: Client = makeClient((url, init) => fetch(url, init), {
  csrf: () => state.me?.csrf ?? null,
  signInAgain,
  renew,
  heard: () => {
    lastHeard = now()
  },
})

export const heardAt = (): number => lastHeard

/** Who is signed in; null when nobody is. @throws Unreachable, Refusal (other than 401) */
export async function loadMe(): Promise<Me | null> {
  try {
    const me = await call<Me>('GET', '/api/me', { bare: true })
    change({ me })
    return me
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) {
      change({ me: null })
      return null
    }
    throw error
  }
}

export type Credentials = { readonly account: string; readonly password: string; readonly code?: string }

/** Signs in, at the door or in place; in place, the requests that were waiting are repeated. @throws Refusal, Unreachable */
export async function signIn(credentials: Credentials): Promise<Me> {
  const me = await call<Me>('POST', '/api/session', { body: credentials, bare: true })
  const other = state.me && state.me.staff.id !== me.staff.id
  if (other) {
    change({ asking: false, replacedBy: me.staff.name })
    waiting?.reject()
  } else {
    change({ me, asking: false })
    waiting?.resolve()
  }
  waiting = null
  return me
}

/** Closes the dialog without signing in; what was waiting fails with `NotSignedIn`. */
export function giveUpSignIn(): void {
  waiting?.reject()
  waiting = null
  change({ asking: false })
}

export async function signOut(): Promise<void> {
  try {
    await call('DELETE', '/api/session', { bare: true })
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401)) throw error
  }
  change({ me: null, asking: false, replacedBy: null })
}

export function updateMe(part: Partial<Me>): void {
  if (state.me) change({ me: { ...state.me, ...part } })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, () => state)
}

/** The person at the keyboard, inside the frame (which is shown only to somebody signed in). */
export function useMe(): Me {
  const { me } = useSession()
  if (!me) throw new Error('useMe outside the frame')
  return me
}
