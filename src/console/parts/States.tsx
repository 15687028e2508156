import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { reasonsOf, Refusal } from '../refusal.ts'

/** What stands where an answer is still on its way. */
export function Loading({ words = '正在读取……', rows = 4 }: { words?: string; rows?: number }) {
  return (
    <div className="loading" role="status" aria-label={words}>
      <Skeleton active={false} title={false} paragraph={{ rows }} />
    </div>
  )
}

/** What went wrong with reading, and what to do next. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const gone = error instanceof Refusal && [403, 404].includes(error.status)
  return (
    <div className="state" role="alert">
      <p className="state-title">{gone ? '看不到这项内容' : '没有读到内容'}</p>
      {reasonsOf(error).map(reason => (
        <p key={reason.text}>{reason.text}</p>
      ))}
      {retry && !gone ? <Button onClick={retry}>重试</Button> : null}
    </div>
  )
}

/** Nothing here: what this place is, why it is empty, what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  )
}
