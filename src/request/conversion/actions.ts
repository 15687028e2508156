import { z } from 'zod'
import { act, type Context, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query, Trx } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { appendEvents } from '#kit/events.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { documentsStanding } from '#document/standing.ts'
import { layDraft, postingStands } from '#posting/lay.ts'
import { tellApplicant } from '../online/tell.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { readCase, type Case } from '../store/cases.ts'
import {
  casesOfConversion,
  decideConversion,
  insertConversion,
  lockConversion,
  moveConversion,
  openConversion,
} from '../store/conversions.ts'
import { addFact } from '../store/facts.ts'
import { registersOf } from '../visibility.ts'
import { alikeTo } from './alike.ts'
import { acceptForm, type AcceptForm, type Conversion } from './model.ts'
import { conversionWorkflow, proposing } from './workflow.ts'

/** From a case to what everybody may read (条例第四十四条). */

/** Whoever reads the register of the body, and the heads who decide; other bodies and the three administrators do not. */
export const seesConversion = (row: { readonly bodyId: number }, actor: Actor): boolean =>
  registersOf(actor).includes(row.bodyId) ||
  actor.roles.some(r => r.bodyId === row.bodyId && r.role === 'departmentHead' && r.departmentId === null)

export const conversionProcedure: Procedure<Conversion> = {
  kind: 'request-conversion',
  noun: '转为主动公开的建议',
  workflow: conversionWorkflow,
  lock: lockConversion,
  sees: seesConversion,
  move: moveConversion,
}

/** Who proposes: an officer with his role, or an applicant, of whom the history says no more. */
export type Proposer = { readonly actor: Actor; readonly role: string } | null

/**
 * Lays a proposal beside a case, in the caller's transaction: with the cases that asked for the same. Throws Refused where one is under
 * way for the case already.
 */
export async function propose(
  trx: Trx,
  row: Case,
  by: { readonly proposer: Proposer; readonly at: Date; readonly why?: string },
): Promise<number> {
  const on = dayOf(by.at)
  const { rows, applicants } = await alikeTo(trx, row, on)
  const cases = rows.filter(r => r.isSame).map(r => r.id)
  const id = await insertConversion(trx, {
    bodyId: row.bodyId,
    departmentId: null,
    requestId: row.id,
    proposerId: by.proposer?.actor.staffId ?? null,
    title: row.subject,
    applicants,
    on,
    cases,
    at: by.at,
  })
  if (id === null)
    throw new Refused('not-now', [
      { text: '这件申请已经有一份转为主动公开的建议在办理，不用重复提出。', basis: '条例/44(1)' },
    ])
  await appendEvents(trx, row.bodyId, [
    {
      kind: conversionProcedure.kind,
      subject: id,
      verb: 'propose',
      from: null,
      to: proposing.to,
      at: by.at,
      actor: by.proposer?.actor.staffId ?? null,
      actorName: by.proposer?.actor.name ?? '申请人（网上）',
      role: by.proposer?.role ?? null,
      ...(by.why ? { reason: by.why } : {}),
      data: { request: row.id, applicants, cases },
    },
  ])
  return id
}

type C<F> = Context<Conversion, F>

/** A draft in the room of postings, its words left to the department that was asked for the information, or to the openness unit. */
async function draftFor(c: C<unknown>): Promise<number> {
  const asked = (await readCase(c.trx, c.row.requestId))?.tasked[0] ?? null
  return layDraft(c.trx, {
    bodyId: c.row.bodyId,
    departmentId: asked,
    kind: 'notice',
    content: { title: c.row.title },
    actor: c.actor,
    as: c.as,
    at: c.at,
  })
}

const accept: Deed<Conversion, AcceptForm> = {
  form: acceptForm,
  async guard({ trx, row, form }) {
    if (form.how === 'posting') return []
    const [document] = await documentsStanding(trx, row.bodyId, { number: form.documentNumber })
    if (!document)
      return [
        {
          field: 'documentNumber',
          text: `本机关没有文号为“${form.documentNumber}”的已印发公文，请核对文号。`,
        },
      ]
    return document.state === 'issued' || document.state === 'published'
      ? []
      : [
          {
            field: 'documentNumber',
            text: `《${document.title}》现在是“${document.stateLabel}”，不能变更公开属性。`,
          },
        ]
  },
  async apply(c) {
    const on = dayOf(c.at)
    const decided = { decidedOn: on, decidedBy: c.actor.staffId }
    if (c.form.how === 'document') {
      const [document] = await documentsStanding(c.trx, c.row.bodyId, { number: c.form.documentNumber })
      await decideConversion(c.trx, c.row.id, { ...decided, documentId: document!.id })
      return { data: { document: document!.id } }
    }
    const posting = await draftFor(c)
    await decideConversion(c.trx, c.row.id, { ...decided, postingId: posting })
    return { data: { posting } }
  },
}

