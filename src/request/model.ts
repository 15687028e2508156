import { z } from 'zod'
import { checkCreditCode } from '#law/creditCode.ts'
import { isDay } from '#law/day.ts'
import { checkIdNumber } from '#law/identity.ts'

/** Nouns of 依申请公开: who applies, how it arrives, what is asked for and how it is to be given. */

/** The six columns of table 2 of the annual report (国办公开办函〔2021〕30号), in its order. */
export const applicantKinds = [
  'natural',
  'commercial',
  'research',
  'welfare',
  'legalService',
  'otherOrganization',
] as const
export type ApplicantKind = (typeof applicantKinds)[number]
export const applicantKindLabels: Record<ApplicantKind, string> = {
  natural: '自然人',
  commercial: '商业企业',
  research: '科研机构',
  welfare: '社会公益组织',
  legalService: '法律服务机构',
  otherOrganization: '其他',
}

/** How an application reaches the body (条例第三十一条；国办公开办函〔2017〕19号). */
export const channels = [
  'counter',
  'signedMail',
  'plainMail',
  'online',
  'fax',
  'elsewhere',
  'announced',
] as const
export type Channel = (typeof channels)[number]
export const channelLabels: Record<Channel, string> = {
  counter: '当面提交',
  signedMail: '邮寄（机关签收）',
  plainMail: '平常信函（无需签收）',
  online: '互联网渠道',
  fax: '传真',
  elsewhere: '其他单位或者人员转来',
  announced: '本机关公布的其他渠道',
}

/** Proofs of identity a citizen may give. Only the resident identity card has a number that checks itself. */
export const identityProofs = ['residentCard', 'passport', 'hkMacaoTaiwan', 'officer', 'otherProof'] as const
export type IdentityProof = (typeof identityProofs)[number]
export const identityProofLabels: Record<IdentityProof, string> = {
  residentCard: '居民身份证',
  passport: '护照',
  hkMacaoTaiwan: '港澳台居民居住证、通行证',
  officer: '军官证、士兵证',
  otherProof: '其他有效证件',
}

export const carriers = ['paper', 'email', 'disc', 'read'] as const
export type Carrier = (typeof carriers)[number]
export const carrierLabels: Record<Carrier, string> = {
  paper: '纸质',
  email: '电子文件',
  disc: '光盘等存储介质',
  read: '当场阅读、抄录',
}

export const deliveries = ['online', 'email', 'post', 'pickUp', 'onTheSpot'] as const
export type Delivery = (typeof deliveries)[number]
export const deliveryLabels: Record<Delivery, string> = {
  online: '网上查看、下载',
  email: '电子邮件',
  post: '邮政寄送',
  pickUp: '自行领取',
  onTheSpot: '当场阅读、抄录',
}

/** The form and the way the applicant asked for; what is read on the spot is both. */
export const askedWay = (a: { readonly carrier: Carrier; readonly delivery: Delivery }): string =>
  [...new Set([carrierLabels[a.carrier], deliveryLabels[a.delivery]])].join('，')

/** How an answer reaches the applicant: as he asked, or by fax where he agrees. */
export const deliveryWays = [...deliveries, 'fax'] as const
export type DeliveryWay = (typeof deliveryWays)[number]
export const deliveryWayLabels: Record<DeliveryWay, string> = {
  ...deliveryLabels,
  online: '网上送达',
  pickUp: '当面交付',
  fax: '传真',
}
/** Answered when the applicant signs (国办公开办函〔2016〕235号 二). */
export const isInPerson = (how: DeliveryWay): boolean => how === 'pickUp' || how === 'onTheSpot'

const text = (most: number, name: string) =>
  z.string().trim().max(most, `${name}最多${most}个字。`).default('')

