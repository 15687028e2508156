import type { ChannelName } from '../model.ts'
import { fold } from '../rules/fold.ts'
import { channelOfLabel } from './channels.ts'
import type { Grid, GridCell } from './grid.ts'

export const roles = [
  'order',
  'level1',
  'level2',
  'level3',
  'content',
  'basis',
  'deadline',
  'subject',
  'channels',
  'audience',
  'everyone',
  'particular',
  'mode',
  'proactive',
  'onRequest',
  'levels',
  'county',
  'township',
  'item',
  'field',
] as const
export type Role = (typeof roles)[number]
export type Column = {
  readonly role: Role | { readonly channel: ChannelName } | null
  readonly header: string
  /** Under the heading of the column before, which reaches over both: what stands here belongs to it. */
  readonly isMore?: true
}

/** Header words as offices write them, folded; the first of each is the national one. */
const words: Record<Role, readonly string[]> = {
  field: ['领域', '试点领域', '公开领域', '所属领域', '政务公开领域', '领域名称', '试点领域名称', '公开事项领域'],
  order: ['序号', '编号', '项目序号', '项次', '序', '项号', '事项编号', '排序', 'no'],
  item: ['公开事项', '事项', '公开项目', '政务公开事项', '公开事项名称', '事项名称', '公开事项及名称', '名称', '公开栏目'],
  level1: ['一级事项', '一级公开事项', '一级目录', '一级', '一级栏目', '公开类别', '类别', '事项类别', '公开事项类别', '事项分类', '公开事项一级', '一级类别', '主题分类', '分类', '一级名称', '一级事项名称', '事项大类', '大类', '一级分类', '公开事项分类'],
  level2: ['二级事项', '二级公开事项', '二级目录', '二级', '二级栏目', '公开事项二级', '二级类别', '二级名称', '二级事项名称', '具体事项', '事项小类', '小类', '二级分类', '子项名称'],
  level3: ['三级事项', '三级公开事项', '三级目录', '三级', '三级栏目', '公开事项三级', '三级类别', '三级名称', '三级事项名称', '子项', '细项'],
  content: ['公开内容要素', '公开内容', '内容要素', '内容', '公开要素', '公开内容及要素', '公开内容标准', '具体内容', '主要内容', '公开内容和要素', '公开的内容', '公开标准'],
  basis: ['公开依据', '依据', '政策依据', '法律依据', '法定依据', '公开的依据', '设定依据', '公开法定依据', '公开政策依据', '公开依据文件'],
  deadline: ['公开时限', '时限', '公开时间', '公开期限', '时限要求', '公开时限要求', '公开的时限', '更新时限', '更新周期', '公开频次'],
  subject: ['公开主体', '主体', '责任主体', '责任单位', '公开单位', '责任部门', '公开责任主体', '公开部门', '公开机构', '公开责任单位', '公开主体单位', '发布主体', '责任科室', '公开的主体'],
  channels: ['公开渠道和载体', '公开渠道', '公开载体', '渠道和载体', '渠道载体', '公开渠道载体', '公开平台', '公开途径', '公开渠道或载体', '公开渠道及载体', '公开载体和渠道', '公开渠道与载体', '渠道', '载体', '公开场所', '公开形式', '公开渠道和载体打勾'],
  audience: ['公开对象', '对象', '受众', '公开受众', '公开范围', '面向对象'],
  everyone: ['全社会', '社会公众', '面向全社会', '全体社会', '全社会公开', '公众'],
  particular: ['特定群体', '特定群众', '特定对象', '特定人群', '特定公众', '特定群体请写明', '特定群众请写明', '特定群体说明', '特定群众说明', '面向特定群体', '特定'],
  mode: ['公开方式', '方式', '公开属性', '公开类型', '公开的方式'],
  proactive: ['主动', '主动公开'],
  onRequest: ['依申请', '依申请公开', '申请公开'],
  levels: ['公开层级', '层级', '公开级别', '级别', '公开层次', '适用层级'],
  county: ['县级', '市级', '县区级', '区级', '县市区级', '区县级', '市县级', '县市级', '县', '旗县级', '县级市', '市区级', '旗级'],
  township: ['乡级', '镇级', '乡镇级', '乡村级', '街道级', '镇街道', '乡镇街道', '乡镇街道级', '镇街级', '镇街', '乡镇', '镇村级', '乡镇村级', '乡', '乡级及以下', '街镇级', '苏木镇级', '村级', '村社区级', '村居级', '乡镇级街道', '乡镇办'],
} // prettier-ignore

const roleOfWord = new Map<string, Role>()
for (const role of roles)
  for (const word of words[role]) if (!roleOfWord.has(word)) roleOfWord.set(word, role)
const nationalWords = new Set<string>(roles.flatMap(r => words[r].slice(0, 1)))
nationalWords.add('依申请公开').add('公开内容').add('主动公开')