/** Tells every applicant of the proposal, on the page of his receipt and in the file of his case. */
async function tellAll(c: C<unknown>, text: string, data: Readonly<Record<string, string>>): Promise<number> {
  const cases = await casesOfConversion(c.trx, c.row.id)
  for (const { id } of cases) {
    const factId = await addFact(c.trx, {
      requestId: id,
      kind: 'convert',
      on: dayOf(c.at),
      ref: String(c.row.id),
      data,
      by: c.actor.staffId,
      at: c.at,
    })
    await tellApplicant(c.trx, { requestId: id, kind: 'message', factId, text, at: c.at })
  }
  return cases.length
}

const decline: Deed<Conversion> = {
  async apply(c) {
    await decideConversion(c.trx, c.row.id, { decidedOn: dayOf(c.at), decidedBy: c.actor.staffId })
    // Without an applicant's proposal nobody waits for an answer.
    if (c.row.proposerId !== null) return {}
    const told = await tellAll(
      c,
      `您建议把“${c.row.title}”纳入主动公开范围，经审核没有纳入：${c.reason}（条例第四十四条第二款）`,
      { declined: dayOf(c.at) },
    )
    return { data: { told } }
  },
}

/** The address under which what was decided stands published; null while it does not. */
export async function addressOf(db: Query, row: Conversion): Promise<string | null> {
  if (row.postingId !== null) return (await postingStands(db, row.postingId))?.address ?? null
  if (row.documentId === null) return null
  return (await documentsStanding(db, row.bodyId, { id: row.documentId }))[0]?.address ?? null
}

const announce = (site: { readonly origin: string; readonly base: string }): Deed<Conversion> => ({
  form: z.object({}),
  async guard({ trx, row }): Promise<Reason[]> {
    if ((await addressOf(trx, row)) !== null) return []
    return [
      {
        text:
          row.postingId === null
            ? '公文还没有公开。请先在公文里变更公开属性并发布，再告知申请人。'
            : '信息稿还没有公开。请写好、送审、公开以后，再告知申请人。',
        basis: '条例/44(2)',
      },
    ]
  },
  async apply(c) {
    const address = (await addressOf(c.trx, c.row))!
    await openConversion(c.trx, c.row.id, address)
    const told = await tellAll(
      c,
      `您申请过的“${c.row.title}”已经主动公开，可以在这里看到：${site.origin}${site.base}${address}（条例第四十四条）`,
      { opened: address },
    )
    return { data: { address, told } }
  },
})

const redraft: Deed<Conversion> = {
  form: z.object({}),
  async guard({ trx, row }) {
    const standing = row.postingId === null ? null : await postingStands(trx, row.postingId)
    if (row.postingId === null)
      return [{ text: '这一项由公文变更公开属性，没有信息稿。', basis: '条例/44(1)' }]
    return standing && !['cancelled', 'withdrawn'].includes(standing.state)
      ? [{ text: '原来的信息稿还在办理，不用重新拟。', basis: '条例/44(1)' }]
      : []
  },
  async apply(c) {
    const posting = await draftFor(c)
    await decideConversion(c.trx, c.row.id, { postingId: posting })
    return { data: { posting } }
  },
}

export type ConversionHouse = Pick<RequestHouse, 'db' | 'now' | 'recordChanged'> & {
  readonly site: { readonly origin: string; readonly base: string }
}

/** One verb on one proposal. Throws Refused with every reason; then nothing has changed. */
export function performConversion(house: ConversionHouse, request: Request): Promise<Done> {
  const deeds: Record<string, Deed<Conversion, never, never>> = {
    accept: accept as Deed<Conversion, never, never>,
    decline: decline as Deed<Conversion, never, never>,
    announce: announce(house.site) as Deed<Conversion, never, never>,
    redraft: redraft as Deed<Conversion, never, never>,
  }
  if (!Object.hasOwn(deeds, request.verb)) throw new Refused('not-found', '没有这种办理。')
  return act(house, conversionProcedure, deeds[request.verb]!, request)
}
