/** The grounds of withholding (条例 14–16 and 36(7)): how strong each is, what it rests on and where it is counted. */

export type GroundCode = 'E14-1' | 'E14-2' | 'E14-3' | 'E15' | 'E16-1' | 'E16-2' | 'E16-3' | 'E36-7'

/**
 * must: may not be disclosed · must-unless: may not, unless the third party agrees or the public interest would suffer greatly
 * (第十五条) · may: the body may withhold, unless a law says open (第十六条) · other-regime: another law governs access.
 */
export type GroundStrength = 'must' | 'must-unless' | 'may' | 'other-regime'

export const strengthNames: Readonly<Record<GroundStrength, string>> = {
  must: '不予公开',
  'must-unless': '不得公开，法定两种情形除外',
  may: '可以不予公开',
  'other-regime': '依照专门规定办理',
}

export type Ground = {
  code: GroundCode
  label: string
  strength: GroundStrength
  /** The words of the statute for this ground. */
  text: string
  /** Clause ids, the ground itself first. */
  clauses: readonly string[]
  /** Row of table 2 of the annual report. */
  reportRow: string
  reportLabel: string
  /** Whether a document can be marked withheld on it, or only a request refused. */
  forDocuments: boolean
  /** Whether reconsideration must come before a suit; null: opinions differ, the notice is a setting of the body. */
  reviewFirst: boolean | null
  /** What to check before choosing it. */
  hints: readonly string[]
}

const review = ['复议法/23(1)(4)', '复议法/23(2)']
const separable = '能够区分处理的，应当公开可以公开的部分（条例第三十七条）。'
const yearly = '每年复查，情势变化可以公开的应当公开（条例第十八条）。'

export const grounds: readonly Ground[] = [
  {
    code: 'E14-1',
    label: '依法确定为国家秘密',
    strength: 'must',
    text: '依法确定为国家秘密的政府信息，不予公开。',
    clauses: ['条例/14', '保密法/14', '保密法/35', ...review],
    reportRow: 'r3.3.1',
    reportLabel: '1.属于国家秘密',
    forDocuments: true,
    reviewFirst: true,
    hints: [
      '须有密级标志、保密期限或者定密文件为证；没有定密的，不能以国家秘密为由。',
      '涉密的公文不得在本系统起草和存储，请在涉密系统办理（保密法第三十一条）。',
      '保密期限已满的自行解密（保密法第二十四条）。',
    ],
  },
  {
    code: 'E14-2',
    label: '法律、行政法规禁止公开',
    strength: 'must',
    text: '法律、行政法规禁止公开的政府信息，不予公开。',
    clauses: ['条例/14', ...review],
    reportRow: 'r3.3.2',
    reportLabel: '2.其他法律行政法规禁止公开',
    forDocuments: true,
    reviewFirst: true,
    hints: ['须写明是哪一部法律、行政法规的第几条；规章和文件不能作为这一项的依据。', separable],
  },
  {
    code: 'E14-3',
    label: '可能危及国家安全、公共安全、经济安全、社会稳定',
    strength: 'must',
    text: '公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息，不予公开。',
    clauses: ['条例/14', ...review],
    reportRow: 'r3.3.3',
    reportLabel: '3.危及“三安全一稳定”',
    forDocuments: true,
    reviewFirst: true,
    hints: ['须说明会造成什么危害、为什么可能发生，并留存评估材料。', separable, yearly],
  },
  {
    code: 'E15',
    label: '涉及商业秘密、个人隐私等，公开会损害第三方合法权益',
    strength: 'must-unless',
    text: '涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。但是，第三方同意公开或者行政机关认为不公开会对公共利益造成重大影响的，予以公开。',
    clauses: ['条例/15', '条例/32', ...review],
    reportRow: 'r3.3.4',
    reportLabel: '4.保护第三方合法权益',
    forDocuments: true,
    reviewFirst: true,
    hints: [
      '依申请公开的，应当书面征求第三方意见，15个工作日内答复（条例第三十二条）。',
      '第三方同意，或者不公开会对公共利益造成重大影响的，应当公开；后一种情形要把公开的内容和理由书面告知第三方。',
      '隐去姓名、证件号等即可公开的，作区分处理（条例第三十七条）。',
    ],
  },
  {
    code: 'E16-1',
    label: '内部事务信息',
    strength: 'may',
    text: '行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开。',
    clauses: ['条例/16(1)', ...review],
    reportRow: 'r3.3.5',
    reportLabel: '5.属于三类内部事务信息',
    forDocuments: true,
    reviewFirst: true,
    hints: [
      '是“可以”不是“应当”：公开没有妨碍的，宜公开。',
      '对外产生效力、影响公民权利义务的，不是内部事务信息。',
      yearly,
    ],
  },
  {
    code: 'E16-2',
    label: '过程性信息',
    strength: 'may',
    text: '行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息，可以不予公开。法律、法规、规章规定应当公开的，从其规定。',
    clauses: ['条例/16(2)', ...review],
    reportRow: 'r3.3.6',
    reportLabel: '6.属于四类过程性信息',
    forDocuments: true,
    reviewFirst: true,
    hints: [
      '是“可以”不是“应当”。',
      '决定已经作出、过程结束的，要说明为什么仍不宜公开。',
      '法律、法规、规章规定公开的（如征求意见的草案），应当公开。',
    ],
  },
  {
    code: 'E16-3',
    label: '行政执法案卷信息',
    strength: 'may',
    text: '行政机关在履行行政管理职能过程中形成的行政执法案卷信息，可以不予公开。法律、法规、规章规定应当公开的，从其规定。',
    clauses: ['条例/16(2)', '安全生产法/78(2)', '行政处罚法/48(1)', ...review],
    reportRow: 'r3.3.7',
    reportLabel: '7.属于行政执法案卷',
    forDocuments: true,
    reviewFirst: true,
    hints: [
      '处罚决定、事故调查报告等依法应当公布的，不能以案卷为由不公开。',
      '当事人查阅自己的案卷，依照有关规定办理。',
    ],
  },
  {
    code: 'E36-7',
    label: '工商、不动产登记资料等有专门查询规定的信息',
    strength: 'other-regime',
    text: '所申请公开信息属于工商、不动产登记资料等信息，有关法律、行政法规对信息的获取有特别规定的，告知申请人依照有关法律、行政法规的规定办理。',
    clauses: ['条例/36(7)', '206号(2016)/界限'],
    reportRow: 'r3.3.8',
    reportLabel: '8.属于行政查询事项',
    forDocuments: false,
    reviewFirst: null,
    hints: [
      '须写明依照哪一部法律、行政法规、到哪里办理。',
      '是否先复议各地做法不一，救济告知用本机关设定的文字。',
    ],
  },
]

const byCode = new Map<string, Ground>(grounds.map(one => [one.code, one]))

export function isGround(code: string): code is GroundCode {
  return byCode.has(code)
}

/** The ground of this code. Throws for an unknown one. */
export function groundOf(code: string): Ground {
  const found = byCode.get(code)
  if (found === undefined) {
    throw new Error(`没有编号为“${code}”的不予公开依据，可用的有${grounds.map(one => one.code).join('、')}。`)
  }
  return found
}

/** The grounds on which a document can be marked withheld (390号文 四(一)3). */
export function groundsForDocuments(): Ground[] {
  return grounds.filter(one => one.forDocuments)
}
