import type { Calendar } from '#law/calendar.ts'
import { proseDay } from '#law/day.ts'
import { outcomeOf } from '#law/outcomes.ts'
import type { Reading } from '#law/reading.ts'
import { baseDue, payBy, readReply, supplementRestarts, withdrawnLetters } from '../clock.ts'
import { confirmLight } from '../clockView.ts'
import { feeNoticeOf, type Fact } from '../facts.ts'
import { deliveryWayLabels, type DeliveryWay } from '../model.ts'
import type { ToldMatter } from '../store/portal.ts'
import { publicStateLabels } from '../workflow.ts'

/** What the applicant reads of the way of his case: dated steps, what comes next, and the day-by-day account of the due date. */

export type TimelineStep = {
  readonly label: string
  readonly on: string | null
  readonly words: string
  readonly is: 'past' | 'now' | 'ahead'
}

export const factsOfMatter = (matter: ToldMatter): Fact[] => matter.facts.map(f => ({ ...f, by: null }))

export function readingOf(matter: ToldMatter, today: string, calendar: Calendar): Reading | null {
  return readReply(factsOfMatter(matter), today, calendar)
}

const prose = (value: unknown) => (typeof value === 'string' && value ? proseDay(value) : '')

function stepOf(fact: Fact, facts: readonly Fact[], calendar: Calendar): TimelineStep | null {
  const past = (label: string, words: string): TimelineStep => ({ label, on: fact.on, words, is: 'past' })
  switch (fact.kind) {
    case 'receive':
      return past('已确认收到', '这一天是收到申请之日，答复期限从次日起计算。')
    case 'askSupplement':
      return past(
        '请您补正',
        `请在${prose(fact.data.supplementBy)}前补正；${supplementRestarts(facts, calendar) ? '收到补正后答复期限重新计算' : '本机关告知晚了，答复期限照原来的计算'}。`,
      )
    case 'supplement':
      return past(
        '收到补正',
        supplementRestarts(facts, calendar) ? '答复期限从次日起重新计算。' : '答复期限照原来的计算。',
      )
    case 'consultThirdParty':
    case 'consultAgency':
      // What never went out did not happen to the applicant.
      return withdrawnLetters(facts).has(fact.ref)
        ? null
        : past(
            fact.kind === 'consultThirdParty' ? '征求第三方意见' : '征求其他机关意见',
            '所需时间不计算在答复期限内。',
          )
    case 'hearThirdParty':
      return past('收到第三方意见', '答复期限继续计算。')
    case 'hearAgency':
      return past('收到其他机关意见', '答复期限继续计算。')
    case 'extend': {
      const before = facts.filter(f => f.id < fact.id)
      const base = baseDue(before, fact.on, calendar)
      return past(
        '延长答复期限',
        `延长${String(fact.data.length)}个工作日${base ? `，原定${proseDay(base)}` : ''}。`,
      )
    }
    case 'delay':
      return past('延迟答复', `确定在${prose(fact.data.until)}前答复。`)
    case 'sendFeeNotice':
      return past(
        '发出收费通知',
        `${typeof fact.data.amount === 'number' ? `信息处理费${fact.data.amount}元，` : ''}您收到的次日起20个工作日内缴费。`,
      )
    case 'waiveFee':
      return past('撤回收费通知', '这件申请不再按它收费，答复期限照原来的计算。')
    case 'redo':
      return past(
        '重新办理',
        `${fact.data.block === 'review' ? '行政复议决定' : '人民法院的判决'}要求重新答复，${fact.data.until ? `应在${prose(fact.data.until)}前答复` : '期限从次日起重新计算'}。`,
      )
    case 'receiveFeeNotice':
      return past('请您缴费', `请在${proseDay(payBy(fact.on, calendar))}前缴费，缴费次日起重新计算期限。`)
    case 'abandon':
      return past('视为放弃申请', '期满没有补正或者缴费，机关将书面告知不再处理。')
    case 'pay':
      return past('已缴费', '答复期限从次日起重新计算。')
    case 'reply':
      return past('已答复', deliveryWayLabels[fact.data.how as DeliveryWay] ?? '')
    case 'cancel':
      return past(fact.data.merged ? '并入另一件办理' : '已撤回', '这件申请不再单独办理。')
    default:
      return null
  }
}

/** The dated steps so far and the next that is due. */
export function timelineOf(
  matter: ToldMatter,
  today: string,
  calendar: Calendar,
  confirmDays: number,
): TimelineStep[] {
  const facts = factsOfMatter(matter)
  const steps: TimelineStep[] = [
    { label: '已提交', on: matter.submittedOn, words: '', is: 'past' },
    ...facts.flatMap(f => stepOf(f, facts, calendar) ?? []),
  ]
  const next = nextOf(matter, today, calendar, confirmDays)
  return next ? [...steps, next] : steps
}

/** While others are heard nobody knows the last day yet: at the latest, where they have a last day of their own. */
const pausedWords = ({ dueAtLatest }: Reading): string =>
  `正在听取其他人的意见，答复期限暂停计算，收到意见后继续。${dueAtLatest ? `对方一直不答复的，最迟在${proseDay(dueAtLatest)}前答复。` : ''}`

function nextOf(
  matter: ToldMatter,
  today: string,
  calendar: Calendar,
  confirmDays: number,
): TimelineStep | null {
  const reading = readingOf(matter, today, calendar)
  const asked = matter.facts.findLast(f => f.kind === 'askSupplement')
  const fee = feeNoticeOf(factsOfMatter(matter))?.receivedOn
  switch (matter.state) {
    case 'submitted': {
      const by = confirmLight({ on: matter.submittedOn, today, calendar }, confirmDays).due
      return {
        label: '等待双方确认',
        on: null,
        words: `工作人员应在${proseDay(by)}前与您联系。确认之日为收到申请之日。`,
        is: 'now',
      }
    }
    case 'supplementing':
      return {
        label: '等待您补正',
        on: null,
        words: `请在${prose(asked?.data.supplementBy)}前补正，可以在下面直接填写。`,
        is: 'now',
      }
    case 'charging':
      return {
        label: '等待您缴费',
        on: null,
        words: fee
          ? `请在${proseDay(payBy(fee, calendar))}前缴费。`
          : '您收到收费通知的次日起20个工作日内缴费。',
        is: 'now',
      }
    case 'replied':
    case 'closed':
      return null
    default:
      return {
        label: '正在办理',
        on: null,
        words:
          reading?.state === 'closed'
            ? '机关将书面告知不再处理。'
            : reading?.due
              ? reading.state === 'paused'
                ? pausedWords(reading)
                : `应在${proseDay(reading.due)}前答复。`
              : '答复期限暂停计算。',
        is: 'now',
      }
  }
}

/** How far the matter is, in a word or two; what was withdrawn or merged is over without an answer of its own. */
export const stageOf = ({ state, repliedOn }: ToldMatter): string =>
  state === 'closed' && repliedOn === null ? '已结束办理' : publicStateLabels[state]

/** What the answer was, in the words of the outcome; null before it is given. */
export const outcomeText = (matter: ToldMatter): string | null =>
  matter.outcome !== null && (matter.repliedOn ?? matter.endedOn) !== null
    ? outcomeOf(matter.outcome).label
    : null
