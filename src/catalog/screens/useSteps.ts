import { useRef, useState } from 'react'
import { noHistory, redone, remembered, undone, type Change, type History, type Sheet } from './sheet.ts'

type Keyed = { readonly key: string }

export type Steps<R extends Keyed> = {
  /** How many steps can be taken back, and on again. */
  readonly count: { readonly back: number; readonly on: number }
  /** Makes a change; those of one `run` (letters typed one after another into one field of a row) are one step. */
  apply(change: Change<R>, run?: string | null): void
  undo(): void
  redo(): void
}

/** Undo and redo of what is written on this screen. */
export function useSteps<R extends Keyed>(sheet: Sheet<R>, edit?: (change: Change<R>) => void): Steps<R> {
  const history = useRef<History<R>>(noHistory)
  const typing = useRef<string | null>(null)
  const [count, setCount] = useState({ back: 0, on: 0 })
  const keep = (next: History<R>) => {
    history.current = next
    setCount({ back: next.past.length, on: next.future.length })
  }
  const turn = (step: typeof undone) => {
    typing.current = null
    const turned = step(history.current)
    if (!turned) return
    keep(turned.history)
    edit?.(turned.change)
  }
  return {
    count,
    apply(change, run = null) {
      if (Object.keys(change).length === 0) return
      keep(remembered(history.current, sheet, change, run !== null && typing.current === run))
      typing.current = run
      edit?.(change)
    },
    undo: () => turn(undone),
    redo: () => turn(redone),
  }
}
