import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { Restored } from '../autosave.ts'
import { nearText } from '../time.ts'

type Props<D> = {
  readonly restored: Restored<D>
  readonly server: D
  /** When the server last took it (ISO 8601). */
  readonly savedAt?: string
  /** What the fields are called; without it they are not named. */
  readonly words?: { readonly [F in keyof D]?: string }
  readonly edit: (part: Partial<D>) => void
  readonly conflicts: readonly string[]
}

/** What this machine had kept beyond the server, and the choice between the two. */
export function Kept<D extends object>({ restored, server, savedAt, words, edit, conflicts }: Props<D>) {
  const named = (fields: readonly string[]) =>
    fields.map(field => words?.[field as keyof D] ?? field).join('、')
  const serverAt = savedAt ? nearText(savedAt) : null
  const [answer, setAnswer] = useState<'open' | 'local' | 'server'>('open')
  return (
    <>
      {restored.kind === 'local' && answer === 'open' ? (
        <Alert
          type="info"
          showIcon
          title={`已恢复本机 ${nearText(restored.at)} 的内容`}
          description={`上次关闭时还没有传到服务器${words ? `：${named(restored.fields)}` : '，接着改就会上传'}。${serverAt ? `服务器上的是 ${serverAt} 的。` : ''}`}
          action={
            <span className="alert-keys">
              <Button size="small" type="primary" onClick={() => setAnswer('local')}>
                用本机的
              </Button>
              <Button
                size="small"
                onClick={() => {
                  edit(server)
                  setAnswer('server')
                }}
              >
                改用服务器上的
              </Button>
            </span>
          }
        />
      ) : null}
      {restored.kind === 'choose' && answer === 'open' ? (
        <Alert
          type="warning"
          showIcon
          title={`本机有 ${nearText(restored.at)} 没有上传的内容，而服务器上后来又有改动${serverAt ? `（${serverAt}）` : ''}`}
          description={`${words ? `两边不同的是：${named(restored.fields)}。` : ''}下面显示的是服务器上的，请选择用哪一份。`}
          action={
            <span className="alert-keys">
              <Button
                size="small"
                onClick={() => {
                  edit(restored.draft)
                  setAnswer('local')
                }}
              >
                用本机的
              </Button>
              <Button size="small" type="primary" onClick={() => setAnswer('server')}>
                用服务器上的
              </Button>
            </span>
          }
        />
      ) : null}
      {conflicts.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={`这份草稿在别处也改过：${named(conflicts)}`}
          description="保留了您这里的内容，请核对。其他没有冲突的改动已经并入。"
        />
      ) : null}
    </>
  )
}
