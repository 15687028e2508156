import { useRef, useState } from 'react'
import { useKeeper } from '#console/useKeeper.ts'
import {
  markOf,
  noHistory,
  redone,
  remembered,
  shortened,
  undone,
  type Change,
  type History,
  type Sheet,
} from './sheet.ts'
import type { HeldSheet } from './SheetScreen.tsx'

type Keyed = { readonly key: string }

export type Steps<R extends Keyed> = {
  /** How many steps can be taken back, and on again. */
  readonly count: { readonly back: number; readonly on: number }
  /** Makes a change; those of one `run` (letters typed one after another into one field of a row) are one step. */
  apply(change: Change<R>, run?: string | null): void
  undo(): void
  redo(): void
}

/** What this machine keeps of the steps: they hold for these rows and no others. */
type KeptSteps<R extends Keyed> = { readonly history: History<R>; readonly of: string }

const mostKept = 1_000_000

/**
 * Undo and redo of what is written on this screen. Where the sheet names a place for it, the steps are there again after a refresh, as
 * long as the rows are still the ones they were made on.
 */
export function useSteps<R extends Keyed>({ sheet, edit, history: name }: HeldSheet<R>): Steps<R> {
  const history = useRef<History<R>>(noHistory)
  const typing = useRef<string | null>(null)
  const latest = useRef<Sheet<R>>(sheet)
  latest.current = sheet
  const [count, setCount] = useState({ back: 0, on: 0 })
  const show = (next: History<R>) => {
    history.current = next
    setCount({ back: next.past.length, on: next.future.length })
  }
  const keeper = useKeeper<KeptSteps<R>>(name, kept => {
    if (kept.of === markOf(latest.current)) show(kept.history)
    else keeper.forget()
  })
  const keep = (next: History<R>) => {
    show(next)
    keeper.keep(() => ({ history: shortened(history.current, mostKept), of: markOf(latest.current) }))
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
