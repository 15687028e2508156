import { createContext, useContext } from 'react'
import { plain, type Mode } from './mode.ts'
import type { Site } from './site.ts'
import type { Alert } from './state.ts'

/** What every part may need to know: the site, the reader's mode, the address of the page. */
export type Frame = {
  readonly site: Site
  readonly mode: Mode
  readonly path: string
  /** Emergency responses that concern the page. */
  readonly alerts: readonly Alert[]
  /** Grey because the site mourns, not because the reader wants it. */
  readonly isMourning: boolean
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
  alerts: [],
  isMourning: false,
})
