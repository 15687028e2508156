import { useSyncExternalStore } from 'react'

/** Whether the window is at least so many CSS pixels wide. */
export function useWide(pixels: number): boolean {
  const query = matchMedia(`(min-width: ${pixels}px)`)
  return useSyncExternalStore(
    listener => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => query.matches,
  )
}
