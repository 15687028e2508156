import { z } from 'zod'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { appendEvents } from '#kit/events.ts'
import { consultedIn } from '../consultations.ts'
import { namedReasons } from '../named.ts'
import { openPersonal, type Personal } from '../personal.ts'
import { readCase } from '../store/cases.ts'
import { sealedOf } from '../store/facts.ts'
import { seesRequest } from '../visibility.ts'
import type { RequestHouse } from './deed.ts'

export const revealForm = z.object({
  reason: z
    .string('请写明查看的用途。')
    .trim()
    .min(2, '请写明查看的用途，例如“电话确认”“邮寄答复书”。')
    .max(200, '用途最多200个字。'),
})

export type Revealed = {
  readonly personal: Personal | null
  readonly facts: readonly { readonly id: number; readonly text: string }[]
}

/**
 * 查看个人信息: only who may work on the case, with a reason; who, when and why go into the history before anything is shown.
 * Throws Refused.
 */
export async function reveal(
  house: RequestHouse,
  actor: Actor,
  id: number,
  value: unknown,
): Promise<Revealed> {
  const row = await readCase(house.db, id)
  if (!row || !seesRequest(row, actor)) throw new Refused('not-found', '没有找到这件申请。')
  const role = actor.roles.find(
    r => r.bodyId === row.bodyId && (r.role === 'opennessOfficer' || r.role === 'leader'),
  )
  if (!role)
    throw new Refused('forbidden', [
      { text: '申请人的个人信息只有公开工作机构和签发领导可以查看；承办部门不需要知道申请人是谁。' },
    ])
  const form = readForm(revealForm, value ?? {})
  const kept = namedReasons(
    row.sealed === null ? null : openPersonal(house.vault, row.sealed),
    row.applicantKind === 'natural',
    [['reason', form.reason]],
  )
  if (kept.length > 0) throw new Refused('invalid', kept)
  await house.db.transaction().execute(trx =>
    appendEvents(trx, row.bodyId, [
      {
        kind: 'request',
        subject: row.id,
        verb: 'reveal',
        from: row.state,
        to: row.state,
        at: house.now(),
        actor: actor.staffId,
        actorName: actor.name,
        onBehalfOf: role.onBehalfOf,
        onBehalfName: role.onBehalfName,
        role: role.role,
        reason: form.reason,
      },
    ]),
  )
  const sealed = await sealedOf(house.db, id)
  return {
    personal: row.sealed === null ? null : openPersonal(house.vault, row.sealed),
    facts: [...sealed].map(([fact, bytes]) => ({ id: fact, text: readable(house.vault.open(bytes)) })),
  }
}

function readable(text: string): string {
  const consulted = consultedIn(text)
  return consulted ? `${consulted.name}：${consulted.what}` : text
}
