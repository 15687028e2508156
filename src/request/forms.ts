import { z } from 'zod'
import { consultationAnswers } from './consultations.ts'
import {
  applicationSchema,
  channels,
  dayField,
  deliveryWays,
  identityProofs,
  incompleteSchema,
} from './model.ts'
import { wantedData } from './supplied.ts'

/** The form of each verb, as the screens send it and `act` checks it. */

const words = (most: number, ask: string) => z.string(ask).trim().min(1, ask).max(most, `最多${most}个字。`)
const note = (most: number) => z.string().trim().max(most, `最多${most}个字。`).default('')

export const contactWays = ['phone', 'email', 'message', 'face', 'letter'] as const
export type ContactWay = (typeof contactWays)[number]
export const contactWayLabels: Record<ContactWay, string> = {
  phone: '电话',
  email: '电子邮件',
  message: '短信或者网上消息',
  face: '当面',
  letter: '书面',
}
const way = z.enum(contactWays, '请选择联系的方式。')

/** Registering what came on paper, by fax or by hand: one letter, one or more matters (一事一申请). */
export const registerForm = z.object({
  channel: z.enum(channels, '请选择申请的渠道。'),
  submittedOn: dayField('提交日期'),
  arrivedOn: dayField('收件日期'),
  confirmedOn: dayField('确认日期').nullable().default(null),
  confirmedBy: way.nullable().default(null),
  evidence: note(200),
  application: applicationSchema,
  /** Further matters of the same letter. */
  matters: z
    .array(
      z.object({
        informationName: note(200),
        documentNumber: note(80),
        description: note(4000),
      }),
    )
    .max(50, '一封信最多拆分为50件。')
    .default([]),
})

/** The same of a letter that lacks what 条例第二十九条 asks for. */
export const incompleteRegisterForm = registerForm.extend({ application: incompleteSchema })

export const confirmForm = z.object({ on: dayField('确认日期'), how: way, note: note(500) })
export const contactForm = z.object({
  on: dayField('联系日期'),
  how: way,
  result: words(500, '请写明联系的结果。'),
})
export const handOutForm = z.object({
  departments: z
    .array(z.number('请选择部门。').int())
    .min(1, '请选择至少一个承办部门。')
    .max(20, '一次最多送20个部门。'),
  asked: words(1000, '请写明需要部门做什么。'),
  dueOn: dayField('反馈期限').optional(),
})
export const askSupplementForm = z
  .object({
    on: dayField('告知日期'),
    items: note(2000),
    until: dayField('补正期限'),
    late: z.boolean().default(false),
    /** What the applicant is asked to supply about himself. */
    wanted: z.array(z.enum(wantedData, '请从所列各项中选择。')).max(4).default([]),
  })
  .refine(form => form.items !== '' || (form.wanted?.length ?? 0) > 0, {
    path: ['items'],
    when: () => true,
    error: '请写明哪里不明确、需要补正什么，以及怎样补正；只缺申请人信息的，勾选要补充的各项。',
  })
/** Either the day and words of what came by other ways, or the message that the applicant sent online. */
const sent = z
  .number('请重新选择来信。')
  .int('请重新选择来信。')
  .positive('请重新选择来信。')
  .nullable()
  .default(null)
const daySent = (what: string) => dayField(what).nullable().default(null)
const dayOrSent = { path: ['on'], when: () => true }
export const supplementForm = z
  .object({ on: daySent('收到补正的日期'), description: note(4000), from: sent })
  .refine(form => form.from !== null || form.on !== null, { ...dayOrSent, error: '请填写收到补正的日期。' })
export const searchForm = z.object({
  on: dayField('检索日期'),
  systems: z.array(words(100, '请写明检索的系统或者案卷。')).min(1, '请写明检索了哪些系统、档案。').max(30),
  scope: words(500, '请写明检索的范围，如年度、部门。'),
  keywords: z.array(words(60, '请写明关键词。')).min(1, '请写明检索用的关键词。').max(30),
  found: z.boolean('请说明是否找到。'),
  note: note(1000),
})
export const opineForm = z.object({ search: searchForm.nullable().default(null) })
export const consultForm = z.object({
  who: z.enum(['thirdParty', 'coMaker', 'agency'], '请选择征求谁的意见。'),
  name: words(100, '请填写被征求意见者的名称。'),
  on: dayField('发出日期'),
  receivedOn: dayField('对方收到的日期').nullable().default(null),
  what: words(1000, '请写明就哪些信息征求意见。'),
})
export const hearForm = z.object({
  ref: words(20, '请选择是哪一份征求意见书。'),
  on: dayField('收到意见的日期'),
  answer: z.enum(consultationAnswers, '请选择对方的意见。'),
  note: note(2000),
})
export const acknowledgeForm = z.object({
  ref: words(20, '请选择是哪一份征求意见书。'),
  on: dayField('签收日期'),
  note: words(300, '请写明凭证，如回执编号、妥投记录。'),
})
export const acknowledgeFeeForm = z
  .object({ on: daySent('签收日期'), note: note(300), from: sent })
  .refine(form => form.from !== null || form.on !== null, { ...dayOrSent, error: '请填写签收日期。' })
  .refine(form => form.from !== null || form.note !== '', {
    path: ['note'],
    when: () => true,
    error: '请写明凭证，如回执编号、妥投记录。',
  })
