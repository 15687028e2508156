import { sql, type RawBuilder } from 'kysely'
import type { Calendar } from '#law/calendar.ts'
import { addDays, daysBetween } from '#law/day.ts'
import { dayOf, minuteOf } from '#kit/now.ts'
import { leftText, lightOf } from '#law/reading.ts'
import { readingPlace } from '../channels.ts'
import { publishDays, readPublishClock, stepDays, stepDueOn } from '../clocks.ts'
import type { DocumentRow } from '../store.ts'
import type { Light } from '../views.ts'
import { emergencyStates } from '../workflow.ts'
import type { AskedLight } from './model.ts'

export type Urgency = {
  readonly light: Light
  readonly words: string
  readonly dueOn: string | null
  /** Working days left; `undue` where nothing is open. */
  readonly left: number
}

/** What is not due at all stands behind everything that is. */
export const undue = 999

/** States where nothing of a step's own time runs. */
const resting = ['published', 'withdrawn', 'cancelled', 'removed', 'issued', 'draft']

/** What is due on a row: the statutory clock where it runs, else the custom of the step. */
export function urgencyOf(document: DocumentRow, today: string, calendar: Calendar): Urgency {
  if (document.paperOpen) return { light: 'yellow', words: '纸质件移送未签收', dueOn: null, left: 0 }
  if (document.evaluation) {
    const left = daysBetween(today, document.evaluation)
    const words = left < 0 ? `评估已过${-left}天` : left === 0 ? '评估今天截止' : `评估还有${left}天`
    return { light: left < 0 ? 'red' : 'yellow', words, dueOn: document.evaluation, left }
  }
  if (document.emergency && emergencyStates.includes(document.state)) {
    const { due } = document.emergency
    const left = daysBetween(today, dayOf(due)) - 1
    const words = `须于${minuteOf(due)}前补办审签`
    return { light: left < 0 ? 'red' : 'yellow', words, dueOn: dayOf(due), left }
  }
  const inStep = !document.imported && !resting.includes(document.state)
  const reading = inStep ? null : readPublishClock(document, today, calendar)
  if (reading && reading.due !== null) {
    const open = reading.state === 'running' || reading.state === 'overdue'
    const left = open && document.state === 'issued' ? (reading.left ?? 0) : undue
    return { light: lightOf(reading), words: leftText(reading), dueOn: reading.due, left }
  }
  if (!inStep)
    return {
      light: 'none',
      words: document.state === 'draft' && document.returnedReason ? '被退回，待修改' : '',
      dueOn: null,
      left: undue,
    }
  const dueOn = stepDueOn(document, calendar)
  const left = calendar.workingDaysBetween(today, dueOn)
  if (today > dueOn) return { light: 'red', words: `本环节已过${-left}个工作日`, dueOn, left }
  const words = left === 0 ? '本环节今天办结' : `本环节剩${left}个工作日`
  return { light: left <= 1 ? 'yellow' : 'green', words, dueOn, left }
}

/** So far back the working days are numbered for the database; what is older is simply long overdue. */
const daysBack = 800

export type Region = { readonly bodyIds: readonly number[]; readonly calendar: Calendar }

/**
 * The working days left of a row, by the same rules as `urgencyOf`, for the database to sort and choose by: nothing is stored that
 * could grow old, the calendar goes along as two arrays of numbers. A test holds the two against each other.
 */
export function leftIn(regions: readonly Region[], today: string): RawBuilder<number> {
  const first = addDays(today, -daysBack)
  const length = daysBetween(first, today) + 1
  const days = Array.from({ length }, (_, i) => addDays(first, i))
  const at = (day: RawBuilder<unknown>) =>
    sql`greatest(1, least(${sql.lit(length)}, ${day} - ${first}::date + 1))`
  const one = ({ calendar }: Region): RawBuilder<number> => {
    const now = calendar.ordinal(today)
    const begun = days.map(day => calendar.ordinal(day) - now)
    const next = days.map((day, i) => begun[i]! + (calendar.isWorkingDay(day) ? 0 : 1))
    const step = sql`case document.urgency ${sql.join(
      Object.entries(stepDays).map(([word, n]) => sql`when ${sql.lit(word)} then ${sql.lit(n)}`),
      sql` `,
    )} end`
    return sql<number>`case
      when ${paperOpen} then 0
      when document.state = 'published' and document.id = any(${evaluated})
        then (select min(coalesce(i.expires_on, c.opinions_by)) - ${today}::date from office.cleanup_item i
          left join office.cleanup c on c.id = i.cleanup_id
          where i.document_id = document.id and i.state <> 'applied')
      when document.state in (${sql.join(emergencyStates.map(s => sql.lit(s)))})
        then (document.emergency_due at time zone 'Asia/Shanghai')::date - ${today}::date - 1
      when document.state = 'issued' then case
        when document.attribute = 'proactive' and document.issued_on is not null and not document.imported
          then (${begun}::int[])[${at(sql`coalesce(document.reattributed_on, document.issued_on)`)}] + ${sql.lit(publishDays)}
        else ${sql.lit(undue)} end
      when document.imported or document.state in (${sql.join(resting.map(s => sql.lit(s)))}) then ${sql.lit(undue)}
      else (${next}::int[])[${at(sql`(document.reached_at at time zone 'Asia/Shanghai')::date`)}] + ${step} end`
  }
  if (regions.length === 1) return one(regions[0]!)
  return sql<number>`case ${sql.join(
    regions.map(r => sql`when document.body_id = any(${[...r.bodyIds]}::int[]) then ${one(r)}`),
    sql` `,
  )} else ${sql.lit(undue)} end`
}

/** Documents with a paper copy on its way to the reading place, not receipted yet: few, and asked for once a query. */
const papers = sql`array(select p.document_id from office.document_channel p
  where p.channel = ${sql.lit(readingPlace)} and p.receipt_on is null)`
const paperOpen = sql<boolean>`(document.state = 'published' and document.id = any(${papers}))`

/** Public documents that are asked about before their expiry or in a clean-up: few beside the rest. */
const evaluated = sql`array(select i.document_id from office.cleanup_item i where i.state <> 'applied')`

/** The words of the index `document_in_work`: without them the database would look through everything that ever was. */
export const underWay = sql<boolean>`(document.state not in ('draft', 'published', 'withdrawn', 'cancelled', 'removed')
  and (document.state <> 'issued' or document.attribute = 'proactive'))`

/** The rows of a light that still changes. The yellow of the statutory clock begins where `lightOf` begins it. */
export function lightIs(
  lights: readonly AskedLight[],
  left: RawBuilder<number>,
  papersOpen: readonly number[],
): RawBuilder<boolean> {
  const soon = sql`case when document.state = 'issued' then ${sql.lit(Math.max(3, publishDays * 0.3))} else 1 end`
  const words = {
    red: sql`${left} < 0`,
    yellow: sql`${left} between 0 and ${soon}`,
    green: sql`${left} > ${soon} and ${left} < ${sql.lit(undue)}`,
  }
  const open = sql<boolean>`(${underWay} and (${sql.join(
    lights.map(light => words[light]),
    sql` or `,
  )}))`
  // A paper copy that is not receipted is always yellow. Where there is none the condition stays one the planner reads rightly.
  if (!lights.includes('yellow') || papersOpen.length === 0) return open
  return sql<boolean>`(${open} or (document.id = any(${[...papersOpen]}::bigint[]) and document.state = 'published'))`
}
