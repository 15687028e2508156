import type { Context } from '#kit/act.ts'
import { appendEvents } from '#kit/events.ts'
import type { Subject } from '#kit/procedure.ts'

/** In the history of a version that another takes the place of: by which one, when and through whom. */
export async function noteSuperseded(
  c: Pick<Context<Subject, unknown>, 'trx' | 'row' | 'at' | 'actor' | 'as'>,
  kind: string,
  id: number,
): Promise<void> {
  await appendEvents(c.trx, c.row.bodyId, [
    {
      kind,
      subject: id,
      verb: 'supersede',
      from: 'published',
      to: 'superseded',
      at: c.at,
      actor: c.actor.staffId,
      actorName: c.actor.name,
      role: c.as.role,
      reason: null,
      data: { by: c.row.id },
    },
  ])
}
