import type { PortalContext } from '#portal/page.ts'
import { keyOfAddress, withoutQuery } from './rules/read.ts'
import { isAnyTaken, leadsTo } from './store.ts'

/** Where an address at which nothing stands leads by the tables in use; null: nowhere. With its parameters first, then without. */
export async function movedTo(context: PortalContext, address: string): Promise<string | null> {
  const key = keyOfAddress(address)
  if (key === null || !(await context.once('old addresses', () => isAnyTaken(context.db)))) return null
  const bare = withoutQuery(key)
  return leadsTo(context.db, bare === null ? [key] : [key, bare])
}
