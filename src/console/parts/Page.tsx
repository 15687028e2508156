import { useEffect, useRef, type ReactNode } from 'react'

let opened = 0

type Props = {
  readonly title: string
  /** Shown instead of the title, which then only names the window. */
  readonly heading?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}

/**
 * A screen with its heading. On every change of screen after the first the heading takes the focus, so that the
 * keyboard and the screen reader start where the eye does.
 */
export function Page({ title, heading, lead, actions, wide, children }: Props) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    opened += 1
    if (opened > 1 && !document.activeElement?.closest('[role="dialog"]'))
      head.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    document.title = `${title} · 昭明`
  }, [title])
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <div className="page-head">
        <div className="page-title">
          <h1 ref={head} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {lead ? <div className="page-lead">{lead}</div> : null}
        </div>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </div>
      {children}
    </div>
  )
}
