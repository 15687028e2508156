import type { z } from 'zod'
import type { Deed } from '#kit/act.ts'
import { departmentsIn } from '#people/directory.ts'
import { answerCountersign, askCountersigns, endCountersigns } from '../countersigns.ts'
import { countersignAnswer, countersignForm } from '../model.ts'
import type { DocumentRow } from '../store.ts'

/** 会签: several departments at once, each by its head. */
export const askCountersign: Deed<DocumentRow, z.infer<typeof countersignForm>> = {
  form: countersignForm,
  async guard({ trx, row, form }) {
    const known = new Set((await departmentsIn(trx, row.bodyId)).map(d => d.id))
    const strange = form.departments.filter(d => !known.has(d))
    if (strange.length > 0) return [{ field: 'departments', text: '所选部门不属于本机关，请重新选择。' }]
    if (form.departments.includes(row.departmentId))
      return [{ field: 'departments', text: '主办部门自己不用会签，请去掉。' }]
    return []
  },
  async apply({ trx, row, form, at }) {
    const departments = [...new Set(form.departments)]
    const round = await askCountersigns(trx, row.id, departments, at)
    return { data: { departments, round } }
  },
}

/** One department's answer; with the last one the document goes back to the department that drafted it. */
export const countersign: Deed<DocumentRow, z.infer<typeof countersignAnswer>> = {
  form: countersignAnswer,
  choose: row => (row.asked.length > 1 ? 'countersign' : 'department-review'),
  async apply({ trx, row, form, as, actor, reason, at }) {
    await answerCountersign(trx, row.id, as.departmentId!, {
      staffId: actor.staffId,
      agrees: form.agrees === 'yes',
      opinion: reason!,
      at,
    })
    return { data: { department: as.departmentId, agrees: form.agrees === 'yes' } }
  },
}

export const endCountersign: Deed<DocumentRow> = {
  async apply({ trx, row, reason, at }) {
    await endCountersigns(trx, row.id, reason!, at)
    return { data: { unanswered: [...row.asked] } }
  },
}
