import type { Actor } from '#kit/actor.ts'
import type { Query, Trx } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { pastOf } from '#kit/past.ts'
import { rolesFor } from '#kit/permit.ts'
import { stepOf } from '#kit/workflow.ts'
import { purgeFilesLater } from '#document/removal.ts'
import { contentTypeOf } from '#patrol/readers/contentType.ts'
import { rewriteStored, type Rewriting } from '#patrol/mask/rewriteStored.ts'
import type { MaskReport } from '#patrol/mask/report.ts'
import { fileNameOf } from '#kit/upload.ts'
import type { House } from '../house.ts'
import { cleaned, performPosting } from './actions.ts'
import { contentSchema, mostFiles, type PostingFile, type PostingRow } from './model.ts'
import { dropFile, filesOf, insertFile, keepContent, lockPosting, readPosting, retireFile } from './store.ts'
import { seesPosting } from './visibility.ts'
import { hands, postingWorkflow } from './workflow.ts'

/** Work on a posting between its steps: what is typed is kept by itself, files come and go. */

/** The posting, if this person may write it now; else throws Refused and says why. */
function mustBeWriting(row: PostingRow | null, actor: Actor): PostingRow {
  if (!row || !seesPosting(row, actor))
    throw new Refused('not-found', '没有找到这件信息，或您没有查看它的权限。')
  const step = stepOf(postingWorkflow, row.state, 'save')
  if (!step)
    throw new Refused('not-now', '这件信息现在不能修改。已送审的请审查人退回，已公开的请先办理“更正”。')
  if (rolesFor(step, row, actor).length === 0) throw new Refused('forbidden', '您没有修改这件信息的权限。')
  return row
}

/** Whether the history already says that this person is at work on it: then what he keeps is no step of its own. */
async function isInHand(db: Query, row: PostingRow, actor: Actor): Promise<boolean> {
  const [last] = await pastOf(db, 'posting', row.id, 1)
  return (
    last !== undefined && last.actor === actor.staffId && (hands as readonly string[]).includes(last.verb)
  )
}

/** Enters in the history that this person took the work up, unless it says so: whoever wrote any of it does not release it (条例第十七条). */
async function takeUp(house: House, row: PostingRow, actor: Actor): Promise<void> {
  if (await isInHand(house.db, row, actor)) return
  await performPosting(house, { subject: row.id, verb: 'save', actor, form: row.content })
}

/**
 * The autosave. Keeps whatever was typed, complete or not, formatting cleaned to the closed list. The first of a person is the step
 * `save` in the history, those after it are not. Refused 'stale' when another window or person saved in between.
 */
export async function saveDraft(
  house: House,
  actor: Actor,
  id: number,
  version: number,
  given: unknown,
): Promise<{ readonly version: number; readonly savedAt: Date }> {
  const row = mustBeWriting(await readPosting(house.db, id), actor)
  const parsed = readForm(contentSchema, given)
  const savedAt = house.now()
  if (!(await isInHand(house.db, row, actor))) {
    const done = await performPosting(house, { subject: id, verb: 'save', actor, version, form: parsed })
    return { version: done.version, savedAt }
  }
  return house.db.transaction().execute(async trx => {
    const locked = mustBeWriting(await lockPosting(trx, id), actor)
    if (locked.version !== version || !(await isInHand(trx, locked, actor)))
      throw new Refused(
        'stale',
        '这件信息已在另一个窗口（或由他人）保存过更新的内容。请比较后再保存，您刚才填写的内容还在本页。',
      )
    return { version: await keepContent(trx, id, cleaned(parsed), savedAt), savedAt }
  })
}

/** Changes the files of a posting that this person has in hand, its row locked. */
async function withFiles<T>(
  house: House,
  actor: Actor,
  id: number,
  work: (trx: Trx, files: readonly PostingFile[], row: PostingRow) => Promise<T>,
): Promise<T> {
  await takeUp(house, mustBeWriting(await readPosting(house.db, id), actor), actor)
  return house.db.transaction().execute(async trx => {
    const row = mustBeWriting(await lockPosting(trx, id), actor)
    if (!(await isInHand(trx, row, actor)))
      throw new Refused('stale', '这件信息刚刚有他人在修改，请刷新后再处理附件。')
    return work(trx, await filesOf(trx, id), row)
  })
}

const findIn = (files: readonly PostingFile[], id: number): PostingFile => {
  const found = files.find(f => f.id === id)
  if (!found) throw new Refused('not-found', '没有找到这个附件。')
  return found
}

/** Adds a file, of the type that its bytes speak for; answers its number. Throws Refused for what may not be published as a file. */
export async function attach(
  house: House,
  actor: Actor,
  id: number,
  file: { readonly name: string; readonly bytes: Uint8Array },
): Promise<number> {
  mustBeWriting(await readPosting(house.db, id), actor)
  const name = fileNameOf(file.name)
  const contentType = await contentTypeOf({ name, bytes: file.bytes })
  const stored = await house.files.put(file.bytes)
  return withFiles(house, actor, id, (trx, files) => {
    const present = files.filter(f => f.role === 'attachment')
    if (present.some(f => f.name === name))
      throw new Refused('invalid', [
        { field: 'file', text: `已有同名的附件“${name}”。请先移除原来的，或改名后再上传。` },
      ])
    if (present.length >= mostFiles)
      throw new Refused('invalid', [
        { field: 'file', text: `一件信息最多 ${mostFiles} 个附件，请合并或打成 ZIP 后再上传。` },
      ])
    return insertFile(trx, id, { ...stored, name, contentType, role: 'attachment' }, house.now())
  })
}

/**
 * Lets a file go from what is being written. Its bytes go, too, where nothing of it was ever published; what stands published keeps
 * its own.
 */
async function letGo(trx: Trx, row: PostingRow, file: PostingFile): Promise<void> {
  if (row.address !== null) return void (await retireFile(trx, row.id, file.id, { role: 'former' }))
  await dropFile(trx, row.id, file.id)
  await purgeFilesLater(trx, [file.hash])
}

/** Takes a file away from what is being written. */
export async function detach(house: House, actor: Actor, id: number, file: number): Promise<void> {
  await withFiles(house, actor, id, (trx, files, row) => letGo(trx, row, findIn(files, file)))
}

/** 遮盖 or 清除属性 of a file: the new one takes its place, what was masked stays as 原稿. Throws Refused; then nothing has changed. */
export async function rewriteFile(
  house: House,
  actor: Actor,
  id: number,
  file: number,
  how: Rewriting,
): Promise<MaskReport> {
  const row = mustBeWriting(await readPosting(house.db, id), actor)
  const isOpen = (f: PostingFile) => f.role === 'attachment'
  const before = findIn((await filesOf(house.db, id)).filter(isOpen), file)
  const made = await rewriteStored(house, row.bodyId, before, how)
  await withFiles(house, actor, id, async (trx, files, row) => {
    const now = files.filter(isOpen).find(f => f.id === file)
    if (now?.hash !== before.hash) throw new Refused('stale', '附件刚刚被换过，请刷新后再处理。')
    if (made.file.hash === before.hash) return
    const { contentType, sort } = now
    if (made.keepAs === null) await letGo(trx, row, now)
    else await retireFile(trx, id, file, { role: 'source', name: made.keepAs })
    await insertFile(trx, id, { ...made.file, contentType, role: 'attachment', sort }, house.now())
  })
  return made.report
}
