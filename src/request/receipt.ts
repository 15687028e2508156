import { proseDay, type Day } from '#law/day.ts'
import type { Channel } from './model.ts'

/**
 * 收到申请之日 (条例第三十一条): the day from which every clock of a request runs, by the channel it came through, with what
 * must be on file to prove it.
 */

export type ReceiptRule = {
  /** What the day is. */
  readonly day: string
  /** Whether it must first be confirmed with the applicant; until then no statutory clock runs. */
  readonly confirmed: boolean
  /** What proves the day. */
  readonly evidence: string
  readonly basis: readonly string[]
  /** Advice to the officer. */
  readonly advice: string | null
}

export const receiptRules: Record<Channel, ReceiptRule> = {
  counter: {
    day: '提交之日',
    confirmed: false,
    evidence: '接收回执（申请人签字或者当面交付）',
    basis: ['条例/31'],
    advice: '当面收下即出具接收回执，不得拒收。',
  },
  signedMail: {
    day: '行政机关签收之日',
    confirmed: false,
    evidence: '邮件签收记录（邮件号码、签收日期）',
    basis: ['条例/31'],
    advice: '以本机关签收的日期为准，不是转到本处的日期。',
  },
  plainMail: {
    day: '与申请人确认之日',
    confirmed: true,
    evidence: '信封、收信登记和确认记录（方式、日期、经办人）',
    basis: ['条例/31'],
    advice: '收到的当日就应与申请人确认。没有留电话、一时联系不上的，先登记，恢复联系后起算。',
  },
  online: {
    day: '双方确认之日',
    confirmed: true,
    evidence: '系统记录的提交时间和确认记录',
    basis: ['条例/31'],
    advice: '条例规定互联网渠道以双方确认之日为收到之日。应当及时确认：迟迟不确认的责任在行政机关。',
  },
  fax: {
    day: '双方确认之日',
    confirmed: true,
    evidence: '传真件、收件记录和确认记录',
    basis: ['条例/31'],
    advice: '收到后及时与申请人确认。',
  },
  elsewhere: {
    day: '公开工作机构收到并与申请人确认之日',
    confirmed: true,
    evidence: '转来记录（转来单位、日期）和确认记录',
    basis: ['条例/31'],
    advice: '寄给、交给本机关其他机构或者人员的，应立即转公开工作机构，并在实际收到的当日确认。',
  },
  announced: {
    day: '双方确认之日（本机关另有公布的，从其公布）',
    confirmed: true,
    evidence: '收件记录和确认记录',
    basis: ['条例/31'],
    advice: null,
  },
}

export type Arrival = {
  readonly channel: Channel
  /** Handed in, sent, or entered on the site. */
  readonly submittedOn: Day
  /** In the hands of the body: signed for, taken out of the letter box, found elsewhere. */
  readonly arrivedOn: Day
  /** Both sides have confirmed. */
  readonly confirmedOn: Day | null
}

/** The receipt day of Art. 31, or null while a channel that needs confirming is not confirmed. */
export function receiptDay(arrival: Arrival): Day | null {
  return receiptRules[arrival.channel].confirmed ? arrival.confirmedOn : arrival.arrivedOn
}

/** What is wrong with the days of an arrival, each as a sentence; `today` bounds them. */
export function arrivalFaults(arrival: Arrival, today: Day): { field: string; text: string }[] {
  const faults: { field: string; text: string }[] = []
  const { submittedOn, arrivedOn, confirmedOn } = arrival
  if (submittedOn > today)
    faults.push({ field: 'submittedOn', text: `提交日期${proseDay(submittedOn)}还没有到。` })
  if (arrivedOn > today) faults.push({ field: 'arrivedOn', text: `收件日期${proseDay(arrivedOn)}还没有到。` })
  if (arrivedOn < submittedOn)
    faults.push({
      field: 'arrivedOn',
      text: `收件日期${proseDay(arrivedOn)}早于提交日期${proseDay(submittedOn)}，请核对。`,
    })
  if (confirmedOn !== null && confirmedOn > today)
    faults.push({ field: 'confirmedOn', text: `确认日期${proseDay(confirmedOn)}还没有到。` })
  if (confirmedOn !== null && confirmedOn < arrivedOn)
    faults.push({
      field: 'confirmedOn',
      text: `确认日期${proseDay(confirmedOn)}早于收件日期${proseDay(arrivedOn)}，请核对。`,
    })
  return faults
}
