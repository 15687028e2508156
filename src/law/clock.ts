import type { Evidence } from './evidence.ts'

/**
 * What happens to a case, as far as any clock cares. One word per act; the rooms use the same words for their verbs and
 * events.
 */
export const eventNames = {
  begin: '起算',
  beginAgain: '重新起算',
  pause: '暂停',
  resume: '恢复计算',
  form: '信息形成',
  change: '信息变更',
  issue: '印发',
  publish: '公布',
  interpret: '公布政策解读',
  withhold: '决定不予公开',
  withdraw: '撤回公开',
  receive: '收到申请',
  askSupplement: '一次性告知补正',
  supplement: '收到补正',
  endBase: '原答复期限届满',
  extend: '延长答复期限',
  delay: '确定延迟答复期限',
  reply: '答复',
  abandon: '视为放弃申请',
  cancel: '申请人撤回申请',
  consultThirdParty: '征求第三方意见',
  hearThirdParty: '收到第三方意见',
  consultAgency: '征求其他机关意见',
  hearAgency: '收到其他机关意见',
  receiveLetter: '收到征求意见书',
  answerLetter: '答复征求意见书',
  receiveFeeNotice: '收到收费通知',
  pay: '缴费',
  learn: '知道或者应当知道',
  appeal: '申请行政复议',
  sue: '提起诉讼',
  hinder: '发生不可抗力等正当事由',
  unhinder: '障碍消除',
  receiveReviewDecision: '收到复议决定',
  receiveReviewCopy: '收到复议申请书副本',
  receiveSuitCopy: '收到起诉状副本',
  redo: '收到要求重新答复的决定、判决',
  defend: '提出书面答复并提交证据',
  reportYear: '报告年度终了',
  publishDraft: '公布征求意见稿',
  closeConsultation: '征求意见截止',
  hear: '举行听证会',
  deliverMaterials: '材料送达听证参加人',
  sendForLegalityReview: '送合法性审查',
  concludeLegalityReview: '合法性审查完成',
  discover: '监测发现',
  report: '接报',
  release: '发布权威信息',
  holdPressConference: '召开新闻发布会',
  respond: '回应',
  decidePenalty: '作出处罚决定',
  decide: '作出决定',
  overturn: '决定被变更、撤销、确认违法或者无效',
  approve: '批复',
  approveBudget: '批复预算决算',
  evaluate: '公布整改评估结果',
  file: '备案',
  startDisaster: '灾情发生',
  publishLosses: '逐级上报并公布灾情',
  stabilise: '灾情稳定',
  findUnclear: '发现是否属于国家秘密不明确',
  refer: '报请确定',
  receiveReferral: '收到报请',
  determine: '作出确定',
  classify: '确定国家秘密',
  reviewSecrets: '年度审核',
  declassify: '解密',
  attribute: '确定为依申请公开或者不予公开',
  reexamine: '自查并重新确定公开属性',
  submitError: '收到网民找错留言',
  answerError: '答复找错留言',
} as const

export type EventKind = keyof typeof eventNames

/** How long. `fixedDate`: on a date of every year; `yearly`: once in each calendar year; `daily`: every day. */
export type Period =
  | {
      readonly unit: 'workingDays' | 'days' | 'months' | 'hours'
      readonly length: number
      /** Where the rule gives a range, its lower end; `length` is the upper one. */
      readonly atLeast?: number
    }
  | { readonly unit: 'fixedDate'; readonly month: number; readonly day: number }
  | { readonly unit: 'yearly' }
  | { readonly unit: 'daily' }
  | { readonly unit: 'promptly' }

export type Unit = Period['unit']

export const unitNames: Record<Unit, string> = {
  workingDays: '个工作日',
  days: '日',
  months: '个月',
  hours: '小时',
  fixedDate: '固定日期',
  yearly: '每年',
  daily: '每日',
  promptly: '及时',
}

/** `atMost`: act within it. `atLeast`: it must be given in full. `before`: act so long before the event. */
export type Bound = 'atMost' | 'atLeast' | 'before'

/**
 * What happens when the last day is a rest day. `nextWorkingDay`: the period ends on the next working day (民法典第二百零三条、
 * 民事诉讼法第八十五条). `warnBefore`: the date stands, people are warned for the last working day before it. `none`: it stands.
 */
