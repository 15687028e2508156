import { guidelineNames } from '../model.ts'
import { guidelineOf } from './guidelines.ts'

/**
 * What the national items are called, by their codes, with the field: both catalogs have 法律法规. A body's own items have keys that say
 * nothing outside its catalog.
 */
export const itemNames = (): ReadonlyMap<string, string> =>
  new Map(
    guidelineNames.flatMap(name => {
      const { field, items } = guidelineOf(name)
      return items.map(i => [i.code, `${i.level2}（${field.replace(/领域$/, '')}）`] as const)
    }),
  )
