import type { Db } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { letterKinds } from '#outreach/model.ts'
import { ledgerNow } from '#outreach/store/letters.ts'

type Io = {
  out(text: string): void
  connect(): Promise<{ db: Db; close(): Promise<void> }>
}

/** `zhaoming subscriptions`: the account of what was owed to subscribers. Exit code 0 when it adds up, 1 when it does not. */
export async function subscriptions(io: Io): Promise<number> {
  const { db, close } = await io.connect()
  try {
    const l = await ledgerNow(db, 14)
    const isBalanced = l.unbalanced === 0 && l.due === l.sent + l.failed + l.suppressed + l.waiting
    io.out(
      [
        `邮件订阅${l.open ? '' : '（没有配置 SMTP_URL，未开通）'}：生效 ${l.active} 个，待确认 ${l.asked} 个`,
        `应发 ${l.due} = 已发 ${l.sent} + 失败 ${l.failed} + 不发 ${l.suppressed} + 待发 ${l.waiting}　${isBalanced ? '相符' : `不符：${l.unbalanced} 次变化对不上`}`,
        ...l.days.map(
          d =>
            `  ${d.day}　应发 ${d.due}　已发 ${d.sent}　失败 ${d.failed}　不发 ${d.suppressed}　待发 ${d.waiting}`,
        ),
        ...(l.faults.length > 0 ? ['最近没有发出的：'] : []),
        ...l.faults.map(f => `  ${isoOf(f.at)}　${letterKinds[f.kind]}　第 ${f.attempts} 次　${f.text}`),
      ].join('\n'),
    )
    return isBalanced ? 0 : 1
  } finally {
    await close()
  }
}
