import type { Grid, GridCell } from '../import/grid.ts'
import { fold } from '../rules/fold.ts'

export const columnRoles = [
  'order',
  'code',
  'basicCode',
  'implementCode',
  'name',
  'part',
  'type',
  'basis',
  'subject',
  'handler',
  'audience',
  'levels',
  'duties',
  'liability',
  'note',
] as const
export type ColumnRole = (typeof columnRoles)[number]
export const columnLabels: Record<ColumnRole, string> = {
  order: '序号',
  code: '事项编码',
  basicCode: '基本编码',
  implementCode: '实施编码',
  name: '事项名称',
  part: '子项',
  type: '事项类型',
  basis: '设定依据',
  subject: '实施主体',
  handler: '承办机构',
  audience: '服务对象',
  levels: '行使层级',
  duties: '责任事项',
  liability: '追责情形',
  note: '备注',
}

/** Header words as offices write them, folded; the first of each is the usual one. */
const words: Record<ColumnRole, readonly string[]> = {
  order: ['序号', '序', '项号', 'no', '编号', '总序号', '排序'],
  code: ['事项编码', '权力编码', '职权编码', '事项代码', '权力代码', '职权代码', '权力编号', '职权编号', '事项编号', '清单编码', '行政职权编码', '编码', '代码', '服务事项编码', '权责编码', '权责事项编码', '权力事项编码', '职权序号'],
  basicCode: ['基本编码', '基本目录编码', '国家基本编码', '事项基本编码', '目录编码', '基本码', '国家编码', '基本代码'],
  implementCode: ['实施编码', '实施清单编码', '事项实施编码', '实施码', '实施代码', '业务办理项编码', '地方实施编码'],
  name: ['事项名称', '权力名称', '职权名称', '行政职权名称', '权力事项名称', '权力事项', '职权事项', '行政权力名称', '行政权力', '权责事项', '权责名称', '权责事项名称', '行政权力事项', '行政权力事项名称', '行政许可事项名称', '行政处罚事项名称', '项目名称', '服务事项名称', '公共服务事项名称', '公共服务事项', '服务事项', '服务名称', '主项名称', '主项', '事项', '名称', '职权项目', '项目', '服务项目', '政务服务事项名称', '事项主项名称', '职责名称'],
  part: ['子项', '子项名称', '业务办理项', '业务办理项名称', '办理项', '办理项名称', '事项子项名称', '情形名称', '服务子项', '子项名称或情形'],
  type: ['事项类型', '权力类型', '职权类型', '职权类别', '权力类别', '行政职权类别', '行政权力类别', '行政权力类型', '事项类别', '类别', '类型', '权责类别', '权责类型', '服务类型', '服务类别', '权力性质', '事项性质', '职权性质'],
  basis: ['设定依据', '实施依据', '法定依据', '法律依据', '依据', '职权依据', '权力依据', '行使依据', '权责依据', '事项依据', '政策依据', '设立依据', '行政职权依据', '设定和实施依据', '设定依据及实施依据', '职权设定依据', '服务依据', '实施法律依据', '权力实施依据'],
  subject: ['实施主体', '行使主体', '责任主体', '实施机关', '主管部门', '责任单位', '实施单位', '行使单位', '责任部门', '服务主体', '实施部门', '主体', '单位名称', '部门', '提供单位', '服务提供单位', '部门名称', '行使机关', '实施主体名称', '权力主体', '职权主体', '服务单位', '执法主体'],
  handler: ['承办机构', '承办科室', '责任科室', '内设机构', '承办股室', '办理机构', '实施科室', '责任处室', '承办处室', '责任股室', '承办单位', '具体承办机构', '承办部门'],
  audience: ['服务对象', '行政相对人', '办理对象', '相对人', '面向对象', '实施对象', '行政相对人类别', '适用对象'],
  levels: ['行使层级', '实施层级', '权限划分', '层级', '行使层级及权限', '办理层级', '行使权限'],
  duties: ['责任事项', '责任内容', '对应责任', '职责', '责任', '主要职责', '对应责任事项', '责任事项内容', '职责边界'],
  liability: ['追责情形', '追责依据', '追责情形及依据', '追责情形和依据', '问责依据', '追责情形与追责依据', '追责对象范围', '责任追究', '问责情形'],
  note: ['备注', '说明', '备注说明'],
} // prettier-ignore

const roleOfWord = new Map<string, ColumnRole>()
for (const role of columnRoles)
  for (const word of words[role]) if (!roleOfWord.has(word)) roleOfWord.set(word, role)

function roleOf(text: string): ColumnRole | null {
  if (text.length > 40) return null
  const folded = fold(text)
  const direct = roleOfWord.get(folded)
  if (direct) return direct
  // 设定依据（写明条款）: what stands in brackets is advice.
  return roleOfWord.get(fold(text.normalize('NFKC').replace(/\([^()]*\)/g, ''))) ?? null
}

export type ListColumn = { readonly role: ColumnRole | null; readonly header: string }
export type ListHeader = {
  /** First and last row of the header, from 0. */
  readonly from: number
  readonly to: number
  readonly columns: readonly ListColumn[]
  readonly renamed: readonly { readonly column: number; readonly text: string; readonly role: ColumnRole }[]
}

type Row = readonly (GridCell | null)[]

const rolesIn = (row: Row) => {
  const found = new Set<ColumnRole>()
  for (const cell of row) {
    const role = cell ? roleOf(cell.text) : null
    if (role) found.add(role)
  }
  return found
}

/** Whether a row says what the columns are: the name among three, and not many words that say nothing. */
export function isListHeader(row: Row): boolean {
  const roles = rolesIn(row)
  const filled = row.filter(c => c && c.text !== '')
  const known = filled.filter(c => roleOf(c!.text) !== null).length
  return roles.size >= 3 && known * 2 >= filled.length
}

/** A second row that only refines the first: 编码 over 基本编码 and 实施编码, 事项名称 over 主项 and 子项. */
function isSubRow(row: Row, at: number): boolean {
  const own = row.filter((c): c is GridCell => c !== null && c.text !== '' && c.row === at)
  return own.length >= 2 && own.every(c => roleOf(c.text) !== null)
}

/** The header of a list, of one row or two, within the first rows of a table; null where there is none. */
export function findListHeader(grid: Grid): ListHeader | null {
  const limit = Math.min(grid.rows.length, 60)
  for (let r = 0; r < limit; r++) {
    const row = grid.rows[r]!
    const next = grid.rows[r + 1]
    const two = next !== undefined && rolesIn(row).size >= 2 && isSubRow(next, r + 1)
    if (!isListHeader(row) && !(two && rolesIn([...row, ...next]).size >= 3)) continue
    const width = Math.max(row.length, two ? next.length : 0)
    const used = new Set<ColumnRole>()
    const renamed: ListHeader['renamed'][number][] = []
    const columns = Array.from({ length: width }, (_, c): ListColumn => {
      const below = two ? (next[c] ?? null) : null
      const text = (below && below.text !== '' ? below : (row[c] ?? null))?.text ?? ''
      const role = roleOf(text) ?? (row[c] ? roleOf(row[c].text) : null)
      // A cell merged across: its columns say one thing, the first of them.
      if (role === null || used.has(role)) return { role: null, header: text }
      used.add(role)
      if (fold(text) !== words[role][0]) renamed.push({ column: c, text, role })
      return { role, header: text }
    })
    if (!used.has('name')) continue
    return { from: r, to: two ? r + 1 : r, columns, renamed }
  }
  return null
}
