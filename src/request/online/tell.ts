import { randomUUID } from 'node:crypto'
import { sealFor } from '#kit/envelope.ts'
import type { Trx } from '#kit/db.ts'
import { isMailAddress, MailFault, withoutAddresses, type Letter, type Sender } from '#kit/mail.ts'
import type { Site } from '#portal/site.ts'
import type { House } from '../../house.ts'
import { openPersonal } from '../personal.ts'
import { readCase } from '../store/cases.ts'
import { claimMail, putOfficeMessage, readerKeyOf, unclaimMail } from '../store/online.ts'

/** What the office tells an applicant: on the page of his receipt, and once by e-mail that his application has come. */

/** Puts words of the office on the page of the receipt; nothing where the case has no codes (历史登记). */
export async function tellApplicant(
  trx: Trx,
  message: {
    requestId: number
    kind: 'message' | 'ask-supplement' | 'fee'
    factId: number | null
    text: string
    at: Date
  },
): Promise<void> {
  const key = await readerKeyOf(trx, message.requestId)
  if (key === null) return
  await putOfficeMessage(trx, { ...message, sealed: sealFor(key, message.text) })
}

const escape = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** That an application was submitted: the receipt code and where to ask, never what was applied for, by whom, nor the query code. */
export function receiptLetter(site: Site, to: string, receipt: string, at: Date): Letter {
  const page = `${site.origin}${site.base}/apply-status.html`
  const lines = [
    '您通过网站提交的政府信息公开申请已经送达公开工作机构。',
    `回执编号：${receipt}`,
    '查询码在提交成功的页面上，我们不通过邮件发送，也不保存原文。',
    `查询进度：${page}`,
    '网上申请以双方确认之日为收到申请之日，答复期限从次日起计算（条例第三十一条、第三十三条）。工作人员会与您联系确认。',
    '不是您提交的，请不用理会，也可以告诉我们。',
  ]
  const subject = `政府信息公开申请已提交－${site.name}`
  return {
    to,
    subject,
    text: `${lines.join('\n\n')}\n\n${site.organizer}\n`,
    html: `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body>${lines.map(l => `<p>${escape(l)}</p>`).join('')}<p>${escape(site.organizer)}</p></body></html>`,
    messageId: `${randomUUID()}@${site.domain}`,
    date: at,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

/** Sends the confirmation of one submission, once. Throws MailFault without any address, so that the queue tries again. */
export async function mailReceipt(
  house: Pick<House, 'db' | 'now' | 'vault' | 'site'>,
  sender: Sender,
  submissionId: number,
): Promise<boolean> {
  const claimed = await claimMail(house.db, submissionId, house.now())
  if (!claimed) return false
  const row = await readCase(house.db, claimed.request_id)
  const to = row?.sealed ? openPersonal(house.vault, row.sealed).email : ''
  if (!isMailAddress(to)) return false
  let isHanding = false
  try {
    await sender.send(receiptLetter(house.site, to, claimed.receipt_code, house.now()), async () => {
      isHanding = true
    })
    return true
  } catch (error) {
    const fault = error instanceof MailFault ? error : new MailFault((error as Error).message, false, false)
    // Bytes that may have reached the server are not sent a second time.
    if (isHanding || fault.isPermanent) return false
    await unclaimMail(house.db, submissionId)
    throw new MailFault(withoutAddresses(fault.message), false, false)
  }
}
