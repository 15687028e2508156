import type { ComponentType } from 'react'
import type { IconName } from './parts/Icon.tsx'
import type { Me } from './me.ts'

/** A page of the console. `path` is relative to /console; `$id` is a parameter. */
export type Screen = {
  readonly path: string
  readonly load: () => Promise<{ default: ComponentType }>
}

/** A line of the left navigation. */
export type NavEntry = {
  readonly href: string
  readonly label: string
  readonly icon: IconName
  readonly group: string
  readonly when?: (me: Me) => boolean
  readonly Badge?: ComponentType
}

/** What a room hangs into the console. */
export type RoomScreens = { readonly screens: readonly Screen[]; readonly nav: readonly NavEntry[] }
