import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { holdersIn, notify, standInsFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { isBeyondDrafter, openFor } from '../rules.ts'
import { rulingsOf } from '../store/rulings.ts'
import { presentScan, type CheckedSubject } from './check.ts'

/** How a notice of this room is told from others: it leads to the findings, not to the text. */
export const askKind = 'checks'
const askKindOf = (kind: string) => (kind === 'document' ? askKind : `${kind}-checks`)

/**
 * 请人确认: tells those whose word counts where the drafter's does not, the head of the department and for marks of secrecy the
 * secrecy officer. Answers their names. Throws Refused where there is nothing to ask or nobody to be asked.
 */
export async function askForRuling(house: House, subject: CheckedSubject, actor: Actor): Promise<string[]> {
  const scan = await presentScan(house, subject, actor)
  const rulings = await rulingsOf(house.db, subject)
  const open = (scan?.findings ?? []).filter(
    f => openFor(f, rulings, { drafterId: subject.drafterId, gate: 'submit' }) > 0,
  )
  const marks = open.some(f => f.kind === 'classification')
  const others = open.some(f => f.kind !== 'classification' && isBeyondDrafter(f))
  if (!marks && !others) throw new Refused('not-now', '没有需要请别人确认的问题。')
  const holders = (await holdersIn(house.db, [subject.bodyId])).filter(
    h =>
      h.staffId !== subject.drafterId &&
      ((marks && h.role === 'secrecyOfficer') ||
        (others &&
          h.role === 'departmentHead' &&
          (h.departmentId === null || h.departmentId === subject.departmentId))),
  )
  if (holders.length === 0)
    throw new Refused(
      'not-now',
      `本机关还没有${[others ? '部门负责人' : '', marks ? '保密审查员' : ''].filter(Boolean).join('、')}，请先改正，或联系安全保密管理员授予角色。`,
    )
  const at = house.now()
  const ids = [...new Set(holders.map(h => h.staffId))]
  await notify(house.db, [...ids, ...(await standInsFor(house.db, ids, dayOf(at)))], {
    kind: askKindOf(subject.kind),
    subject: subject.id,
    text: `${actor.name}请您看${open.length}处文字检查的问题：${subject.content?.title.trim() ? `《${subject.content.title.trim()}》` : subject.kind === 'document' ? '一件还没有标题的公文' : '一件还没有标题的信息'}，确认无误的请写明理由，有误的请其改正。`,
    at,
  })
  return [...new Set(holders.map(h => h.name))]
}
