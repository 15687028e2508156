import type { Db } from '#kit/db.ts'

/** What holds for the whole site or a part of it just now: an emergency response, a day of mourning. */

export type Alert = {
  readonly id: number
  /** Which response level, as the plan words it; null for a warning or notice without a level. */
  readonly level: string | null
  readonly title: string
  readonly text: string
  /** An address of this site with the whole of it. */
  readonly to: string | null
  readonly since: Date
  readonly by: string
  /** The bodies whose pages carry it. */
  readonly slugs: readonly string[]
  /** Raised by a body without another above it: pages of no single body carry it too. */
  readonly isTop: boolean
}

export type Mourning = { readonly slugs: readonly string[]; readonly isTop: boolean }

export type SiteState = {
  readonly alerts: readonly Alert[]
  readonly mourning: readonly Mourning[]
  /** When something begins or ends by itself. */
  readonly turnsAt: Date | null
}

export const quiet: SiteState = { alerts: [], mourning: [], turnsAt: null }

export type ReadState = (db: Db, now: Date) => Promise<SiteState>

/** What concerns a page: of one body, or (null) of none. */
export const concerns = (what: { slugs: readonly string[]; isTop: boolean }, slug: string | null) =>
  slug === null ? what.isTop : what.slugs.includes(slug)
