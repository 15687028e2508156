import { isGround } from '#law/grounds.ts'
import type { Answers } from './guide.ts'

/** What must be in the file before a reply may be sent, and which answers the file does not allow yet. Pure: the screen shows what `propose` decides by. */

/** What the officer writes down for the reply. */
export type Written = {
  readonly publicInterest: string
  readonly classificationEvidence: string
  readonly harm: string
  readonly prohibitingLaw: string
  readonly specialLaw: string
  readonly rightChannel: string
  readonly earlierRequest: string
  readonly publicAddress: string
  readonly provision: string
  readonly responsibleBody: string
  readonly reason: string
}

/** Whether an applicant who was asked for reasons (条例第三十五条) has given any; `silent`: the time for it is over. */
export type ReasonsHeard = 'not-asked' | 'waiting' | 'silent' | 'reasonable' | 'unreasonable'

/** What the steps of the case have gathered. */
export type Held = {
  readonly searches: number
  readonly supplementAsked: boolean
  readonly supplementReceived: boolean
  /** Its time was found to be over, and nothing came since. */
  readonly supplementLapsed: boolean
  readonly reasons: ReasonsHeard
  readonly thirdPartiesConsulted: number
  readonly thirdPartiesPending: number
  readonly thirdPartyConsented: boolean
  /** A third party refuses, and its reasons hold. */
  readonly thirdPartyRefused: boolean
  readonly openPart: boolean
  /** Every file to be given out was looked through. */
  readonly openPartChecked: boolean
  readonly redactionVerified: boolean
  readonly feeNotified: boolean
  readonly feeLapsed: boolean
}

/** What a reply may rest on. */
export type CaseFile = Held & Written & { readonly grounds: readonly string[] }

/** One thing the file must hold: `what` names it in a list, `text` says what to do where it is not there. */
export type Need = {
  readonly what: string
  readonly ok: boolean
  readonly field: string
  readonly text: string
  readonly basis: string
}
export type Missing = Pick<Need, 'field' | 'text' | 'basis'>

type Ask = (what: string, ok: boolean, field: string, text: string, basis: string) => void

const perOutcome: Readonly<Record<string, (file: CaseFile, need: Ask, answers: Answers) => void>> = {
  O1: (file, need) =>
    need(
      '获取的途径',
      file.publicAddress !== '',
      'publicAddress',
      '请写明已公开信息的网址或者获取途径。',
      '条例/36(1)',
    ),
  O2(file, need) {
    need(
      '提供的信息',
      file.openPart || file.provision !== '',
      'provision',
      '答复予以公开的，要把信息给申请人：把文件作为“拟公开的部分”上传；只有纸质、不便上传的，写明提供什么，或者获取的途径和时间。',
      '条例/36(2)',
    )
    if (file.openPart)
      need(
        '公开前的检查',
        file.openPartChecked,
        'openPart',
        '拟公开的部分还没有检查过：里面可能有他人的个人信息、修订和隐藏内容。请在“材料”里点“检查”。',
        '条例/17',
      )
  },
  O5: (file, need) =>
    need(
      '专门规定',
      file.specialLaw !== '',
      'specialLaw',
      '请写明依照哪一部法律、行政法规的规定、到哪里办理。',
      '条例/36(7)',
    ),
  O6: (file, need) =>
    need(
      '检索记录',
      file.searches > 0,
      'searches',
      '答复“信息不存在”须先登记检索：检索的系统、范围、关键词和日期。',
      '条例/36(4)',
    ),
  O7: (file, need) =>
    need('理由', file.reason !== '', 'reason', '请说明不属于本机关负责公开的理由。', '条例/36(5)'),
  O8: (file, need) => need('理由', file.reason !== '', 'reason', '请说明为什么需要加工、分析。', '条例/38'),
  O9: (file, need) =>
    need(
      '补正的经过',
      file.supplementAsked && file.supplementReceived,
      'supplement',
      '没有告知补正并收到补正的，不能以“补正后仍不明确”答复。请先告知补正。',
      '条例/30',
    ),
  O10(file, need, answers) {
    if (answers.nature === 'complaint')
      need(
        '反映渠道',
        file.rightChannel !== '',
        'rightChannel',
        '请写明可以反映问题的相应渠道。',
        '条例/39(1)',
      )
  },
  O11: (file, need) =>
    need(
      '已答复的那一件',
      file.earlierRequest !== '',
      'earlierRequest',
      '请指明已经答复的那一件申请的登记编号。',
      '条例/36(6)',
    ),
  O13: (file, need) =>
    need(
      '申请人的理由',
      file.reasons === 'unreasonable' || file.reasons === 'silent',
      'reasons',
      reasonsMissing[file.reasons],
      '条例/35',
    ),
  O15: (file, need) =>
    need(
      '补正期满',
      file.supplementAsked && file.supplementLapsed,
      'supplement',
      file.supplementAsked
        ? '补正期限还没有认定届满，或者申请人已经补正，不能视为放弃申请。期满没有补正的，请先办理“登记期满未补正”。'
        : '没有发出补正告知书，不能视为放弃申请。',
      '条例/30',
    ),
  O16: (file, need) =>
    need(
      '缴费期满',
      file.feeNotified && file.feeLapsed,
      'fee',
      file.feeNotified
        ? '缴费期限还没有认定届满，或者申请人已经缴费，不能视为放弃申请。期满没有缴费的，请先办理“登记期满未缴费”。'
        : '没有发出收费通知，不能视为放弃申请。',
      '109号(2020)/6',
    ),
  O17: (file, need) =>
    need(
      '撤回或者并案的记录',
      file.reason !== '',
      'reason',
      '请写明申请人哪一天、以什么方式撤回，或者并入哪一件（登记编号）、为什么一并办理。申请人没有撤回、也没有并案的，不能办结，应当继续办理。',
      '30号(2021)/三',
    ),
  O3(file, need) {
    need('可以公开的部分', file.openPart, 'openPart', '部分公开须附上可以公开的部分。', '条例/37')
    need(
      '遮盖检查',
      file.redactionVerified,
      'redaction',
      '拟公开的部分还没有通过遮盖检查：文字层、元数据、修订和文件名里不能留有已遮盖的内容。',
      '条例/37',
    )
  },
}

