import type { z } from 'zod'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Query } from '#kit/db.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { proseDay } from '#law/day.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { readCase } from '../store/cases.ts'
import { caseByNumber } from '../store/register.ts'
import {
  changeRemedy,
  insertRemedy,
  lockRemedy,
  sameRemedy,
  type RemedyResulting,
  type RemedyRow,
} from '../store/remedies.ts'
import { registersOf } from '../visibility.ts'
import { amendForm, decideForm, defendForm, enterForm, type Decided, type RemedyState } from './model.ts'
import { entering, remedyWorkflow } from './workflow.ts'

export const stateOf = (row: Pick<RemedyRow, 'decidedOn' | 'defendedOn'>): RemedyState =>
  row.decidedOn !== null ? 'decided' : row.defendedOn !== null ? 'defended' : 'received'

const roleFor = (actor: Actor, bodyId: number) =>
  actor.roles.find(r => r.bodyId === bodyId && (entering.by as readonly string[]).includes(r.role))

/** What is wrong with an entry, all at once, and the case it is about. `but`: the remedy being mended. */
async function enteredReasons(
  db: Query,
  bodyId: number,
  form: z.infer<typeof enterForm>,
  today: string,
  but?: number,
): Promise<{ found: number | null; reasons: Reason[] }> {
  const reasons: Reason[] = []
  if (form.receivedOn > today)
    reasons.push({ field: 'receivedOn', text: `${proseDay(form.receivedOn)}还没有到，请核对日期。` })
  const found = form.request ? await caseByNumber(db, bodyId, form.request) : null
  if (form.request && !found)
    reasons.push({ field: 'request', text: `没有登记编号为“${form.request}”的申请，请核对后重填。` })
  const about = found ? await readCase(db, found.id) : null
  const repliedOn = about?.firstRepliedOn ?? about?.repliedOn ?? null
  if (repliedOn !== null && form.receivedOn < repliedOn)
    reasons.push({
      field: 'receivedOn',
      text: `收到副本的日期早于答复之日${proseDay(repliedOn)}。不服不答复的，请把申请书写明的情形记在说明里。`,
    })
  if (await sameRemedy(db, bodyId, form.authority, form.number, but))
    reasons.push({ field: 'number', text: `${form.authority}的${form.number}已经登记过，没有重复登记。` })
  return { found: found?.id ?? null, reasons }
}

/** 登记复议、诉讼. Throws Refused with everything that is wrong. */
export async function enterRemedy(
  house: RequestHouse,
  actor: Actor,
  bodyId: number,
  value: unknown,
  key?: string,
): Promise<Done> {
  const role = roleFor(actor, bodyId)
  if (!role) throw new Refused('forbidden', '复议、诉讼由公开工作机构或者合法性审查员登记。')
  const form = readForm(enterForm, value ?? {})
  const today = dayOf(house.now())
  const { found, reasons } = await enteredReasons(house.db, bodyId, form, today)
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  return begin(
    house,
    {
      kind: 'request-remedy',
      verb: 'enter',
      bodyId,
      actor,
      role: role.role,
      form,
      ...(key === undefined ? {} : { key }),
    },
    async (trx, at) => {
      const id = await insertRemedy(trx, {
        ...form,
        bodyId,
        requestId: found,
        by: actor.staffId,
        at,
      })
      const { block, number, authority, procedure, receivedOn } = form
      return {
        id,
        state: 'received',
        data: { request: found, block, number, authority, procedure, receivedOn },
      }
    },
  )
}

export type RemedySubject = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly state: RemedyState
  readonly version: number
  readonly remedy: RemedyRow
}
type Subject = RemedySubject

export const remedySubject = (remedy: RemedyRow): RemedySubject => ({
  id: remedy.id,
  bodyId: remedy.bodyId,
  departmentId: null,
  drafterId: remedy.enteredBy ?? 0,
  state: stateOf(remedy),
  version: remedy.version,
  remedy,
})

export const remedyProcedure: Procedure<Subject> = {
  kind: 'request-remedy',
  noun: '复议、诉讼',
  workflow: remedyWorkflow,
  async lock(trx, id) {
    const remedy = await lockRemedy(trx, id)
    return remedy ? remedySubject(remedy) : null
  },
  sees: (row, actor) => registersOf(actor).includes(row.bodyId),
  // The state is read from the days: what a deed writes moves it.
  move: () => Promise.resolve(),
}

const notBefore = (row: Subject, on: string, today: string, what: string): Reason[] => [
  ...(on > today ? [{ field: 'on', text: `${what}${proseDay(on)}还没有到，请填写实际的日期。` }] : []),
  ...(on < row.remedy.receivedOn
    ? [{ field: 'on', text: `${what}早于收到副本的日期${proseDay(row.remedy.receivedOn)}，请核对。` }]
    : []),
]

