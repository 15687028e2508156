import type { Deed } from '#kit/act.ts'
import { dayOf, instant, isoOf, later, startOf } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { labelFor } from '#law/attributes.ts'
import { regionsOf } from '#people/directory.ts'
import { formatDocumentNumber } from '#law/documentNumber.ts'
import { publishClock } from '../clocks.ts'
import { isColumn } from '#record/columns.ts'
import { takeUnified } from '../library/drafting.ts'
import { itemsChosen } from '../items.ts'
import { issueForm, numberForm, reattributeForm, scheduleForm } from '../model.ts'
import { isNumberBorne, seriesOf, takeNumber, voidNumber } from '../numbers.ts'
import { cannotIssue, cannotPublish } from '../rules.ts'
import { tagData, tagsToGoOut } from '../tags.ts'
import { labelsOf } from '../variants/table.ts'
import { refreeze } from './review.ts'
import { changeDocument, type DocumentRow } from '../store.ts'
import type { z } from 'zod'

/** 编号: the next number of the chosen series in the year of writing (GB/T 9704 7.2.5). */
export const number: Deed<DocumentRow, z.infer<typeof numberForm>> = {
  form: numberForm,
  async guard({ trx, row, form }) {
    const series = await seriesOf(trx, row.bodyId)
    if (series.length === 0)
      return [{ field: 'series', text: '本机关还没有登记机关代字，请系统管理员先在机构设置中登记。' }]
    if (!series.some(s => s.code === form.series))
      return [
        {
          field: 'series',
          text: `“${form.series}”不是本机关登记的机关代字，可用的有：${series.map(s => s.code).join('、')}。`,
        },
      ]
    return []
  },
  async apply({ trx, row, form, at }) {
    const year = Number((row.writtenOn ?? dayOf(at)).slice(0, 4))
    const use = { bodyId: row.bodyId, series: form.series, year, documentId: row.id, at }
    let sequence = await takeNumber(trx, use)
    let documentNumber = formatDocumentNumber({ code: form.series, year, sequence })
    // A document of before that was entered with its own number keeps it; the series goes on after it.
    while (await isNumberBorne(trx, row.bodyId, documentNumber, row.id)) {
      await voidNumber(trx, { ...use, sequence }, '补录的历史公文已用此号')
      sequence = await takeNumber(trx, use)
      documentNumber = formatDocumentNumber({ code: form.series, year, sequence })
    }
    await changeDocument(trx, row.id, {
      series: form.series,
      number_year: year,
      number_sequence: sequence,
      document_number: documentNumber,
    })
    return { data: { documentNumber } }
  },
}

/** 文号作废: the number stays in the register with its reason; the document goes back to be numbered. */
export const voidTakenNumber: Deed<DocumentRow> = {
  async apply({ trx, row, reason }) {
    const taken = {
      bodyId: row.bodyId,
      series: row.series!,
      year: row.numberYear!,
      sequence: row.numberSequence!,
    }
    await voidNumber(trx, taken, reason!)
    await changeDocument(trx, row.id, {
      series: null,
      number_year: null,
      number_sequence: null,
      document_number: null,
    })
    return { data: { documentNumber: row.documentNumber } }
  },
}

/**
 * 印发: fixes the day from which the 20 working days run (390号文 四(一)5) and the label after the date of writing, and
 * queues a reminder three working days before the due day.
 */
export function issue(house: Pick<House, 'calendar'>): Deed<DocumentRow, z.infer<typeof issueForm>> {
  return {
    form: issueForm,
    guard: async ({ trx, row, form, at }) => [
      ...cannotIssue(row, form.issuedOn ?? dayOf(at), dayOf(at)),
      ...(await tagsToGoOut(trx, row, form.tags, dayOf(at))).reasons,
    ],
    async apply({ trx, row, form, at }) {
      const issuedOn = form.issuedOn ?? dayOf(at)
      const label = labelFor(row.attribute!, labelsOf(row.rules))
      const { keys: tags } = await tagsToGoOut(trx, row, form.tags, dayOf(at))
      await changeDocument(trx, row.id, { issued_on: issuedOn, label, tags })
      const unifiedNumber = await takeUnified(trx, row, issuedOn, at)
      return {
        data: { issuedOn, label, documentNumber: row.documentNumber, unifiedNumber, ...tagData(row, tags) },
      }
    },
    async jobs({ trx, row, form, at }) {
      if (row.attribute !== 'proactive') return []
      const calendar = house.calendar((await regionsOf(trx, [row.bodyId])).get(row.bodyId))
      const due = publishClock(calendar, form.issuedOn ?? dayOf(at), dayOf(at)).due
      return [
        {
          name: 'document:remind',
          payload: { document: row.id, due },
          key: `document:remind:${row.id}`,
          runAt: later(startOf(calendar.addWorkingDays(due, -3)), 9 * 3600_000),
        },
      ]
    },
  }
}

