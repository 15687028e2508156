import { canonical } from '#kit/crypto.ts'
import type { Query } from '#kit/db.ts'
import { dayOf } from '#kit/now.ts'
import { titleHashOf } from '../content.ts'
import { entrySchema, shownOn } from '../model.ts'
import { numberKeyOf } from '../numberKey.ts'
import { purgedTitle } from '../purged.ts'
import * as audit from '../store/audit.ts'
import { tagNamesAt } from '../store/tags.ts'
import { currentFacts, currentValidity } from '../store/write.ts'
import type { TagNames } from '../tags.ts'
import type { Break } from './model.ts'

const batch = 50

/** The first row of record.current of a body that is not what its newest publication makes of it. */
export async function faultOfCurrent(db: Query, bodyId: number): Promise<Omit<Break, 'bodyId'> | null> {
  const names = await tagNamesAt(db, bodyId)
  let after = ''
  for (;;) {
    const rows = await audit.currentAfter(db, bodyId, after, batch)
    for (const row of rows) {
      const text = faultOf(row, names)
      if (text)
        return {
          place: 'current',
          position: row.chain_position,
          address: row.address,
          text: `现状表 ${row.address}：${text}`,
        }
    }
    const last = rows.at(-1)
    if (!last || rows.length < batch) break
    after = last.address
  }
  const missing = await audit.missingCurrent(db, bodyId)
  if (missing)
    return {
      place: 'current',
      position: missing.chain_position,
      address: missing.address,
      text: `现状表里没有 ${missing.address}：公众看不到它，而链上没有撤回。`,
    }
  const text = await faultOfCounts(db, bodyId)
  return text ? { place: 'current', position: null, address: null, text } : null
}

/** What is kept of a body as counts, and is not what the record holds. */
async function faultOfCounts(db: Query, bodyId: number): Promise<string | null> {
  const tally = await audit.wrongTally(db, bodyId)
  if (tally) {
    const name = tally.column_id === '*' ? '全部栏目' : tally.column_id
    return `计数表：${name} ${tally.year} 年记 ${tally.kept} 件，实有 ${tally.real} 件。`
  }
  const count = await audit.wrongCount(db, bodyId)
  return count ? `计数表：公开和撤回记 ${count.kept} 次，实有 ${count.real} 次。` : null
}

function faultOf(row: audit.CurrentRow, names: TagNames): string | null {
  if (row.newest === null) return '没有对应的公开记录（被插入）。'
  if (row.publication_id !== row.newest) return '指向的不是最新一版。'
  if (row.standing !== row.newest_standing)
    return `现状写作“${row.standing}”，公开记录是“${row.newest_standing}”。`
  if (row.body_id !== row.newest_body) return '机关与公开记录不同。'
  if (row.published_at.getTime() !== row.newest_at?.getTime()) return '发布时间与公开记录不同。'
  return row.standing === 'withdrawn' ? faultOfTombstone(row) : faultOfFacts(row, names)
}

function faultOfTombstone(row: audit.CurrentRow): string | null {
  const mayStand =
    row.title === purgedTitle ||
    (!row.purged && titleHashOf(row.content_hash ?? '', row.title) === row.title_hash)
  if (!mayStand) return '撤回后留下的标题与公开记录不符。'
  if (row.words !== '' || row.title_words !== '') return '已撤回，检索里却还找得到它。'
  return null
}

const validityOf = (row: audit.CurrentRow) => ({
  validity: row.validity,
  validity_on: row.validity_on,
  turns_on: row.turns_on,
})

function faultOfFacts(row: audit.CurrentRow, names: TagNames): string | null {
  if (row.content === null) return '正文不在库里。'
  const entry = entrySchema.safeParse(JSON.parse(row.content))
  if (!entry.success) return '正文不是本系统写出的格式。'
  const shown = shownOn(entry.data, dayOf(row.published_at))
  const facts = currentFacts(entry.data, shown, numberKeyOf(entry.data.documentNumber), names)
  const wrong = Object.entries(facts)
    .filter(
      ([name, value]) => canonical(value ?? null) !== canonical(row[name as keyof typeof facts] ?? null),
    )
    .map(([name]) => name)
  if (wrong.length > 0) return `${wrong.join('、')} 与正文不一致（被改动）。`
  if (row.validity_on === null || row.validity_on < dayOf(row.published_at))
    return '有效性的计算日期早于发布或缺失（被改动）。'
  if (canonical(currentValidity(entry.data, row.validity_on)) !== canonical(validityOf(row)))
    return `有效性与正文的日期不一致（按 ${row.validity_on} 计算）。`
  if (row.title_words === '' || row.words === '') return '检索用词被清空，检索里找不到它。'
  return null
}
