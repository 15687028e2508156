import { chainHash } from '#kit/events.ts'
import { instant } from '#kit/now.ts'
import type { EventRow } from '../store/audit.ts'

type Payload = {
  readonly at: string
  readonly kind: string
  readonly subject: number
  readonly verb: string
  readonly from: string | null
  readonly to: string | null
  readonly actor: number | null
  readonly role: string | null
}

export type Link = { readonly position: number; readonly id: number; readonly hash: Buffer }

/** What is wrong with an event that should follow a link; null when it does follow it. */
export function faultOfEvent(row: EventRow, before: Link): string | null {
  const due = before.position + 1
  if (row.position > due)
    return row.position === due + 1
      ? `第 ${due} 号缺失（被删除）。`
      : `第 ${due} 号至第 ${row.position - 1} 号缺失（被删除）。`
  if (row.position < due) return `链位 ${row.position} 出现了两次（有插入的行）。`
  if (!row.previous.equals(before.hash))
    return '前一环的指纹不符：此处有插入、删除或调换，或者前一环被整个改写。'
  if (!chainHash(row.previous, row.position, row.payload).equals(row.hash))
    return '事件内容（payload）与它的指纹不符：内容或指纹被改动。'
  if (row.id <= before.id) return '行号没有随链位递增：此行被调换过。'
  return faultOfColumns(row)
}

/** The columns repeat members of the payload so that SQL can use them; they may not say anything else. */
function faultOfColumns(row: EventRow): string | null {
  let p: Payload
  try {
    p = JSON.parse(row.payload) as Payload
  } catch {
    return '事件内容不是 JSON。'
  }
  const pairs: [string, unknown, unknown][] = [
    ['时间 happened_at', row.happened_at.getTime(), instant(p.at).getTime()],
    ['事类 subject_kind', row.subject_kind, p.kind],
    ['对象 subject_id', row.subject_id, p.subject],
    ['动作 verb', row.verb, p.verb],
    ['原状态 from_state', row.from_state, p.from],
    ['新状态 to_state', row.to_state, p.to],
    ['办理人 actor_id', row.actor_id, p.actor],
    ['角色 role', row.role, p.role],
  ]
  const wrong = pairs.filter(([, column, member]) => column !== member).map(([name]) => name)
  return wrong.length > 0 ? `列与事件内容不一致：${wrong.join('、')}。` : null
}