/** Groups that stand above others in a header of two rows. */
const groups = new Set<Role>(['item', 'audience', 'mode', 'levels', 'channels'])
const below: Partial<Record<Role, readonly Role[]>> = {
  item: ['level1', 'level2', 'level3', 'item'],
  audience: ['everyone', 'particular'],
  mode: ['proactive', 'onRequest'],
  levels: ['county', 'township'],
}

function roleOf(text: string): Role | null {
  const folded = fold(text)
  if (folded === '') return null
  const direct = roleOfWord.get(folded)
  if (direct) return direct
  // 公开渠道和载体（在标注范围内至少选择其一公开）: what stands in brackets is advice.
  const bare = fold(text.normalize('NFKC').replace(/\([^()]*\)/g, ''))
  if (bare !== folded && roleOfWord.has(bare)) return roleOfWord.get(bare)!
  return null
}

/** What a heading of more words is about, where it is no printed one: 应公开的主要内容, 公开的时间要求. */
const about: readonly (readonly [Role, RegExp])[] = [
  ['content', /公开.*(?:内容|要素)$/],
  ['basis', /公开.*依据|依据.*(?:文件|条款|名称)$/],
  ['deadline', /(?:公开|公布|发布|更新).*(?:时限|期限|周期|频次|频率|时间)(?:要求|规定|标准)?$/],
  ['subject', /公开.*(?:主体|部门|单位|机构)$/],
  ['channels', /公开.*(?:渠道|载体|平台|途径)/],
  ['audience', /公开.*(?:对象|受众)/],
  ['mode', /公开.*(?:方式|属性)$/],
  ['levels', /公开.*(?:层级|级别)$/],
]
const notAbout = /网址|链接|监督|联系|电话|是否|情况|实际|次数|人员|负责人|责任人|日期|数量/

/** The element a heading speaks of in words of its own; null where that is not clear. */
function looseRoleOf(text: string): Role | null {
  const bare = fold(text.normalize('NFKC').replace(/\([^()]*\)/g, ''))
  if (bare.length > 16 || notAbout.test(bare)) return null
  return about.find(([, words]) => words.test(bare))?.[0] ?? null
}

export type Header = {
  /** First and last row of the header, from 0. */
  readonly from: number
  readonly to: number
  readonly columns: readonly Column[]
  readonly renamed: readonly {
    readonly column: number
    readonly row: number
    readonly text: string
    readonly national: string
  }[]
  /** No header at all; the columns were told by what stands in them. */
  readonly isInferred: boolean
}

/** The channels' heading carries its instruction: 在标注范围内至少选择其一公开，法律法规规章另有规定的从其规定. */
const longestHead = 80

const texts = (row: readonly (GridCell | null)[]): string[] => row.map(c => c?.text ?? '')

/** How many different header words a row has. */
function strength(row: readonly (GridCell | null)[]): number {
  const found = new Set<Role>()
  for (const cell of row) {
    const role =
      cell && cell.text.length <= longestHead ? (roleOf(cell.text) ?? looseRoleOf(cell.text)) : null
    if (role) found.add(role)
  }
  return found.size
}

/** Whether a row says what the columns are. */
export const isHeaderRow = (row: readonly (GridCell | null)[]): boolean => {
  const filled = row.filter(c => c && c.text !== '')
  return (
    strength(row) >= 3 &&
    filled.filter(c => (roleOf(c!.text) ?? looseRoleOf(c!.text)) !== null).length * 2 >= filled.length
  )
}

/** Whether a row only refines the one above: 一级事项, 全社会, 县级. */
function isSubHeader(row: readonly (GridCell | null)[], at: number): boolean {
  const own = row.filter((c): c is GridCell => c !== null && c.text !== '' && c.row === at)
  if (own.length === 0 || own.some(c => c.text.length > 40)) return false
  const known = own.filter(c => roleOf(c.text) !== null || channelOfLabel(c.text) !== null)
  return known.length >= 2 && known.length * 3 >= own.length * 2
}

/** Finds the header of a table, of up to four rows; null where there is none. */
export function findHeader(grid: Grid, from = 0): Header | null {
  const limit = Math.min(grid.rows.length, from + 400)
  for (let r = from; r < limit; r++) {
    const row = grid.rows[r]!
    const next = grid.rows[r + 1]
    const isTwo = next !== undefined && strength(row) >= 2 && isSubHeader(next, r + 1)
    if (!isHeaderRow(row) && !isTwo) continue
    let to = r
    while (to + 1 < grid.rows.length && to - r < 3 && isSubHeader(grid.rows[to + 1]!, to + 1)) to++
    return readHeader(grid, r, to)
  }
  return null
}

/** So many headings one after the other make a table. */
const enough = 6

/**
 * The tables that stand beside each other in one grid, from left to right: where the first headings come again in the same order. Each
 * keeps its places, with nothing in those of the others.
 */
