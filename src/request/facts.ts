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
  receive: '收到申请',
  contact: '联系申请人',
  askSupplement: '告知补正',
  supplement: '收到补正',
  handOut: '分办',
  opine: '部门意见',
  search: '检索',
  consultThirdParty: '征求第三方意见',
  hearThirdParty: '收到第三方意见',
  consultAgency: '征求其他机关意见',
  hearAgency: '收到其他机关意见',
  inform: '告知申请人正在征求意见',
  askReasons: '要求说明理由',
  hearReasons: '收到说明的理由',
  delay: '确定延迟答复期限',
  proposeExtension: '提请延长',
  extend: '延长答复期限',
  receiveFeeNotice: '申请人收到收费通知',
  pay: '缴费',
  abandon: '视为放弃申请',
  cancel: '申请人撤回申请',
  convert: '建议转为主动公开',
  propose: '拟定答复',
  reply: '答复',
  prove: '送达凭证',
  note: '消息',
  satisfaction: '评价',
  endBase: '原答复期限届满',
} as const
export type FactKind = keyof typeof factLabels

export type Consultation = {
  readonly ref: string
  readonly who: 'thirdParty' | 'coMaker' | 'agency'
  readonly sentOn: string
  readonly receivedOn: string | null
  readonly limit: string | null
  readonly heardOn: string | null
  readonly answer: 'consents' | 'refuses' | 'refusesWithReasons' | 'silent' | null
}

/** Consultations of a case, oldest first; one without an answer is silent once its time is over. */
export function consultationsOf(facts: readonly Fact[], today: string): Consultation[] {
  return facts
    .filter(f => f.kind === 'consultThirdParty' || f.kind === 'consultAgency')
    .map(asked => {
      const heard = facts.find(
        f => (f.kind === 'hearThirdParty' || f.kind === 'hearAgency') && f.ref === asked.ref,
      )
      const limit = typeof asked.data.limit === 'string' ? asked.data.limit : null
      return {
        ref: asked.ref ?? String(asked.id),
        who:
          asked.kind === 'consultThirdParty'
            ? 'thirdParty'
            : asked.data.who === 'coMaker'
              ? 'coMaker'
              : 'agency',
        sentOn: asked.on,
        receivedOn: typeof asked.data.receivedOn === 'string' ? asked.data.receivedOn : null,
        limit,
        heardOn: heard?.on ?? null,
        answer: heard
          ? ((heard.data.answer as Consultation['answer']) ?? null)
          : limit !== null && today > limit
            ? 'silent'
            : null,
      }
    })
}
