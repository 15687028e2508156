import { Button, Input } from 'antd'
import { useState } from 'react'
import { path } from '#console/client.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useGet } from '#console/query.ts'
import type { LookView } from '../views.ts'

/** Where one old address leads now. */
export function LookUp() {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const { data, error } = useGet<LookView>(
    asked === null ? null : path('/api/moved/look', { address: asked }),
    { fresh: 0 },
  )
  return (
    <form
      className="site-form"
      role="search"
      aria-label="查一个旧网址"
      onSubmit={event => {
        event.preventDefault()
        setAsked(typed.trim() || null)
      }}
    >
      <Field name="old-address" label="查一个旧网址" hint="粘贴旧网站的整条网址，看它现在转到哪里。">
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={typed}
            maxLength={1000}
            onChange={e => setTyped(e.target.value)}
          />
        )}
      </Field>
      <Button htmlType="submit">查</Button>
      <Fault error={error} />
      {asked !== null && data ? (
        <p className="understood" role="status">
          {data.target === null ? (
            '没有一张在用的对照表里有它，读者打开时看到“没有这个页面”。'
          ) : (
            <>
              转到{' '}
              <a href={data.target} target="_blank" rel="noopener">
                {data.target}
              </a>
              （第 {data.table} 号对照表）。
            </>
          )}
        </p>
      ) : null}
    </form>
  )
}
