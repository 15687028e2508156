import { z } from 'zod'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Workflow } from '#kit/workflow.ts'
import { addDays, proseDay, isDay } from '#law/day.ts'
import { defaultTerms } from '#law/normativeTerms.ts'
import { bodyOf, notify } from '#people/directory.ts'
import type { House } from '../../house.ts'
import { freeze } from '../freeze.ts'
import { packOf } from '../package.ts'
import * as store from './store.ts'
import type { DepositRow } from './store.ts'
import { receivingWorkflow, sending } from './workflow.ts'

export const sendForm = z.object({
  document: z.coerce.number('请选择文件。').int('请选择文件。').positive('请选择文件。'),
  explanation: z
    .string('请填写说明。')
    .trim()
    .min(20, '请写明制定的背景、依据、程序和主要内容（至少20个字）。')
    .max(5000, '说明不能超过5000个字。'),
  /** Where the body above does not work in this house. */
  toName: z.string().trim().max(100, '备案机关的名称不能超过100个字。').optional(),
})
const day = z.string('请填写日期。').refine(isDay, '日期应写成2026-11-22这样的形式，且须是存在的日子。')
export const receiptForm = z.object({
  number: z.string('请填写备案号。').trim().min(1, '请填写备案号。').max(80, '备案号不能超过80个字。'),
  on: day,
})

/** The last day for a deposit: natural days from publication, as the body set them (default: a custom, [K]). */
export function dueOf(publishedOn: string, days: number | null): string {
  return addDays(publishedOn, days ?? defaultTerms.depositDays)
}

const roleOf = (actor: Actor, bodyId: number | null) =>
  actor.roles.find(
    r =>
      (sending.by as readonly string[]).includes(r.role) &&
      r.departmentId === null &&
      (bodyId === null || r.bodyId === bodyId),
  )

const reportOf = (p: {
  body: string
  to: string
  title: string
  number: string | null
  on: string
  today: string
}) =>
  `${p.to}：\n\n    现将《${p.title}》${p.number ? `（${p.number}）` : ''}报送备案。该文件已于${proseDay(p.on)}公布。\n\n    附件：1.规范性文件文本\n          2.制定说明\n\n${p.body}\n${proseDay(p.today)}\n`

/**
 * 报送备案: one signed package of the document with its history, the report, the explanation and the hash of every file; kept and
 * told to the body above. Throws Refused: no role, not a public normative document, on its way already.
 */
export async function sendDeposit(house: House, actor: Actor, given: unknown, key?: string): Promise<Done> {
  const form = readForm(sendForm, given ?? {})
  const role = roleOf(actor, null)
  if (!role)
    throw new Refused(
      'forbidden',
      `您没有“${sending.label}”的权限，须由公开审查员、合法性审查员或发布员办理。`,
    )
  const { db } = house
  const { bodyId } = role
  const document = await store.documentFor(db, bodyId, form.document)
  if (!document) throw new Refused('not-found', '没有找到这件公文，或您没有查看它的权限。')
  if (!document.normative || document.state !== 'published')
    throw new Refused('invalid', [
      { field: 'document', text: '只有已公开的规范性文件报送备案，请先公布，或核对是否勾选了“规范性文件”。' },
    ])
  const above = await store.bodyAbove(db, bodyId)
  const toName = above?.name ?? form.toName ?? ''
  if (toName === '')
    throw new Refused('invalid', [{ field: 'toName', text: '系统里没有上一级机关，请填写备案机关的名称。' }])
  const body = await bodyOf(db, bodyId)
  const now = house.now()
  const today = dayOf(now)
  const publishedOn = document.publishedOn ?? today
  const report = reportOf({
    body: body.name,
    to: toName,
    title: document.title,
    number: document.documentNumber,
    on: publishedOn,
    today,
  })
  const pack = packOf({
    head: {
      body: { id: body.id, name: body.name, slug: body.slug, creditCode: body.creditCode },
      archives: toName,
      from: publishedOn,
      until: publishedOn,
      series: null,
      madeAt: isoOf(now),
      left: [],
    },
    documents: freeze(db, bodyId, [document.id], new Map()),
    attachment: async hash => {
      const pieces: Buffer[] = []
      for await (const piece of house.files.read(hash)) pieces.push(piece as Buffer)
      return Buffer.concat(pieces)
    },
    signer: house.signer,
    extras: [
      { name: 'report.txt', bytes: Buffer.from(report, 'utf8') },
      { name: 'explanation.txt', bytes: Buffer.from(`${form.explanation}\n`, 'utf8') },
    ],
  })
  const pieces: Buffer[] = []
  for await (const piece of pack.stream) pieces.push(piece)
  const kept = await house.files.put(Buffer.concat(pieces))
  const dueOn = dueOf(publishedOn, await store.depositDays(db, bodyId))
  return begin(
    house,
    { kind: 'deposit', verb: 'send', bodyId, actor, role: role.role, form, key },
    async (trx, at) => {
      await store.keepFile(trx, kept, at)
      const id = await store.insertDeposit(trx, {
        documentId: document.id,
        bodyId,
        toBodyId: above?.id ?? null,
        toName,
        dueOn,
        explanation: form.explanation,
        report,
        packageHash: kept.hash,
        packageSize: kept.size,
        by: actor.staffId,
        at,
      })
      if (id === null)
        throw new Refused('not-now', '这件文件已经报送备案，正在等待接收或已经备案，不必重复报送。')
      return {
        id,
        state: 'sent',
        data: { document: document.id, to: toName, dueOn, packageHash: kept.hash, late: today > dueOn },
      }
    },
  )
}

