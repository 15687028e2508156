import { z } from 'zod'
import type { Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { proseDay } from '#law/day.ts'
import { payBy, readReply } from '../clock.ts'
import { readsOnly } from '../charged.ts'
import { feeNoticeOf, type FactData, type FeeNotice } from '../facts.ts'
import { feeByPiece, feeByVolume, feeNoticeWords, type FeeMethod } from '../fees.ts'
import { acknowledgeFeeForm, chargeForm, payForm, waiveFeeForm } from '../forms.ts'
import { stateOf } from '../letters/workflow.ts'
import { tellApplicant } from '../online/tell.ts'
import { changeCase, piecesThisMonth, type Case } from '../store/cases.ts'
import { lettersOf, moveLetter } from '../store/letters.ts'
import { lastSealedFact } from '../store/online.ts'
import { deedOf, type RequestHouse } from './deed.ts'
import { cameBy, sentOn } from './intake.ts'

/** 信息处理费: the notice, its receipt, the payment, and none (国办函〔2020〕109号). */

/** What a charge comes to for this case: 第四条 counts the applicant's pieces of the month, 第五条 the pages of this one alone. */
async function accountOf(trx: Trx, row: Case, form: { readonly method: FeeMethod; readonly count: number }) {
  if (form.method === 'byVolume') return { before: null, account: feeByVolume(form.count) }
  const { before } = await piecesThisMonth(trx, row)
  return { before, account: feeByPiece(form.count, before) }
}

export const charge = (house: RequestHouse) =>
  deedOf(house, {
    form: chargeForm,
    days: ['on', 'receivedOn'],
    async against({ trx, row, form }, { facts, today, calendar }) {
      const reasons: Reason[] = []
      const due = readReply(facts, today, calendar)?.due ?? null
      if (due !== null && form.on > due)
        reasons.push({
          field: 'on',
          text: `收费通知应当在答复期限内（${proseDay(due)}前）发出，现已超过。`,
          basis: '109号(2020)/6',
        })
      if (form.receivedOn !== null && form.receivedOn < form.on)
        reasons.push({ field: 'receivedOn', text: '申请人收到的日期早于发出的日期，请核对。' })
      if (feeNoticeOf(facts) !== null)
        reasons.push({
          field: 'method',
          text: '这件申请已经发过收费通知。按件、按量只能适用一种，不得重复计收。',
          basis: '109号(2020)/3',
        })
      if (form.method === 'byPiece') {
        const month = await piecesThisMonth(trx, row)
        if (form.count !== month.own)
          reasons.push({
            field: 'count',
            text: `同一申请人本月（自然月）的申请按登记是第${month.before + 1}件，本件按1件计；请把件数填为${month.own}。`,
            basis: '109号(2020)/4',
          })
        else if (feeByPiece(month.own, month.before).amount === 0)
          reasons.push({
            field: 'count',
            text: `同一申请人本月累计${month.before + 1}件，没有超过10件，不收费。`,
            basis: '109号(2020)/4',
          })
      } else if (readsOnly(row))
        reasons.push({
          field: 'method',
          text: '申请人要求的是当场阅读、抄录，没有复制、发送信息，不能按量计收。',
          basis: '109号(2020)/5',
        })
      else if (feeByVolume(form.count).amount === 0)
        reasons.push({ field: 'count', text: '30页以下（含30页）不收费。', basis: '109号(2020)/5' })
      return reasons
    },
    async facts({ trx, row, form }) {
      const { before, account } = await accountOf(trx, row, form)
      return [
        {
          kind: 'sendFeeNotice',
          on: form.on,
          data: { method: form.method, count: form.count, before, amount: account.amount },
          secret: form.payTo,
        },
        ...(form.receivedOn === null ? [] : [{ kind: 'receiveFeeNotice' as const, on: form.receivedOn }]),
      ]
    },
    async write({ trx, row, form, at }): Promise<FactData> {
      const { account } = await accountOf(trx, row, form)
      const notice = await lastSealedFact(trx, row.id, 'sendFeeNotice')
      await tellApplicant(trx, {
        requestId: row.id,
        kind: 'fee',
        factId: notice?.id ?? null,
        text: feeNoticeWords(account, form.payTo),
        at,
      })
      return { amount: account.amount }
    },
  })

export const acknowledgeFee = (house: RequestHouse) =>
  deedOf(house, {
    form: acknowledgeFeeForm,
    days: ['on'],
    against({ form }, { facts }) {
      const message = sentOn(form.from, 'acknowledge', facts)
      if (message.reasons.length > 0) return message.reasons
      const notice = feeNoticeOf(facts)!
      if (notice.receivedOn !== null)
        return [
          {
            field: 'on',
            text: `收费通知已登记在${proseDay(notice.receivedOn)}收到。`,
            basis: '109号(2020)/6',
          },
        ]
      return (message.on ?? form.on!) < notice.sentOn
        ? [{ field: 'on', text: `收到的日期早于发出日期${proseDay(notice.sentOn)}，请核对。` }]
        : []
    },
    facts: ({ form }, { facts }) => [
      {
        kind: 'receiveFeeNotice',
        on: sentOn(form.from, 'acknowledge', facts).on ?? form.on!,
        data: cameBy(form.from),
        secret: form.note || null,
      },
    ],
  })

export const pay = (house: RequestHouse) =>
  deedOf(house, {
    form: payForm,
    days: ['on'],
    async against({ trx, row, form }, { facts, calendar }) {
      const notice = feeNoticeOf(facts)!
      const due = await dueOf(trx, row, notice)
      const by = notice.receivedOn === null ? null : payBy(notice.receivedOn, calendar)
      return [
        ...(form.amount === due
          ? []
          : [
              {
                field: 'amount',
                text:
                  form.amount < due
                    ? `收费通知的数额是${due}元，没有缴足。缴足之日才是缴费之日，请缴足后再登记。`
                    : `收费通知的数额是${due}元。多收的应当退还，请按${due}元登记。`,
                basis: '109号(2020)/6',
              },
            ]),
        ...(form.on < notice.sentOn
          ? [{ field: 'on', text: '缴费日期早于收费通知的日期，请核对。', basis: '109号(2020)/6' }]
          : []),
        ...(by !== null && form.on > by
          ? [
              {
                field: 'on',
                text: `缴费期限已在${proseDay(by)}届满，视为放弃申请，期限不再重新计算。请办理“登记期满未缴费”后书面告知，多收的款项依规定退还；申请人可以重新申请。`,
                basis: '109号(2020)/6',
              },
            ]
          : []),
      ]
    },
    facts: ({ form }) => [{ kind: 'pay', on: form.on, data: { amount: form.amount, receipt: form.receipt } }],
  })

/** The sum that a notice told; of notices that did not keep it, counted again. */
async function dueOf(trx: Trx, row: Case, notice: FeeNotice): Promise<number> {
  if (notice.amount !== null) return notice.amount
  const { account } = await accountOf(trx, row, {
    method: notice.method === 'byPiece' ? 'byPiece' : 'byVolume',
    count: notice.count,
  })
  return account.amount
}

/** 撤回收费通知: a charge is the authority's choice (第三条), so it may take it back; the applicant's time was never interrupted. */
export const waiveFee = (house: RequestHouse) =>
  deedOf(house, {
    form: waiveFeeForm,
    days: ['on'],
    against({ form }, { facts }) {
      const notice = feeNoticeOf(facts)!
      return form.on < notice.sentOn
        ? [
            {
              field: 'on',
              text: `告知的日期早于收费通知的日期${proseDay(notice.sentOn)}，请核对。`,
            },
          ]
        : []
    },
    facts: ({ form }) => [{ kind: 'waiveFee', on: form.on }],
    async write({ trx, row, at }) {
      // A notice that is taken back before it was finished is not sent any more.
      for (const letter of await lettersOf(trx, row.id))
        if (letter.form === 'fee' && stateOf(letter) === 'draft')
          await moveLetter(trx, letter.id, 'dropped', at)
      await tellApplicant(trx, {
        requestId: row.id,
        kind: 'message',
        factId: null,
        text: '本机关已撤回就这件申请发出的收费通知，您不用按它缴费；已经缴纳的，依规定退还。申请继续办理，答复期限仍自收到申请之日起计算。',
        at,
      })
    },
  })

export const lapseFee = (house: RequestHouse) =>
  deedOf(house, {
    form: z.object({}),
    against(_, { facts, today, calendar }) {
      const notice = feeNoticeOf(facts)!
      if (notice.receivedOn === null)
        return [
          {
            text: '还没有登记申请人收到收费通知的日期，缴费期限没有起算。请先办理“登记申请人收到收费通知”。',
            basis: '109号(2020)/6',
          },
        ]
      const by = payBy(notice.receivedOn, calendar)
      return today <= by
        ? [
            {
              text: `缴费期限到${proseDay(by)}届满（收到收费通知次日起20个工作日），还不能视为放弃。`,
              basis: '109号(2020)/6',
            },
          ]
        : []
    },
    facts: (_, { today }) => [{ kind: 'abandon', on: today }],
    write: ({ trx, row }) => changeCase(trx, row.id, { answers: { standing: 'feeLapsed' } }),
  })
