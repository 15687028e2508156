import type { Db } from '#kit/db.ts'
import type { Bodies } from '#record/portal/data.ts'
import { allBodies } from '#record/standing.ts'

export type ExportBodies = Bodies

/** The tree of bodies, read once for a run. */
export async function bodiesForExport(db: Db): Promise<ExportBodies> {
  const all = await allBodies(db)
  const byId = new Map(all.map(b => [b.id, b]))
  const bySlug = new Map(all.map(b => [b.slug, b]))
  return {
    all,
    byId: id => byId.get(id),
    bySlug: slug => bySlug.get(slug),
    childrenOf: id => all.filter(b => b.parentId === id),
    under: id => all.filter(b => b.ancestors.includes(id)),
  }
}
