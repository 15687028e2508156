import type { z } from 'zod'
import type { Reason } from '#kit/errors.ts'
import { proseDay } from '#law/day.ts'
import { departmentsIn, holdersIn, notify } from '#people/directory.ts'
import { baseDue, readReply } from '../clock.ts'
import { extensionHeads, extensionReasons } from '../extension.ts'
import {
  askReasonsForm,
  delayForm,
  extendForm,
  handOutForm,
  hearReasonsForm,
  opineForm,
  proposeExtensionForm,
  searchForm,
} from '../forms.ts'
import { propose } from '../conversion/actions.ts'
import { convertForm } from '../conversion/model.ts'
import { onlyHeads } from '../offered.ts'
import { changeCase } from '../store/cases.ts'
import { answerTask, handOut as insertTask } from '../store/facts.ts'
import { settingsOf } from '../store/settings.ts'
import { deedOf, type RequestHouse } from './deed.ts'

/** Inside the authority: handing out, searching, asking for reasons, extending (条例第三十三条、第三十五条). */

export const handOut = (house: RequestHouse) =>
  deedOf(house, {
    form: handOutForm,
    async against({ trx, row, form }, { today }) {
      const known = new Set((await departmentsIn(trx, row.bodyId)).map(d => d.id))
      const reasons: Reason[] = form.departments
        .filter(id => !known.has(id))
        .map(() => ({ field: 'departments', text: '所选部门不在本机关，请重新选择。' }))
      if (form.dueOn && form.dueOn < today)
        reasons.push({ field: 'dueOn', text: `反馈期限${proseDay(form.dueOn)}已经过去，请改填。` })
      return reasons
    },
    facts: ({ form }, { today }) => [
      { kind: 'handOut', on: today, data: { departments: form.departments.map(String) } },
    ],
    async write({ trx, row, form, actor, at }, { today, calendar }) {
      const settings = await settingsOf(trx, row.bodyId)
      const dueOn = form.dueOn ?? calendar.addWorkingDays(today, settings.taskDays)
      for (const departmentId of form.departments)
        await insertTask(trx, { requestId: row.id, departmentId, asked: form.asked, dueOn, at })
      await changeCase(trx, row.id, { officerId: actor.staffId })
      return { dueOn }
    },
  })

type Search = z.infer<typeof searchForm>
const searchFact = (search: Search) => ({
  kind: 'search' as const,
  on: search.on,
  data: { systems: search.systems, scope: search.scope, keywords: search.keywords, found: search.found },
  // The words of a search may name somebody, and the history forgets nothing.
  told: { systems: search.systems.length, keywords: search.keywords.length, found: search.found },
  secret: search.note,
})

export const opine = (house: RequestHouse) =>
  deedOf(house, {
    form: opineForm,
    against: ({ form }, { today }) =>
      form.search && form.search.on > today
        ? [{ field: 'search.on', text: '检索日期还没有到，请填写实际检索的日期。' }]
        : [],
    facts: ({ form, as }, { today }) => [
      { kind: 'opine', on: today, data: { department: as.departmentId } },
      ...(form.search ? [searchFact(form.search)] : []),
    ],
    write: ({ trx, row, reason, as, actor, at }) =>
      answerTask(trx, {
        requestId: row.id,
        departmentId: as.departmentId!,
        opinion: reason!,
        by: actor.staffId,
        at,
      }),
  })

export const search = (house: RequestHouse) =>
  deedOf(house, { form: searchForm, days: ['on'], facts: ({ form }) => [searchFact(form)] })

export const askReasons = (house: RequestHouse) =>
  deedOf(house, {
    form: askReasonsForm,
    days: ['on'],
    against: ({ form }) =>
      form.until <= form.on
        ? [{ field: 'until', text: '说明理由的期限应晚于告知日期。', basis: '条例/35' }]
        : [],
    facts: ({ form }) => [
      {
        kind: 'askReasons',
        on: form.on,
        data: { count: form.count, period: form.period, until: form.until },
        told: { count: form.count, until: form.until },
      },
    ],
  })