export function standApart(grid: Grid): Grid[] {
  const header = findHeader(grid)
  const heads = header?.columns.map(c => c.header) ?? []
  const first = heads.findIndex(h => h !== '')
  const begins = (at: number) =>
    Array.from({ length: enough }, (_, i) => i).every(
      i => heads[at + i] !== undefined && heads[at + i] !== '' && heads[at + i] === heads[first + i],
    )
  const starts = heads.flatMap((_, at) => (first >= 0 && at >= first + enough && begins(at) ? [at] : []))
  if (starts.length === 0) return [grid]
  const edges = [0, ...starts, Infinity]
  return edges.slice(0, -1).map((from, i) => ({
    ...grid,
    name: i === 0 ? grid.name : `${grid.name}（并排第${i + 1}张）`,
    rows: grid.rows.map(row => row.slice(0, edges[i + 1]).map((cell, c) => (c < from ? null : cell))),
  }))
}

/** Elements of which a heading may reach over several columns. */
const joined: ReadonlySet<Role> = new Set(['content', 'basis', 'channels', 'subject', 'deadline'])

/** 市级 and 县级 beside each other, 乡级 and 村级: one level of the closed set. */
const repeated: ReadonlySet<Role> = new Set(['item', 'county', 'township'])

function readHeader(grid: Grid, from: number, to: number): Header {
  const width = Math.max(...grid.rows.slice(from, to + 1).map(r => r.length))
  const columns: Column[] = []
  const renamed: { column: number; row: number; text: string; national: string }[] = []
  const taken = new Set<string>()
  const top = texts(grid.rows[from]!)
  for (let c = 0; c < width; c++) {
    const levels: { text: string; row: number }[] = []
    for (let r = from; r <= to; r++) {
      const cell = grid.rows[r]![c]
      const text = cell?.text ?? ''
      if (text !== '' && levels.at(-1)?.text !== text) levels.push({ text, row: r })
    }
    // A merged group loses its other places when it is saved as text.
    const group = groupOf(top, c)
    let column: Column = { role: null, header: levels.map(l => l.text).join(' ') }
    for (const { text, row } of levels.toReversed()) {
      const role = roleOf(text)
      const channel = role === null || group === 'channels' ? channelOfLabel(text) : null
      if (channel && group === 'channels' && row > from) {
        column = { ...column, role: { channel: channel.name } }
        break
      }
      if (role === null) continue
      column = { ...column, role: role === 'item' && row > from && group === 'item' ? 'level2' : role }
      if (
        !nationalWords.has(fold(text)) &&
        !nationalWords.has(fold(text.replace(/[(（][^()（）]*[)）]/g, '')))
      )
        renamed.push({ column: c, row, text, national: words[role][0]! })
      break
    }
    if (typeof column.role === 'string') {
      const heading = grid.rows[to]![c]
      if (c > 0 && joined.has(column.role) && heading && grid.rows[to]![c - 1] === heading)
        column = { ...column, isMore: true }
      else if (taken.has(column.role) && !repeated.has(column.role)) column = { ...column, role: null }
      else taken.add(column.role)
    }
    columns.push(column)
  }
  for (const [c, column] of columns.entries()) {
    const role = column.role === null && column.header !== '' ? looseRoleOf(column.header) : null
    if (role === null || taken.has(role) || (below[role] ?? []).some(r => taken.has(r))) continue
    taken.add(role)
    columns[c] = { ...column, role }
    renamed.push({ column: c, row: to, text: column.header, national: words[role][0]! })
  }
  return {
    from,
    to,
    columns: settle(columns),
    renamed: renamed.filter(r => columns[r.column]!.role !== null),
    isInferred: false,
  }
}

function groupOf(top: readonly string[], column: number): Role | null {
  for (let c = column; c >= 0; c--) {
    if ((top[c] ?? '') === '') continue
    const role = roleOf(top[c]!)
    return role !== null && groups.has(role) ? role : null
  }
  return null
}

/** 公开事项 over one column is the item; over two, the class and the item; beside 一级 and 二级, the next level. */
function settle(columns: readonly Column[]): Column[] {
  const has = (role: Role) => columns.some(c => c.role === role)
  const items = columns.flatMap((c, at) => (c.role === 'item' ? [at] : []))
  const given = [...columns]
  const open = (['level1', 'level2', 'level3'] as const).filter(r => !has(r))
  if (items.length === 1 && items[0] !== undefined)
    given[items[0]] = { ...given[items[0]]!, role: has('level2') ? (open.at(-1) ?? null) : 'level2' }
  else items.forEach((at, n) => (given[at] = { ...given[at]!, role: open[n] ?? null }))
  // A group word alone beside columns that have its own words below it says nothing.
  return given.map(c =>
    typeof c.role === 'string' && below[c.role] && c.role !== 'item' && hasBelow(given, c.role)
      ? { ...c, role: null }
      : c,
  )
}

const hasBelow = (columns: readonly Column[], group: Role) =>
  columns.some(c => typeof c.role === 'string' && (below[group] ?? []).includes(c.role))
