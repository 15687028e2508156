/** What happened to a case, as its clocks and its file read it. */

export type FactData = { readonly [key: string]: string | number | boolean | null | readonly string[] }

export type Fact = {
  readonly id: number
  readonly kind: FactKind
  /** Civil day on which it happened, which may lie before the day on which it was entered. */
  readonly on: string
  /** Joins the two ends of a consultation. */
  readonly ref: string | null
  readonly data: FactData
  readonly by: number | null
}

/** Kinds that clocks read carry the clocks' own words. */
export const factLabels = {
  /** What proves the day it came, before anybody confirmed it. */
  arrive: '收件凭证',
  receive: '收到申请',
  contact: '联系申请人',
  complete: '补记、更正申请人信息',
  askSupplement: '告知补正',
  supplement: '收到补正',
  handOut: '分办',
  opine: '部门意见',
  search: '检索',
  consultThirdParty: '征求第三方意见',
  hearThirdParty: '收到第三方意见',
  consultAgency: '征求其他机关意见',
  receiveLetter: '对方收到征求意见书',
  /** It was never sent: no day of it is left out of the count. */
  withdrawLetter: '征求意见书没有发出，作废',
  hearAgency: '收到其他机关意见',
  inform: '告知申请人正在征求意见',
  askReasons: '要求说明理由',
  hearReasons: '收到说明的理由',
  delay: '确定延迟答复期限',
  proposeExtension: '提请延长',
  extend: '延长答复期限',
  sendFeeNotice: '发出收费通知',
  receiveFeeNotice: '申请人收到收费通知',
  pay: '缴费',
  waiveFee: '撤回收费通知',
  abandon: '视为放弃申请',
  cancel: '申请人撤回申请',
  convert: '建议转为主动公开',
  propose: '拟定答复',
  reply: '答复',
  redo: '重新办理',
  prove: '送达凭证',
  note: '消息',
  satisfaction: '评价',
  endBase: '原答复期限届满',
} as const
export type FactKind = keyof typeof factLabels

/** What a fact is called; a request joined to another (并案) was not withdrawn by its applicant. */
export const labelOfFact = ({ kind, data }: Pick<Fact, 'kind' | 'data'>): string =>
  kind === 'cancel' && data.merged ? '并入另一件申请' : factLabels[kind]

/** 收费通知, of a case that has one: what was charged for, when it went out and when the applicant had it. */
export type FeeNotice = {
  readonly factId: number
  readonly method: string
  readonly count: number
  /** Pieces of the same applicant before this one in the month, and the sum in yuan, as they were told; null in notices of before. */
  readonly before: number | null
  readonly amount: number | null
  readonly sentOn: string
  /** Null while nobody knows: no time to pay runs before. */
  readonly receivedOn: string | null
}

export function feeNoticeOf(facts: readonly Fact[]): FeeNotice | null {
  const standing = facts.slice(facts.findLastIndex(f => f.kind === 'waiveFee') + 1)
  const sent = standing.findLast(f => f.kind === 'sendFeeNotice')
  const received = standing.findLast(f => f.kind === 'receiveFeeNotice')
  const told = sent ?? received
  return told
    ? {
        factId: told.id,
        method: String(told.data.method),
        count: Number(told.data.count),
        before: typeof told.data.before === 'number' ? told.data.before : null,
        amount: typeof told.data.amount === 'number' ? told.data.amount : null,
        sentOn: sent?.on ?? String(told.data.sentOn),
        receivedOn: received?.on ?? null,
      }
    : null
}
