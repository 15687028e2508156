import { useEffect, useRef, useState } from 'react'
import { dropLocal, keepLocal, keepLocalNow, readLocal } from './localCopy.ts'
import { useMe } from './session.ts'
import { now } from './time.ts'

export type Kept<D> = {
  readonly value: D
  readonly set: (value: D) => void
  /** What was typed here before the page was left is back; null when nothing was. */
  readonly restored: boolean
  /** Sent: nothing is kept any more. */
  readonly forget: () => void
}

/**
 * What is being typed into a form without a draft on the server: kept on this machine as it is typed, back after a refresh, a lost
 * session or a closed window, gone when it was sent.
 */
export function useKept<D extends object>(name: string, initial: D): Kept<D> {
  const staff = useMe().staff.id
  const [value, setValue] = useState(initial)
  const [restored, setRestored] = useState(false)
  const latest = useRef<D | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const copyOf = (draft: D) => ({ draft, base: initial, baseVersion: 0, at: now() })
  useEffect(() => {
    let gone = false
    void readLocal<D>(staff, name).then(copy => {
      if (gone || !copy || latest.current !== null) return
      setValue({ ...initial, ...copy.draft })
      setRestored(true)
    })
    const leave = () => {
      if (latest.current !== null) keepLocalNow(staff, name, copyOf(latest.current))
    }
    addEventListener('pagehide', leave)
    return () => {
      gone = true
      removeEventListener('pagehide', leave)
      leave()
      clearTimeout(timer.current)
    }
  }, [staff, name])
  return {
    value,
    restored,
    set(next) {
      latest.current = next
      setValue(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void keepLocal(staff, name, copyOf(next)), 600)
    },
    forget() {
      clearTimeout(timer.current)
      latest.current = null
      setRestored(false)
      setValue(initial)
      void dropLocal(staff, name)
    },
  }
}
