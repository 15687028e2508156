import type { Trx } from '#kit/db.ts'
import type { Reason } from '#kit/errors.ts'
import { proseDay, addDays } from '#law/day.ts'
import { leftText } from '#law/reading.ts'
import { readSupplement } from '../clock.ts'
import { consultationsOf } from '../consultations.ts'
import type { Fact, FactData } from '../facts.ts'
import {
  askSupplementForm,
  cancelForm,
  confirmForm,
  contactForm,
  mergeForm,
  noteForm,
  supplementForm,
} from '../forms.ts'
import { z } from 'zod'
import { tellApplicant } from '../online/tell.ts'
import { pendingMessages, type Written } from '../pending.ts'
import { receiptRules } from '../receipt.ts'
import { changeCase } from '../store/cases.ts'
import { sealedOf } from '../store/facts.ts'
import { lastSealedFact } from '../store/online.ts'
import { caseByNumber } from '../store/register.ts'
import { wantedText } from '../supplied.ts'
import { suppliedOf, takenOver } from './complete.ts'
import { deedOf, type RequestContext, type RequestHouse } from './deed.ts'

/** From the letter box to the first working day: confirming, asking to supplement, withdrawing, merging (条例第三十条、第三十一条). */

export const confirm = (house: RequestHouse) =>
  deedOf(house, {
    form: confirmForm,
    days: ['on'],
    against: ({ row, form }) =>
      form.on < row.arrivedOn
        ? [
            {
              field: 'on',
              text: `确认日期${proseDay(form.on)}早于收件日期${proseDay(row.arrivedOn)}，请核对。`,
              basis: '条例/31',
            },
          ]
        : [],
    facts: ({ row, form }) => [
      {
        kind: 'receive',
        on: form.on,
        data: { channel: row.channel, how: form.how, rule: receiptRules[row.channel].day },
        secret: form.note,
      },
    ],
    write: async ({ trx, row, form, actor }) =>
      changeCase(trx, row.id, { receivedOn: form.on, officerId: actor.staffId }),
  })

export const contact = (house: RequestHouse) =>
  deedOf(house, {
    form: contactForm,
    days: ['on'],
    facts: ({ form }) => [{ kind: 'contact', on: form.on, data: { how: form.how }, secret: form.result }],
  })

const askedText = (form: z.infer<typeof askSupplementForm>): string =>
  [form.items, wantedText(form.wanted)].filter(Boolean).join('\n')

export const askSupplement = (house: RequestHouse) =>
  deedOf(house, {
    form: askSupplementForm,
    days: ['on'],
    against({ form }, { facts, today, calendar }) {
      const reasons: Reason[] = []
      if (consultationsOf(facts, today, calendar).some(c => c.answer === null))
        reasons.push({
          text: '还有征求意见书没有收到答复。申请内容不明确的，应当先补正、后征求意见；请先登记收到的意见。',
          basis: '条例/30',
        })
      if (facts.some(f => f.kind === 'askSupplement'))
        reasons.push({
          field: 'items',
          text: '已经告知过一次补正。补正只能一次性告知：补正后仍不明确的，请在“拟定答复”中答复“补正后申请内容仍不明确”。',
          basis: '条例/30',
        })
      const clock = readSupplement(facts, form.on, calendar)
      if (clock?.state === 'overdue' && !form.late)
        reasons.push({
          field: 'late',
          text: `告知补正的期限是收到申请之日起7个工作日（${proseDay(clock.due!)}前），${leftText(clock)}。确需补正的，请勾选“逾期告知”并承担相应责任，收到补正后答复期限不重新计算；不影响答复的，请直接办理。`,
          basis: '条例/30',
        })
      if (form.until <= form.on)
        reasons.push({ field: 'until', text: '补正期限应晚于告知日期，并留出合理的时间。', basis: '条例/30' })
      if (form.until > addDays(today, 180))
        reasons.push({ field: 'until', text: '补正期限过长，请核对日期。', basis: '条例/30' })
      return reasons
    },
    facts: ({ form }) => [
      {
        kind: 'askSupplement',
        on: form.on,
        data: {
          supplementBy: form.until,
          late: form.late,
          ...(form.wanted.length > 0 ? { wanted: form.wanted } : {}),
        },
        secret: askedText(form),
      },
    ],
    write: async context =>
      tellFact(context.trx, context.row.id, 'askSupplement', askedText(context.form), context.at),
  })

/** What the applicant sent online and nobody has settled: its day is the day of the step, its words stand in the file already. */
export function sentOn(
  from: number | null,
  about: Written,
  facts: readonly Fact[],
): { readonly on: string | null; readonly reasons: readonly Reason[] } {
  if (from === null) return { on: null, reasons: [] }
  const message = pendingMessages(facts).find(m => m.factId === from && m.about === about)
  if (message) return { on: message.on, reasons: [] }
  return { on: null, reasons: [{ field: 'from', text: '这封来信已经办过，或者不是这一种，请刷新后再看。' }] }
}

/** Which message of the applicant a fact rests on. */
export const cameBy = (from: number | null): FactData => (from === null ? {} : { message: from })

