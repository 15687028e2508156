import { buffer } from 'node:stream/consumers'
import type { Db } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import type { FileStore } from '#kit/files.ts'
import { dayOf, type Now } from '#kit/now.ts'
import { officesOf } from '../lexicons.ts'
import { Unreadable } from '../readers/unreadable.ts'
import { maskFile, stripMetadata } from './mask.ts'
import { CannotMask, type MaskReport } from './report.ts'

const works = { mask: maskFile, strip: stripMetadata } as const
export type Rewriting = keyof typeof works
export const rewritings = Object.keys(works) as Rewriting[]

export type Rewritten = {
  readonly report: MaskReport
  readonly file: { readonly hash: string; readonly size: number; readonly name: string }
  /** Under which name the former file stays as 原稿, which is never published; null: it may go. */
  readonly keepAs: string | null
}

/**
 * 遮盖 or 清除属性 of a file that is kept for something not published yet: the new file, opened again and searched, is stored; the caller
 * puts it in the place of the old one. Throws Refused with a sentence; then nothing has changed.
 */
export async function rewriteStored(
  house: { readonly db: Db; readonly files: FileStore; readonly now: Now },
  bodyId: number,
  file: { readonly name: string; readonly hash: string },
  how: Rewriting,
): Promise<Rewritten> {
  const bytes = new Uint8Array(await buffer(house.files.read(file.hash)))
  const options = { today: dayOf(house.now()), offices: await officesOf(house.db, bodyId) }
  try {
    const report = await works[how]({ name: file.name, bytes }, options)
    const stored = await house.files.put(report.file.bytes)
    const masked = how === 'mask' && report.removed.length > 0
    return {
      report,
      file: { ...stored, name: report.file.name },
      keepAs: masked ? `原稿-${file.name}`.slice(0, 150) : null,
    }
  } catch (error) {
    if (error instanceof CannotMask || error instanceof Unreadable)
      throw new Refused('invalid', [{ field: 'file', text: `“${file.name}”：${error.message}` }])
    throw error
  }
}
