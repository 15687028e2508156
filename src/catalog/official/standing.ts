import type { Query } from '#kit/db.ts'
import { resting } from '#kit/footing.ts'
import { standGuideline } from '../guideline/guidelines.ts'
import { guidelineNames, type GuidelineName } from '../model.ts'
import { standingIds, standingOfficial } from './store.ts'

/** Which official attachments this process goes by, by their ids. */
const known = new Map<GuidelineName, number>()

/**
 * Brings this process up to the official attachments that were confirmed, in whichever process that was. One small query. What is made
 * rests on none of it: a change of them is told as a change of everything, for their texts stand in the memory of every process.
 */
export function ensureGuidelines(db: Query): Promise<void> {
  return resting([], () => ensureNow(db))
}

async function ensureNow(db: Query): Promise<void> {
  const ids = await standingIds(db)
  for (const name of guidelineNames) {
    const id = ids.get(name)
    if (known.get(name) === id) continue
    standGuideline(name, id === undefined ? null : await standingOfficial(db, name))
    if (id === undefined) known.delete(name)
    else known.set(name, id)
  }
}
