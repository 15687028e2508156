import type { Query } from '#kit/db.ts'
import { lineOf } from '#people/bodies.ts'
import type { Rules, Variant } from './model.ts'
import { activeVariantsOf } from './store.ts'

/** The version of one body in force on a day (`YYYY-MM-DD`), null where it has set none by then. */
export const versionOn = (versions: readonly Variant[], bodyId: number, day: string): Variant | null =>
  versions
    .filter(v => v.bodyId === bodyId && v.state === 'active' && v.validFrom <= day)
    .sort((a, b) =>
      a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : b.number - a.number,
    )[0] ?? null

/** Of a line of bodies (itself first, then upward) the version that holds; null: the national procedure. */
export function heldBy(versions: readonly Variant[], line: readonly number[], day: string): Variant | null {
  for (const bodyId of line) {
    const version = versionOn(versions, bodyId, day)
    if (version && !version.inherits) return version
  }
  return null
}

/** What a document of a body begins under on a day: its own variant, else that of the nearest body above. */
export async function rulesInForce(db: Query, bodyId: number, day: string): Promise<Rules | null> {
  const line = (await lineOf(db, bodyId)) ?? [bodyId]
  return heldBy(await activeVariantsOf(db, line), line, day)
}
