import { useEffect, useRef } from 'react'
import { dropLocal, keepLocal, keepLocalNow, readLocal } from './localCopy.ts'
import { useMe } from './session.ts'
import { now } from './time.ts'

export type Keeper<D> = {
  /** Keeps what this answers by then: soon, and at once when the window goes. */
  readonly keep: (draft: () => D) => void
  readonly forget: () => void
}

/**
 * Something small this machine keeps for the person who is signed in. `take` gets what was kept before, once, unless something was kept
 * anew by then. Without a name nothing is kept.
 */
export function useKeeper<D>(name: string | undefined, take: (draft: D) => void): Keeper<D> {
  const staff = useMe().staff.id
  const latest = useRef<(() => D) | null>(null)
  const isTouched = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const copyOf = (draft: () => D) => {
    const made = draft()
    return { draft: made, base: made, baseVersion: 0, at: now() }
  }
  useEffect(() => {
    if (name === undefined) return
    let gone = false
    void readLocal<D>(staff, name).then(copy => {
      if (!gone && copy && !isTouched.current) take(copy.draft)
    })
    const leave = () => {
      if (latest.current !== null) keepLocalNow(staff, name, copyOf(latest.current))
    }
    addEventListener('pagehide', leave)
    return () => {
      gone = true
      removeEventListener('pagehide', leave)
      clearTimeout(timer.current)
      leave()
      latest.current = null
      isTouched.current = false
    }
    // Read once for a name: `take` is of the first drawing.
  }, [staff, name])
  return {
    keep(draft) {
      isTouched.current = true
      if (name === undefined) return
      latest.current = draft
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        void keepLocal(staff, name, copyOf(draft)).then(kept => {
          if (kept && latest.current === draft) latest.current = null
        })
      }, 600)
    },
    forget() {
      clearTimeout(timer.current)
      latest.current = null
      isTouched.current = true
      if (name !== undefined) void dropLocal(staff, name)
    },
  }
}
