import { Button, Input } from 'antd'
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { Faults, focusField } from './parts/Faults.tsx'
import { Field } from './parts/Field.tsx'
import { byField, reasonsOf, type Reason } from './refusal.ts'
import { call, signIn } from './session.ts'

type DemoAccount = {
  readonly account: string
  readonly name: string
  readonly roles: readonly string[] | string
  readonly body: string
  readonly password?: string
}

type FormProps = {
  /** Signing in again: the account is known and stays. */
  readonly account?: string
  readonly onDone?: () => void
  readonly picked?: { readonly account: string; readonly password: string } | null
}

/** Account, password, and the one-time code when the server asks for it. */
export function SignInForm({ account: fixed, onDone, picked }: FormProps) {
  const [account, setAccount] = useState(fixed ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [codeAsked, setCodeAsked] = useState(false)
  const [capital, setCapital] = useState(false)
  const [busy, setBusy] = useState(false)
  const [reasons, setReasons] = useState<readonly Reason[]>([])
  const sorted = byField(reasons, ['account', 'password', 'code'])
  useEffect(() => {
    if (!picked) return
    setAccount(picked.account)
    setPassword(picked.password)
    setCode('')
    setCodeAsked(false)
    setReasons([])
    focusField('password')
  }, [picked])
  const watchCapital = (event: KeyboardEvent) => setCapital(event.getModifierState('CapsLock'))
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    const missing: Reason[] = []
    if (account.trim() === '') missing.push({ field: 'account', text: '请输入账号。' })
    if (password === '') missing.push({ field: 'password', text: '请输入口令。' })
    if (codeAsked && code.trim() === '') missing.push({ field: 'code', text: '请输入动态口令。' })
    setReasons(missing)
    if (missing.length > 0) return focusField(missing[0]?.field ?? 'account')
    setBusy(true)
    try {
      await signIn({ account: account.trim(), password, ...(code.trim() ? { code: code.trim() } : {}) })
      onDone?.()
    } catch (error) {
      const found = reasonsOf(error)
      const asksCode = found.some(reason => reason.field === 'code')
      const first = asksCode && !codeAsked
      setCodeAsked(codeAsked || asksCode)
      setReasons(first ? [] : found)
      setTimeout(() => focusField(asksCode ? 'code' : 'password'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} noValidate className="signin-form">
      <Faults reasons={sorted.rest} title="没有登录" />
      <Field name="account" label="账号" reasons={sorted.fields.get('account')}>
        {({ status, ...control }) => (
          <Input
            {...control}
            status={status}
            value={account}
            readOnly={fixed !== undefined}
            autoFocus={fixed === undefined}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            onChange={event => setAccount(event.target.value)}
          />
        )}
      </Field>
      <Field
        name="password"
        label="口令"
        reasons={sorted.fields.get('password')}
        hint={capital ? <span role="status">大写锁定已打开，口令区分大小写。</span> : undefined}
      >
        {({ status, ...control }) => (
          <Input.Password
            {...control}
            status={status}
            value={password}
            autoFocus={fixed !== undefined}
            autoComplete="current-password"
            onKeyDown={watchCapital}
            onKeyUp={watchCapital}
            onChange={event => setPassword(event.target.value)}
          />
        )}
      </Field>
      {codeAsked ? (
        <Field
          name="code"
          label="动态口令"
          hint="打开手机上的动态口令应用，输入当前的 6 位数字。"
          reasons={sorted.fields.get('code')}
        >
          {({ status, ...control }) => (
            <Input
              {...control}
              status={status}
              value={code}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={8}
              onChange={event => setCode(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <Button type="primary" htmlType="submit" block size="large" loading={busy}>
        登录
      </Button>
    </form>
  )
}

/** The door. In a demonstration the accounts stand beside it, grouped by body. */
export function SignInPage() {
  const [demo, setDemo] = useState<readonly DemoAccount[]>([])
  const [wanted, setWanted] = useState('')
  const [picked, setPicked] = useState<{ account: string; password: string } | null>(null)
  const asked = useRef(false)
  useEffect(() => {
    document.title = '登录 · 昭明'
    if (asked.current) return
    asked.current = true
    call<readonly DemoAccount[]>('GET', '/api/demo/accounts', { bare: true }).then(
      list => setDemo(Array.isArray(list) ? list : []),
      () => setDemo([]),
    )
  }, [])
  const words = (account: DemoAccount) =>
    typeof account.roles === 'string' ? account.roles : account.roles.join('、')
  const found = demo.filter(account =>
    `${account.account}${account.name}${words(account)}${account.body}`.includes(wanted.trim()),
  )
  const bodies = [...new Set(found.map(account => account.body))]
  return (
    <main className={demo.length > 0 ? 'signin signin-demo' : 'signin'} id="main">
      <section className="signin-box">
        <h1>
          <span className="signin-mark">昭明</span>
          政务公开工作台
        </h1>
        <SignInForm picked={picked} />
        <p className="signin-note">
          本系统不得存储、处理国家秘密。忘记口令或账号被锁定，请联系本单位系统管理员。
          <a href="/">前往公开网站</a>
        </p>
      </section>
      {demo.length > 0 ? (
        <section className="signin-accounts" aria-labelledby="demo-title">
          <h2 id="demo-title">
            <span className="demo-mark">演示</span>
            选一个演示账号
          </h2>
          <Input
            allowClear
            aria-label="按单位、角色查找演示账号"
            placeholder="按单位、角色查找"
            value={wanted}
            onChange={event => setWanted(event.target.value)}
          />
          <div className="signin-list" tabIndex={0} role="group" aria-label="演示账号">
            {bodies.map(body => (
              <div key={body}>
                <h3>{body}</h3>
                <ul>
                  {found
                    .filter(account => account.body === body)
                    .map(account => (
                      <li key={account.account}>
                        <button
                          type="button"
                          aria-pressed={picked?.account === account.account}
                          onClick={() =>
                            setPicked({ account: account.account, password: account.password ?? '' })
                          }
                        >
                          <strong>{account.name}</strong>
                          <span>{words(account)}</span>
                          <code>{account.account}</code>
                        </button>
                      </li>
                    ))}
                </ul>
              </div>
            ))}
            {found.length === 0 ? <p className="quiet">没有符合的账号，请换一个词。</p> : null}
          </div>
          <p className="quiet">这里的内容均为演示数据；演示账号的口令在启动时显示。</p>
        </section>
      ) : null}
    </main>
  )
}