export const supplement = (house: RequestHouse) =>
  deedOf(house, {
    form: supplementForm,
    days: ['on'],
    against({ form }, { facts }) {
      const message = sentOn(form.from, 'supplement', facts)
      if (message.reasons.length > 0) return message.reasons
      const on = message.on ?? form.on!
      const asked = facts.findLast(f => f.kind === 'askSupplement')
      return asked && on < asked.on
        ? [
            {
              field: 'on',
              text: `收到补正的日期早于告知补正的日期${proseDay(asked.on)}，请核对。`,
              basis: '条例/30',
            },
          ]
        : []
    },
    async facts(context, { facts, today }) {
      const { form } = context
      const taken = await suppliedWith(house, context, facts)
      return [
        {
          kind: 'supplement',
          on: sentOn(form.from, 'supplement', facts).on ?? form.on!,
          data: cameBy(form.from),
          secret: form.description,
        },
        ...(taken ? [{ kind: 'complete' as const, on: today, ...taken.fact }] : []),
      ]
    },
    async write(context, { facts }) {
      const taken = await suppliedWith(house, context, facts)
      if (taken) await changeCase(context.trx, context.row.id, taken.row)
    },
  })

/** The data about himself that came with a supplement online: the same press takes them over. */
async function suppliedWith(
  house: RequestHouse,
  { trx, row, form }: RequestContext<z.infer<typeof supplementForm>>,
  facts: readonly Fact[],
) {
  if (form.from === null) return null
  return takenOver(house.vault, row, suppliedOf(house.vault, facts, await sealedOf(trx, row.id), form.from))
}

/** 补正期限届满: the case goes on only to be told so in writing. */
export const lapse = (house: RequestHouse) =>
  deedOf(house, {
    form: z.object({}),
    against(_, { facts, today }) {
      const asked = facts.findLast(f => f.kind === 'askSupplement')
      const until = typeof asked?.data.supplementBy === 'string' ? asked.data.supplementBy : null
      return until !== null && today <= until
        ? [
            {
              text: `补正期限到${proseDay(until)}届满，还不能视为放弃。申请人已补正的，请办理“登记补正”。`,
              basis: '条例/30',
            },
          ]
        : []
    },
    facts: (_, { today }) => [{ kind: 'abandon', on: today }],
    write: async ({ trx, row }) => changeCase(trx, row.id, { answers: { standing: 'supplementLapsed' } }),
  })

export const cancel = (house: RequestHouse) =>
  deedOf(house, {
    form: cancelForm,
    days: ['on'],
    against: ({ form }, { facts }) => sentOn(form.from, 'withdraw', facts).reasons,
    facts: ({ form }, { facts }) => [
      {
        kind: 'cancel',
        on: sentOn(form.from, 'withdraw', facts).on ?? form.on!,
        data: cameBy(form.from),
      },
    ],
    write: async ({ trx, row, form }, { facts }) =>
      changeCase(trx, row.id, {
        outcome: 'O17',
        grounds: [],
        reportRow: 'r3.6.3',
        endedOn: sentOn(form.from, 'withdraw', facts).on ?? form.on!,
      }),
  })

export const merge = (house: RequestHouse) =>
  deedOf(house, {
    form: mergeForm,
    async against({ trx, row, form }) {
      const into = await caseByNumber(trx, row.bodyId, form.into)
      if (!into)
        return [
          {
            field: 'into',
            text: `没有登记编号为“${form.into}”的申请，请核对后重填。`,
            basis: '30号(2021)/三',
          },
        ]
      if (into.id === row.id) return [{ field: 'into', text: '不能并入这一件自己，请填写另一件的登记编号。' }]
      if (
        row.applicantKey === null ||
        into.applicant_key === null ||
        !row.applicantKey.equals(into.applicant_key)
      )
        return [
          {
            field: 'into',
            text: '两件不是同一申请人的申请，不能并案；请分别答复。',
            basis: '条例/36(6)',
          },
        ]
      if (into.ended)
        return [
          {
            field: 'into',
            text: '要并入的那一件已经办结。内容相同的，请在本件答复“重复申请”。',
            basis: '条例/36(6)',
          },
        ]
      return []
    },
    write: async ({ trx, row, form }, { today }) => {
      const into = (await caseByNumber(trx, row.bodyId, form.into))!
      await changeCase(trx, row.id, {
        outcome: 'O17',
        reportRow: 'r3.6.3',
        endedOn: today,
        mergedInto: into.id,
      })
      return { mergedInto: into.id }
    },
    facts: ({ form }, { today }) => [{ kind: 'cancel', on: today, data: { merged: true, into: form.into } }],
  })

/** A message to the applicant; its words are sealed, the history knows that there was one. */
export const note = (house: RequestHouse) =>
  deedOf(house, {
    form: noteForm,
    facts: ({ form }, { today }) => [
      { kind: 'note', on: today, data: { from: 'office' }, secret: form.text },
    ],
    write: async context => tellFact(context.trx, context.row.id, 'note', context.form.text, context.at),
  })

/** What stands sealed in the newest fact of a kind, also on the page of the receipt. */
async function tellFact(trx: Trx, requestId: number, kind: 'note' | 'askSupplement', text: string, at: Date) {
  const fact = await lastSealedFact(trx, requestId, kind)
  await tellApplicant(trx, {
    requestId,
    kind: kind === 'note' ? 'message' : 'ask-supplement',
    factId: fact?.id ?? null,
    text,
    at,
  })
}
