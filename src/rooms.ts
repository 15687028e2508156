import type { TaskList } from 'graphile-worker'
import type { App } from '#kit/http.ts'
import { archiveRoutes } from '#archive/api.ts'
import { labelOfArchiveVerb } from '#archive/workflow.ts'
import { documentJobs } from '#document/jobs.ts'
import { documentRoutes } from '#document/api.ts'
import { checkedDocument } from '#document/checks.ts'
import { copyRoutes } from '#document/copies.ts'
import { reexaminationRoutes } from '#document/reexamination/api.ts'
import { reexaminationJobs } from '#document/reexamination/jobs.ts'
import { labelOfReexamination } from '#document/reexamination/workflow.ts'
import { labelOfVerb } from '#document/workflow.ts'
import { patrolRoutes } from '#patrol/api.ts'
import { patrolJobs } from '#patrol/jobs.ts'
import { wordsOfPatrol } from '#patrol/workflow.ts'
import { authenticate, peopleRoutes } from '#people/api.ts'
import { peopleJobs } from '#people/jobs.ts'
import type { PublicPage } from '#portal/page.ts'
import type { Parts } from '#record/parts.ts'
import { recordPages } from '#record/portal.tsx'
import { searchPages } from '#search/portal.tsx'
import { demoRoutes } from './demo/api.ts'
import type { House } from './house.ts'

export type RouteOptions = { readonly secure: boolean; readonly demo: boolean }

/** The list of rooms: adding a feature is a folder and one line. */
export function routes(house: House, options: RouteOptions): (app: App) => Promise<void> {
  return async app => {
    const words = (kind: string, verb: string) =>
      kind === 'document'
        ? { kind: '公文', verb: labelOfVerb(verb) }
        : kind.startsWith('reexamination')
          ? { kind: '年度复查', verb: labelOfReexamination(verb) }
          : (wordsOfPatrol(kind, verb) ?? labelOfArchiveVerb(kind, verb))
    await app.register(peopleRoutes(house, { ...options, words }))
    await app.register(async (signedIn: App) => {
      // Before the body is read: a stranger's upload ends here.
      signedIn.addHook('onRequest', authenticate(house))
      await signedIn.register(documentRoutes(house))
      await signedIn.register(copyRoutes(house))
      await signedIn.register(archiveRoutes(house))
      await signedIn.register(reexaminationRoutes(house))
      await signedIn.register(
        patrolRoutes(house, {
          subjects: (kind, id, actor) => checkedDocument(house.db, kind, id, actor),
        }),
      )
    })
    if (options.demo) await app.register(demoRoutes())
  }
}

export function jobs(house: House): TaskList {
  return { ...documentJobs(house), ...reexaminationJobs(house), ...patrolJobs(house), ...peopleJobs(house) }
}

/** Work by the clock. graphile-worker's crontab is UTC: 18:00 is 02:00 in Beijing. */
export const crontab = '0 18 * * * people:sweep\n30 17 * * * patrol:nightly'

/** What the rooms hang into pages of the public record (record/parts.ts). */
const parts: Parts = []

/** Every room's public pages; the portal mounts them. */
export const pages: readonly PublicPage[] = [...recordPages(parts), ...searchPages]
