import { heldRoles, type Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { isoOf } from '#kit/now.ts'
import { recordBodyOf } from '#record/actions.ts'
import type { House } from '../../house.ts'
import { groupFaults, type SynonymChange, type SynonymsView } from '../model.ts'
import { groupsOf, lockVersion, replaceGroups, versionNow, versionsOf } from '../store/synonyms.ts'
import { starter, type Group } from '../synonyms.ts'

const editors = (actor: Actor) => heldRoles(actor, 'opennessOfficer', actor.bodyId)

const view = ({ words, oneWay, note }: Group) => ({ words: [...words], oneWay, note })

/** The words that hold for the actor's body: its own, those of the bodies above, those that come with the program. */
export async function synonymsFor(house: House, actor: Actor): Promise<SynonymsView> {
  const body = await recordBodyOf(house.db, actor.bodyId)
  const line = body?.ancestors ?? []
  const groups = await groupsOf(house.db, [...line, actor.bodyId])
  const names = new Map<number, string>()
  for (const id of line) names.set(id, (await recordBodyOf(house.db, id))?.name ?? '')
  return {
    version: await versionNow(house.db, actor.bodyId),
    bodyName: body?.name ?? '',
    everywhere: body?.parentId === null,
    mayEdit: editors(actor).length > 0,
    own: groups.filter(g => g.bodyId === actor.bodyId).map(view),
    above: groups
      .filter(g => g.bodyId !== actor.bodyId)
      .map(g => ({ ...view(g), bodyName: names.get(g.bodyId) ?? '' })),
    shipped: starter.map(view),
    versions: (await versionsOf(house.db, actor.bodyId, 20)).map(v => ({
      version: v.version,
      reason: v.reason,
      groups: v.groups,
      changedByName: v.staff_name,
      changedAt: isoOf(v.changed_at),
    })),
  }
}

/**
 * Puts other groups in the place of those of the actor's body: a new version with its reason, an event in the history; the search
 * uses them at once. Throws Refused with every reason; then nothing has changed.
 */
export async function changeSynonyms(
  house: House,
  actor: Actor,
  change: SynonymChange,
): Promise<{ version: number }> {
  const [as] = editors(actor)
  if (!as) throw new Refused('forbidden', '同义词由本机关的公开审查员维护，您没有修改的权限。')
  const faults = groupFaults(change.groups)
  if (faults.length > 0) throw new Refused('invalid', faults)
  const { bodyId } = actor
  const made = await house.db.transaction().execute(async trx => {
    const at = house.now()
    const present = await lockVersion(trx, bodyId)
    if (present !== change.version)
      throw new Refused(
        'stale',
        '同义词已被别人修改过，您看到的不是最新的。请刷新后再改，已填写的内容不会丢失。',
      )
    const before = (await groupsOf(trx, [bodyId])).map(g => JSON.stringify(view(g)))
    const after = change.groups.map(g => JSON.stringify(view(g)))
    const added = change.groups.filter((_, i) => !before.includes(after[i]!))
    const removed = before.filter(g => !after.includes(g)).map(g => JSON.parse(g) as Group)
    if (added.length + removed.length === 0)
      throw new Refused('invalid', '与现在的同义词相同，没有要修改的内容。')
    const version = present + 1
    await replaceGroups(trx, {
      bodyId,
      version,
      groups: change.groups,
      reason: change.reason,
      staffId: actor.staffId,
      staffName: actor.name,
      at,
    })
    await appendEvents(trx, bodyId, [
      {
        kind: 'synonym',
        subject: bodyId,
        verb: 'change',
        from: String(present),
        to: String(version),
        at,
        actor: actor.staffId,
        actorName: actor.name,
        onBehalfOf: as.onBehalfOf,
        onBehalfName: as.onBehalfName,
        role: as.role,
        reason: change.reason,
        data: {
          groups: change.groups.length,
          added: added.slice(0, 20).map(g => g.words.join('、')),
          removed: removed.slice(0, 20).map(g => g.words.join('、')),
        },
      },
    ])
    return { version }
  })
  house.recordChanged()
  return made
}
