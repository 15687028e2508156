import type { MouseEvent, ReactNode } from 'react'
import { useGo } from '../address.ts'

export const base = '/console'

type Props = {
  readonly href: string
  readonly className?: string
  readonly children: ReactNode
  readonly current?: boolean
  readonly label?: string
  readonly onClick?: () => void
}

/** A link inside the console: a real address (open in a new tab works), without a reload. */
export function To({ href, className, children, current, label, onClick }: Props) {
  const go = useGo()
  const follow = (event: MouseEvent) => {
    onClick?.()
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(href)
  }
  return (
    <a
      href={base + href}
      className={className}
      onClick={follow}
      aria-current={current ? 'page' : undefined}
      aria-label={label}
    >
      {children}
    </a>
  )
}
