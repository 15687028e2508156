import { contactWayLabels } from './forms.ts'
import { consultationAnswerLabels } from './consultations.ts'
import { feeMethodLabels } from './fees.ts'
import { deliveryWayLabels, identityProofLabels } from './model.ts'
import { wantedLabels, type Wanted } from './supplied.ts'

/** What each verb asks, as the screen draws it: the labels teach, the server checks (forms.ts). */

type Choices = Readonly<Record<string, string>>
export type FieldSpec = {
  readonly name: string
  readonly label: string
  readonly kind:
    | 'day'
    | 'line'
    | 'text'
    | 'number'
    | 'choice'
    /** Any number of choices. */
    | 'several'
    /** One of two: a forgotten answer is none. */
    | 'either'
    | 'check'
    | 'lines'
    | 'departments'
    | 'consultation'
  readonly hint?: string
  readonly choices?: Choices
  readonly optional?: true
  /** Asked only where another field was answered so. */
  readonly when?: { readonly field: string; readonly in: readonly string[] }
  /** Asked of one kind of applicant alone. */
  readonly of?: 'natural' | 'organization'
}

const day = (label: string, hint?: string, name = 'on'): FieldSpec => ({
  name,
  label,
  kind: 'day',
  ...(hint ? { hint } : {}),
})
const text = (name: string, label: string, hint?: string): FieldSpec => ({
  name,
  label,
  kind: 'text',
  ...(hint ? { hint } : {}),
})
const line = (name: string, label: string, hint?: string): FieldSpec => ({
  name,
  label,
  kind: 'line',
  ...(hint ? { hint } : {}),
})
const optional = (field: FieldSpec): FieldSpec => ({ ...field, optional: true })
const days: FieldSpec = {
  name: 'days',
  label: '延长几个工作日',
  kind: 'number',
  hint: '最长20个工作日，只能延长一次。',
}

/** 补正 of what the letter does not say about the applicant; online he is asked for it in the shape of the application. */
const wantedOf = (of: FieldSpec['of'], wanted: readonly Wanted[]): FieldSpec => ({
  name: 'wanted',
  label: '请补充的申请人信息',
  kind: 'several',
  choices: Object.fromEntries(wanted.map(w => [w, wantedLabels[w]])),
  hint: '勾选的写进补正告知书；申请人在网上补正时逐项填写，收下补正时随之补记。',
  optional: true,
  of,
})

