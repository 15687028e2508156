import { Badge, Button, Drawer, Dropdown, Modal } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useGo, usePath } from './address.ts'
import { shortcuts } from './keys.ts'
import { roleWords, type Me } from './me.ts'
import { Icon } from './parts/Icon.tsx'
import { To } from './parts/To.tsx'
import { keysOn, setKeysOn, useKeys } from './useKeys.ts'
import type { NavEntry } from './screen.ts'
import { clearLocal } from './localCopy.ts'
import { queries } from './query.ts'
import { signOut } from './session.ts'

/** Header, navigation and the place for a screen. */
export function Frame({ me, nav, children }: { me: Me; nav: readonly NavEntry[]; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const [help, setHelp] = useState(false)
  const path = usePath()
  useEffect(() => setOpen(false), [path])
  useKeys({ help: () => setHelp(true) })
  return (
    <div className="frame">
      <a className="skip" href="#main" onClick={focusMain}>
        跳到正文
      </a>
      <header className="header">
        <button type="button" className="menu-button" aria-label="打开导航" onClick={() => setOpen(true)}>
          <Icon name="menu" size={22} />
        </button>
        <To href="/" className="header-name">
          <span className="header-mark">昭明</span>
          <span className="header-body">{me.body.name}</span>
          <span className="header-short">{me.body.shortName}</span>
          <span className="hidden">，回到首页</span>
        </To>
        {me.demo ? <span className="demo-mark">演示</span> : null}
        <span className="header-space" />
        <To
          href="/notices"
          className="header-bell"
          label={me.notices > 0 ? `通知，${me.notices} 条未读` : '通知'}
        >
          <Badge count={me.notices} size="small" color="#fff" styles={{ indicator: { color: '#0f4c81' } }}>
            <Icon name="bell" size={20} />
          </Badge>
        </To>
        <AccountMenu me={me} onHelp={() => setHelp(true)} />
      </header>
      <nav className="side" aria-label="主导航">
        <Navigation me={me} nav={nav} path={path} />
      </nav>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="left"
        size={264}
        title={me.body.shortName || me.body.name}
        className="side-drawer"
      >
        <nav aria-label="导航">
          <Navigation me={me} nav={nav} path={path} />
        </nav>
      </Drawer>
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </div>
  )
}

function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

function Navigation({ me, nav, path }: { me: Me; nav: readonly NavEntry[]; path: string }) {
  const shown = nav.filter(entry => entry.when?.(me) ?? true)
  const groups = [...new Set(shown.map(entry => entry.group))]
  return (
    <>
      {groups.map(group => (
        <div key={group} className="nav-group">
          <p className="nav-title">{group}</p>
          <ul>
            {shown
              .filter(entry => entry.group === group)
              .map(({ href, label, icon, Badge: Count }) => (
                <li key={href}>
                  <To href={href} className="nav-link" current={path === href}>
                    <Icon name={icon} />
                    <span>{label}</span>
                    {Count ? <Count /> : null}
                  </To>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </>
  )
}

function AccountMenu({ me, onHelp }: { me: Me; onHelp: () => void }) {
  const go = useGo()
  async function leave() {
    await signOut().catch(() => {})
    await clearLocal(me.staff.id).catch(() => {})
    queries.clear()
    go('/', 'replace')
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <span className="account-who">
                {me.body.name}
                {me.department ? ` ${me.department.name}` : ''}
                <br />
                {roleWords(me)}
              </span>
            ),
          },
          { type: 'divider' },
          { key: 'account', label: '我的账号', onClick: () => go('/account') },
          { key: 'keys', label: '键盘快捷键', onClick: onHelp },
          { type: 'divider' },
          { key: 'out', label: '退出登录', onClick: () => void leave() },
        ],
      }}
    >
      <button
        type="button"
        className="account-button"
        aria-label={`${me.staff.name}，${roleWords(me)}，账号菜单`}
      >
        <span className="account-icon">
          <Icon name="account" size={22} />
        </span>
        <span className="account-words">
          <strong>{me.staff.name}</strong>
          <span className="account-roles">{roleWords(me)}</span>
        </span>
        <Icon name="down" size={14} />
      </button>
    </Dropdown>
  )
}

function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [on, setOn] = useState(keysOn())
  return (
    <Modal
      open={open}
      title="键盘快捷键"
      onCancel={onClose}
      width={420}
      footer={
        <Button
          onClick={() => {
            setKeysOn(!on)
            setOn(!on)
          }}
        >
          {on ? '关闭单键快捷键' : '打开单键快捷键'}
        </Button>
      }
    >
      <table className="keys-table">
        <thead>
          <tr>
            <th scope="col">按键</th>
            <th scope="col">作用</th>
          </tr>
        </thead>
        <tbody>
          {shortcuts.map(row => (
            <tr key={row.keys}>
              <td>
                <kbd>{row.keys}</kbd>
              </td>
              <td>{row.does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">在输入框里打字时不起作用。{on ? '' : '现在是关闭的。'}</p>
    </Modal>
  )
}
