import type { Letter } from '#kit/mail.ts'
import type { Site } from '#portal/site.ts'
import { frequencies, frequencyHints, type Frequency, type LetterKind } from './model.ts'
import { unconfirmedDays } from './rules.ts'
import type { Owed } from './store/dues.ts'

/** What the letters say: what about, why it comes, how to stop; in text and in HTML, without pictures, scripts or counters. */

export type Envelope = {
  readonly to: string
  readonly site: Site
  readonly wish: string
  readonly frequency: Frequency
  readonly token: string
  readonly messageId: string
  readonly date: Date
  bodyName(id: number): string
}

const escape = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const oneLine = (text: string) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

function page(site: Site, title: string, parts: readonly string[]): string {
  return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title></head>
<body style="margin:0;padding:24px;background:#fff;color:#1c2733;font:16px/1.8 'PingFang SC','Microsoft YaHei',sans-serif">
<div style="max-width:640px;margin:0 auto">
<p style="margin:0 0 16px;padding:0 0 8px;border-bottom:1px solid #d9dfe6;color:#4d5a68">${escape(site.name)}</p>
${parts.join('\n')}
</div></body></html>
`
}

const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`
const link = (to: string, text: string) => `<a href="${escape(to)}" style="color:#0f4c81">${escape(text)}</a>`

const address = (e: Envelope, verb: 'confirm' | 'stop') =>
  `${e.site.origin}${e.site.base}/subscribe/${verb}/${e.token}`

function headersOf(e: Envelope, kind: LetterKind): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    ...(kind === 'confirmation'
      ? {}
      : {
          // RFC 8058: one click in the mail program ends it, without a page.
          'List-Unsubscribe': `<${address(e, 'stop')}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'List-Id': `<subscription.${e.site.domain}>`,
          Precedence: 'bulk',
        }),
  }
}

/** Asks whether the wish was really that of the address's owner; says nothing else, and nothing follows without an answer. */
export function confirmationLetter(e: Envelope): Letter {
  const subject = `请确认订阅：${oneLine(e.wish).slice(0, 60)}`
  const confirm = address(e, 'confirm')
  const how = `${frequencies[e.frequency]}（${frequencyHints[e.frequency]}）`
  const text = `有人用这个邮箱在${e.site.name}订阅了：

${e.wish}
发送频率：${how}

是您本人的话，请打开下面的地址，按“确认订阅”：
${confirm}

不是您订阅的，不用理会：${unconfirmedDays} 天内不确认，我们就删除这个邮箱地址，也不会再来信。

${e.site.organizer}
`
  const html = page(e.site, subject, [
    paragraph(`有人用这个邮箱在${escape(e.site.name)}订阅了：`),
    paragraph(`<strong>${escape(e.wish)}</strong><br>发送频率：${escape(how)}`),
    paragraph(`是您本人的话，请 ${link(confirm, '打开这个页面确认订阅')}。`),
    paragraph(
      `不是您订阅的，不用理会：${unconfirmedDays} 天内不确认，我们就删除这个邮箱地址，也不会再来信。`,
    ),
    paragraph(`<span style="color:#4d5a68">${escape(e.site.organizer)}</span>`),
  ])
  return {
    to: e.to,
    subject,
    text,
    html,
    messageId: e.messageId,
    date: e.date,
    headers: headersOf(e, 'confirmation'),
  }
}

/** New publications and corrections for one subscription. */
export function newsLetter(e: Envelope, kind: 'notice' | 'digest', owed: readonly Owed[]): Letter {
  const first = owed[0]!
  const word = (o: Owed) => (o.revision > 1 ? '更正' : '新公开')
  const title = (o: Owed) => oneLine(o.title ?? '')
  const subject =
    owed.length === 1
      ? `${word(first)}：${title(first).slice(0, 80)}`
      : `${owed.length} 件新公开的信息：${title(first).slice(0, 50)}等`
  const stop = address(e, 'stop')
  const why = `您收到这封信，是因为您用这个邮箱订阅了：${e.wish}（${frequencies[e.frequency]}）。`
  const whole = (o: Owed) => e.site.origin + e.site.base + o.address
  const facts = (o: Owed) => [o.shown_on, e.bodyName(o.body_id), o.document_number].filter(Boolean).join('　')
  const text = `${owed
    .map(
      (o, i) =>
        `${owed.length > 1 ? `${i + 1}. ` : ''}${word(o)}：${title(o)}\n${facts(o)}\n${
          o.revision > 1 && o.note
            ? `更正说明：${oneLine(o.note)}\n`
            : o.summary
              ? `${oneLine(o.summary)}\n`
              : ''
        }${whole(o)}\n`,
    )
    .join('\n')}
----
${why}
不想再收到，打开这个地址即可停止，不需要登录：
${stop}
`
  const html = page(e.site, subject, [
    ...owed.map(o =>
      paragraph(
        `${word(o)}：<strong>${link(whole(o), title(o))}</strong><br><span style="color:#4d5a68">${escape(facts(o))}</span>${
          o.revision > 1 && o.note
            ? `<br>更正说明：${escape(oneLine(o.note))}`
            : o.summary
              ? `<br>${escape(oneLine(o.summary))}`
              : ''
        }`,
      ),
    ),
    `<p style="margin:24px 0 0;padding:16px 0 0;border-top:1px solid #d9dfe6;color:#4d5a68;font-size:14px">${escape(why)}<br>不想再收到，可以 ${link(stop, '停止这个订阅')}，不需要登录。</p>`,
  ])
  return { to: e.to, subject, text, html, messageId: e.messageId, date: e.date, headers: headersOf(e, kind) }
}
