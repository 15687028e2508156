import { dayOf } from '#kit/now.ts'
import { departmentsIn } from '#people/directory.ts'
import { performRequest } from '#request/actions/perform.ts'
import { registerRequests } from '#request/actions/register.ts'
import { caseFileFields } from '#request/forms.ts'
import { enterRemedy } from '#request/remedies/actions.ts'
import { setSettings } from '#request/settings/actions.ts'
import { performProposal } from '#request/settings/proposals.ts'
import { readCase } from '#request/store/cases.ts'
import { pendingProposal } from '#request/store/proposals.ts'
import type { House } from '../house.ts'
import { demoActor } from './documents.ts'

/** Requests of the demonstration at 焦作市应急管理局: applicants are plainly made up, numbers of papers and telephones belong to nobody. */

const applicant = {
  applicantKind: 'natural',
  name: '刘演示',
  identityProof: 'passport',
  identityNumber: 'DEMO0000001',
  phone: '13800000000',
  address: '演示地址，不存在',
  carrier: 'paper',
  delivery: 'post',
}

const letters = [
  {
    key: 'demo-request-plan',
    channel: 'counter',
    application: { ...applicant, description: '2026年度安全生产监督检查计划及上半年执行情况' },
    handOut: '请检索年度检查计划和执行情况统计，并提出能否公开的意见。',
    convert: null,
  },
  {
    key: 'demo-request-relief',
    channel: 'signedMail',
    application: {
      ...applicant,
      name: '陈演示',
      identityNumber: 'DEMO0000002',
      description: '去年冬春救助资金的分配结果',
    },
    handOut: null,
    convert: '每年都有人来问分配结果，公布以后不必再逐件申请。',
  },
  {
    key: 'demo-request-online',
    channel: 'online',
    application: {
      ...applicant,
      name: '周演示',
      identityNumber: 'DEMO0000003',
      description: '本机关关于应急避难场所建设的文件',
      delivery: 'online',
    },
    handOut: null,
    convert: null,
  },
] as const

type Step = {
  readonly verb: string
  readonly who: 'openness' | 'legal' | 'leader'
  /** `ago` answers the day so many working days before today. */
  readonly form?: (ago: (workingDays: number) => string, department: number) => object
  readonly reason?: string
}

const handOut = (asked: string): Step => ({
  verb: 'handOut',
  who: 'openness',
  form: (_, department) => ({ departments: [department], asked }),
})

/** Found and open: what every question of the guide answers in the ordinary case. */
const open = {
  ...{ standing: 'on', clear: 'yes', nature: 'information', repeated: 'no', excessive: 'no' },
  ...{ public: 'no', ours: 'yes', held: 'found', exempt: 'none' },
}
const emptyFile = Object.fromEntries(Object.keys(caseFileFields.shape).map(key => [key, '']))
const propose: Step = {
  verb: 'propose',
  who: 'openness',
  form: () => ({
    answers: open,
    file: { ...emptyFile, provision: '复印件1份，随本答复书提供（演示）' },
    findings: '经检索，本机关保存有您申请的信息（演示）。',
  }),
}

/** Further on their way, one in every stage; received so many working days ago. */
const underWay: readonly {
  readonly key: string
  readonly ago: number
  readonly name: string
  readonly asks: string
  readonly steps: readonly Step[]
  /** 行政复议 that the applicant asked for afterwards. */
  readonly review?: { readonly number: string; readonly note: string }
}[] = [
  {
    key: 'tailings',
    ago: 6,
    name: '郑演示',
    asks: '尾矿库安全度汛检查的有关材料',
    steps: [
      {
        verb: 'askSupplement',
        who: 'openness',
        form: ago => ({
          on: ago(3),
          items: '请写明尾矿库的名称，以及需要哪一年、哪一次检查的材料。',
          until: ago(-12),
        }),
      },
    ],
  },
  {
    key: 'assessment',
    ago: 13,
    name: '吴演示',
    asks: '危险化学品企业安全评价报告',
    steps: [
      handOut('请检索安全评价报告，并说明其中哪些内容涉及企业的商业秘密。'),
      {
        verb: 'consult',
        who: 'openness',
        form: ago => ({
          ...{ who: 'thirdParty', name: '演示企业甲', on: ago(8), receivedOn: ago(6) },
          what: '安全评价报告中的工艺流程、设备参数是否同意公开，不同意的请说明理由。',
        }),
      },
    ],
  },
  {
    key: 'inspections',
    ago: 18,
    name: '孙演示',
    asks: '近三年安全生产执法检查计划',
    steps: [handOut('请提供近三年检查计划的公开文本。')],
  },
  { key: 'volunteers', ago: 9, name: '钱演示', asks: '社会应急力量备案名录', steps: [propose] },
  {
    key: 'shelters',
    ago: 15,
    name: '冯演示',
    asks: '应急避难场所建设和管理经费的安排',
    steps: [propose, { verb: 'review', who: 'legal' }],
  },
  {
    key: 'contracts',
    ago: 17,
    name: '褚演示',
    asks: '救灾物资采购合同',
    steps: [
      propose,
      { verb: 'review', who: 'legal' },
      { verb: 'approve', who: 'leader', form: () => ({}) },
      {
        verb: 'deliver',
        who: 'openness',
        form: ago => ({ how: 'post', on: ago(0), mailNumber: 'XA00000000041' }),
      },
    ],
    review: { number: '演示复〔1〕号', note: '演示：申请人认为提供的合同不完整。' },
  },
]

