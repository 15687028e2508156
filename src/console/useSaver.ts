import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { LocalCopy } from './autosave.ts'
import { dropLocal, keepLocal, keepLocalNow } from './localCopy.ts'
import { makeSaver, type Saver, type SaverState, type SaverTools } from './saver.ts'
import { now } from './time.ts'

type Start<D> = {
  readonly draft: D
  readonly base: D
  readonly version: number
  readonly savedAt: number | null
}

/** The saver of one draft for as long as its form stands; warns before the window is closed on unsent work. */
export function useSaver<D extends object>(
  place: { readonly staff: number; readonly name: string },
  start: Start<D>,
  server: Pick<SaverTools<D>, 'save' | 'load'>,
): [SaverState<D>, Saver<D>] {
  const make = (): Saver<D> =>
    makeSaver(start, {
      ...server,
      keep: (copy: LocalCopy<D>) => keepLocal(place.staff, place.name, copy),
      drop: () => dropLocal(place.staff, place.name),
      now,
      after(milliseconds, work) {
        const timer = setTimeout(work, milliseconds)
        return () => clearTimeout(timer)
      },
    })
  const [saver] = useState(make)
  const state = useSyncExternalStore(saver.subscribe, saver.get)
  useEffect(() => {
    const online = () => void saver.flush()
    const keepNow = () => {
      const copy = saver.unsent()
      if (copy) keepLocalNow(place.staff, place.name, copy)
    }
    const hidden = () => {
      if (document.visibilityState !== 'hidden') return
      keepNow()
      if (saver.get().status === 'dirty') void saver.flush()
    }
    const guard = (event: BeforeUnloadEvent) => {
      if (['dirty', 'saving', 'offline', 'refused'].includes(saver.get().status)) event.preventDefault()
    }
    addEventListener('online', online)
    document.addEventListener('visibilitychange', hidden)
    addEventListener('pagehide', keepNow)
    addEventListener('beforeunload', guard)
    return () => {
      removeEventListener('online', online)
      document.removeEventListener('visibilitychange', hidden)
      removeEventListener('pagehide', keepNow)
      removeEventListener('beforeunload', guard)
    }
  }, [saver, place.staff, place.name])
  const standing = useRef(false)
  useEffect(() => {
    standing.current = true
    return () => {
      standing.current = false
      void saver.flush().then(() => {
        if (!standing.current) saver.stop()
      })
    }
  }, [saver])
  return [state, saver]
}
