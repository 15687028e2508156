import { begin, type Done } from '#kit/act.ts'
import { rolesFor } from '#kit/permit.ts'
import type { Actor, HeldRole } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import { fileNameOf } from '#kit/upload.ts'
import type { House } from '../../house.ts'
import { isKind } from '#law/documentKinds.ts'
import { contentTypeOf } from '#patrol/readers/contentType.ts'
import { draftSchema, emptyDraft, type Draft } from '../model.ts'
import { rulesInForce } from '../variants/inForce.ts'
import { seesDocument } from '../visibility.ts'
import { cleanHtml } from '../intake/clean.ts'
import {
  addAttachment,
  insertDocument,
  lockDocument,
  readDocument,
  removeAttachment,
  saveDraft as storeDraft,
  type Attachment,
  type DocumentRow,
} from '../store.ts'
import { beginnings, workflow } from '../workflow.ts'
import type { Trx } from '#kit/db.ts'

/** The drafter's role that a new document hangs on: the department decides who reviews it. */
function drafterRole(
  actor: Actor,
  by: readonly string[],
  label: string,
): HeldRole & { departmentId: number } {
  const role = actor.roles.find(r => by.includes(r.role) && (r.departmentId ?? actor.departmentId) !== null)
  if (!role) throw new Refused('forbidden', `您没有“${label}”的权限。需要时请联系安全保密管理员授予角色。`)
  return { ...role, departmentId: role.departmentId ?? actor.departmentId! }
}

/** Opens a drafting form (发文批办单) for the actor's department. */
export async function startDraft(house: House, actor: Actor, key?: string): Promise<Done> {
  const role = drafterRole(actor, beginnings.draft.by, beginnings.draft.label)
  return begin(
    house,
    { kind: 'document', bodyId: role.bodyId, role: role.role, verb: 'draft', actor, key },
    async (trx, at) => {
      const id = await insertDocument(trx, {
        bodyId: role.bodyId,
        departmentId: role.departmentId,
        drafterId: role.onBehalfOf ?? actor.staffId,
        state: 'draft',
        draft: emptyDraft,
        variantId: (await rulesInForce(trx, role.bodyId, dayOf(at)))?.id ?? null,
        at,
      })
      return { id, state: 'draft' }
    },
  )
}

export { drafterRole }

export async function lockOwnDraft(trx: Trx, id: number, actor: Actor): Promise<DocumentRow> {
  return mustBeOwnDraft(await lockDocument(trx, id), actor)
}

/** The document, if this person may change it now; else throws Refused and says why. */
export function mustBeOwnDraft(row: DocumentRow | null, actor: Actor): DocumentRow {
  if (!row || !seesDocument(row, actor)) throw new Refused('not-found', '没有找到这件公文。')
  if (row.state !== 'draft')
    throw new Refused('not-now', '公文已经送审，正文和附件不能再改。需要修改时请先取回，或请审核人退回。')
  if (rolesFor(workflow.draft.submit, row, actor).length === 0)
    throw new Refused('forbidden', '只有拟稿人本人（或其代理人）可以修改这件公文。')
  return row
}

/**
 * The autosave. Keeps whatever was typed, complete or not; formatting is cleaned to the closed list.
 * Refused 'stale' when another window or a delegate saved in between.
 */
export async function saveDraft(
  house: House,
  actor: Actor,
  id: number,
  version: number,
  given: unknown,
): Promise<{ version: number; savedAt: Date }> {
  const form = readForm(draftSchema, given)
  const draft: Draft = { ...form, bodyHtml: cleanHtml(form.bodyHtml) }
  if (draft.kind !== null && !isKind(draft.kind))
    throw new Refused('invalid', [
      { field: 'kind', text: `“${draft.kind}”不是法定的公文种类，请从15种中选择。` },
    ])
  return house.db.transaction().execute(async trx => {
    const row = await lockOwnDraft(trx, id, actor)
    if (row.version !== version)
      throw new Refused(
        'stale',
        '这件公文已在另一个窗口（或由您的代理人）保存过更新的内容。请比较后再保存，您刚才填写的内容还在本页。',
      )
    const savedAt = house.now()
    return { version: await storeDraft(trx, id, draft, savedAt), savedAt }
  })
}

/** Adds an attachment to a draft, of the type that its bytes speak for. Throws Refused for what may not be published as a file. */
export async function attach(
  house: House,
  actor: Actor,
  id: number,
  file: { name: string; bytes: Uint8Array; role: Attachment['role'] },
): Promise<number> {
  mustBeOwnDraft(await readDocument(house.db, id), actor)
  const name = fileNameOf(file.name)
  const contentType = await contentTypeOf({ name, bytes: file.bytes })
  const stored = await house.files.put(file.bytes)
  return house.db.transaction().execute(async trx => {
    await lockOwnDraft(trx, id, actor)
    return addAttachment(trx, id, { ...stored, name, contentType, role: file.role }, house.now())
  })
}

export async function detach(house: House, actor: Actor, id: number, attachment: number): Promise<void> {
  await house.db.transaction().execute(async trx => {
    await lockOwnDraft(trx, id, actor)
    if (!(await removeAttachment(trx, id, attachment))) throw new Refused('not-found', '没有找到这个附件。')
  })
}
