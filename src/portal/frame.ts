import { createContext, useContext } from 'react'
import { plain, type Mode } from './mode.ts'
import type { Site } from './site.ts'
import type { Alert } from './state.ts'

/** Links of one sort at the foot of a page: 上级机关、下级机关、同级机关. */
export type LinkGroup = {
  readonly label: string
  readonly links: readonly { readonly label: string; readonly to: string }[]
}

/** What every part may need to know: the site, the reader's mode, the address of the page. */
export type Frame = {
  readonly site: Site
  readonly mode: Mode
  readonly path: string
  /** What the address asks for behind its path, with its question mark; empty where it asks for nothing. */
  readonly search: string
  /** Emergency responses that concern the page. */
  readonly alerts: readonly Alert[]
  /** How many more hold just now that do not concern the page. */
  readonly alertsElsewhere: number
  /** Grey because the site mourns, not because the reader wants it. */
  readonly isMourning: boolean
  /** Bodies around that of the page. */
  readonly neighbours: readonly LinkGroup[]
}

export const FrameContext = createContext<Frame | null>(null)

export function useFrame(): Frame {
  const frame = useContext(FrameContext)
  if (!frame) throw new Error('portal: a part outside its frame')
  return frame
}

/** An address of this site under its base. */
export function useHref(): (to: string) => string {
  const { site } = useFrame()
  return to => (to.startsWith('/') ? site.base + to : to)
}

export const plainFrame = (site: Site): Frame => ({
  site,
  mode: plain,
  path: '/',
  search: '',
  alerts: [],
  alertsElsewhere: 0,
  isMourning: false,
  neighbours: [],
})