async function loadUnderWay(house: House, department: number): Promise<void> {
  const officer = await demoActor(house, 'jiaozuo', 'openness')
  const today = dayOf(house.now())
  const ago = (n: number) => house.calendar().addWorkingDays(today, -n)
  for (const [i, one] of underWay.entries()) {
    const key = `demo-request-${one.key}`
    const on = ago(one.ago)
    const [made] = await registerRequests(
      house,
      officer,
      officer.bodyId,
      {
        ...{ channel: 'signedMail', submittedOn: on, arrivedOn: on },
        application: {
          ...applicant,
          name: one.name,
          identityNumber: `DEMO00001${String(i).padStart(2, '0')}`,
          description: one.asks,
        },
      },
      key,
    )
    if (!made) continue
    for (const [n, step] of one.steps.entries())
      await performRequest(house, {
        ...{ subject: made.subject, verb: step.verb, key: `${key}-step-${n}` },
        actor: await demoActor(house, 'jiaozuo', step.who),
        ...(step.form ? { form: step.form(ago, department) } : {}),
        ...(step.reason ? { reason: step.reason } : {}),
      })
    const number = (await readCase(house.db, made.subject))?.number
    const entered = await house.db
      .selectFrom('request_remedy')
      .select('id')
      .where('request_id', '=', made.subject)
      .executeTakeFirst()
    if (one.review && number && !entered)
      await enterRemedy(
        house,
        officer,
        officer.bodyId,
        {
          ...{ ...one.review, request: number, block: 'review', authority: '焦作市人民政府' },
          ...{ procedure: 'ordinary', receivedOn: today },
        },
        `${key}-review`,
      )
  }
}

/** Loads them once; killed in the middle, the next start goes on by the keys. */
export async function loadRequests(house: House): Promise<void> {
  const officer = await demoActor(house, 'jiaozuo', 'openness')
  const bodyId = officer.bodyId
  const set = await house.db
    .selectFrom('request_setting')
    .select('version')
    .where('body_id', '=', bodyId)
    .executeTakeFirst()
  if (!set)
    await setSettings(house, officer, bodyId, {
      version: 0,
      reason: '演示的设置',
      series: '焦应急',
      reviewBody: '焦作市人民政府',
      court: '有管辖权的人民法院（演示）',
      onlineReview: 'https://review.example.invalid/',
      supplementDays: 15,
      taskDays: 5,
      repeatAfter: 3,
      confirmDays: 3,
      identityDays: 30,
      personalDays: 1825,
      contact: '演示：000-00000000',
    })
  const pending = await pendingProposal(house.db, bodyId)
  if (pending)
    await performProposal(house, {
      subject: pending.id,
      verb: 'approve',
      actor: await demoActor(house, 'jiaozuo', 'leader'),
      key: `demo-request-settings-${pending.id}`,
    })
  const today = dayOf(house.now())
  const [department] = (await departmentsIn(house.db, bodyId)).filter(d => d.name.includes('综合协调'))
  for (const letter of letters) {
    const [made] = await registerRequests(
      house,
      officer,
      bodyId,
      { channel: letter.channel, submittedOn: today, arrivedOn: today, application: letter.application },
      letter.key,
    )
    if (made && letter.handOut && department)
      await performRequest(house, {
        subject: made.subject,
        verb: 'handOut',
        actor: officer,
        form: { departments: [department.id], asked: letter.handOut },
        key: `${letter.key}-hand-out`,
      })
    if (made && letter.convert)
      await performRequest(house, {
        subject: made.subject,
        verb: 'convert',
        actor: officer,
        form: { why: letter.convert },
        key: `${letter.key}-convert`,
      })
  }
  if (department) await loadUnderWay(house, department.id)
}
