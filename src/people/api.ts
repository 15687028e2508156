import type { App } from '#kit/http.ts'
import type { House } from '../house.ts'
import type { EventWords } from './actions/audit.ts'
import type { SignInPolicy } from './actions/signIn.ts'
import { administerRoutes } from './api/administer.ts'
import { meRoutes } from './api/me.ts'
import { sessionRoutes } from './api/session.ts'
import { onceOnly } from './once.ts'
import { authenticate } from './session.ts'

export { authenticate }

export type PeopleOptions = {
  /** Behind https: the cookie is then never sent without it. */
  readonly secure: boolean
  readonly demo: boolean
  readonly policy?: SignInPolicy
  /** How other rooms call their kinds and verbs, for the auditor. */
  readonly words?: EventWords
}

/** Signing in, one's own account, and the administration of people: every route of `api/people` under its full address. */
export function peopleRoutes(house: House, options: PeopleOptions): (app: App) => Promise<void> {
  return async app => {
    await app.register(sessionRoutes(house, options))
    await app.register(async (signedIn: App) => {
      signedIn.addHook('onRequest', authenticate(house))
      onceOnly(house)(signedIn)
      await signedIn.register(meRoutes(house))
      await signedIn.register(administerRoutes(house, options))
    })
  }
}
