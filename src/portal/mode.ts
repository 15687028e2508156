/** How a reader wants the pages: kept in one cookie, written into the class of <html> by the server. */
export type Mode = {
  readonly elder: boolean
  readonly contrast: boolean
  readonly grey: boolean
  /** A large mouse pointer (工信部适老化通用设计规范). */
  readonly pointer: boolean
  /** 字号: as it comes, one step larger, two. */
  readonly size: 0 | 1 | 2
  /** At a machine in a service hall: the body it stands in, '' for the whole site; null elsewhere. */
  readonly kiosk: string | null
}

export const modeNames = ['elder', 'contrast', 'grey', 'pointer'] as const
export type ModeName = (typeof modeNames)[number]

export const modeLabels: Record<ModeName, { readonly on: string; readonly off: string }> = {
  elder: { on: '长者版', off: '返回标准版' },
  contrast: { on: '高对比', off: '关闭高对比' },
  grey: { on: '灰度', off: '关闭灰度' },
  pointer: { on: '大光标', off: '恢复光标' },
}
export const sizeLabels = ['标准', '大', '特大'] as const

export const plain: Mode = {
  elder: false,
  contrast: false,
  grey: false,
  pointer: false,
  size: 0,
  kiosk: null,
}

export const modeCookie = 'zm'
/** The key of a form that is being filled in; taken away when the screen of a machine in a service hall is cleared. */
export const fillingCookie = 'zmr'
const kioskWord = /^kiosk-([a-z][a-z0-9-]{1,39})?$/

/** The mode in a Cookie header; anything unknown in it is nothing. */
export function readMode(cookie: string | undefined): Mode {
  if (cookie === undefined) return plain
  const value = /(?:^|;\s*)zm=([a-z0-9.-]{0,120})(?:;|$)/.exec(cookie)?.[1]
  if (!value) return plain
  const words = value.split('.')
  const kiosk = words.map(w => kioskWord.exec(w)).find(m => m !== null)
  return {
    elder: words.includes('elder'),
    contrast: words.includes('contrast'),
    grey: words.includes('grey'),
    pointer: words.includes('pointer'),
    size: words.includes('size2') ? 2 : words.includes('size1') ? 1 : 0,
    kiosk: kiosk ? (kiosk[1] ?? '') : null,
  }
}

/** The cookie's value; empty for the plain mode. Also what tells cached pages of different modes apart. */
export function writeMode(mode: Mode): string {
  return [
    ...modeNames.filter(name => mode[name]),
    ...(mode.size > 0 ? [`size${mode.size}`] : []),
    ...(mode.kiosk !== null ? [`kiosk-${mode.kiosk}`] : []),
  ].join('.')
}

/** Classes of <html>. In a service hall everything is as large as in the elder mode. */
export const modeClass = (mode: Mode): string | undefined =>
  [
    ...modeNames.filter(name => mode[name] || (name === 'elder' && mode.kiosk !== null)),
    ...(mode.size > 0 ? [`size-${mode.size}`] : []),
    ...(mode.kiosk !== null ? ['kiosk'] : []),
  ].join(' ') || undefined

/** The address that switches one of them and comes back. */
export function switchAddress(name: ModeName, isOn: boolean, back: string): string {
  return `/mode?${name}=${isOn ? '1' : '0'}&back=${encodeURIComponent(back)}`
}

export const sizeAddress = (size: number, back: string): string =>
  `/mode?size=${size}&back=${encodeURIComponent(back)}`

export const kioskStart = (kiosk: string): string => (kiosk === '' ? '/kiosk.html' : `/${kiosk}/kiosk.html`)

const longestBack = 2000

/** The page as a place to come back to, with what was asked for; without it where the whole would be too long. */
export const backTo = (path: string, search: string): string =>
  path.length + search.length > longestBack ? path : path + search

/** Where to go back to: a path of this site, or its front page. `//host` and `/\host` would lead elsewhere. */
export function safeBack(back: string | null): string {
  if (back === null || back.length > longestBack || !/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(back)) return '/'
  return back.startsWith('/mode') ? '/' : back
}

/** What the reader's mode becomes by the parameters of /mode. */
export function switched(mode: Mode, query: URLSearchParams): Mode {
  const pick = (name: ModeName) => {
    const value = query.get(name)
    return value === '1' ? true : value === '0' ? false : mode[name]
  }
  const size = query.get('size')
  const kiosk = query.get('kiosk')
  return {
    elder: pick('elder'),
    contrast: pick('contrast'),
    grey: pick('grey'),
    pointer: pick('pointer'),
    size: size === '0' ? 0 : size === '1' ? 1 : size === '2' ? 2 : mode.size,
    kiosk:
      kiosk === null ? mode.kiosk : (kioskWord.exec(`kiosk-${kiosk}`)?.[1] ?? (kiosk === '' ? '' : null)),
  }
}
