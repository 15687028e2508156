import { z } from 'zod'
import type { Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { addJob } from '#kit/jobs.ts'
import { nextNumber } from '#kit/numbers.ts'
import { proseDay } from '#law/day.ts'
import { groundOf, isGround } from '#law/grounds.ts'
import { outcomeOf } from '#law/outcomes.ts'
import { approveForm, deliverForm, proposeForm, proveForm } from '../forms.ts'
import { guide, type Answers } from '../guide.ts'
import { heldOf } from '../holds.ts'
import { missingFor } from '../needs.ts'
import { remedyNotice } from '../remedy.ts'
import { isInPerson } from '../model.ts'
import { finishReply, replyReasons, untoldReasons } from '../letters/reply.ts'
import { openWords } from '../letters/words.ts'
import { changeCase, type Case } from '../store/cases.ts'
import { hasStamped, openPartsOf } from '../store/files.ts'
import { replyOf } from '../store/letters.ts'
import { caseByNumber } from '../store/register.ts'
import { settingsOf } from '../store/settings.ts'
import { deedOf, type RequestHouse } from './deed.ts'

/** From the judgement to the archive: four eyes, number, delivery (条例第三十六条；国办公开办函〔2016〕235号). */

/** 表二 row of an outcome; for a withheld one the first ground decides. */
export function reportRowOf(outcome: string, grounds: readonly string[]): string {
  const { reportRows } = outcomeOf(outcome)
  const first = grounds[0]
  return reportRows.length > 1 && first !== undefined && isGround(first)
    ? groundOf(first).reportRow
    : reportRows[0]!
}

/** Why the case named as answered before (条例第三十六条第六项) is none; a number that the register does not know stands on paper. */
async function notRepeated(trx: Trx, row: Case, number: string): Promise<Reason[]> {
  const earlier = await caseByNumber(trx, row.bodyId, number)
  if (!earlier) return []
  const say = (text: string): Reason[] => [{ field: 'earlierRequest', text, basis: '条例/36(6)' }]
  if (earlier.id === row.id) return say('这是本件自己的登记编号，请写已经答复的那一件。')
  const isSame =
    row.applicantKey !== null &&
    earlier.applicant_key !== null &&
    row.applicantKey.equals(earlier.applicant_key)
  if (!isSame) return say(`${number}是另一位申请人的申请。不同的人申请同一信息，不是重复申请，应当答复。`)
  return earlier.replied ? [] : say(`${number}还没有答复，不能以重复申请答复本件。可以办理“并案”，一并答复。`)
}

export const propose = (house: RequestHouse) =>
  deedOf(house, {
    form: proposeForm,
    async against({ trx, row, form }, { facts, today, calendar }) {
      const answers: Answers = form.answers
      const judged = guide(answers)
      if (!judged.done)
        return [
          {
            field: `answers.${judged.next.id}`,
            text: `还没有判断完：${judged.next.text}`,
            basis: judged.next.basis[0],
          },
        ]
      const outcome = judged.outcome.code
      const reasons: Reason[] = []
      for (const code of form.grounds)
        if (!isGround(code)) reasons.push({ field: 'grounds', text: `没有编号为“${code}”的不予公开依据。` })
      if (reasons.length > 0) return reasons
      const held = heldOf(facts, await openPartsOf(trx, row.id), today, calendar)
      reasons.push(...missingFor(outcome, { ...held, ...form.file, grounds: form.grounds }, answers))
      if (outcome === 'O11' && form.file.earlierRequest)
        reasons.push(...(await notRepeated(trx, row, form.file.earlierRequest)))
      if (form.findings === '')
        reasons.push({ field: 'findings', text: '请写明查明的事实。', basis: '条例/36' })
      const settings = await settingsOf(trx, row.bodyId)
      const notice = remedyNotice({ outcome, grounds: form.grounds, online: form.online }, settings)
      reasons.push(...notice.faults)
      return reasons
    },
    facts: ({ form }, { today }) => {
      const judged = guide(form.answers)
      return [
        {
          kind: 'propose',
          on: today,
          data: { outcome: judged.done ? judged.outcome.code : null, grounds: form.grounds },
          secret: form.findings,
        },
      ]
    },
    async write({ trx, row, form, actor }) {
      const judged = guide(form.answers)
      const outcome = judged.done ? judged.outcome.code : 'O17'
      await changeCase(trx, row.id, {
        officerId: actor.staffId,
        answers: form.answers,
        caseFile: { ...form.file, online: form.online },
        outcome,
        grounds: form.grounds,
        reportRow: reportRowOf(outcome, form.grounds),
      })
      return { outcome }
    },
  })

export const review = (house: RequestHouse) =>
  deedOf(house, {
    form: z.object({}),
    // The history names what was read: the approval is of the same words.
    write: async ({ trx, row }) => ({ letter: (await replyOf(trx, row.id))?.hash ?? null }),
  })

export const sendBack = (house: RequestHouse) =>
  deedOf(house, {
    form: z.object({}),
    write: ({ trx, row }) => changeCase(trx, row.id, { outcome: null, reportRow: null }),
  })

export const approve = (house: RequestHouse) =>
  deedOf(house, {
    form: approveForm,
    async against({ trx, row, form }) {
      const reasons = await replyReasons(house, trx, row)
      if (reasons.length === 0 || form.despite !== '') return []
      return [
        ...reasons.map(r => ({ field: 'despite', ...r })),
        { field: 'despite', text: '请退回承办人改正；确有理由照此发出的，在下面写明理由后再批准。' },
      ]
    },
    async write({ trx, row, form, at }, { today }) {
      const settings = await settingsOf(trx, row.bodyId)
      const year = Number(today.slice(0, 4))
      const sequence = await nextNumber(trx, row.bodyId, `${settings.series}公开复`, year)
      const replyNumber = `${settings.series}公开复〔${year}〕${sequence}号`
      await changeCase(trx, row.id, { replyNumber })
      const letter = await finishReply(house, trx, row, replyNumber, at)
      return { replyNumber, letter, ...(form.despite ? { despite: form.despite } : {}) }
    },
  })

export const deliver = (house: RequestHouse) =>
  deedOf(house, {
    form: deliverForm,
    days: ['on', 'signedOn'],
    async against({ trx, row, form }) {
      const reasons: Reason[] = []
      const inPerson = isInPerson(form.how)
      if (!inPerson && form.on === null)
        reasons.push({ field: 'on', text: '请填写交邮、发出的日期。', basis: '235号(2016)/二' })
      if (inPerson && form.signedOn === null)
        reasons.push({
          field: 'signedOn',
          text: '当面送达以申请人签收之日为答复之日，请填写签收日期。',
          basis: '235号(2016)/二',
        })
      if (form.how === 'post' && !form.mailNumber)
        reasons.push({
          field: 'mailNumber',
          text: '邮政寄送请填写邮件号码；应当交邮政企业寄递，不得交其他快递企业。',
          basis: '235号(2016)/一',
        })
      reasons.push(...(await untoldReasons(house, trx, row)), ...(await partsReasons(trx, row)))
      if (form.how === 'online' && !form.unstamped && !(await hasStamped(trx, row.id)))
        reasons.push({
          field: 'unstamped',
          text: '还没有“答复书盖章件”。请下载答复书PDF打印、加盖行政机关印章，扫描后作为“答复书盖章件”加入“材料”，再在网上送达；确实做不到的，勾选下面一项并另行寄送盖章件。',
          basis: '235号(2016)/一',
        })
      const letter = await replyOf(trx, row.id)
      const words = letter ? openWords(house.vault, letter) : null
      const approvedOn = words?.on ?? null
      const day = replyDay(form)
      if (approvedOn !== null && day !== null && day < approvedOn)
        reasons.push({
          field: inPerson ? 'signedOn' : 'on',
          text: `答复书${proseDay(approvedOn)}才批准定稿，送达不能早于这一天。请如实填写。`,
          basis: '235号(2016)/二',
        })
      if (form.signedOn !== null && form.on !== null && form.signedOn < form.on)
        reasons.push({ field: 'signedOn', text: '签收日期早于交付的日期，请核对。' })
      if (form.how === 'online' || form.how === 'email') {
        const settings = await settingsOf(trx, row.bodyId)
        const notice = remedyNotice({ outcome: row.outcome!, grounds: row.grounds, online: true }, settings)
        reasons.push(...notice.faults)
        if (
          notice.text !== null &&
          settings.onlineReview &&
          !(words?.text ?? '').includes(settings.onlineReview)
        )
          reasons.push({
            field: 'how',
            text: '答复书里没有写申请行政复议的互联网渠道，不能通过互联网送达。请改用其他方式送达。',
            basis: '复议法/22(2)',
          })
      }
      return reasons
    },
    facts: ({ form }) => [
      {
        kind: 'reply',
        on: replyDay(form)!,
        data: {
          how: form.how,
          sentOn: form.on ?? form.signedOn,
          signedOn: form.signedOn,
          mailNumber: form.mailNumber,
        },
      },
    ],
    async write({ trx, row, form }) {
      await changeCase(trx, row.id, { repliedOn: replyDay(form)! })
      if (form.how === 'online')
        await addJob(trx, {
          name: 'request:deliver',
          payload: { request: row.id },
          key: `request-deliver-${row.id}`,
        })
    },
  })

/** 235号 二: direct delivery counts from the signature, post from the day of posting. */
function replyDay(form: z.infer<typeof deliverForm>): string | null {
  return isInPerson(form.how) ? form.signedOn : form.on
}

/** What stands against handing over the files beside the reply as they are now; they may have changed since it was proposed. */
async function partsReasons(trx: Trx, row: Case): Promise<Reason[]> {
  const { count, checked, verified } = await openPartsOf(trx, row.id)
  if (count === 0) return []
  const say = (text: string, basis: string): Reason[] => [{ text, basis }]
  if (row.outcome === 'O3' && !verified)
    return say('“拟公开的部分”换过以后还没有通过遮盖检查，不能送达。请在“材料”里检查。', '条例/37')
  if (row.outcome === 'O2' && !checked)
    return say('“拟公开的部分”换过以后还没有检查，不能送达。请在“材料”里检查。', '条例/17')
  return row.outcome === 'O2' || row.outcome === 'O3'
    ? []
    : say(
        `办理结果是“${outcomeOf(row.outcome!).label}”，案卷里却有“拟公开的部分”，送达时会一并给申请人。请先删除。`,
        '条例/36',
      )
}

export const prove = (house: RequestHouse) =>
  deedOf(house, {
    form: proveForm,
    days: ['on'],
    against: ({ row, form }) =>
      row.repliedOn !== null && form.on < row.repliedOn
        ? [{ field: 'on', text: `签收日期早于答复之日${proseDay(row.repliedOn)}，请核对。` }]
        : [],
    facts: ({ form }) => [{ kind: 'prove', on: form.on, secret: form.note }],
  })

export const archive = (house: RequestHouse) => deedOf(house, { form: z.object({}) })
