import type { RefObject } from 'react'

/** The rows of a list below an element: where the keyboard stands, and the keys that go along them. */
export function useRows(box: RefObject<HTMLElement | null>) {
  const links = () => [...(box.current?.querySelectorAll<HTMLElement>('.row-title a') ?? [])]
  const standing = () =>
    links().findIndex(link => link.closest('[data-row]')?.contains(document.activeElement))
  const step = (by: number) => {
    const every = links()
    every[Math.min(every.length - 1, Math.max(0, standing() < 0 ? 0 : standing() + by))]?.focus()
  }
  return {
    links,
    standing,
    keys: {
      next: () => step(1),
      previous: () => step(-1),
      open: () => links()[Math.max(0, standing())]?.click(),
    },
  }
}
