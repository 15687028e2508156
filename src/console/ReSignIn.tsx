import { Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { idleState, leftText, type Idle } from './idle.ts'
import type { Me } from './me.ts'
import { call, giveUpSignIn, heardAt, loadMe, useSession } from './session.ts'
import { SignInForm } from './SignIn.tsx'
import { now } from './time.ts'

/** Signing in again over the present page: what was waiting is repeated afterwards, nothing typed is lost. */
export function ReSignIn({ me }: { me: Me }) {
  const { asking, replacedBy } = useSession()
  return (
    <>
      <Modal
        open={asking && !replacedBy}
        title="登录已失效，请重新登录"
        footer={null}
        width={400}
        mask={{ closable: false }}
        onCancel={giveUpSignIn}
        destroyOnHidden
      >
        <p className="resign-note">您填写的内容都还在。登录后接着办理，刚才的操作会自动继续。</p>
        <SignInForm account={me.staff.account} />
      </Modal>
      <Modal
        open={replacedBy !== null}
        title="这个浏览器已换人登录"
        closable={false}
        width={420}
        footer={
          <Button type="primary" onClick={() => location.reload()}>
            刷新页面
          </Button>
        }
      >
        <p>
          {replacedBy} 已在另一个标签页登录，本页仍是 {me.staff.name}{' '}
          的内容，不能再提交。未上传的草稿保存在本机，{me.staff.name}
          再次登录后可以恢复。
        </p>
      </Modal>
    </>
  )
}

/** Warns two minutes before the session ends; while somebody is at the keyboard the session is prolonged by itself. */
export function IdleWarning({ me }: { me: Me }) {
  const [idle, setIdle] = useState<Idle>({ kind: 'calm' })
  const [busy, setBusy] = useState(false)
  const { asking } = useSession()
  useEffect(() => {
    let touchedAt = 0
    const touch = () => {
      touchedAt = now()
    }
    const look = () => {
      const at = now()
      const state = idleState(at, heardAt(), me.idleMinutes, Date.parse(me.endsAt))
      const third = (me.idleMinutes * 60_000) / 3
      if (state.kind === 'calm' && at - heardAt() > third && touchedAt > heardAt())
        void loadMe().catch(() => {})
      setIdle(state)
    }
    const timer = setInterval(look, 1000)
    for (const event of ['keydown', 'pointerdown', 'wheel']) addEventListener(event, touch, { passive: true })
    return () => {
      clearInterval(timer)
      for (const event of ['keydown', 'pointerdown', 'wheel']) removeEventListener(event, touch)
    }
  }, [me.idleMinutes, me.endsAt])
  async function extend() {
    setBusy(true)
    await call('GET', '/api/me').catch(() => {})
    await loadMe().catch(() => {})
    setBusy(false)
  }
  const shown = !asking && idle.kind !== 'calm'
  return (
    <div className="idle" role="alert">
      {shown ? (
        <>
          <p>
            {idle.kind === 'over'
              ? '登录已失效。您填写的内容还在，重新登录后可以接着办理。'
              : idle.kind === 'idle'
                ? `您有一段时间没有操作，${leftText(idle.left)}后将退出登录。`
                : `本次登录的最长时限将到，${leftText(idle.left)}后需要重新登录。`}
          </p>
          {idle.kind === 'end' ? null : (
            <Button size="small" type="primary" loading={busy} onClick={extend}>
              {idle.kind === 'over' ? '重新登录' : '继续使用'}
            </Button>
          )}
        </>
      ) : null}
    </div>
  )
}
