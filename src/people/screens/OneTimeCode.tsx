import { App, Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { useDoing } from '#console/query.ts'
import { byField, reasonsOf } from '#console/refusal.ts'
import { loadMe } from '#console/session.ts'
import type { TotpBegun } from '../views.ts'

/** The one-time code: begun with a picture to scan, in force once a first code proves that the telephone has it. */
export function OneTimeCode({ on }: { on: boolean }) {
  const [begun, setBegun] = useState<TotpBegun | null>(null)
  const [code, setCode] = useState('')
  const doing = useDoing()
  const { message } = App.useApp()
  const sorted = byField(doing.error ? reasonsOf(doing.error) : [], ['code'])
  async function begin() {
    const answer = await doing.run<TotpBegun>('POST', '/api/me/totp')
    if (answer) setBegun(answer)
  }
  async function send(event: FormEvent) {
    event.preventDefault()
    const done = on
      ? await doing.run('DELETE', '/api/me/totp', { code: code.trim() })
      : await doing.run('POST', '/api/me/totp/confirm', { code: code.trim() })
    if (done === undefined) return
    setBegun(null)
    setCode('')
    void message.success(on ? '动态口令已停用。' : '动态口令已启用，下次登录时要输入。')
    await loadMe()
  }
  const codeField = (
    <Field name="code" label="当前的 6 位动态口令" required reasons={sorted.fields.get('code')}>
      {({ status, ...control }) => (
        <Input
          {...control}
          status={status}
          className="day-input"
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          onChange={event => setCode(event.target.value)}
        />
      )}
    </Field>
  )
  if (on)
    return (
      <form onSubmit={send} noValidate className="narrow-form">
        <p>
          <strong>已启用。</strong>
          登录时除口令外还要输入手机上的动态口令。手机丢失时请联系安全保密管理员解除。
        </p>
        <Faults reasons={sorted.rest} />
        {codeField}
        <Button htmlType="submit" loading={doing.busy}>
          停用动态口令
        </Button>
      </form>
    )
  return (
    <form onSubmit={send} noValidate className="narrow-form">
      <p>启用后，即使口令被人知道，没有您的手机也登录不了。负责签发、发布和管理的账号建议启用。</p>
      <Faults reasons={sorted.rest} />
      {begun ? (
        <>
          <ol className="steps">
            <li>
              用手机上的动态口令应用扫描下面的图：
              <img
                className="qr"
                alt="动态口令二维码"
                src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(begun.qrSvg)}`}
              />
              不能扫描时，手工输入密钥：<code>{begun.secret}</code>
            </li>
            <li>输入应用上显示的 6 位数字，确认手机已经绑好。</li>
          </ol>
          {codeField}
          <Button type="primary" htmlType="submit" loading={doing.busy}>
            确认启用
          </Button>
        </>
      ) : (
        <Button type="primary" loading={doing.busy} onClick={() => void begin()}>
          启用动态口令
        </Button>
      )}
    </form>
  )
}
