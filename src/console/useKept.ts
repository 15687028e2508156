import { useState } from 'react'
import { useKeeper } from './useKeeper.ts'

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
  const [value, setValue] = useState(initial)
  const [restored, setRestored] = useState(false)
  const keeper = useKeeper<D>(name, draft => {
    setValue({ ...initial, ...draft })
    setRestored(true)
  })
  return {
    value,
    restored,
    set(next) {
      setValue(next)
      keeper.keep(() => next)
    },
    forget() {
      setRestored(false)
      setValue(initial)
      keeper.forget()
    },
  }
}
