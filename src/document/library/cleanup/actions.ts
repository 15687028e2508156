import { begin, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import { proseDay } from '#law/day.ts'
import { bodyOf, holdersIn, notify } from '#people/directory.ts'
import type { House } from '../../../house.ts'
import { saveDraft, startDraft } from '../../actions/draft.ts'
import { emptyDraft } from '../../model.ts'
import { performEach } from '../../rounds/many.ts'
import type { BulkDone } from '../../rounds/model.ts'
import { performItem } from './deeds.ts'
import { listsHtml } from './lists.ts'
import { openForm, type BulkForm, type Cleanup } from './model.ts'
import { cannotOpen } from './rules.ts'
import { allItems, insertCleanup, linkDraft, readItem, takeIn } from './store.ts'
import { seesItem } from './visibility.ts'
import { opening } from './workflow.ts'

/**
 * 开展清理: every public normative document of the body that is in force and was issued by a day, with one insert and one event.
 * Throws Refused: no role, bad days, a round still open, nothing to clean up.
 */
export async function openCleanup(house: House, actor: Actor, given: unknown, key?: string): Promise<Done> {
  const form = readForm(openForm, given ?? {})
  const role = actor.roles.find(
    r =>
      (opening.by as readonly string[]).includes(r.role) &&
      r.departmentId === null &&
      (form.body === undefined || r.bodyId === form.body),
  )
  if (!role)
    throw new Refused('forbidden', [
      { text: `您没有“${opening.label}”的权限，须由合法性审查员或公开审查员办理。`, basis: opening.basis[0] },
    ])
  const today = dayOf(house.now())
  const faults = cannotOpen(form, today)
  if (faults.length > 0) throw new Refused('invalid', faults)
  const { bodyId } = role
  const { name, issuedUntil, opinionsBy } = form
  return begin(
    house,
    { kind: 'cleanup', bodyId, role: role.role, verb: 'open', actor, key, form },
    async (trx, at) => {
      const id = await insertCleanup(trx, {
        bodyId,
        name,
        issuedUntil,
        opinionsBy,
        openedBy: actor.staffId,
        at,
      })
      if (id === null)
        throw new Refused(
          'invalid',
          `${(await bodyOf(trx, bodyId)).name}还有一次清理没有结束，请先在列表中办完，再开展新的清理。`,
        )
      const departments = await takeIn(trx, id, bodyId, issuedUntil, today)
      const takenIn = departments.reduce((sum, d) => sum + d.count, 0)
      if (takenIn === 0)
        throw new Refused('invalid', [
          {
            field: 'issuedUntil',
            text: `${issuedUntil}以前印发、现在仍在施行的规范性文件一件也没有，不需要清理。请核对日期。`,
          },
        ])
      const holders = await holdersIn(trx, [bodyId])
      for (const d of departments)
        await notify(
          trx,
          holders
            .filter(h => h.role === 'departmentHead' && (h.departmentId ?? d.departmentId) === d.departmentId)
            .map(h => h.staffId),
          {
            kind: 'cleanup',
            subject: id,
            text: `${name}开始：本部门有${d.count}件规范性文件，请在${proseDay(opinionsBy)}前提出继续有效、修改、废止或失效的意见。`,
            at,
          },
        )
      return { id, state: 'open', data: { name, issuedUntil, opinionsBy, takenIn } }
    },
  )
}

/** Many items with one reason, each an act of its own. */
export const performMany = (house: House, actor: Actor, bulk: BulkForm, key: string): Promise<BulkDone> =>
  performEach(
    {
      async itemOf(id) {
        const item = await readItem(house.db, id)
        return item && seesItem(item, actor) ? item : null
      },
      gone: '没有找到这件规范性文件，或您没有查看它的权限。',
      perform: request => performItem(house, request),
    },
    actor,
    bulk,
    key,
  )

/** 清理结果 as a draft with the three lists: it takes the way of every document, and once only. */
export async function draftResult(
  house: House,
  actor: Actor,
  cleanup: Cleanup,
  key?: string,
): Promise<number> {
  if (cleanup.state !== 'concluded')
    throw new Refused('not-now', '清理结果还没有审定，审定后才能拟公布的公文。')
  if (cleanup.draftId !== null)
    throw new Refused('not-now', '这次清理的公布公文已经拟好，请在清理页面打开，不必再拟一件。')
  const body = await bodyOf(house.db, cleanup.bodyId)
  if (!actor.roles.some(r => r.role === 'drafter' && r.bodyId === cleanup.bodyId))
    throw new Refused('forbidden', '拟公布清理结果的公文须有本机关的拟稿人角色。')
  const made = await startDraft(house, actor, key)
  await saveDraft(house, actor, made.subject, 1, {
    ...emptyDraft,
    title: `${body.name}关于公布${cleanup.name}结果的公告`,
    kind: '公告',
    attribute: 'proactive',
    signatories: [body.name],
    columns: ['normative'],
    bodyHtml: listsHtml(cleanup, await allItems(house.db, cleanup.id), body.name),
  })
  await house.db.transaction().execute(trx => linkDraft(trx, cleanup.id, made.subject))
  return made.subject
}
