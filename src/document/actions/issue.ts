import type { Deed } from '#kit/act.ts'
import { dayOf, startOf, later } from '#kit/now.ts'
import type { House } from '../../house.ts'
import { labelFor } from '#law/attributes.ts'
import { regionsOf } from '#people/directory.ts'
import { formatDocumentNumber } from '#law/documentNumber.ts'
import { publishClock } from '../clocks.ts'
import { issueForm, numberForm } from '../model.ts'
import { seriesOf, takeNumber, voidNumber } from '../numbers.ts'
import { cannotIssue } from '../rules.ts'
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
    const sequence = await takeNumber(trx, {
      bodyId: row.bodyId,
      series: form.series,
      year,
      documentId: row.id,
      at,
    })
    const documentNumber = formatDocumentNumber({ code: form.series, year, sequence })
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
    guard: ({ row, form, at }) => cannotIssue(row, form.issuedOn ?? dayOf(at), dayOf(at)),
    async apply({ trx, row, form, at }) {
      const issuedOn = form.issuedOn ?? dayOf(at)
      const label = labelFor(row.attribute!)
      await changeDocument(trx, row.id, { issued_on: issuedOn, label })
      return { data: { issuedOn, label, documentNumber: row.documentNumber } }
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
