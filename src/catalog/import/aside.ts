import { fold, narrow } from '../rules/fold.ts'
import { readName } from './cells.ts'
import type { FindingKind } from './findings.ts'
import type { GridCell } from './grid.ts'
import { short } from './item.ts'
import { fieldNamed } from './subject.ts'

export const noteStart =
  /^(?:备注|附注|注[:：\d]|注$|说明[:：]|填表说明|填报说明|联系人|填报人|填报单位|填表人|审核人|制表|单位负责人|联系电话[:：]|监督电话[:：]|[※★*]|以上(?:事项|目录|内容)|本(?:目录|表)(?:自|由|中|所|依据|根据))/u

/** Marks of a page that a table carries along: 续表, 第2页 共3页, —2—. */
const pageMark =
  /^(?:[(（]?(?:续|接|转)[上前下]?[一二三四五六七八九十\d]*[表页]?[)）]?|续表[一二三四五六七八九十\d]*|第\d+页[,，]?(?:[/,，]?共\d+页)?|共\d+页[,，]?第\d+页|\d+\/\d+|[-—–]\d+[-—–])$/u

/** What a row with no item in it is. `band` and `field` hold for the rows below. */
export type Aside =
  | { readonly kind: Extract<FindingKind, 'note' | 'title' | 'unclearRow'>; readonly message: string }
  | { readonly kind: 'band'; readonly name: string; readonly message: string }
  | { readonly kind: 'field'; readonly field: string; readonly message: string }

/** Reads a row whose one text stands over its width (`isWide`) or where names stand. */
export function asideOf(text: string, isWide: boolean): Aside {
  const bare = narrow(text)
  if (noteStart.test(text.trim())) return { kind: 'note', message: `附注没有读作事项：“${short(text)}”。` }
  if (pageMark.test(bare)) return { kind: 'note', message: `页间的“${short(text)}”没有读作事项。` }
  if (/^(?:合计|总计|共计|小计)/.test(bare))
    return { kind: 'note', message: `合计行没有读作事项：“${short(text)}”。` }
  const field = isWide ? fieldBand(text) : null
  if (field !== null) return { kind: 'field', field, message: `“${short(text)}”以下各行读作${field}的事项。` }
  if (isWide && text.length <= 60) {
    if (/目录$|标准目录/.test(fold(text)) && text.length > 8)
      return { kind: 'title', message: `标题行没有读作事项：“${short(text)}”。` }
    const name = readName(text).name ?? ''
    return { kind: 'band', name, message: `分类行：以下各行的一级事项读作“${name}”。` }
  }
  if (isWide && /[。；;]/.test(text))
    return { kind: 'note', message: `整行的一段话没有读作事项：“${short(text)}”。` }
  return { kind: 'unclearRow', message: `这一行只有“${short(text)}”，看不出是什么，没有读入。` }
}

/** 二、救灾领域; 安全生产领域基层政务公开标准目录: the field of the rows below. A class like 安全生产监管 is none. */
function fieldBand(text: string): string | null {
  const name = fold(readName(text).name ?? '')
  return /^(?:安全生产|救灾)$|(?:领域|领域.{0,12}目录)$/.test(name) && name.length <= 40
    ? fieldNamed(name)
    : null
}

/** A row of numbers (1 2 3 …) or letters (甲 乙, A B C) under the header, which counts its columns. */
export function countsColumns(row: readonly (GridCell | null)[], at: number): boolean {
  const own = row.flatMap(c =>
    c && c.text !== '' && c.row === at ? [narrow(c.text).replace(/^[(（]|[)）]$/gu, '')] : [],
  )
  if (own.length < 4) return false
  const [first = ''] = own
  const rest = /^(?:栏次|栏号|列次)$/.test(first) ? own.slice(1) : own
  const isRising = (order: (text: string) => number) =>
    rest.every((t, i) => order(t) > 0 && (i === 0 || order(t) === order(rest[i - 1]!) + 1))
  return (
    isRising(t => (/^\d{1,2}$/.test(t) ? Number(t) : -1)) ||
    isRising(t => '甲乙丙丁戊己庚辛壬癸'.indexOf(t) + 1) ||
    isRising(t => (/^[A-Za-z]$/.test(t) ? t.toUpperCase().charCodeAt(0) - 64 : -1))
  )
}
