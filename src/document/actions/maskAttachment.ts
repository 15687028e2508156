import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import type { MaskReport } from '#patrol/mask/report.ts'
import { rewriteStored, type Rewriting } from '#patrol/mask/rewriteStored.ts'
import type { House } from '../../house.ts'
import { replaceAttachment } from '../attachments.ts'
import { attachmentsOf, readDocument, type Attachment } from '../store.ts'
import { lockOwnDraft, mustBeOwnDraft } from './draft.ts'

/**
 * 遮盖 or 清除属性 of an attachment of a draft: the new file takes the place of the old one. What was masked stays with the document as its
 * 原稿, which is never published. Throws Refused with a sentence; then nothing has changed.
 */
export async function rewriteAttachment(
  house: House,
  actor: Actor,
  id: number,
  attachment: number,
  how: Rewriting,
): Promise<MaskReport> {
  mustBeOwnDraft(await readDocument(house.db, id), actor)
  const before = find(await attachmentsOf(house.db, id), attachment)
  const { report, file, keepAs } = await rewriteStored(house, actor.bodyId, before, how)
  await house.db.transaction().execute(async trx => {
    await lockOwnDraft(trx, id, actor)
    if (find(await attachmentsOf(trx, id), attachment).hash !== before.hash)
      throw new Refused('stale', '附件刚刚被换过，请刷新后再处理。')
    await replaceAttachment(trx, before, file, { keepAs, at: house.now() })
  })
  return report
}

function find(attachments: readonly Attachment[], id: number): Attachment {
  const found = attachments.find(a => a.id === id && a.role === 'attachment')
  if (!found) throw new Refused('not-found', '没有找到这个附件。')
  return found
}
