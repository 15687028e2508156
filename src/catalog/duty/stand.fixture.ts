import type { TestHouse } from '../../../test/setup/house.ts'
import { guidelineOf } from '../guideline/guidelines.ts'
import { derive, itemsOfGuideline } from '../rules/adopt.ts'
import { putStandingCatalog } from './store.ts'

/** A 救灾 catalog in force of a body of the record, as its publication would leave it; the keys are key-0, key-1, … */
export async function standCatalog(t: TestHouse, bodyId: number, address: string): Promise<string[]> {
  let n = 0
  const items = derive(itemsOfGuideline(guidelineOf('disaster-relief')), '县级', () => `key-${n++}`)
  await t.house.db.transaction().execute(trx =>
    putStandingCatalog(trx, {
      ...{ bodyId, field: 'disaster-relief', versionId: 1, number: 2, address, items },
      ...{ effectiveOn: '2026-01-01', publishedOn: '2026-11-22' },
    }),
  )
  t.house.recordChanged()
  return items.map(i => i.key)
}