export type Roll = 'none' | 'nextWorkingDay' | 'warnBefore'

/** Time between two events that is not counted: days after `from` up to and including `to`. */
export type Pause = {
  readonly from: EventKind
  readonly to: EventKind
  readonly name: string
  readonly clause: string
}

export type Extension = {
  readonly on: EventKind
  /** In the unit of the period, all extensions together. */
  readonly max: number
  readonly times: number
  /** Who must agree, and whom to tell. */
  readonly condition: string
  readonly clause: string
  /** `第三十三条第二款：延长的期限最长不得超过20个工作日` */
  readonly text: string
}

/** Another period of the same rule, chosen by the facts: R23 for 市场主体. */
export type Variant = {
  readonly name: string
  readonly period: Period
  readonly evidence: Evidence
  readonly starts?: readonly EventKind[]
  readonly stops?: readonly EventKind[]
}

/** A time limit of the law, as data. `readClock` is its only reader. */
export type Clock = {
  readonly id: string
  readonly name: string
  /** What must be done within it. */
  readonly duty: string
  /** `period`: a limit of its own. `extension`, `pause`, `restart`: a rule about the period of `of`. */
  readonly role: 'period' | 'extension' | 'pause' | 'restart'
  readonly of?: string
  /** As people cite it. */
  readonly source: string
  /** Ids of the clause register. */
  readonly clauses: readonly string[]
  readonly evidence: Evidence
  readonly evidenceNote?: string
  readonly period: Period | null
  readonly bound: Bound
  /** The one who is given the time may be ready earlier: ending early breaks nothing. */
  readonly mayEndEarly?: true
  readonly roll: Roll
  readonly rollEvidence?: Evidence
  readonly starts: readonly EventKind[]
  readonly stops: readonly EventKind[]
  /** Ends the clock without the duty: withdrawn, abandoned. */
  readonly closes: readonly EventKind[]
  /** Begin the period anew; the last one counts and what lies before it is discarded. */
  readonly restarts: readonly EventKind[]
  readonly pauses: readonly Pause[]
  readonly extension?: Extension
  /** Sets a new last day once: 条例第三十五条 reasonable delay. */
  readonly delay?: { readonly on: EventKind; readonly clause: string }
  readonly variants?: Readonly<Record<string, Variant>>
  /** What the law leaves open and how this house counts; evidence D. */
  readonly convention?: string
}

type Given = Pick<
  Clock,
  'id' | 'name' | 'duty' | 'source' | 'clauses' | 'evidence' | 'period' | 'starts' | 'stops'
> &
  Partial<Clock>

/** A clock with everything usual left out. */
export const clock = <const C extends Given>(given: C): Clock & { readonly id: C['id'] } => ({
  role: 'period',
  bound: 'atMost',
  roll: 'none',
  closes: [],
  restarts: [],
  pauses: [],
  ...given,
})

/** The clock with the period of one of its variants. Null when it has no such variant. */
export function variantOf(of: Clock, key: string): Clock | null {
  const variant = of.variants && Object.hasOwn(of.variants, key) ? of.variants[key] : undefined
  if (!variant) return null
  return {
    ...of,
    name: `${of.name}（${variant.name}）`,
    period: variant.period,
    evidence: variant.evidence,
    starts: variant.starts ?? of.starts,
    stops: variant.stops ?? of.stops,
  }
}

/** `20个工作日`, `至少30日`, `5至15个工作日`, `每年1月31日前`, `及时`. */
export function periodText(of: Pick<Clock, 'period' | 'bound'>): string {
  const { period, bound } = of
  if (period === null) return '不计入期限'
  switch (period.unit) {
    case 'fixedDate':
      return `每年${period.month}月${period.day}日前`
    case 'yearly':
      return '每年一次'
    case 'daily':
      return '每日'
    case 'promptly':
      return '及时'
    default: {
      const length = `${period.length}${unitNames[period.unit]}`
      if (bound === 'before') return `提前${length}`
      if (bound === 'atLeast') return `至少${length}`
      return period.atLeast === undefined ? length : `${period.atLeast}至${length}`
    }
  }
}