export const hearReasons = (house: RequestHouse) =>
  deedOf(house, {
    form: hearReasonsForm,
    days: ['on'],
    against: (_, { facts }) =>
      facts.some(f => f.kind === 'askReasons')
        ? []
        : [{ field: 'on', text: '还没有要求申请人说明理由，请先办理“要求说明理由”。', basis: '条例/35' }],
    facts: ({ form }) => [
      { kind: 'hearReasons', on: form.on, data: { reasonable: form.reasonable }, secret: form.note },
    ],
  })

export const delay = (house: RequestHouse) =>
  deedOf(house, {
    form: delayForm,
    days: ['on'],
    against({ form }, { facts, today, calendar }) {
      const reasons: Reason[] = []
      if (!facts.some(f => f.kind === 'hearReasons' && f.data.reasonable === true))
        reasons.push({
          field: 'until',
          text: '确定延迟答复的期限，须申请人说明了理由并且理由合理；请先登记申请人的理由。',
          basis: '条例/35',
        })
      const due = readReply(facts, today, calendar)?.due ?? null
      if (due !== null && form.until <= due)
        reasons.push({
          field: 'until',
          text: `延迟后的期限应晚于现在的答复期限${proseDay(due)}。`,
          basis: '条例/35',
        })
      return reasons
    },
    facts: ({ form }) => [{ kind: 'delay', on: form.on, data: { until: form.until } }],
  })

export const proposeExtension = (house: RequestHouse) =>
  deedOf(house, {
    form: proposeExtensionForm,
    against: (_, { facts, today, calendar }) => extensionReasons(facts, today, calendar),
    facts: ({ form, reason }, { today }) => [
      { kind: 'proposeExtension', on: today, data: { days: form.days }, secret: reason },
    ],
  })

export const extend = (house: RequestHouse) =>
  deedOf(house, {
    form: extendForm,
    days: ['on'],
    async against({ trx, row, form, as }, { facts, today, calendar }) {
      const proposed = facts.findLast(f => f.kind === 'proposeExtension')
      const reasons = extensionReasons(facts, form.on, calendar, today)
      const heads = extensionHeads(row, await holdersIn(trx, [row.bodyId]), facts)
      if (as.role === 'leader' && heads.length > 0)
        reasons.push({ text: onlyHeads(heads), basis: '条例/33(2)' })
      if (proposed && form.on < proposed.on)
        reasons.push({
          field: 'on',
          text: `告知申请人的日期早于提请延长的日期${proseDay(proposed.on)}，请核对。`,
          basis: '条例/33(2)',
        })
      if (!proposed)
        reasons.push({
          field: 'days',
          text: '还没有提请延长。请承办人先办理“提请延长答复期限”，写明理由。',
          basis: '条例/33(2)',
        })
      else if (form.days > Number(proposed.data.days))
        reasons.push({
          field: 'days',
          text: `同意延长的天数不能多于提请的${proposed.data.days}个工作日。`,
          basis: '条例/33(2)',
        })
      return reasons
    },
    facts: ({ form }) => [{ kind: 'extend', on: form.on, data: { length: form.days } }],
    async write({ trx, row, form, at }, { today, calendar, facts }) {
      await changeCase(trx, row.id, { extensionDays: form.days })
      const base = baseDue(facts, today, calendar)
      const asker = facts.findLast(f => f.kind === 'proposeExtension')?.by
      if (asker)
        await notify(trx, [asker], {
          kind: 'request',
          subject: row.id,
          text: `“${row.subject}”同意延长${form.days}个工作日，请把延期答复告知书定稿${base === null ? '' : `，在${proseDay(base)}原期限届满前`}发出。`,
          at,
        })
    },
  })

/** 条例第四十四条: lays a proposal, with the cases that asked for the same; the openness unit decides on it apart from the case. */
export const convert = (house: RequestHouse) =>
  deedOf(house, {
    form: convertForm,
    facts: ({ form }, { today }) => [{ kind: 'convert', on: today, secret: form.why }],
    write: async ({ trx, row, form, actor, as, at }) => ({
      conversion: await propose(trx, row, { proposer: { actor, role: as.role }, at, why: form.why }),
    }),
  })
