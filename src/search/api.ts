import { z } from 'zod'
import type { App } from '#kit/http.ts'
import type { House } from '../house.ts'
import { changeSynonyms, synonymsFor } from './actions/synonyms.ts'
import { changeSchema, synonymsView } from './model.ts'

/** Synonyms of the search for staff. Mounted behind `authenticate`. */
export function searchRoutes(house: House): (app: App) => Promise<void> {
  return async app => {
    app.get('/api/search/synonyms', { schema: { response: { 200: synonymsView } } }, request =>
      synonymsFor(house, request.actor),
    )
    app.put(
      '/api/search/synonyms',
      { schema: { body: changeSchema, response: { 200: z.object({ version: z.int() }) } } },
      request => changeSynonyms(house, request.actor, request.body),
    )
  }
}