type Received = Omit<DepositRow, 'bodyId'> & {
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly fromBodyId: number
}

/** The same deposit as a matter of the receiving body: its people, its history. */
export const receivingProcedure: Procedure<Received> = {
  kind: 'deposit',
  noun: '备案件',
  workflow: receivingWorkflow as Workflow,
  async lock(trx, id) {
    const row = await store.lockDeposit(trx, id)
    return row && row.toBodyId !== null
      ? { ...row, fromBodyId: row.bodyId, bodyId: row.toBodyId, departmentId: null, drafterId: row.sentBy }
      : null
  },
  sees: (row, actor) => receives(actor).includes(row.bodyId),
  move: store.moveDeposit,
}

/** Bodies for which this person looks after what is deposited with them. */
export const receives = (actor: Actor): number[] => [
  ...new Set(
    actor.roles
      .filter(r => r.departmentId === null && ['legalReviewer', 'opennessOfficer'].includes(r.role))
      .map(r => r.bodyId),
  ),
]

const receive: Deed<Received, z.infer<typeof receiptForm>> = {
  form: receiptForm,
  guard: ({ form, at, row }) =>
    form.on > dayOf(at)
      ? [{ field: 'on', text: `备案日期${form.on}在今天之后，请核对。` }]
      : form.on < dayOf(row.sentAt)
        ? [{ field: 'on', text: `备案日期${form.on}早于报送日期${dayOf(row.sentAt)}，请核对。` }]
        : [],
  async apply({ trx, row, form, actor, at }) {
    await store.noteReceipt(trx, row.id, { number: form.number, on: form.on, by: actor.name })
    await notify(trx, [row.sentBy], {
      kind: 'deposit',
      subject: row.id,
      text: `报送备案的文件已由${row.toName}接收，备案号${form.number}。`,
      at,
    })
    return { data: { document: row.documentId, number: form.number, on: form.on, from: row.fromBodyId } }
  },
}

const giveBack: Deed<Received> = {
  async apply({ trx, row, reason, at }) {
    await notify(trx, [row.sentBy], {
      kind: 'deposit',
      subject: row.id,
      text: `报送备案的文件被${row.toName}退回：${reason}`,
      at,
    })
    return { data: { document: row.documentId, from: row.fromBodyId } }
  },
}

const deeds: Record<string, Deed<Received, never, never>> = {
  receive: receive as Deed<Received, never, never>,
  giveBack: giveBack as Deed<Received, never, never>,
}

export function performDeposit(house: House, request: Request): Promise<Done> {
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : {}
  return act(house, receivingProcedure, deed as Deed<Received>, request)
}
