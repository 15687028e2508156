import { anything, restOn } from '#kit/footing.ts'
import { isUnavailable } from './address.ts'
import type { LinkGroup } from './frame.ts'
import type { PortalContext } from './page.ts'
import type { PortalOptions } from './server.ts'
import { concerns, quiet, type Alert, type SiteState } from './state.ts'

/** What holds for the frame of a page just now besides the page itself. */
export type Present = {
  around(
    slug: string | null,
    path: string,
  ): Promise<{
    readonly alerts: readonly Alert[]
    readonly alertsElsewhere: number
    readonly isMourning: boolean
    readonly neighbours: readonly LinkGroup[]
  }>
  /** When something of it begins or ends by itself, in milliseconds; Infinity: never, or not asked yet. */
  turnsAt(): number
  forget(): void
}

/** Where the database cannot be asked: alerts as they were last known, no bodies around. */
export function makePresent(
  options: Pick<PortalOptions, 'db' | 'now' | 'state' | 'neighbours'>,
  context: PortalContext,
): Present {
  let turnsAt = Infinity
  let last: SiteState = quiet
  const orElse = async <T>(ask: () => Promise<T>, otherwise: () => T): Promise<T> => {
    try {
      return await ask()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      restOn([anything])
      return otherwise()
    }
  }
  const { state, neighbours } = options
  const stateNow = async () => {
    if (!state) return quiet
    last = await context.once('site state', () => state(options.db, options.now()))
    turnsAt = last.turnsAt?.getTime() ?? Infinity
    return last
  }
  return {
    async around(slug, path) {
      const now = await orElse(stateNow, () => last)
      const alerts = now.alerts.filter(a => concerns(a, slug) || path === '/')
      return {
        alerts,
        alertsElsewhere: now.alerts.length - alerts.length,
        isMourning: now.mourning.some(m => concerns(m, slug)),
        neighbours: await orElse(
          async () => (await neighbours?.(context, slug)) ?? [],
          () => [],
        ),
      }
    },
    turnsAt: () => turnsAt,
    forget() {
      turnsAt = Infinity
    },
  }
}
