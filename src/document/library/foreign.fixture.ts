import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import { publish, reserveAddress } from '#record/actions.ts'
import { publicationData } from '#record/content.ts'
import type { TestHouse } from '../../../test/setup/house.ts'
import { entryNow } from '../entry.ts'
import { sampleDraft } from '../journey.fixture.ts'
import { insertDocument, readDocument } from '../store.ts'

/** A published normative document of another body of the house. Answers its address. */
export async function publishForeign(
  t: TestHouse,
  bodyId: number,
  slug: string,
  name: string,
): Promise<string> {
  const department = await t.db
    .selectFrom('department')
    .select('id')
    .where('body_id', '=', bodyId)
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const staff = await t.db
    .selectFrom('staff')
    .select('id')
    .where('body_id', '=', bodyId)
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const at = t.house.now()
  return t.db.transaction().execute(async trx => {
    const address = await reserveAddress(trx, slug, dayOf(at))
    const id = await insertDocument(
      trx,
      {
        bodyId,
        departmentId: department.id,
        drafterId: staff.id,
        state: 'published',
        variantId: null,
        draft: { ...sampleDraft, title: `${name}值守规定`, normative: true, signatories: [name] },
        at,
      },
      { address, issued_on: '2026-01-05', written_on: '2026-01-05', published_at: at },
    )
    const entry = await entryNow(trx, (await readDocument(trx, id))!, dayOf(at))
    const [event] = await appendEvents(trx, bodyId, [
      {
        kind: 'document',
        subject: id,
        verb: 'publish',
        from: 'issued',
        to: 'published',
        at,
        actor: staff.id,
        actorName: '发布员',
        role: 'publisher',
        data: publicationData(entry, address),
      },
    ])
    await publish(trx, t.house, { entry, bodyId, subjectId: id, address, event: event! })
    return address
  })
}
