import { QueryClientProvider } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { App as AntApp, Button, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { parseSearch, useGo, writeSearch } from './address.ts'
import { controls } from './controls.tsx'
import { Frame } from './Frame.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { Fault } from './parts/Faults.tsx'
import { Loading } from './parts/States.tsx'
import { base, To } from './parts/To.tsx'
import { onRefreshFailed, queries } from './query.ts'
import { IdleWarning, ReSignIn } from './ReSignIn.tsx'
import { reasonsOf } from './refusal.ts'
import type { NavEntry, RoomScreens } from './screen.ts'
import { loadMe, signOut, updateMe, useMe, useSession } from './session.ts'
import { SignInPage } from './SignIn.tsx'
import { theme } from './theme.ts'

const Navigation = createContext<readonly NavEntry[]>([])

function Missing() {
  return (
    <div className="state">
      <h1 className="state-title">没有这个页面</h1>
      <p>地址可能写错了，或者页面已经移走。</p>
      <To href="/">回到首页</To>
    </div>
  )
}

function Broken({ error }: { error: unknown }) {
  return (
    <div className="state" role="alert">
      <h1 className="state-title">页面没有显示出来</h1>
      <p>可能是系统刚刚更新，或者网络中断。已保存的内容不受影响，请刷新页面。</p>
      <p className="quiet">{error instanceof Error ? error.message : ''}</p>
      <Button type="primary" onClick={() => location.reload()}>
        刷新页面
      </Button>
    </div>
  )
}

/** The first line of the navigation this person has: what is due, or for an administrator his own work. */
function Home() {
  const go = useGo()
  const me = useMe()
  const first = useContext(Navigation).find(entry => entry.when?.(me) ?? true)?.href
  useEffect(() => {
    if (first) go(first, 'replace')
  }, [first, go])
  return null
}

/** One line while what is on the screen could not be read again; it stays readable and typed words stay where they are. */
function OlderWords() {
  const { message } = AntApp.useApp()
  useEffect(
    () =>
      onRefreshFailed(error => {
        const why = reasonsOf(error)[0]?.text ?? ''
        void message.warning({
          key: 'older',
          content: `没有刷新成功，显示的是刚才的内容。${why}`,
          duration: 8,
        })
      }),
    [message],
  )
  return null
}

/** Stands above every screen and is never made anew while somebody is signed in, so nothing typed can vanish with it. */
function Shell() {
  const me = useMe()
  return (
    <>
      <Frame me={me} nav={useContext(Navigation)}>
        <Outlet />
      </Frame>
      <OlderWords />
      <IdleWarning me={me} />
      <ReSignIn me={me} />
    </>
  )
}

function makeRoutes(rooms: readonly RoomScreens[]) {
  const root = createRootRoute({ component: Shell, notFoundComponent: Missing, errorComponent: Broken })
  const nothing = createRoute({ getParentRoute: () => root, path: '/', component: Home })
  const screens = rooms
    .flatMap(room => room.screens)
    .map(screen =>
      createRoute({
        getParentRoute: () => root,
        path: screen.path,
        component: lazyRouteComponent(screen.load),
      }),
    )
  return createRouter({
    routeTree: root.addChildren([nothing, ...screens]),
    basepath: base,
    parseSearch,
    stringifySearch: writeSearch,
    scrollRestoration: true,
    defaultPendingComponent: () => <Loading />,
    defaultNotFoundComponent: Missing,
    defaultErrorComponent: Broken,
  })
}

/** The person is known, or the door is shown; the address stays, so that signing in leads to where one wanted to go. */
export function Console({ rooms }: { rooms: readonly RoomScreens[] }) {
  const router = useMemo(() => makeRoutes(rooms), [rooms])
  const nav = useMemo(() => rooms.flatMap(room => room.nav), [rooms])
  const [failure, setFailure] = useState<unknown>(null)
  const { me } = useSession()
  const load = () => {
    setFailure(null)
    loadMe().catch(setFailure)
  }
  useEffect(load, [])
  return (
    <ConfigProvider locale={zhCN} theme={theme} {...controls}>
      <AntApp message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          {failure ? (
            <main className="signin">
              <section className="signin-box">
                <h1>昭明</h1>
                <Fault error={failure} />
                <Button type="primary" onClick={load}>
                  重试
                </Button>
              </section>
            </main>
          ) : me === undefined ? (
            <Loading words="正在打开工作台" />
          ) : me === null ? (
            <SignInPage />
          ) : me.mustChange ? (
            <MustChange account={me.staff.account} why={me.mustChangeWhy} />
          ) : (
            <Navigation value={nav}>
              <RouterProvider router={router} />
            </Navigation>
          )}
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}

function MustChange({ account, why }: { account: string; why: string | null }) {
  return (
    <main className="signin" id="main">
      <section className="signin-box">
        <h1>请先更换口令</h1>
        <p>{why ?? '现在的口令是别人设的。'}换成只有您自己知道的口令后，才能办理公务。</p>
        <PasswordForm
          account={account}
          onDone={() => {
            updateMe({ mustChange: false })
            void loadMe()
          }}
        />
        <Button type="link" onClick={() => void signOut()}>
          换一个账号登录
        </Button>
      </section>
    </main>
  )
}