export const phonePattern = /^(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}(?:[- ]\d{1,6})?)$/
const emailPattern = /^[^\s@<>"',;:\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/

const applicationFields = z.object({
  applicantKind: z.enum(applicantKinds, '请选择申请人是公民还是法人、其他组织。'),
  name: text(100, '姓名或者名称'),
  identityProof: z.enum(identityProofs, '请选择身份证明的种类。').nullable().default(null),
  identityNumber: text(40, '证件号码'),
  creditCode: text(40, '统一社会信用代码'),
  representative: text(50, '法定代表人（负责人）'),
  contactName: text(50, '联系人'),
  phone: text(40, '联系电话'),
  address: text(200, '通信地址'),
  postcode: text(10, '邮政编码'),
  email: text(120, '电子邮箱'),
  agentName: text(50, '代理人'),
  informationName: text(200, '所需信息的名称'),
  documentNumber: text(80, '文号'),
  description: text(4000, '内容描述'),
  purpose: text(1000, '用途'),
  carrier: z.enum(carriers, '请选择信息的形式。'),
  delivery: z.enum(deliveries, '请选择获取信息的方式。'),
  otherWayAccepted: z.boolean().default(true),
  reducedFee: z.boolean().default(false),
  /** 条例第四十三条：代为填写 for those who cannot write. */
  writtenDownBy: text(50, '代为填写的工作人员'),
})
export type Application = z.infer<typeof applicationFields>

type ApplicationFault = {
  readonly path: string
  readonly message: string
  /** Left out, not written wrongly: a letter that lacks it is an application all the same. */
  readonly lacking: boolean
}

/** Everything that stands against an application, at once. */
export function applicationFaults(a: Application): ApplicationFault[] {
  const faults: ApplicationFault[] = []
  const say = (path: keyof Application, message: string) => faults.push({ path, message, lacking: false })
  const miss = (path: keyof Application, message: string) => faults.push({ path, message, lacking: true })
  const natural = a.applicantKind === 'natural'
  if (!a.name) say('name', natural ? '请填写姓名。' : '请填写单位名称。')
  if (natural) {
    if (!a.identityProof) miss('identityProof', '请选择身份证明的种类。')
    if (!a.identityNumber) miss('identityNumber', '请填写证件号码。')
    else if (a.identityProof === 'residentCard') {
      const checked = checkIdNumber(a.identityNumber)
      if (!checked.ok) say('identityNumber', `居民身份证号码有误：${checked.reasons.join('')}`)
    }
  } else {
    if (!a.creditCode)
      miss(
        'creditCode',
        '请填写统一社会信用代码（18位，见营业执照、登记证书），不再需要组织机构代码。没有代码的组织，可以持其他身份证明当面或者邮寄申请。',
      )
    else {
      const checked = checkCreditCode(a.creditCode)
      if (!checked.ok) say('creditCode', `统一社会信用代码有误：${checked.reasons.join('')}`)
    }
    if (!a.contactName) miss('contactName', '请填写联系人姓名，便于我们联系。')
  }
  if (!a.phone && !a.email && !a.address) miss('phone', '请至少留一种联系方式：电话、电子邮箱或者通信地址。')
  if (a.phone && !phonePattern.test(a.phone.replace(/\s/g, '')))
    say('phone', '电话号码不对。手机号是11位数字；座机请带区号，如0391-1234567。')
  if (a.email && !emailPattern.test(a.email)) say('email', '电子邮箱的写法不对，应如 name@example.cn。')
  if (a.postcode && !/^\d{6}$/.test(a.postcode)) say('postcode', '邮政编码应为6位数字。')
  if (a.delivery === 'post' && !a.address) miss('address', '选择邮政寄送的，请填写通信地址。')
  // What is had online needs no address.
  if ((a.delivery === 'email' || (a.carrier === 'email' && a.delivery !== 'online')) && !a.email)
    miss('email', '选择电子邮件的，请填写电子邮箱。')
  if (!a.informationName && !a.documentNumber && !a.description)
    say('description', '请填写所需信息的名称、文号或者内容描述，三项填一项即可。')
  return faults
}

const saying = (faults: (a: Application) => readonly ApplicationFault[]) =>
  applicationFields.superRefine((a, context) => {
    for (const { path, message } of faults(a)) context.addIssue({ code: 'custom', path: [path], message })
  })

/**
 * An application as 条例第二十九条 asks for it, and nothing more: the purpose may be left out, no place of work, no certificate
 * beyond the proof of identity. All that is wrong is said at once.
 */
export const applicationSchema = saying(applicationFaults)

/**
 * An application by hand or post that lacks something. These ways may never be refused (国办公开办函〔2017〕19号): it is registered as it
 * came, its clock runs, and the applicant is asked to supplement once (条例第三十条).
 */
export const incompleteSchema = saying(a => applicationFaults(a).filter(fault => !fault.lacking))

/** What of an application is personal: kept sealed, shown masked. */
export const personalFields = [
  'name',
  'identityNumber',
  'creditCode',
  'representative',
  'contactName',
  'phone',
  'address',
  'postcode',
  'email',
  'agentName',
  'purpose',
] as const satisfies readonly (keyof Application)[]

const day = (what: string) =>
  z.string(`请填写${what}。`).refine(isDay, `${what}应写成 2026-11-22 这样的形式，并且是一个真实的日期。`)
export const dayField = day

/** Short words of what is asked for, for lists: name, number, or the beginning of the description. */
export function subjectOf(
  a: Pick<Application, 'informationName' | 'documentNumber' | 'description'>,
): string {
  const name = a.informationName || a.description.replace(/\s+/g, ' ')
  const short = name.length > 60 ? `${name.slice(0, 59)}…` : name
  return a.documentNumber ? (short ? `${short}（${a.documentNumber}）` : a.documentNumber) : short
}
