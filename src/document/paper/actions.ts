import { faultsOf } from '#kit/form.ts'
import { act, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { isDay } from '#law/day.ts'
import { loadActor } from '#people/actor.ts'
import { holdersIn, notify, standInsFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { perform } from '../actions/perform.ts'
import { readDocument, type DocumentRow } from '../store.ts'
import { seesDocument } from '../visibility.ts'
import { labelOfVerb, publicStates } from '../workflow.ts'
import { isWhole, paperEntry, scanKindOf, scanKinds, type Paper, type PaperEntry } from './model.ts'
import { insertPaper, lockPaper, movePaper, setObjection } from './store.ts'
import { paperWorkflow } from './workflow.ts'

type Scan = { readonly name: string; readonly bytes: Uint8Array }

/** What is wrong with a scan, by its bytes and not by its name. */
export function scanReasons(scan: Scan | null): Reason[] {
  const field = 'scan'
  if (!scan) return [{ field, text: '请附上纸面意见的扫描件（PDF、JPG、PNG 或 OFD）。' }]
  if (scan.bytes.byteLength === 0) return [{ field, text: `“${scan.name}”是空文件，请重新扫描后上传。` }]
  const kind = scanKindOf(scan.bytes)
  if (!kind)
    return [
      { field, text: `“${scan.name}”不是 PDF、JPG、PNG 或 OFD 文件（按文件内容判断），请重新扫描后上传。` },
    ]
  if (!isWhole(scan.bytes, kind))
    return [{ field, text: `“${scan.name}”不完整，可能没有传完或已损坏，请重新扫描后上传。` }]
  return []
}

function dayReasons(entry: Pick<PaperEntry, 'decidedOn'>, row: DocumentRow, today: string): Reason[] {
  const field = 'decidedOn'
  const { decidedOn } = entry
  if (!isDay(decidedOn)) return [{ field, text: `没有${decidedOn}这一天，请核对作出意见的日期。` }]
  if (decidedOn > today) return [{ field, text: `作出意见的日期${decidedOn}在今天之后，请核对。` }]
  const reached = dayOf(row.reachedAt)
  if (decidedOn < reached)
    return [{ field, text: `公文${reached}才到这一环节，意见不可能在${decidedOn}作出，请核对。` }]
  return []
}

/**
 * 补录: enters a decision that was taken on paper, in the name of who took it. Role and four eyes are his; the clerk needs
 * a clerk's role and may have had no hand in the matter. Throws Refused with every reason: day, scan, opinion, role.
 */
export async function enterPaper(
  house: House,
  clerk: Actor,
  documentId: number,
  given: unknown,
  scan: Scan | null,
  key?: string,
): Promise<Done> {
  const row = await readDocument(house.db, documentId)
  if (!row || !seesDocument(row, clerk))
    throw new Refused('not-found', '没有找到这件公文，或您没有查看它的权限。')
  const parsed = paperEntry.safeParse(given)
  const today = dayOf(house.now())
  const reasons: Reason[] = parsed.success ? dayReasons(parsed.data, row, today) : faultsOf(parsed.error)
  reasons.push(...scanReasons(scan))
  const decider = parsed.success ? await loadActor(house.db, parsed.data.decider, today) : null
  if (parsed.success && (!decider || decider.bodyId !== row.bodyId))
    reasons.push({ field: 'decider', text: '没有找到作出意见的人，须是本机关在用的账号。' })
  if (reasons.length > 0 || !parsed.success || !decider || !scan) throw new Refused('invalid', reasons)
  const entry = parsed.data
  const stored = await house.files.put(scan.bytes)
  const name = scan.name.replace(/^.*[/\\]/, '').slice(0, 150) || '扫描件'
  const contentType = scanKinds[scanKindOf(scan.bytes)!]
  const { verb, decidedOn } = entry
  const request: Request = {
    subject: documentId,
    verb,
    actor: clerk,
    decider,
    version: entry.version,
    reason: entry.opinion,
    form: entry.form ?? {},
    key,
  }
  return perform(house, request, deed => ({
    ...deed,
    // Looked at again under the lock: the step may have begun anew in between.
    guard: async context => [
      ...dayReasons(entry, context.row, dayOf(context.at)),
      ...((await deed.guard?.(context)) ?? []),
    ],
    async apply(context) {
      const { trx, row: locked, at } = context
      const applied = await deed.apply?.(context)
      const id = await insertPaper(trx, {
        documentId,
        bodyId: locked.bodyId,
        departmentId: locked.departmentId,
        atState: locked.state,
        verb,
        deciderId: decider.staffId,
        clerkId: clerk.staffId,
        decidedOn,
        file: { ...stored, name, contentType },
        at,
      })
      await notify(trx, [decider.staffId, ...(await standInsFor(trx, [decider.staffId], today))], {
        kind: 'document',
        subject: documentId,
        text: `${clerk.name}补录了您${decidedOn}对《${locked.title}》“${labelOfVerb(verb)}”的纸面意见。请核对，不是您的意见请提出异议。`,
        at,
      })
      return {
        ...applied,
        data: { ...applied?.data, paper: { id, decidedOn, clerk: clerk.name, scan: stored.hash } },
      }
    },
  }))
}

type Row = Paper & { readonly drafterId: number }

const paperProcedure: Procedure<Row> = {
  kind: 'paper',
  noun: '纸面意见',
  workflow: paperWorkflow,
  async lock(trx, id) {
    const paper = await lockPaper(trx, id)
    return paper && { ...paper, drafterId: paper.deciderId }
  },
  sees: (row, actor) =>
    actor.roles.some(r => r.bodyId === row.bodyId && (r.onBehalfOf ?? actor.staffId) === row.deciderId),
  move: movePaper,
}

/** Objecting and taking it back also stand in the history of the document. */
const say = (verb: 'objectPaper' | 'retractPaper'): Deed<Row> => ({
  guard: ({ row }) => (row.void ? [{ text: '公文已退回到这一步重办，这项纸面意见不再有效。' }] : []),
  async apply({ trx, row, actor, as, reason, at }) {
    const document = (await readDocument(trx, row.documentId))!
    await setObjection(trx, row.id, verb === 'objectPaper' ? reason : null)
    await appendEvents(trx, row.bodyId, [
      {
        kind: 'document',
        subject: row.documentId,
        verb,
        from: document.state,
        to: document.state,
        at,
        actor: actor.staffId,
        actorName: actor.name,
        onBehalfOf: as.onBehalfOf,
        onBehalfName: as.onBehalfName,
        role: as.role,
        reason,
        data: { paper: { id: row.id, verb: row.verb } },
      },
    ])
    const holders = await holdersIn(trx, [row.bodyId])
    const told = holders
      .filter(h => ['leader', 'opennessOfficer', 'publisher'].includes(h.role))
      .map(h => h.staffId)
    const about = `《${document.title}》“${labelOfVerb(row.verb)}”的补录意见`
    const text =
      verb === 'retractPaper'
        ? `${actor.name}收回了对${about}的异议，公文可以继续办理。`
        : `${actor.name}对${about}提出异议：${reason}。${publicStates.includes(document.state) ? '公文已经公开，请立即核实，必要时撤回。' : '处理前公文不能继续。'}`
    await notify(
      trx,
      [row.clerkId, ...told].filter(id => id !== actor.staffId),
      { kind: 'document', subject: row.documentId, text, at },
    )
    return { data: { document: row.documentId, verb: row.verb } }
  },
})

const paperDeeds: Record<string, Deed<Row>> = { object: say('objectPaper'), retract: say('retractPaper') }

/** Does one verb on one paper opinion through `act`. */
export function performPaper(house: House, request: Request): Promise<Done> {
  const deed = Object.hasOwn(paperDeeds, request.verb) ? paperDeeds[request.verb]! : {}
  return act(house, paperProcedure, deed, request)
}