const defend: Deed<Subject, z.infer<typeof defendForm>> = {
  form: defendForm,
  guard: ({ row, form, at }) => notBefore(row, form.on, dayOf(at), '提交答复的日期'),
  async apply({ trx, row, form }) {
    await changeRemedy(trx, row.id, { defendedOn: form.on })
    return { data: { request: row.remedy.requestId, on: form.on } }
  },
}

/** What stands against a result as it was filled in. */
function resultReasons(row: Subject, form: Decided, today: string): Reason[] {
  const { toldOn } = form
  return [
    ...notBefore(row, form.on, today, '结案日期'),
    ...(form.redo === true && row.remedy.requestId === null
      ? [
          {
            field: 'redo',
            text: '这件复议、诉讼没有连到原申请，不能转去重新办理。请先办理“更正登记”，填上原申请的登记编号。',
            basis: '复议法/77(1)',
          },
        ]
      : []),
    ...(form.redo === true && toldOn !== null && toldOn > today
      ? [{ field: 'toldOn', text: `${proseDay(toldOn)}还没有到，请填写实际收到的日期。` }]
      : []),
    ...(form.redo === true && toldOn !== null && toldOn < form.on
      ? [{ field: 'toldOn', text: '收到决定书、判决书的日期早于结案日期，请核对。' }]
      : []),
  ]
}

/** What is written of a result: what belongs to a new answer only where one is wanted. */
const resultOf = (form: Decided): RemedyResulting => {
  const redo = form.result === 'corrected' && form.redo === true
  return {
    result: form.result,
    decidedOn: form.on,
    redo,
    redoFor: redo ? form.redoFor : null,
    toldOn: form.result === 'corrected' ? form.toldOn : null,
    redoBy: redo ? form.redoBy : null,
  }
}

const decide: Deed<Subject, Decided> = {
  form: decideForm,
  guard: ({ row, form, at }) => resultReasons(row, form, dayOf(at)),
  async apply({ trx, row, form }) {
    const result = resultOf(form)
    await changeRemedy(trx, row.id, result)
    return { data: { request: row.remedy.requestId, on: form.on, ...result } }
  },
}

const revise: Deed<Subject, Decided> = {
  form: decideForm,
  guard: ({ row, form, at }) => [
    ...resultReasons(row, form, dayOf(at)),
    ...(row.remedy.redoneAt === null
      ? []
      : [
          {
            field: 'result',
            text: '原申请已经按这个结果重新办理，结果不能再改。确实登记错的，请在说明里写明。',
            basis: '条例/45',
          },
        ]),
  ],
  async apply({ trx, row, form }) {
    const after = resultOf(form)
    const { result, decidedOn, redo, redoFor, toldOn, redoBy } = row.remedy
    await changeRemedy(trx, row.id, after)
    return {
      data: {
        request: row.remedy.requestId,
        before: { result, decidedOn, redo, redoFor, toldOn, redoBy },
        after,
      },
    }
  },
}

const amend: Deed<Subject, z.infer<typeof amendForm>> = {
  form: amendForm,
  async guard({ trx, row, form, at }) {
    const { defendedOn, decidedOn, redoneAt, requestNumber } = row.remedy
    const earliest = [defendedOn, decidedOn].flatMap(d => d ?? []).sort()[0]
    const { reasons } = await enteredReasons(trx, row.bodyId, form, dayOf(at), row.id)
    return [
      ...reasons,
      ...(earliest && form.receivedOn > earliest
        ? [{ field: 'receivedOn', text: `收到副本的日期晚于已登记的${proseDay(earliest)}，请核对。` }]
        : []),
      ...(redoneAt !== null && form.request !== (requestNumber ?? '')
        ? [{ field: 'request', text: '原申请已经按这个结果重新办理，不能再改连到另一件。' }]
        : []),
    ]
  },
  async apply({ trx, row, form }) {
    const { block, number, authority, procedure, receivedOn, requestId } = row.remedy
    const found = form.request ? await caseByNumber(trx, row.bodyId, form.request) : null
    const { request: _, ...fields } = form
    await changeRemedy(trx, row.id, { ...fields, requestId: found?.id ?? null })
    return {
      data: {
        request: found?.id ?? null,
        before: { request: requestId, block, number, authority, procedure, receivedOn },
        after: {
          request: found?.id ?? null,
          block: form.block,
          number: form.number,
          authority: form.authority,
          procedure: form.procedure,
          receivedOn: form.receivedOn,
        },
      },
    }
  },
}

const deeds: Readonly<Record<string, Deed<Subject, never>>> = {
  defend: defend as Deed<Subject, never>,
  decide: decide as Deed<Subject, never>,
  revise: revise as Deed<Subject, never>,
  amend: amend as Deed<Subject, never>,
}

/** `defend`, `decide`, `revise` or `amend`. Throws Refused with every reason. */
export function performRemedy(house: RequestHouse, request: Request): Promise<Done> {
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : undefined
  if (!deed) throw new Refused('not-found', '没有这种办理。')
  return act(house, remedyProcedure, deed as Deed<Subject>, request)
}