/** 定时发布: kept with who said so; the job at the hour does it in his name and checks everything again. */
export const schedule: Deed<DocumentRow, z.infer<typeof scheduleForm>> = {
  form: scheduleForm,
  async guard({ trx, row, form, at }) {
    const columns = (form.columns ?? row.columns).filter(isColumn)
    const reasons = [...cannotPublish(row, columns)]
    if (scheduledAt(form.publishAt) <= at)
      reasons.push({ field: 'publishAt', text: '定时发布的时间已经过去，请改为以后的时间，或直接发布。' })
    reasons.push(...(await itemsChosen(trx, row, form.catalogItems)).reasons)
    reasons.push(...(await tagsToGoOut(trx, row, form.tags, dayOf(at))).reasons)
    return reasons
  },
  async apply({ trx, row, form, at }) {
    const publishAt = scheduledAt(form.publishAt)
    const columns = (form.columns ?? row.columns).filter(isColumn)
    const { marks } = await itemsChosen(trx, row, form.catalogItems)
    const { keys: tags } = await tagsToGoOut(trx, row, form.tags, dayOf(at))
    await changeDocument(trx, row.id, { publish_at: publishAt, columns, catalog_items: marks, tags })
    return {
      data: {
        publishAt: isoOf(publishAt),
        ...(marks.length > 0 ? { items: marks } : {}),
        ...tagData(row, tags),
      },
    }
  },
  jobs({ row, form, as, actor }) {
    const publishAt = scheduledAt(form.publishAt)
    const payload = {
      document: row.id,
      staff: as.onBehalfOf ?? actor.staffId,
      publishAt: publishAt.toISOString(),
    }
    return [
      { name: 'document:publishScheduled', payload, key: `document:publish:${row.id}`, runAt: publishAt },
    ]
  },
}

/** The time a clerk typed, in Beijing. */
const scheduledAt = (text: string): Date => instant(`${text}:00+08:00`)

export const unschedule: Deed<DocumentRow> = {
  guard: ({ row }) => (row.publishAt ? [] : [{ text: '这件公文没有定时发布。' }]),
  async apply({ trx, row }) {
    await changeDocument(trx, row.id, { publish_at: null })
  },
}

/**
 * 变更公开属性 of an issued document (390号文 四(一)4): turned public, the 20 working days begin with the decision; the
 * label after the date of writing follows.
 */
export const reattribute: Deed<DocumentRow, z.infer<typeof reattributeForm>> = {
  form: reattributeForm,
  guard({ row, form }) {
    const sameGround = form.attribute !== 'withheld' || !form.ground || form.ground === row.ground
    if (form.attribute === row.attribute && sameGround)
      return [{ field: 'attribute', text: '公开属性和依据都没有变化。' }]
    if (form.attribute === 'withheld' && !form.ground)
      return [{ field: 'ground', text: '改为不予公开的，须选择法定依据。', basis: '390号/四(一)3' }]
    return []
  },
  async apply({ trx, row, form, reason, at }) {
    const label = labelFor(form.attribute, labelsOf(row.rules))
    await changeDocument(trx, row.id, {
      attribute: form.attribute,
      attribute_reason: reason,
      ground: form.attribute === 'withheld' ? form.ground! : null,
      label,
      publish_at: null,
      reattributed_on: form.attribute === 'proactive' ? dayOf(at) : null,
    })
    // The label is part of what was signed for; the signature's fingerprint names the attribute.
    await refreeze(trx, {
      ...row,
      attribute: form.attribute,
      ground: form.attribute === 'withheld' ? form.ground! : null,
    })
    return { data: { attribute: form.attribute, before: row.attribute, label } }
  },
}