export const verbFields: Readonly<Record<string, readonly FieldSpec[]>> = {
  confirm: [
    day('确认日期', '双方确认之日就是收到申请之日，期限从次日起算。'),
    { name: 'how', label: '怎样确认的', kind: 'choice', choices: contactWayLabels },
    optional(text('note', '说明')),
  ],
  contact: [
    day('联系日期'),
    { name: 'how', label: '联系方式', kind: 'choice', choices: contactWayLabels },
    text('result', '结果', '联系不上的也要如实登记。'),
  ],
  complete: [
    optional(line('name', '姓名或者名称', '只填要补、要改的那几项，其余的留空。')),
    optional({
      name: 'identityProof',
      label: '身份证明的种类',
      kind: 'choice',
      choices: identityProofLabels,
      of: 'natural',
    }),
    optional({ ...line('identityNumber', '证件号码'), of: 'natural' }),
    optional({ ...line('creditCode', '统一社会信用代码'), of: 'organization' }),
    optional({ ...line('contactName', '联系人'), of: 'organization' }),
    optional(line('phone', '联系电话')),
    optional(line('email', '电子邮箱')),
    optional(line('address', '通信地址')),
    optional(line('postcode', '邮政编码')),
    optional(line('agentName', '代理人', '有代理人的，须有授权委托书，扫描件加入“材料”。')),
  ],
  handOut: [
    { name: 'departments', label: '承办部门', kind: 'departments' },
    text('asked', '需要部门做什么', '如：请检索2025年的执法检查计划，并提出能否公开的意见。'),
    optional(day('反馈期限', '不填的按本机关设定的工作日计算。', 'dueOn')),
  ],
  askSupplement: [
    day('告知日期'),
    optional(text('items', '需要补正什么', '说明哪里不明确，并指导申请人怎样写明。只能一次性告知，请写全。')),
    wantedOf('natural', ['identity', 'contact']),
    wantedOf('organization', ['creditCode', 'contactName', 'contact']),
    day('补正期限', '应当合理；期满不补正的视为放弃申请。', 'until'),
    optional({
      name: 'late',
      label: '已超过7个工作日，逾期告知',
      kind: 'check',
      hint: '逾期告知的，收到补正后答复期限不重新计算。',
    }),
  ],
  supplement: [
    day('收到补正的日期', '按期告知补正的，答复期限从次日起重新计算。'),
    optional(text('description', '补正后的内容')),
  ],
  lapse: [],
  cancel: [day('撤回日期')],
  merge: [{ name: 'into', label: '并入哪一件', kind: 'line', hint: '填写另一件的登记编号。' }],
  note: [text('text', '消息内容', '申请人在查询页面上看得到，请不要写其他人的个人信息。')],
  search: [
    day('检索日期'),
    {
      name: 'systems',
      label: '检索了哪些系统、档案',
      kind: 'lines',
      hint: '一行一个，如：公文系统、档案室2019年至2023年案卷。',
    },
    { name: 'scope', label: '范围', kind: 'line', hint: '如：2019年1月至2023年12月，全机关。' },
    { name: 'keywords', label: '关键词', kind: 'lines', hint: '一行一个。' },
    {
      name: 'found',
      label: '检索的结果',
      kind: 'either',
      choices: { true: '找到了所申请的信息', false: '没有找到' },
    },
    optional(text('note', '说明')),
  ],
  opine: [
    optional(day('检索日期', '做了检索的，把检索一并写明；“信息不存在”的答复以此为证。', 'search.on')),
    optional({
      name: 'search.systems',
      label: '检索了哪些系统、档案',
      kind: 'lines',
      hint: '一行一个，如：公文系统、档案室2019年至2023年案卷。',
    }),
    optional({ name: 'search.scope', label: '检索范围', kind: 'line', hint: '如：2019年1月至2023年12月。' }),
    optional({ name: 'search.keywords', label: '检索的关键词', kind: 'lines', hint: '一行一个。' }),
    optional({
      name: 'search.found',
      label: '检索的结果',
      kind: 'either',
      choices: { true: '找到了所申请的信息', false: '没有找到' },
    }),
  ],
  consult: [
    {
      name: 'who',
      label: '征求谁的意见',
      kind: 'choice',
      choices: { thirdParty: '第三方（其权益可能受损害）', coMaker: '共同制作的机关', agency: '其他机关' },
      hint: '第三方逾期不答复的由本机关决定；共同制作机关逾期不答复的视为同意。',
    },
    { name: 'name', label: '名称', kind: 'line', hint: '加密保存，列表里不显示。' },
    text('what', '就哪些信息征求意见'),
    day('发出日期', '从这一天的次日起不计入答复期限。'),
    optional(
      day('对方收到的日期', '现在还不知道的先不填，收到回执后办理“登记对方收到意见书”。', 'receivedOn'),
    ),
  ],
  hear: [
    { name: 'ref', label: '哪一份征求意见书', kind: 'consultation' },
    day('收到意见的日期'),
    {
      name: 'answer',
      label: '对方的意见',
      kind: 'choice',
      choices: consultationAnswerLabels,
      hint: '“没有答复”只用于没有法定答复期限的其他机关；第三方、共同制作机关逾期不答复的，到期自动认定。“没有送达”用于退回的意见书。',
    },
    optional(text('note', '意见摘要')),
  ],
  acknowledge: [
    { name: 'ref', label: '哪一份征求意见书', kind: 'consultation' },
    day('对方签收的日期', '从次日起15个工作日内答复。'),
    text('note', '凭证', '如：邮件回执编号、妥投记录。'),
  ],
  acknowledgeFee: [
    day('申请人签收的日期', '从次日起20个工作日内缴费。'),
    text('note', '凭证', '如：邮件回执编号、妥投记录、电话确认的时间。'),
  ],
  askReasons: [
    day('告知日期'),
    { name: 'count', label: '申请了多少件', kind: 'number' },
    { name: 'period', label: '在什么期间', kind: 'line', hint: '如：2026年1月至3月。' },
    day('说明理由的期限', undefined, 'until'),
  ],
  hearReasons: [
    day('收到理由的日期'),
    {
      name: 'reasonable',
      label: '理由是否合理',
      kind: 'either',
      choices: { true: '合理', false: '不合理' },
      hint: '理由不合理的，可以告知不予处理。',
    },
    optional(text('note', '理由摘要')),
  ],
  delay: [day('告知申请人的日期'), day('延迟到哪一天答复', '应当合理，并告知申请人。', 'until')],
  proposeExtension: [days],
  extend: [day('告知申请人的日期', '须在原期限届满之前。'), days],
  charge: [
    {
      name: 'method',
      label: '计收方式',
      kind: 'choice',
      choices: feeMethodLabels,
      hint: '按件、按量只能选择一种。',
    },
    { name: 'count', label: '件数或者页数', kind: 'number' },
    day('发出日期'),
    optional(
      day(
        '申请人收到的日期',
        '现在还不知道的先不填，收到回执后登记；从次日起20个工作日内缴费。',
        'receivedOn',
      ),
    ),
    text('payTo', '缴纳方式'),
  ],
  pay: [
    day('缴费日期', '答复期限从次日起重新计算。'),
    {
      name: 'amount',
      label: '实际缴纳的金额（元）',
      kind: 'number',
      hint: '与收费通知的数额一致。没有缴足的，缴足之日才算缴费。',
    },
    optional({
      name: 'receipt',
      label: '财政票据编号',
      kind: 'line',
      hint: '信息处理费缴入国库，应当开具财政票据。',
    }),
  ],
  waiveFee: [day('告知申请人的日期', '申请人在查询页面上同时看到。')],
  redo: [],
  lapseFee: [],
  convert: [text('why', '建议公开的理由')],
  accept: [
    {
      name: 'how',
      label: '怎样公开',
      kind: 'choice',
      choices: { posting: '以信息发布的形式公开，随即生成草稿', document: '变更一件公文的公开属性' },
    },
    optional({
      name: 'documentNumber',
      label: '公文的文号',
      kind: 'line',
      hint: '变更公文的公开属性时填写，如：测应急〔2026〕3号。',
    }),
  ],
  review: [],
  return: [],
  approve: [
    optional(
      text('despite', '不改正而批准的理由', '答复书的检查有提示时才填；一般应当退回改正。理由记入履历。'),
    ),
  ],
  deliver: [
    {
      name: 'how',
      label: '送达方式',
      kind: 'choice',
      choices: deliveryWayLabels,
      hint: '已按申请人要求的方式选好；改用别的方式，应当是申请人同意或者确实不能按要求提供。',
    },
    {
      ...day('交邮、发出的日期', '邮寄以交邮之日为答复之日；网上、电子邮件、传真以发出之日为答复之日。'),
      when: { field: 'how', in: ['online', 'email', 'post', 'fax'] },
    },
    {
      ...day(
        '申请人签收的日期',
        '以申请人签收之日为答复之日；请在送达回证上签字，扫描后加入“材料”。',
        'signedOn',
      ),
      when: { field: 'how', in: ['pickUp', 'onTheSpot'] },
    },
    {
      name: 'mailNumber',
      label: '邮件号码',
      kind: 'line',
      hint: '应当交邮政企业寄递，不得交其他快递企业。',
      when: { field: 'how', in: ['post'] },
    },
    {
      name: 'unstamped',
      label: '没有盖章件，仍在网上送达，另行寄送盖章件',
      kind: 'check',
      hint: '一般应当先把盖章的答复书扫描，作为“答复书盖章件”加入“材料”，申请人在网上拿到的就是盖章件。',
      when: { field: 'how', in: ['online'] },
    },
  ],
  prove: [day('签收、妥投的日期'), text('note', '凭证', '如：邮件回执编号、妥投记录。')],
  archive: [],
}
