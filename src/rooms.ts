import type { TaskList } from 'graphile-worker'
import type { App } from '#kit/http.ts'
import { documentJobs } from '#document/jobs.ts'
import { documentRoutes } from '#document/api.ts'
import { authenticate, peopleRoutes } from '#people/api.ts'
import { demoRoutes } from './demo/api.ts'
import type { House } from './house.ts'

export type RouteOptions = { readonly secure: boolean; readonly demo: boolean }

/** The list of rooms: adding a feature is a folder and one line. */
export function routes(house: House, options: RouteOptions): (app: App) => Promise<void> {
  return async app => {
    await app.register(peopleRoutes(house, options))
    await app.register(async (signedIn: App) => {
      // Before the body is read: a stranger's upload ends here.
      signedIn.addHook('onRequest', authenticate(house))
      await signedIn.register(documentRoutes(house))
    })
    if (options.demo) await app.register(demoRoutes())
  }
}

export function jobs(house: House): TaskList {
  return { ...documentJobs(house) }
}
