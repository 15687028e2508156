import { sha256Hex, signatureHolds } from '#kit/crypto.ts'
import type { Query } from '#kit/db.ts'
import { isoOf } from '#kit/now.ts'
import { marksOf, titleHashOf, type PublicationMark } from '../content.ts'
import { entrySchema } from '../model.ts'
import { statementBytes, type Statement } from '../receipt.ts'
import * as audit from '../store/audit.ts'
import type { Break } from './model.ts'

type Found = Pick<Break, 'place' | 'address' | 'text'>

const ahead = 40

/** Contents of a batch of publications, fetched so many at a time: never more than that in memory. */
export function contentsAhead(db: Query, rows: readonly audit.PublicationRow[]) {
  const order = rows.filter(r => r.standing === 'published').map(r => r.content_hash)
  let held = new Map<string, string>()
  return async (hash: string): Promise<string | null> => {
    if (!held.has(hash)) {
      const at = Math.max(0, order.indexOf(hash))
      held = await audit.contentsOf(db, [...new Set([hash, ...order.slice(at, at + ahead)])])
    }
    return held.get(hash) ?? null
  }
}
export type Contents = ReturnType<typeof contentsAhead>

/** Holds the publications that rest on one event against what the event says. */
export async function faultsOfPublications(
  db: Query,
  event: audit.EventRow,
  rows: readonly audit.PublicationRow[],
  keys: ReadonlyMap<string, string>,
  contents: Contents,
): Promise<Found | null> {
  const marks = [...marksOf(event.payload)]
  for (const row of rows) {
    const at = marks.findIndex(m => matches(m, row))
    if (at < 0)
      return {
        place: 'publication',
        address: row.address,
        text: `公开记录 ${row.address} 第 ${row.revision} 版与链上事件不符：事件没有记载这次${row.standing === 'published' ? '公开' : '撤回'}或这份内容。`,
      }
    marks.splice(at, 1)
    const fault = faultOfRow(row, event, keys) ?? (await faultOfContent(db, row, contents))
    if (fault) return { address: row.address, ...fault }
  }
  const missing = marks[0]
  return missing
    ? {
        place: 'publication',
        address: missing.address,
        text: `链上记载了 ${missing.address} 的${missing.standing === 'published' ? '公开' : '撤回'}，公开记录里却没有（被删除）。`,
      }
    : null
}

function matches(mark: PublicationMark, row: audit.PublicationRow): boolean {
  return (
    mark.address === row.address &&
    mark.contentHash === row.content_hash &&
    mark.standing === row.standing &&
    (mark.purge ?? false) === row.purged
  )
}

function faultOfRow(row: audit.PublicationRow, event: audit.EventRow, keys: ReadonlyMap<string, string>) {
  const bad = (text: string) => ({
    place: 'publication' as const,
    text: `公开记录 ${row.address} 第 ${row.revision} 版${text}`,
  })
  if (!row.previous.equals(event.previous) || !row.event_hash.equals(event.hash))
    return bad('所记的链位指纹与链上不同。')
  if (row.standing === 'published' && row.event_payload !== event.payload)
    return bad('所附的事件内容与链上不同。')
  if (row.published_at.getTime() !== event.happened_at.getTime())
    return bad('的发布时间与链上事件的时间不同。')
  if (row.subject_id !== event.subject_id) return bad('指向的公文与链上事件不同。')
  const key = keys.get(row.key_id)
  if (key === undefined)
    return { place: 'key' as const, text: `签名公钥 ${row.key_id} 不在公钥表里（被删除或改动）。` }
  if (!signatureHolds(key, statementBytes(statementOfRow(row)), row.signature))
    return bad('的签名不成立：标题、时间、来源标记、说明或内容指纹被改动。')
  return null
}

export function statementOfRow(row: audit.PublicationRow): Statement {
  return {
    product: 'zhaoming',
    version: 1,
    address: row.address,
    revision: row.revision,
    kind: row.kind,
    standing: row.standing as Statement['standing'],
    purged: row.purged,
    contentHash: row.content_hash,
    titleHash: row.title_hash,
    note: row.note,
    publishedAt: isoOf(row.published_at),
    imported: row.imported,
    originalOn: row.original_on,
    body: { id: row.body_id, name: row.body_name },
    chain: {
      position: row.chain_position,
      previous: row.previous.toString('hex'),
      hash: row.event_hash.toString('hex'),
    },
  }
}

async function faultOfContent(
  db: Query,
  row: audit.PublicationRow,
  contents: Contents,
): Promise<Pick<Found, 'place' | 'text'> | null> {
  if (row.standing === 'withdrawn') return null
  const bad = (text: string) => ({
    place: 'content' as const,
    text: `${row.address} 第 ${row.revision} 版${text}`,
  })
  const content = await contents(row.content_hash)
  const purged = row.purged_now === true
  if (content === null) return purged ? null : bad('的正文不见了，而链上没有清除它的撤回。')
  if (purged && !(await audit.stillSaid(db, row.content_hash))) return bad('已按撤回清除，正文却还在库里。')
  if (sha256Hex(content) !== row.content_hash) return bad('的正文与内容指纹不符：正文被改动。')
  const entry = entrySchema.safeParse(JSON.parse(content))
  if (!entry.success) return bad('的正文不是本系统写出的格式。')
  if (titleHashOf(row.content_hash, entry.data.title) !== row.title_hash)
    return bad('的标题指纹与正文标题不符。')
  if (entry.data.imported !== row.imported) return bad('的补录标记与正文不符。')
  return null
}