export const askReasonsForm = z.object({
  on: dayField('告知日期'),
  count: z.number('请填写申请的件数。').int().min(1, '请填写申请的件数。'),
  period: words(100, '请写明计算的期间。'),
  until: dayField('说明理由的期限'),
})
export const hearReasonsForm = z.object({
  on: dayField('收到理由的日期'),
  reasonable: z.boolean('请判断理由是否合理。'),
  note: note(2000),
})
export const delayForm = z.object({ on: dayField('告知日期'), until: dayField('延迟答复的期限') })
export const proposeExtensionForm = z.object({
  days: z
    .number('请填写延长的工作日数。')
    .int('应为整数。')
    .min(1, '至少1个工作日。')
    .max(20, '最长20个工作日（条例第三十三条第二款）。'),
})
export const extendForm = z.object({
  on: dayField('告知申请人的日期'),
  days: z
    .number('请填写延长的工作日数。')
    .int('应为整数。')
    .min(1, '至少1个工作日。')
    .max(20, '最长20个工作日（条例第三十三条第二款）。'),
})
export const chargeForm = z.object({
  method: z.enum(['byPiece', 'byVolume'], '按件、按量只能选择一种。'),
  count: z.number('请填写件数或者页数。').int().min(1, '请填写件数或者页数。').max(100_000),
  on: dayField('发出日期'),
  receivedOn: dayField('申请人收到的日期').nullable().default(null),
  payTo: words(300, '请写明缴纳方式。'),
})
export const payForm = z.object({
  on: dayField('缴费日期'),
  amount: z
    .number('请填写实际缴纳的金额。')
    .int('金额以整元计。')
    .min(1, '请填写实际缴纳的金额。')
    .max(100_000_000),
  receipt: note(60),
})
export const waiveFeeForm = z.object({ on: dayField('告知申请人的日期') })

const fileField = note(2000)
/** What a reply rests on, gathered in the file; `propose` checks that nothing the outcome needs is missing. */
export const caseFileFields = z.object({
  publicInterest: fileField,
  classificationEvidence: fileField,
  harm: fileField,
  prohibitingLaw: fileField,
  specialLaw: fileField,
  rightChannel: fileField,
  earlierRequest: fileField,
  publicAddress: fileField,
  /** What is given where no file is: pages of a copy, or where and when it may be had (条例第三十六条第二项). */
  provision: fileField,
  responsibleBody: fileField,
  reason: fileField,
})
export const proposeForm = z.object({
  answers: z.record(z.string().max(40), z.string().max(40)),
  file: caseFileFields,
  grounds: z.array(z.string().max(10)).max(8).default([]),
  /** Facts found and result, as the reply words them; that they are written is asked together with what the file must hold. */
  findings: note(5000),
  online: z.boolean().default(false),
})
/** `despite`: why a reply goes out although its check says something. */
export const approveForm = z.object({ despite: note(500) })
export const deliverForm = z.object({
  how: z.enum(deliveryWays, '请选择送达的方式。'),
  on: dayField('交邮、发出的日期').nullable().default(null),
  signedOn: dayField('签收日期').nullable().default(null),
  mailNumber: note(40),
  /** Online, although no stamped copy is there. */
  unstamped: z.boolean().default(false),
})
export const proveForm = z.object({
  on: dayField('签收日期'),
  note: words(300, '请写明凭证，如回执编号、妥投记录。'),
})
/** What is left empty stays as it is. */
export const completeForm = z.object({
  name: note(100),
  identityProof: z.enum(identityProofs, '请选择身份证明的种类。').nullable().default(null),
  identityNumber: note(40),
  creditCode: note(40),
  contactName: note(50),
  phone: note(40),
  email: note(120),
  address: note(200),
  postcode: note(10),
  agentName: note(50),
})
export const noteForm = z.object({ text: words(1000, '请填写消息的内容。') })
export const mergeForm = z.object({ into: words(80, '请填写并入的那一件的登记编号。') })
export const cancelForm = z
  .object({ on: daySent('撤回日期'), from: sent })
  .refine(form => form.from !== null || form.on !== null, { ...dayOrSent, error: '请填写撤回日期。' })
