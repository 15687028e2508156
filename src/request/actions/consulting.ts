import type { Reason } from '#kit/errors.ts'
import { proseDay } from '#law/day.ts'
import { consultationsOf } from '../consultations.ts'
import { acknowledgeForm, consultForm, hearForm } from '../forms.ts'
import { unsentIn } from '../letters/unsent.ts'
import { lettersOf } from '../store/letters.ts'
import { deedOf, type RequestHouse } from './deed.ts'

/** Hearing others: third parties, co-makers, other bodies (条例第三十二条、第三十四条). */

export const consult = (house: RequestHouse) =>
  deedOf(house, {
    form: consultForm,
    days: ['on', 'receivedOn'],
    against: ({ form }) =>
      form.receivedOn !== null && form.receivedOn < form.on
        ? [{ field: 'receivedOn', text: '对方收到的日期早于发出的日期，请核对。', basis: '条例/32' }]
        : [],
    facts: ({ form }, { facts }) => {
      const ref = String(facts.filter(f => f.kind.startsWith('consult')).length + 1)
      return [
        {
          kind: form.who === 'thirdParty' ? 'consultThirdParty' : 'consultAgency',
          on: form.on,
          ref,
          data: { who: form.who, receivedOn: form.receivedOn },
          secret: JSON.stringify({ name: form.name, what: form.what }),
        },
      ]
    },
  })

export const hear = (house: RequestHouse) =>
  deedOf(house, {
    form: hearForm,
    days: ['on'],
    against({ form }, { facts, today, calendar }) {
      const asked = consultationsOf(facts, today, calendar).find(c => c.ref === form.ref)
      if (!asked) return [{ field: 'ref', text: '没有这份征求意见书，请重新选择。', basis: '条例/32' }]
      if (asked.heardOn !== null)
        return [
          {
            field: 'ref',
            text: `这份征求意见书已在${proseDay(asked.heardOn)}收到意见，不能重复登记。`,
            basis: '条例/32',
          },
        ]
      const reasons: Reason[] = []
      if (form.on < asked.sentOn)
        reasons.push({
          field: 'on',
          text: `收到意见的日期早于发出日期${proseDay(asked.sentOn)}，请核对。`,
          basis: '条例/32',
        })
      if (form.answer === 'silent' && asked.who !== 'agency')
        reasons.push({
          field: 'answer',
          text: '第三方、共同制作机关收到意见书之日起有15个工作日，期限届满没有答复的由系统认定，不能提前登记。',
          basis: asked.who === 'thirdParty' ? '条例/32' : '条例/34',
        })
      if (form.answer === 'unreached' && asked.receivedOn !== null)
        reasons.push({
          field: 'answer',
          text: `对方已在${proseDay(asked.receivedOn)}收到，不能登记为没有送达。`,
          basis: '235号(2016)/二',
        })
      return reasons
    },
    facts({ form }, { facts, today, calendar }) {
      const asked = consultationsOf(facts, today, calendar).find(c => c.ref === form.ref)!
      return [
        {
          kind: asked.who === 'thirdParty' ? 'hearThirdParty' : 'hearAgency',
          on: form.on,
          ref: form.ref,
          data: { answer: form.answer },
          secret: form.note,
        },
      ]
    },
  })

/** The other side has signed for the letter: only now is it known until when it may answer (条例第三十二条、第三十四条). */
export const acknowledge = (house: RequestHouse) =>
  deedOf(house, {
    form: acknowledgeForm,
    days: ['on'],
    async against({ trx, row, form }, { facts, today, calendar }) {
      const asked = consultationsOf(facts, today, calendar).find(c => c.ref === form.ref)
      if (!asked) return [{ field: 'ref', text: '没有这份征求意见书，请重新选择。', basis: '条例/32' }]
      const draft = unsentIn(await lettersOf(trx, row.id)).find(
        u => u.form.verb === 'consult' && u.ref === form.ref,
      )
      if (draft)
        return [
          {
            field: 'ref',
            text: `第${form.ref}份征求意见书还是草稿，没有发出，对方不可能收到。请先在“文书”里定稿。`,
            basis: '条例/32',
          },
        ]
      if (asked.receivedOn !== null)
        return [
          {
            field: 'ref',
            text: `这份征求意见书已登记在${proseDay(asked.receivedOn)}收到。`,
            basis: '条例/32',
          },
        ]
      if (asked.heardOn !== null)
        return [
          { field: 'ref', text: '这份征求意见书的意见已经登记，不用再登记收到日期。', basis: '条例/32' },
        ]
      return form.on < asked.sentOn
        ? [
            {
              field: 'on',
              text: `对方收到的日期早于发出日期${proseDay(asked.sentOn)}，请核对。`,
              basis: '条例/32',
            },
          ]
        : []
    },
    facts: ({ form }) => [{ kind: 'receiveLetter', on: form.on, ref: form.ref, secret: form.note }],
  })
