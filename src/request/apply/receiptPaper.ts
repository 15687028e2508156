import { OperatorError, Refused } from '#kit/errors.ts'
import { dayOf } from '#kit/now.ts'
import { proseDay } from '#law/day.ts'
import type { Calendar } from '#law/calendar.ts'
import type { PortalContext, Raw } from '#portal/page.ts'
import { disposition } from '#portal/send.ts'
import type { RecordBody } from '#record/model.ts'
import { letterForm } from '../letters/forms.ts'
import { fill, type Values } from '../letters/model.ts'
import { paperAs } from '../letters/render.ts'
import { channelLabels, type Channel } from '../model.ts'
import { receiptRules } from '../receipt.ts'
import type { ToldMatter } from '../store/portal.ts'
import type { Done } from './filling.ts'
import { phoneOf } from './place.tsx'
import { readingOf } from './timeline.ts'

/** 接收回执 as a PDF for the applicant, made when he asks for it from what his own codes open; nothing of it is kept. */

type Codes = { readonly receipt: string; readonly query: string }

/** Before the office has numbered and confirmed the application. */
export function newReceipt(done: Done, submittedOn: string, body: RecordBody): Values {
  return {
    number: '由公开工作机构登记，凭回执编号查询',
    applicant: done.applicant ?? '见申请书',
    channel: channelLabels.online,
    submittedOn: proseDay(submittedOn),
    receivedOn: '待双方确认',
    receiptRule: receiptRules.online.day,
    requested: done.matters.join('；'),
    due: '双方确认次日起20个工作日',
    receiptCode: done.receipt,
    queryCode: done.query,
    contact: phoneOf(body) ?? body.name,
  }
}

/** As the case stands: with its number, the receipt day and the last day of the answer. */
export function receiptOfMatter(
  matter: ToldMatter,
  codes: Codes,
  body: RecordBody,
  at: { readonly today: string; readonly calendar: Calendar },
): Values {
  const due = readingOf(matter, at.today, at.calendar)?.due
  return {
    number: matter.number ?? '',
    applicant: matter.applicant,
    channel: channelLabels[matter.channel as Channel],
    submittedOn: proseDay(matter.submittedOn),
    receivedOn: matter.receivedOn === null ? '待双方确认' : proseDay(matter.receivedOn),
    receiptRule: receiptRules[matter.channel as Channel].day,
    requested: matter.subject,
    due: due ? proseDay(due) : matter.receivedOn === null ? '双方确认次日起20个工作日' : '暂停计算，见查询页',
    receiptCode: codes.receipt,
    queryCode: codes.query,
    contact: phoneOf(body) ?? body.name,
  }
}

/** The file, or null where this machine cannot set one now: then the page itself can be printed. */
export async function receiptPdf(
  context: PortalContext,
  body: RecordBody,
  values: Values,
): Promise<Raw | null> {
  if (!context.typst) return null
  const form = letterForm('receipt')!
  const paper = {
    form,
    text: fill(form.text, { body: body.name, ...values }),
    number: null,
    body: body.name,
    on: dayOf(context.now()),
    attachments: [],
  }
  try {
    const bytes = await paperAs('pdf', paper, context.typst)
    return {
      kind: 'raw',
      status: 200,
      type: 'application/pdf',
      body: Buffer.from(bytes),
      headers: {
        'Content-Disposition': disposition(`政府信息公开申请接收回执-${values.receiptCode}.pdf`, false),
        'Cache-Control': 'no-store',
      },
    }
  } catch (error) {
    if (error instanceof OperatorError || error instanceof Refused) return null
    throw error
  }
}
