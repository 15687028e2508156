import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from './parts/Faults.tsx'
import { Field } from './parts/Field.tsx'
import { useDoing } from './query.ts'
import { byField, reasonsOf, type Reason } from './refusal.ts'

const fields = ['current', 'next', 'again']

/** The change of a password, at the first sign-in and later. The rules are the server's; they come back all at once. */
export function PasswordForm({ account, onDone }: { account: string; onDone: () => void }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [own, setOwn] = useState<readonly Reason[]>([])
  const doing = useDoing()
  const sorted = byField(own.length > 0 ? own : doing.error ? reasonsOf(doing.error) : [], fields)
  async function submit(event: FormEvent) {
    event.preventDefault()
    const missing: Reason[] = []
    if (!current) missing.push({ field: 'current', text: '请输入原口令。' })
    if (!next) missing.push({ field: 'next', text: '请输入新口令。' })
    if (next && again !== next) missing.push({ field: 'again', text: '两次输入的新口令不一样，请重新输入。' })
    setOwn(missing)
    doing.clear()
    if (missing.length > 0) return
    const done = await doing.run('POST', '/api/me/password', { current, next })
    if (done === undefined) return
    setCurrent('')
    setNext('')
    setAgain('')
    onDone()
  }
  const box = (
    name: string,
    label: string,
    value: string,
    set: (value: string) => void,
    complete: string,
    hint?: string,
  ) => (
    <Field name={name} label={label} hint={hint} required reasons={sorted.fields.get(name)}>
      {({ status, ...control }) => (
        <Input.Password
          {...control}
          status={status}
          value={value}
          autoComplete={complete}
          onChange={event => set(event.target.value)}
        />
      )}
    </Field>
  )
  return (
    <form onSubmit={submit} noValidate className="narrow-form">
      <Faults reasons={sorted.rest} />
      <input type="text" autoComplete="username" value={account} readOnly hidden />
      {box('current', '原口令', current, setCurrent, 'current-password')}
      {box(
        'next',
        '新口令',
        next,
        setNext,
        'new-password',
        '10 至 64 位，大写字母、小写字母、数字、符号中至少三种，不含账号、姓名和常见弱口令。',
      )}
      {box('again', '再输入一次新口令', again, setAgain, 'new-password')}
      <Button type="primary" htmlType="submit" loading={doing.busy}>
        更换口令
      </Button>
    </form>
  )
}
