import type { Db } from '#kit/db.ts'
import { bringToPresent, leastToSeal, seal, staleChunks } from '../store/seal.ts'

/** A chunk is sealed anew when so many of its documents changed. */
const mostStale = 1_000

/** Seals what needs it, a transaction a chunk; readers meanwhile use what was. Returns how many chunks. */
export async function sealStale(db: Db): Promise<number> {
  await db.transaction().execute(trx => bringToPresent(trx))
  const chunks = await staleChunks(db)
  if (chunks.reduce((n, c) => n + c.published, 0) < leastToSeal) return 0
  const due = chunks.filter(c => c.stale >= mostStale)
  for (const { chunk } of due)
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(trx => seal(trx, chunk))
  return due.length
}
