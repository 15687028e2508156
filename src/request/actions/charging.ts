import { z } from 'zod'
import type { Reason } from '#kit/errors.ts'
import { proseDay } from '#law/day.ts'
import { payBy, readReply } from '../clock.ts'
import { feeNoticeOf, type FactData } from '../facts.ts'
import { feeByPiece, feeByVolume } from '../fees.ts'
import { acknowledgeFeeForm, chargeForm, payForm } from '../forms.ts'
import { changeCase, piecesThisMonth } from '../store/cases.ts'
import { deedOf, type RequestHouse } from './deed.ts'

/** 信息处理费: the notice, its receipt, the payment, and none (国办函〔2020〕109号). */

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
      } else if (feeByVolume(form.count).amount === 0)
        reasons.push({ field: 'count', text: '30页以下（含30页）不收费。', basis: '109号(2020)/5' })
      return reasons
    },
    facts: ({ form }) => [
      {
        kind: 'sendFeeNotice',
        on: form.on,
        data: { method: form.method, count: form.count },
        secret: form.payTo,
      },
      ...(form.receivedOn === null ? [] : [{ kind: 'receiveFeeNotice' as const, on: form.receivedOn }]),
    ],
    async write({ trx, row, form }): Promise<FactData> {
      const before = form.method === 'byPiece' ? (await piecesThisMonth(trx, row)).before : 0
      const account = form.method === 'byPiece' ? feeByPiece(form.count, before) : feeByVolume(form.count)
      return { amount: account.amount }
    },
  })

export const acknowledgeFee = (house: RequestHouse) =>
  deedOf(house, {
    form: acknowledgeFeeForm,
    days: ['on'],
    against({ form }, { facts }) {
      const notice = feeNoticeOf(facts)!
      if (notice.receivedOn !== null)
        return [
          {
            field: 'on',
            text: `收费通知已登记在${proseDay(notice.receivedOn)}收到。`,
            basis: '109号(2020)/6',
          },
        ]
      return form.on < notice.sentOn
        ? [{ field: 'on', text: `收到的日期早于发出日期${proseDay(notice.sentOn)}，请核对。` }]
        : []
    },
    facts: ({ form }) => [{ kind: 'receiveFeeNotice', on: form.on, secret: form.note }],
  })

export const pay = (house: RequestHouse) =>
  deedOf(house, {
    form: payForm,
    days: ['on'],
    against({ form }, { facts, calendar }) {
      const notice = feeNoticeOf(facts)!
      if (form.on < notice.sentOn)
        return [{ field: 'on', text: '缴费日期早于收费通知的日期，请核对。', basis: '109号(2020)/6' }]
      const by = notice.receivedOn === null ? null : payBy(notice.receivedOn, calendar)
      return by !== null && form.on > by
        ? [
            {
              field: 'on',
              text: `缴费期限已在${proseDay(by)}届满，视为放弃申请，期限不再重新计算。请办理“期满未缴费”后书面告知，多收的款项依规定退还；申请人可以重新申请。`,
              basis: '109号(2020)/6',
            },
          ]
        : []
    },
    facts: ({ form }) => [{ kind: 'pay', on: form.on, data: { receipt: form.receipt } }],
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
