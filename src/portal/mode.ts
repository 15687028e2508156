/** How a reader wants the pages: kept in one cookie, written into the class of <html> by the server. */
export type Mode = { readonly elder: boolean; readonly contrast: boolean; readonly grey: boolean }

export const modeNames = ['elder', 'contrast', 'grey'] as const
export type ModeName = (typeof modeNames)[number]

export const modeLabels: Record<
  ModeName,
  { readonly on: string; readonly off: string; readonly isOn: string }
> = {
  elder: { on: '长者版', off: '返回标准版', isOn: '现在是长者版' },
  contrast: { on: '高对比', off: '关闭高对比', isOn: '现在是高对比显示' },
  grey: { on: '灰度', off: '关闭灰度', isOn: '现在是灰度显示' },
}

export const plain: Mode = { elder: false, contrast: false, grey: false }

export const modeCookie = 'zm'

/** The mode in a Cookie header; anything unknown in it is nothing. */
export function readMode(cookie: string | undefined): Mode {
  if (cookie === undefined) return plain
  const value = /(?:^|;\s*)zm=([a-z.]{0,40})(?:;|$)/.exec(cookie)?.[1]
  if (!value) return plain
  const words = value.split('.')
  return {
    elder: words.includes('elder'),
    contrast: words.includes('contrast'),
    grey: words.includes('grey'),
  }
}

export function writeMode(mode: Mode): string {
  return modeNames.filter(name => mode[name]).join('.')
}

export const modeClass = (mode: Mode): string | undefined =>
  modeNames.filter(name => mode[name]).join(' ') || undefined

export const modeKey = (mode: Mode): string =>
  `${mode.elder ? 'e' : ''}${mode.contrast ? 'c' : ''}${mode.grey ? 'g' : ''}`

/** The address that switches one of them and comes back. */
export function switchAddress(name: ModeName, isOn: boolean, back: string): string {
  return `/mode?${name}=${isOn ? '1' : '0'}&back=${encodeURIComponent(back)}`
}

/** Where to go back to: a path of this site, or its front page. `//host` and `/\host` would lead elsewhere. */
export function safeBack(back: string | null): string {
  if (back === null || back.length > 2000 || !/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(back)) return '/'
  return back.startsWith('/mode') ? '/' : back
}

/** What the reader's mode becomes by the parameters of /mode. */
export function switched(mode: Mode, query: URLSearchParams): Mode {
  const pick = (name: ModeName) => {
    const value = query.get(name)
    return value === '1' ? true : value === '0' ? false : mode[name]
  }
  return { elder: pick('elder'), contrast: pick('contrast'), grey: pick('grey') }
}
