import { z } from 'zod'
import type { Actor } from '#kit/actor.ts'
import { sealFor } from '#kit/envelope.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { appendEvents } from '#kit/events.ts'
import { addJob } from '#kit/jobs.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { keptOf, readableCode } from '../codes.ts'
import { namedReasons } from '../named.ts'
import { openPersonal } from '../personal.ts'
import { readCase } from '../store/cases.ts'
import {
  mattersOf,
  messagesWithFacts,
  putCodes,
  receiptOf,
  reseal,
  takeBackDelivered,
} from '../store/online.ts'
import { seesRequest } from '../visibility.ts'
import { purgeLater } from './sealedFiles.ts'

export const recodeForm = z.object({
  reason: z
    .string('请写明怎样核实了申请人的身份。')
    .trim()
    .min(4, '请写明怎样核实了申请人的身份，例如“回拨登记的电话核对”“本人持证件到窗口”。')
    .max(200, '最多200个字。'),
})

export type Recoded = { readonly receiptCode: string; readonly queryCode: string }

/**
 * 补发查询码: a new one for an applicant who lost his, after the officer has made sure that it is he. The old code opens nothing
 * from then on; what the office wrote to him is closed anew. Who, when and how it was made sure stands in the history, no code.
 * Throws Refused.
 */
export async function recode(
  house: RequestHouse,
  actor: Actor,
  id: number,
  value: unknown,
): Promise<Recoded> {
  const row = await readCase(house.db, id)
  if (!row || !seesRequest(row, actor)) throw new Refused('not-found', '没有找到这件申请。')
  const role = actor.roles.find(r => r.bodyId === row.bodyId && r.role === 'opennessOfficer')
  if (!role) throw new Refused('forbidden', [{ text: '查询码由公开工作机构核实身份后补发。' }])
  if (row.sealed === null)
    throw new Refused('invalid', [{ text: '这件申请的申请人信息已按期删除或者没有登记，不能再补发查询码。' }])
  const form = readForm(recodeForm, value ?? {})
  const kept = namedReasons(
    row.sealed === null ? null : openPersonal(house.vault, row.sealed),
    row.applicantKind === 'natural',
    [['reason', form.reason]],
  )
  if (kept.length > 0) throw new Refused('invalid', kept)
  return house.db.transaction().execute(async trx => {
    const matters = await mattersOf(trx, id)
    const first = matters[0]!.first
    // Matters registered at the counter have a receipt each; those that came online are asked for with the first.
    const own = await receiptOf(trx, id)
    const receipt = own ?? (await receiptOf(trx, first)) ?? readableCode(3)
    const codes = keptOf(receipt, readableCode(3), house.vault.cipher())
    for (const matter of matters) {
      const theirs = await receiptOf(trx, matter.id)
      if (matter.id !== id && theirs !== null && theirs !== receipt) continue
      await putCodes(trx, matter.id, { ...codes, receipt: theirs ?? (matter.id === first ? receipt : null) })
      for (const message of await messagesWithFacts(trx, matter.id))
        await reseal(trx, message.id, sealFor(codes.readerKey, house.vault.open(message.sealed)))
      await purgeLater(trx, await takeBackDelivered(trx, matter.id))
      await addJob(trx, {
        name: 'request:deliver',
        payload: { request: matter.id },
        key: `request-deliver-${matter.id}`,
      })
    }
    await appendEvents(trx, row.bodyId, [
      {
        kind: 'request',
        subject: row.id,
        verb: 'recode',
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
    ])
    return { receiptCode: receipt, queryCode: codes.query }
  })
}
