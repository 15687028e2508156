import { useEffect, useRef, type RefObject } from 'react'

/**
 * antd scrolls a wide table in a box that the keyboard cannot reach; a box that scrolls, the place itself too, is given a place in the
 * order of focus and a name (WCAG 2.1.1).
 */
export function useScrollFocus(label: string): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null)
  const look = () => {
    if (!place.current) return
    for (const box of [place.current, ...place.current.querySelectorAll('.ant-table-content')]) {
      const scrolls = box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== 'visible'
      if (scrolls) {
        box.setAttribute('tabindex', '0')
        box.setAttribute('role', 'region')
        box.setAttribute('aria-label', label)
      } else for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name)
    }
  }
  useEffect(look)
  useEffect(() => {
    addEventListener('resize', look)
    return () => removeEventListener('resize', look)
  }, [label])
  return place
}
