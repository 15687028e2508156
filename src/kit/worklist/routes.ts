import { z } from 'zod'
import { Refused } from '../errors.ts'
import type { App } from '../http.ts'
import type { Query } from '../db.ts'
import { pastCounts, pastLists, pastPage, type PastSource } from './past.ts'
import type { KindCount, PastCounts, PastPage, WorkCounts, WorkPage } from './views.ts'
import {
  askedLights,
  mergedPage,
  placeOf,
  workLists,
  type Place,
  type WorkList,
  type WorkSource,
} from './work.ts'

const pageSize = 20
const list = z.object({ list: z.enum(workLists, '没有这个列表。') })
const place = z.object({
  left: z.number(),
  rank: z.number(),
  since: z.string().max(40),
  kind: z.string().max(40),
  id: z.string().max(200),
})
/** Views are typed in views.ts and built here alone. */
const view = z.any()

const sealPlace = (at: Place): string => Buffer.from(JSON.stringify(placeOf(at))).toString('base64url')

function openPlace(text: string | undefined): Place | null {
  if (text === undefined) return null
  try {
    return place.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new Refused('invalid', [{ field: 'after', text: '翻页的位置不对，请从第一页重新查看。' }])
  }
}

const pastList = z.object({ list: z.enum(pastLists, '没有这个列表。') })

/** /api/worklist: what waits in every room, first due first, and what a person did or began there; counts by kind. */
export function worklistRoutes(
  db: Query,
  sources: readonly WorkSource[],
  pasts: readonly PastSource[],
): (app: App) => Promise<void> {
  const past = z.object({
    kind: z
      .string()
      .refine(kind => pasts.some(s => s.kind === kind), '没有这一类事项。')
      .optional(),
    after: z.coerce
      .number('翻页的位置不对，请从第一页重新查看。')
      .int('翻页的位置不对，请从第一页重新查看。')
      .positive('翻页的位置不对，请从第一页重新查看。')
      .max(Number.MAX_SAFE_INTEGER, '翻页的位置不对，请从第一页重新查看。')
      .optional(),
  })
  const kinds = z.string().refine(kind => sources.some(s => s.kind === kind), '没有这一类事项。')
  const filter = z.object({
    kind: kinds.optional(),
    light: z.enum(askedLights, '没有这种时限状态。').optional(),
  })
  return async app => {
    app.get(
      '/api/worklist/:list',
      {
        schema: {
          params: list,
          querystring: filter.extend({ after: z.string().max(600, '翻页的位置不对。').optional() }),
          response: { 200: view },
        },
      },
      async ({ actor, params, query }) => {
        const asked = query.kind === undefined ? sources : sources.filter(s => s.kind === query.kind)
        const { rows, next } = await mergedPage(asked, params.list, actor, {
          after: openPlace(query.after),
          limit: pageSize,
          light: query.light ?? null,
        })
        return { rows, next: next && sealPlace(next) } satisfies WorkPage
      },
    )
    app.get(
      '/api/worklist/past/:list',
      { schema: { params: pastList, querystring: past, response: { 200: view } } },
      async ({ actor, params, query }): Promise<PastPage> =>
        pastPage(
          db,
          query.kind === undefined ? pasts : pasts.filter(s => s.kind === query.kind),
          params.list,
          actor,
          { after: query.after ?? null, limit: pageSize },
        ),
    )
    app.get(
      '/api/worklist/past',
      { schema: { response: { 200: view } } },
      async ({ actor }): Promise<PastCounts> => ({
        done: await pastCounts(db, pasts, 'done', actor),
        mine: await pastCounts(db, pasts, 'mine', actor),
      }),
    )
    app.get(
      '/api/worklist/counts',
      { schema: { querystring: filter.pick({ light: true }), response: { 200: view } } },
      async ({ actor, query }) => {
        const count = (name: WorkList): Promise<KindCount[]> =>
          Promise.all(
            sources.map(async ({ kind, label, count }) => ({
              kind,
              label,
              ...(await count(name, actor, query.light ?? null)),
            })),
          )
        const [todo, watch] = await Promise.all([count('todo'), count('watch')])
        return { todo, watch } satisfies WorkCounts
      },
    )
  }
}
