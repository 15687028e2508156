import type { z } from 'zod'
import { act, begin, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { dayOf } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { clocks } from '#law/clocks.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { readClock } from '#law/readClock.ts'
import type { Reading } from '#law/reading.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { readCase } from '../store/cases.ts'
import { caseByNumber } from '../store/register.ts'
import { changeRemedy, insertRemedy, lockRemedy, sameRemedy, type RemedyRow } from '../store/remedies.ts'
import { registersOf } from '../visibility.ts'
import { amendForm, decideForm, defendForm, enterForm, type RemedyState } from './model.ts'
import { entering, remedyWorkflow } from './workflow.ts'

/** R15, R16: the written answer with the evidence, reviews alone; null for suits (行政诉讼法第六十七条 is not counted here). */
export function readDefence(
  row: Pick<RemedyRow, 'block' | 'procedure' | 'receivedOn' | 'defendedOn'>,
  today: string,
  calendar: Calendar,
): Reading | null {
  if (row.block !== 'review') return null
  const clock = row.procedure === 'simple' ? clocks.R15 : clocks.R16
  const events = [
    { kind: 'receiveReviewCopy', on: row.receivedOn },
    ...(row.defendedOn === null ? [] : [{ kind: 'defend', on: row.defendedOn }]),
  ]
  return readClock(clock, events, today, calendar)
}

export const stateOf = (row: Pick<RemedyRow, 'decidedOn' | 'defendedOn'>): RemedyState =>
  row.decidedOn !== null ? 'decided' : row.defendedOn !== null ? 'defended' : 'received'

const roleFor = (actor: Actor, bodyId: number) =>
  actor.roles.find(r => r.bodyId === bodyId && (entering.by as readonly string[]).includes(r.role))

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
  const reasons: Reason[] = []
  if (form.receivedOn > today)
    reasons.push({ field: 'receivedOn', text: `${proseDay(form.receivedOn)}还没有到，请核对日期。` })
  const found = form.request ? await caseByNumber(house.db, bodyId, form.request) : null
  if (form.request && !found)
    reasons.push({ field: 'request', text: `没有登记编号为“${form.request}”的申请，请核对后重填。` })
  const about = found ? await readCase(house.db, found.id) : null
  if (about?.repliedOn && form.receivedOn < about.repliedOn)
    reasons.push({
      field: 'receivedOn',
      text: `收到副本的日期早于答复之日${proseDay(about.repliedOn)}。不服不答复的，请把申请书写明的情形记在说明里。`,
    })
  if (await sameRemedy(house.db, bodyId, form.authority, form.number))
    reasons.push({ field: 'number', text: `${form.authority}的${form.number}已经登记过，没有重复登记。` })
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
        requestId: found?.id ?? null,
        by: actor.staffId,
        at,
      })
      const { block, number, authority, procedure, receivedOn } = form
      return {
        id,
        state: 'received',
        data: { request: found?.id ?? null, block, number, authority, procedure, receivedOn },
      }
    },
  )
}

type Subject = {
  readonly id: number
  readonly bodyId: number
  readonly departmentId: null
  readonly drafterId: number
  readonly state: RemedyState
  readonly version: number
  readonly remedy: RemedyRow
}

const remedyProcedure: Procedure<Subject> = {
  kind: 'request-remedy',
  noun: '复议、诉讼',
  workflow: remedyWorkflow,
  async lock(trx, id) {
    const remedy = await lockRemedy(trx, id)
    return remedy
      ? {
          id,
          bodyId: remedy.bodyId,
          departmentId: null,
          drafterId: remedy.enteredBy ?? 0,
          state: stateOf(remedy),
          version: remedy.version,
          remedy,
        }
      : null
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

const decide: Deed<Subject, z.infer<typeof decideForm>> = {
  form: decideForm,
  guard: ({ row, form, at }) => notBefore(row, form.on, dayOf(at), '结案日期'),
  async apply({ trx, row, form }) {
    await changeRemedy(trx, row.id, { result: form.result, decidedOn: form.on })
    return { data: { request: row.remedy.requestId, result: form.result, on: form.on } }
  },
}

const amend: Deed<Subject, z.infer<typeof amendForm>> = {
  form: amendForm,
  guard({ row, form, at }) {
    const { defendedOn, decidedOn } = row.remedy
    const earliest = [defendedOn, decidedOn].flatMap(d => d ?? []).sort()[0]
    return [
      ...(form.receivedOn > dayOf(at)
        ? [{ field: 'receivedOn', text: '收到副本的日期还没有到，请核对。' }]
        : []),
      ...(earliest && form.receivedOn > earliest
        ? [{ field: 'receivedOn', text: `收到副本的日期晚于已登记的${proseDay(earliest)}，请核对。` }]
        : []),
    ]
  },
  async apply({ trx, row, form }) {
    const { number, authority, procedure, receivedOn } = row.remedy
    await changeRemedy(trx, row.id, form)
    return {
      data: {
        request: row.remedy.requestId,
        before: { number, authority, procedure, receivedOn },
        after: {
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
  amend: amend as Deed<Subject, never>,
}

/** `defend`, `decide` or `amend`. Throws Refused with every reason. */
export function performRemedy(house: RequestHouse, request: Request): Promise<Done> {
  const deed = Object.hasOwn(deeds, request.verb) ? deeds[request.verb]! : undefined
  if (!deed) throw new Refused('not-found', '没有这种办理。')
  return act(house, remedyProcedure, deed as Deed<Subject>, request)
}
