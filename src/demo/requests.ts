import { dayOf } from '#kit/now.ts'
import { departmentsIn } from '#people/directory.ts'
import { performRequest } from '#request/actions/perform.ts'
import { registerRequests } from '#request/actions/register.ts'
import { setSettings } from '#request/settings/actions.ts'
import { performProposal } from '#request/settings/proposals.ts'
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
  },
] as const

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
  }
}
