import { useEffect, useRef, type RefObject } from 'react'

/**
 * antd scrolls a wide table in a box that the keyboard cannot reach; a box that scrolls is given a place in the order of
 * focus and a name (WCAG 2.1.1).
 */
export function useScrollFocus(label: string): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    for (const box of place.current?.querySelectorAll('.ant-table-content') ?? []) {
      const scrolls = box.scrollWidth > box.clientWidth
      if (scrolls) box.setAttribute('tabindex', '0')
      else box.removeAttribute('tabindex')
      box.setAttribute('role', 'region')
      box.setAttribute('aria-label', label)
    }
  })
  return place
}