const reasonsMissing: Readonly<Record<ReasonsHeard, string>> = {
  'not-asked': '没有要求申请人说明理由的，不能以大量、反复申请为由不予处理。请先发出说明理由告知书。',
  waiting: '说明理由的期限还没有届满，申请人也还没有说明。请登记收到的理由，或者等期满后再答复。',
  reasonable: '申请人的理由已登记为合理，不能不予处理。请继续办理；不能按期答复的，可以确定延迟答复的期限。',
  silent: '',
  unreasonable: '',
}

function needsOfGrounds(file: CaseFile, outcome: string, need: Ask): void {
  need('法定依据', file.grounds.length > 0, 'grounds', '请选择不予公开的法定依据。', '条例/36(3)')
  if (!file.grounds.every(isGround))
    need('法定依据', false, 'grounds', '所选的不予公开依据不在条例第十四条至第十六条之内。', '条例/36(3)')
  const has = (code: string) => file.grounds.includes(code)
  if (has('E14-1'))
    need(
      '定密的证据',
      file.classificationEvidence !== '',
      'classificationEvidence',
      '以国家秘密为由的，请写明密级标志、保密期限或者定密文件。',
      '条例/14',
    )
  if (has('E14-2'))
    need(
      '禁止公开的规定',
      file.prohibitingLaw !== '',
      'prohibitingLaw',
      '请写明禁止公开的法律、行政法规名称和条款；规章、文件不能作为这一项的依据。',
      '条例/14',
    )
  if (has('E14-3'))
    need(
      '危害的说明',
      file.harm !== '',
      'harm',
      '请说明公开会危及什么、为什么可能发生，并留存评估材料。',
      '条例/14',
    )
  if (has('E15')) {
    need(
      '书面征求第三方意见',
      file.thirdPartiesConsulted > 0,
      'thirdParty',
      '涉及第三方合法权益的，应当先书面征求第三方意见。',
      '条例/32',
    )
    if (file.thirdPartyConsented && outcome !== 'O3')
      need(
        '第三方的意见',
        false,
        'thirdParty',
        '第三方已经同意公开，不能再以保护第三方合法权益为由不予公开。',
        '条例/15',
      )
  }
  need('具体理由', file.reason !== '', 'reason', '请写明不予公开的具体理由。', '条例/36(3)')
}

/**
 * Everything a reply of this outcome needs in the file (条例第三十六条、第三十七条；the burden of proof of 行政诉讼法第三十四条 rests on
 * the body), whether it is there or not.
 */
export function needsFor(outcome: string, file: CaseFile, answers: Answers = {}): Need[] {
  const needs: Need[] = []
  const need: Ask = (what, ok, field, text, basis) => needs.push({ what, ok, field, text, basis })
  perOutcome[outcome]?.(file, need, answers)
  if (file.thirdPartyRefused && (outcome === 'O2' || (outcome === 'O3' && !file.grounds.includes('E15'))))
    need(
      '公共利益的理由',
      file.publicInterest !== '',
      'publicInterest',
      '第三方不同意公开并且理由合理的，不予公开；认为不公开可能对公共利益造成重大影响而决定公开的，请写明理由，并书面告知第三方。',
      '条例/32',
    )
  if (outcome === 'O3' || outcome === 'O4') needsOfGrounds(file, outcome, need)
  if (file.thirdPartiesPending > 0)
    need(
      '征求的意见',
      false,
      'thirdParty',
      '还有征求意见书没有收到答复，期限也没有届满。收到意见或者期限届满后再作决定。',
      '条例/32',
    )
  return needs
}

/** What must be in the file and is not, all at once. */
export const missingFor = (outcome: string, file: CaseFile, answers: Answers = {}): Missing[] =>
  needsFor(outcome, file, answers)
    .filter(n => !n.ok)
    .map(({ field, text, basis }) => ({ field, text, basis }))

/** Why an answer cannot be given as the file stands, in a few words beside it; null: it can. */
export function closedBecause(question: string, value: string, held: Held): string | null {
  switch (`${question}.${value}`) {
    case 'standing.supplementLapsed':
      if (!held.supplementAsked) return '没有告知过补正'
      return held.supplementLapsed ? null : '还没有认定补正期满'
    case 'standing.feeLapsed':
      if (!held.feeNotified) return '没有发出过收费通知'
      return held.feeLapsed ? null : '还没有认定缴费期满'
    case 'clear.stillUnclear':
      if (!held.supplementAsked) return '没有告知过补正'
      return held.supplementReceived ? null : '还没有收到补正'
    case 'excessive.unreasonable':
      if (held.reasons === 'not-asked') return '没有要求过说明理由'
      if (held.reasons === 'waiting') return '申请人还没有说明，期限也没有届满'
      return held.reasons === 'reasonable' ? '理由已登记为合理' : null
    default:
      return null
  }
}
