import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { consultationsOf } from './consultations.ts'
import type { Fact } from './facts.ts'
import type { HoldUp } from './views.ts'
import type { RequestState } from './workflow.ts'

type Known = {
  readonly facts: readonly Fact[]
  readonly tasks: readonly {
    readonly department: string
    readonly dueOn: string
    readonly opinion: string | null
  }[]
  /** Whom each 征求意见书 asks, by its number. */
  readonly parties: ReadonlyMap<string | null, string>
  readonly today: string
  readonly calendar: Calendar
}

/** Who has not answered yet, until when he may, and whether a decision has to wait for him (条例第三十二条、第三十四条). */
export function holdUpsOf(state: RequestState, { facts, tasks, parties, today, calendar }: Known): HoldUp[] {
  if (state !== 'received' && state !== 'handling') return []
  const asked = consultationsOf(facts, today, calendar)
    .filter(c => c.answer === null)
    .map((c): HoldUp => {
      const who = `第${c.ref}份征求意见书${parties.has(c.ref) ? `（${parties.get(c.ref)}）` : ''}`
      const basis = c.who === 'thirdParty' ? '条例/32' : c.who === 'coMaker' ? '条例/34' : '条例/33(3)'
      if (c.who === 'agency')
        return {
          stops: true,
          text: `${who}还没有答复。其他机关没有法定答复期限：请催办；不答复的，登记收到的意见，选“没有答复”。`,
          basis,
        }
      if (c.limit === null)
        return {
          stops: true,
          text: `${who}还没有登记对方收到的日期，15个工作日无从起算。请凭回执登记；退回的，登记为“没有送达”。`,
          basis,
        }
      return {
        stops: true,
        text:
          c.who === 'thirdParty'
            ? `${who}还没有答复，可以答复到${proseDay(c.limit)}。期满没有答复的，由本机关依法决定，不视为同意。`
            : `${who}还没有答复，可以答复到${proseDay(c.limit)}。期满没有答复的，视为同意公开。`,
        basis,
      }
    })
  const departments = tasks
    .filter(task => task.opinion === null)
    .map((task): HoldUp => ({
      stops: false,
      text: `${task.department}还没有反馈，期限${proseDay(task.dueOn)}${task.dueOn < today ? '，已经逾期，请催办' : ''}。不等反馈就拟定的，请确认事实已经查清。`,
      basis: null,
    }))
  return [...asked, ...departments]
}
