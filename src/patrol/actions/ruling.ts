import type { Actor } from '#kit/actor.ts'
import type { Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { cannotOverrule } from '../rules.ts'
import type { Finding, Ruling } from '../model.ts'
import { insertRuling, rulingsOf, type SubjectOf } from '../store/rulings.ts'

export type RuledSubject = SubjectOf & {
  readonly bodyId: number
  readonly drafterId: number
}

/**
 * 确认无误: keeps who said of a finding that it is right, and why, with an event in the history of the body. The caller has made
 * sure that the actor may see the subject and that the finding is one of its present ones. Throws Refused with every reason.
 */
export async function overruleFinding(
  trx: Trx,
  given: {
    readonly subject: RuledSubject
    readonly finding: Finding
    readonly actor: Actor
    readonly reason: string
    readonly at: Date
  },
): Promise<Ruling> {
  const { subject, finding, actor, at } = given
  const earlier = await rulingsOf(trx, subject)
  const held = actor.roles.filter(r => r.bodyId === subject.bodyId)
  const reasons = cannotOverrule(
    finding,
    { staffId: actor.staffId, drafterId: subject.drafterId, roles: held.map(r => r.role) },
    given.reason,
    earlier,
  )
  if (held.length === 0) throw new Refused('forbidden', '您在这个机关没有角色，不能确认。')
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  const role =
    held.find(r => r.role === (finding.kind === 'classification' ? 'secrecyOfficer' : r.role))?.role ?? null
  const reason = given.reason.trim()
  const ruling = { staffId: actor.staffId, staffName: actor.name, role, reason, at }
  const id = await insertRuling(trx, {
    bodyId: subject.bodyId,
    subject,
    finding,
    ruling: 'overruled',
    ...ruling,
  })
  await appendEvents(trx, subject.bodyId, [
    {
      kind: 'ruling',
      subject: id,
      verb: 'overrule',
      from: null,
      to: 'overruled',
      at,
      actor: actor.staffId,
      actorName: actor.name,
      role,
      reason,
      data: {
        of: subject.kind,
        ofId: subject.id,
        finding: finding.id,
        kind: finding.kind,
        tier: finding.tier,
        place: finding.place.label,
        file: finding.place.file,
      },
    },
  ])
  return { findingId: finding.id, ruling: 'overruled', ...ruling }
}

/**
 * Notes which findings of an earlier check are gone from the present one: they were mended. Called with the save that changed the
 * text, so that nothing passes silently (吉林一(二)).
 */
export async function noteMended(
  trx: Trx,
  given: {
    readonly subject: SubjectOf & { readonly bodyId: number }
    readonly before: readonly Finding[]
    readonly now: readonly Finding[]
    readonly actor: Actor
    readonly at: Date
  },
): Promise<number> {
  const present = new Set(given.now.map(f => f.id))
  const noted = new Set(
    (await rulingsOf(trx, given.subject)).filter(r => r.ruling === 'mended').map(r => r.findingId),
  )
  const mended = given.before.filter(f => f.tier !== 'C' && !present.has(f.id) && !noted.has(f.id))
  for (const finding of mended)
    await insertRuling(trx, {
      bodyId: given.subject.bodyId,
      subject: given.subject,
      finding,
      ruling: 'mended',
      reason: '原文已改动，复查时没有再发现。',
      staffId: given.actor.staffId,
      staffName: given.actor.name,
      role: null,
      at: given.at,
    })
  return mended.length
}
