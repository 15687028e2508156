import { App, Button, Tabs } from 'antd'
import { useAddress } from '#console/address.ts'
import { roleWords } from '#console/me.ts'
import { PasswordForm } from '#console/PasswordForm.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { useDoing, useGet } from '#console/query.ts'
import { loadMe, useMe } from '#console/session.ts'
import { minuteText, nearText } from '#console/time.ts'
import { useWide } from '#console/useWide.ts'
import type { SessionView } from '../views.ts'
import { Delegations } from './Delegations.tsx'
import { OneTimeCode } from './OneTimeCode.tsx'

/** My account: the password, where I am signed in, the one-time code, who stands in for me. */
export default function AccountScreen() {
  const me = useMe()
  const { search, set } = useAddress()
  const { message } = App.useApp()
  const wide = useWide(900)
  const official = me.administrator === null
  return (
    <Page
      title="我的账号"
      lead={`${me.staff.name}（${me.staff.account}）　${me.body.name}${me.department ? ` ${me.department.name}` : ''}　${roleWords(me)}`}
    >
      <Tabs
        activeKey={search.tab ?? 'password'}
        onChange={tab => set({ tab: tab === 'password' ? null : tab }, 'replace')}
        tabPlacement={wide ? 'start' : 'top'}
        items={[
          {
            key: 'password',
            label: '更换口令',
            children: (
              <PasswordForm
                account={me.staff.account}
                onDone={() => {
                  void message.success('口令已更换，其他设备上的登录已注销。')
                  void loadMe()
                }}
              />
            ),
          },
          { key: 'sessions', label: '登录会话', children: <Sessions /> },
          { key: 'totp', label: '动态口令', children: <OneTimeCode on={me.totpOn} /> },
          ...(official ? [{ key: 'delegations', label: '请假委托', children: <Delegations /> }] : []),
        ]}
      />
    </Page>
  )
}

function Sessions() {
  const { data, error, loading, reload } = useGet<SessionView[]>('/api/me/sessions', { fresh: 0 })
  const doing = useDoing()
  if (loading) return <Loading />
  if (error || !data) return <Failed error={error} retry={() => void reload()} />
  return (
    <>
      <p className="tab-lead">不认得的登录，请立即注销并更换口令。</p>
      <Fault error={doing.error} />
      <ul className="plain-list">
        {data.map(session => (
          <li key={session.id}>
            <div>
              <p>
                <strong>{agentWords(session.agent)}</strong>　{session.address}
                {session.current ? <span className="state-word">就是这里</span> : null}
              </p>
              <p className="quiet">
                {minuteText(session.createdAt)} 登录，最近使用 {nearText(session.seenAt)}
              </p>
            </div>
            {session.current ? null : (
              <Button
                loading={doing.busy}
                aria-label={`注销 ${minuteText(session.createdAt)} 的登录`}
                onClick={async () => {
                  await doing.run('DELETE', `/api/me/sessions/${session.id}`)
                  await reload()
                }}
              >
                注销
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge 浏览器'],
  [/QQBrowser/, 'QQ 浏览器'],
  [/MicroMessenger/, '微信'],
  [/Firefox\//, 'Firefox 浏览器'],
  [/Chrome\//, 'Chrome 内核浏览器'],
  [/Safari\//, 'Safari 浏览器'],
]
const systems: readonly [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, '安卓'],
  [/iPhone|iPad/, '苹果手机、平板'],
  [/Mac OS/, '苹果电脑'],
  [/Linux/, 'Linux'],
]

/** “Windows，Edge 浏览器” out of a user agent; the text itself where nothing is known. */
export function agentWords(agent: string): string {
  const browser = browsers.find(([pattern]) => pattern.test(agent))?.[1]
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1]
  return [system, browser].filter(Boolean).join('，') || agent.slice(0, 40) || '未知设备'
}
