import { Button, Input, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useDoing, useGet, useRefresh } from '../query.ts'
import type { Control } from './Field.tsx'

export type Phrase = { readonly id: number; readonly text: string }

type Props = {
  readonly control: Control
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly autoFocus?: boolean
  /** Offered until the person has phrases of his own. */
  readonly usual?: readonly string[]
}

/** The opinion box with the person's own stock of phrases: one press puts a phrase in, one keeps the present text. */
export function Opinion({ control, value, onChange, placeholder, autoFocus, usual = [] }: Props) {
  const box = useRef<InputRef>(null)
  const phrases = useGet<Phrase[]>('/api/me/phrases', { fresh: 300_000 })
  const refresh = useRefresh()
  const keep = useDoing()
  const [managing, setManaging] = useState(false)
  const list = phrases.data ?? []
  const text = value.trim()
  const keepable = text !== '' && text.length <= 200 && !list.some(phrase => phrase.text === text)
  const put = (phrase: string) => {
    onChange(text === '' ? phrase : `${text.replace(/[。；，]?$/u, '；')}${phrase}`)
    box.current?.focus()
  }
  const { status, ...aria } = control
  return (
    <div className="opinion">
      <Input.TextArea
        {...aria}
        status={status}
        ref={box}
        value={value}
        autoFocus={autoFocus}
        maxLength={2000}
        autoSize={{ minRows: 3, maxRows: 10 }}
        placeholder={placeholder}
        onChange={event => onChange(event.target.value)}
      />
      <div className="phrases" role="group" aria-label="常用语">
        {list.length === 0
          ? usual.map(phrase => (
              <button key={phrase} type="button" className="chip" onClick={() => put(phrase)}>
                {phrase}
              </button>
            ))
          : null}
        {list.map(phrase => (
          <span key={phrase.id} className="phrase">
            <button type="button" className="chip" onClick={() => put(phrase.text)}>
              {phrase.text}
            </button>
            {managing ? (
              <button
                type="button"
                className="chip chip-remove"
                aria-label={`删除常用意见：${phrase.text}`}
                onClick={async () => {
                  await keep.run('DELETE', `/api/me/phrases/${phrase.id}`)
                  await refresh('/api/me/phrases')
                }}
              >
                ×
              </button>
            ) : null}
          </span>
        ))}
        {keepable ? (
          <Button
            type="link"
            size="small"
            loading={keep.busy}
            onClick={async () => {
              await keep.run('POST', '/api/me/phrases', { text })
              await refresh('/api/me/phrases')
            }}
          >
            存为常用意见
          </Button>
        ) : null}
        {list.length > 0 ? (
          <Button type="link" size="small" aria-pressed={managing} onClick={() => setManaging(!managing)}>
            {managing ? '完成' : '整理'}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
