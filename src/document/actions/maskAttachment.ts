import { buffer } from 'node:stream/consumers'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { officesOf } from '#patrol/lexicons.ts'
import { maskFile, stripMetadata } from '#patrol/mask/mask.ts'
import { CannotMask, type MaskReport } from '#patrol/mask/report.ts'
import { Unreadable } from '#patrol/readers/unreadable.ts'
import type { House } from '../../house.ts'
import { replaceAttachment } from '../attachments.ts'
import { attachmentsOf, readDocument, type Attachment } from '../store.ts'
import { lockOwnDraft, mustBeOwnDraft } from './draft.ts'

const works = { mask: maskFile, strip: stripMetadata } as const
export type Rewriting = keyof typeof works

/**
 * 遮盖 or 清除属性 of an attachment of a draft: the new file, opened again and searched, takes the place of the old one. What was
 * masked stays with the document as its 原稿, which is never published. Throws Refused with a sentence; then nothing has changed.
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
  const bytes = new Uint8Array(await buffer(house.files.read(before.hash)))
  const report = await work(
    how,
    { name: before.name, bytes },
    {
      today: dayOf(house.now()),
      offices: await officesOf(house.db, actor.bodyId),
    },
  )
  const stored = await house.files.put(report.file.bytes)
  await house.db.transaction().execute(async trx => {
    await lockOwnDraft(trx, id, actor)
    if (find(await attachmentsOf(trx, id), attachment).hash !== before.hash)
      throw new Refused('stale', '附件刚刚被换过，请刷新后再处理。')
    await replaceAttachment(
      trx,
      before,
      { ...stored, name: report.file.name },
      {
        keepAs: how === 'mask' && report.removed.length > 0 ? `原稿-${before.name}`.slice(0, 150) : null,
        at: house.now(),
      },
    )
  })
  return report
}

function find(attachments: readonly Attachment[], id: number): Attachment {
  const found = attachments.find(a => a.id === id && a.role === 'attachment')
  if (!found) throw new Refused('not-found', '没有找到这个附件。')
  return found
}

async function work(
  how: Rewriting,
  file: { readonly name: string; readonly bytes: Uint8Array },
  options: { readonly today: string; readonly offices: readonly string[] },
): Promise<MaskReport> {
  try {
    return await works[how](file, options)
  } catch (error) {
    if (error instanceof CannotMask || error instanceof Unreadable)
      throw new Refused('invalid', [{ field: 'file', text: `“${file.name}”：${error.message}` }])
    throw error
  }
}
