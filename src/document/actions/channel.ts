import type { z } from 'zod'
import type { Deed } from '#kit/act.ts'
import type { Reason } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { addChannel as enter, channelsOf, readingPlace, receivePaper as receipt } from '../channels.ts'
import { channelForm, paperForm, paperReceiptForm } from '../model.ts'
import type { DocumentRow } from '../store.ts'

const notAfter = (field: string, day: string, at: Date): Reason[] =>
  day > dayOf(at) ? [{ field, text: `日期${day}在今天之后，请核对。` }] : []

/** 登记其他渠道 (条例第二十三条). */
export const addChannel: Deed<DocumentRow, z.infer<typeof channelForm>> = {
  form: channelForm,
  guard: ({ form, at }) => notAfter('doneOn', form.doneOn, at),
  async apply({ trx, row, form, actor, at }) {
    const { channel, place, doneOn, link = null } = form
    await enter(trx, row.id, { channel, place, doneOn, link, staffId: actor.staffId, at })
    return { data: { channel, place, doneOn, link } }
  },
}

/** 纸质件移送查阅场所 (390号文 四(一)6). */
export const sendPaper: Deed<DocumentRow, z.infer<typeof paperForm>> = {
  form: paperForm,
  async guard({ trx, row, form, at }) {
    const open = (await channelsOf(trx, row.id)).some(
      c => c.channel === readingPlace && c.place === form.place && c.receiptOn === null,
    )
    const twice = open
      ? [{ field: 'place', text: `已登记过移送${form.place}，还没有签收，不必重复登记。` }]
      : []
    return [...notAfter('doneOn', form.doneOn, at), ...twice]
  },
  async apply({ trx, row, form, actor, at }) {
    const { place, doneOn } = form
    await enter(trx, row.id, { channel: readingPlace, place, doneOn, link: null, staffId: actor.staffId, at })
    return { data: { place, doneOn } }
  },
}

export const receivePaper: Deed<DocumentRow, z.infer<typeof paperReceiptForm>> = {
  form: paperReceiptForm,
  async guard({ trx, row, form, at }) {
    const sent = (await channelsOf(trx, row.id)).find(
      c => c.channel === readingPlace && c.place === form.place && c.receiptOn === null,
    )
    if (!sent) return [{ field: 'place', text: `没有移送${form.place}而未签收的纸质件。` }]
    const early =
      form.receiptOn < sent.doneOn
        ? [{ field: 'receiptOn', text: `签收日期早于移送日期${sent.doneOn}，请核对。` }]
        : []
    return [...notAfter('receiptOn', form.receiptOn, at), ...early]
  },
  async apply({ trx, row, form }) {
    await receipt(trx, row.id, form.place, { by: form.receiptBy, on: form.receiptOn })
    return { data: { place: form.place, receiptOn: form.receiptOn } }
  },
}
