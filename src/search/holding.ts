import type { Query } from '#kit/db.ts'
import type { PortalContext } from '#portal/page.ts'
import type { RecordBody } from '#record/model.ts'
import type { Bodies } from '#record/portal/data.ts'
import type { Synonyms } from './query.ts'
import { groupsOf } from './store/synonyms.ts'
import { starter, synonymsOf } from './synonyms.ts'

/** The synonyms of some bodies, besides those that come with the program. */
export async function synonymsOver(db: Query, bodyIds: readonly number[]): Promise<Synonyms> {
  return synonymsOf([...starter, ...(await groupsOf(db, bodyIds))])
}

/** Synonyms that hold where one looks: those that come with the program, of the topmost bodies, and of the chosen body's line. */
export function synonymsAt(
  context: Pick<PortalContext, 'db' | 'once'>,
  bodies: Bodies,
  body: RecordBody | null,
): Promise<Synonyms> {
  const tops = bodies.all.filter(b => b.parentId === null).map(b => b.id)
  const line = body ? [...body.ancestors, body.id] : []
  const ids = [...new Set([...tops, ...line])]
  return context.once(`synonyms ${ids.join()}`, () => synonymsOver(context.db, ids))
}
