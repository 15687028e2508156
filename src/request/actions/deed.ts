import type { Context, Deed } from '#kit/act.ts'
import type { Reason } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { calendarFor } from '#people/directory.ts'
import type { House } from '../../house.ts'
import type { Fact, FactData, FactKind } from '../facts.ts'
import { namedReasons } from '../named.ts'
import { openPersonal } from '../personal.ts'
import type { Case } from '../store/cases.ts'
import { addFact, factsOf } from '../store/facts.ts'

export type RequestHouse = Pick<House, 'db' | 'now' | 'calendar' | 'vault' | 'recordChanged'>
export type RequestContext<F> = Context<Case, F>

/** What a guard of this room is given beside the context: the facts so far, today and the calendar. */
export type Situation = {
  readonly facts: readonly Fact[]
  readonly today: string
  readonly calendar: Calendar
  readonly received: string | null
}

type Entered = {
  readonly kind: FactKind
  readonly on: string
  readonly ref?: string | null
  readonly data?: FactData
  /** What the history keeps in the place of `data`, where that may one day have to be forgotten. */
  readonly told?: FactData
  readonly secret?: string | null
}

export type Plan<F> = {
  readonly form: NonNullable<Deed<Case, F>['form']>
  choose?: Deed<Case, F>['choose']
  /** Reasons against it in the words of the law; the days of the form are checked before. */
  against?(context: RequestContext<F>, situation: Situation): readonly Reason[] | Promise<readonly Reason[]>
  /** Days of the form that lie in the past or today and not before the case came in. */
  readonly days?: readonly (keyof F & string)[]
  /** What is added to the file. */
  facts?(context: RequestContext<F>, situation: Situation): readonly Entered[] | Promise<readonly Entered[]>
  /** Other rows that change. */
  write?(context: RequestContext<F>, situation: Situation): Promise<FactData | void>
}

const dayLabels: Record<string, string> = {
  on: '日期',
  receivedOn: '收到的日期',
  signedOn: '签收日期',
}

function dayReasons<F>(context: RequestContext<F>, plan: Plan<F>, situation: Situation): Reason[] {
  const { row } = context
  const earliest = row.submittedOn
  return (plan.days ?? []).flatMap(field => {
    const day = (context.form as Record<string, unknown>)[field]
    if (typeof day !== 'string') return []
    const what = dayLabels[field] ?? '日期'
    if (day > situation.today)
      return [{ field, text: `${what}${proseDay(day)}还没有到，请填写实际发生的日期。` }]
    if (day < earliest)
      return [{ field, text: `${what}${proseDay(day)}早于申请提交的日期${proseDay(earliest)}，请核对。` }]
    return []
  })
}

/** What of a step goes into a history in words: its reason, why a reply was approved in spite of its check, why something should be open to all. */
function keptReasons<F>(house: RequestHouse, { row, reason, form }: RequestContext<F>): Reason[] {
  const { despite, why } = (form ?? {}) as { readonly despite?: unknown; readonly why?: unknown }
  const words = (value: unknown) => (typeof value === 'string' ? value : null)
  if (row.sealed === null || (!reason && !words(despite) && !words(why))) return []
  return namedReasons(openPersonal(house.vault, row.sealed), row.applicantKind === 'natural', [
    ['reason', reason],
    ['despite', words(despite)],
    ['why', words(why)],
  ])
}

/** A deed of this room: days checked, facts added to the file and named in the history by kind and day alone. */
export function deedOf<F>(house: RequestHouse, plan: Plan<F>): Deed<Case, F> {
  const situationOf = async (context: RequestContext<F>): Promise<Situation> => ({
    facts: await factsOf(context.trx, context.row.id),
    today: dayOf(context.at),
    calendar: await calendarFor({ db: context.trx, calendar: house.calendar }, context.row.bodyId),
    received: context.row.receivedOn,
  })
  return {
    form: plan.form,
    ...(plan.choose ? { choose: plan.choose } : {}),
    async guard(context) {
      const situation = await situationOf(context)
      return [
        ...dayReasons(context, plan, situation),
        ...keptReasons(house, context),
        ...((await plan.against?.(context, situation)) ?? []),
      ]
    },
    async apply(context) {
      const situation = await situationOf(context)
      const entered = (await plan.facts?.(context, situation)) ?? []
      for (const fact of entered)
        await addFact(context.trx, {
          requestId: context.row.id,
          kind: fact.kind,
          on: fact.on,
          ref: fact.ref ?? null,
          data: fact.data ?? {},
          sealed: fact.secret ? house.vault.seal(fact.secret) : null,
          by: context.actor.staffId,
          at: context.at,
        })
      const more = (await plan.write?.(context, situation)) ?? {}
      return {
        data: {
          facts: entered.map(({ kind, on, ref, data, told }) => ({
            kind,
            on,
            ref: ref ?? null,
            data: told ?? data ?? {},
          })),
          ...more,
        },
      }
    },
  }
}
