import type { Row } from '#catalog/instrument/model.ts'
import { addMonths } from '#law/day.ts'
import type { DemoText } from './texts.ts'

/** Words of the demonstration's catalogs: titles say 演示, nothing in them happened. */

type Past = {
  readonly body: 'jiaozuo' | 'xiuwu'
  readonly issuer: string
  readonly title: string
  readonly words: string
  readonly column: string
  readonly daysAgo: number
  readonly items: readonly string[]
}

const city = { body: 'jiaozuo', issuer: '焦作市应急管理局' } as const
const county = { body: 'xiuwu', issuer: '修武县应急管理局' } as const

export const past: readonly Past[] = [
  {
    ...city,
    title: '安全生产法律法规目录（演示）',
    words: '现行有效的安全生产、自然灾害救助法律法规目录，供查阅。',
    column: 'policy',
    daysAgo: 300,
    items: ['AQSC-ZC-01', 'JZ-ZC-01'],
  },
  {
    ...city,
    title: '年度安全生产监督检查计划（演示）',
    words: '年度执法检查的重点行业、检查方式和时间安排。',
    column: 'safety',
    daysAgo: 270,
    items: ['AQSC-YF-04', 'AQSC-ZD-01'],
  },
  {
    ...city,
    title: '一季度安全生产行政处罚情况（演示）',
    words: '一季度作出的行政处罚决定，按规定公布。',
    column: 'penalty',
    daysAgo: 215,
    items: ['AQSC-YF-02'],
  },
  {
    ...city,
    title: '防灾减灾日宣传活动安排（演示）',
    words: '防灾减灾知识进社区、进学校、进企业。',
    column: 'news',
    daysAgo: 190,
    items: ['JZ-DT-02', 'AQSC-FW-02'],
  },
  {
    ...city,
    title: '汛期安全提示（演示）',
    words: '请远离河道、低洼地带和在建工地，注意出行安全。',
    column: 'emergency',
    daysAgo: 140,
    items: ['AQSC-FW-01', 'JZ-BZ-03'],
  },
  {
    ...city,
    title: '上半年灾情和救助情况（演示）',
    words: '上半年全市自然灾害损失和救助工作情况。',
    column: 'relief',
    daysAgo: 120,
    items: ['JZ-JH-01', 'JZ-DT-01'],
  },
  {
    ...city,
    title: '重大事故隐患治理情况公示（演示）',
    words: '挂牌督办的重大事故隐患及其整改情况。',
    column: 'safety',
    daysAgo: 75,
    items: ['AQSC-GL-01'],
  },
  {
    ...city,
    title: '年度部门预算（演示）',
    words: '部门预算和“三公”经费预算。',
    column: 'budget',
    daysAgo: 250,
    items: ['AQSC-ZD-03'],
  },
  {
    ...county,
    title: '县级救灾物资储备和调拨办法（演示）',
    words: '救灾物资的储备、调拨和使用办法。',
    column: 'relief',
    daysAgo: 230,
    items: ['JZ-ZC-03'],
  },
  {
    ...county,
    title: '救灾款物使用情况公示（演示）',
    words: '救灾款物的来源、数量、分配和使用情况。',
    column: 'relief',
    daysAgo: 100,
    items: ['JZ-KW-02'],
  },
  {
    ...county,
    title: '安全生产月活动动态（演示）',
    words: '安全生产月宣传咨询日活动情况。',
    column: 'news',
    daysAgo: 160,
    items: ['AQSC-GL-05', 'AQSC-FW-02'],
  },
]

/** Taken the whole way here, past the twentieth working day. */
export const late: readonly (DemoText & {
  readonly body: 'jiaozuo' | 'xiuwu'
  readonly issuedWorkingDaysAgo: number
  readonly items: readonly string[]
})[] = [
  {
    key: 'jiaozuo-late-standards',
    body: 'jiaozuo',
    title: '关于公布安全生产地方标准目录的通知（演示）',
    paragraphs: ['现将现行有效的安全生产地方标准目录予以公布，供各单位执行和社会公众查阅。'],
    columns: ['policy'],
    issuedWorkingDaysAgo: 27,
    items: ['AQSC-ZC-03'],
  },
  {
    key: 'xiuwu-late-policy',
    body: 'xiuwu',
    title: '修武县安全生产专项整治工作方案（演示）',
    paragraphs: ['为巩固专项整治成果，制定本方案，整治结果按季度向社会公布。'],
    columns: ['policy'],
    issuedWorkingDaysAgo: 24,
    items: ['AQSC-ZC-03'],
  },
]

/** Of the office nothing that looks like a real address or number. */
export const guideTexts: Readonly<Record<string, string>> = {
  officeAddress: '演示地址，无实际办公场所',
  officePhone: '000-00000000（演示）',
  officeFax: '000-00000000（演示）',
  officeOnline: 'openness@example.invalid（演示）',
}

export const bars = (today: string): Row[] =>
  [
    {
      key: 'personnel',
      item: '干部人事档案和考核的个人结果',
      scope: '本机关工作人员的人事档案、年度考核的个人等次；录用、招考结果依法公开。',
      ground: 'E16-1',
      law: '',
      reason: '属于人事管理方面的内部事务信息，公开会影响工作人员的个人权益。',
    },
    {
      key: 'drafts',
      item: '内部请示、会签意见和讨论记录',
      scope: '尚未作出决定的请示报告、会签意见、集体讨论记录；决定作出后的结果依法公开。',
      ground: 'E16-2',
      law: '',
      reason: '属于过程性信息，过早公开会影响决策的坦率讨论和形成。',
    },
    {
      key: 'bank',
      item: '群众的身份证件号码和银行账号',
      scope: '办理各类事项时收集的证件号码、银行账号、详细住址；姓名、金额等依法公示的内容照常公示。',
      ground: 'E15',
      law: '《中华人民共和国个人信息保护法》第二十五条',
      reason: '涉及个人隐私，公开会对第三方合法权益造成损害。',
    },
  ].map(({ key, ...values }) => ({
    key,
    values: { ...values, code: '', from: today, until: '', reviewOn: addMonths(today, 11) },
  }))
