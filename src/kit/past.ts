import type { Query } from './db.ts'
import { instant } from './now.ts'

/** One step of a subject's history, for those who look at it. */
export type Past = {
  readonly at: Date
  readonly verb: string
  readonly actor: number | null
  readonly by: string
  readonly reason: string | null
}

/** What happened to a subject, newest first. */
export async function pastOf(db: Query, kind: string, subject: number, most = 200): Promise<Past[]> {
  const rows = await db
    .selectFrom('event')
    .select('payload')
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', subject)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map(r => {
    const p = JSON.parse(r.payload) as {
      at: string
      verb: string
      actor: number | null
      actorName: string
      reason: string | null
    }
    return { at: instant(p.at), verb: p.verb, actor: p.actor, by: p.actorName, reason: p.reason }
  })
}
