import { audiences } from '../model.ts'
import { readDeadline } from '../rules/deadline.ts'
import { fold, narrow } from '../rules/fold.ts'
import { readChannels } from './channels.ts'
import { widthOf, type Grid } from './grid.ts'
import type { Column, Header, Role } from './header.ts'

const shareOf = (cells: readonly string[], is: (text: string) => boolean) =>
  cells.length === 0 ? 0 : cells.filter(is).length / cells.length

const tests: readonly (readonly [Role, (text: string) => boolean])[] = [
  ['deadline', t => { const r = readDeadline(t); return r !== null && r.rule.kind !== 'other' }],
  ['channels', t => readChannels(t).channels.some(c => c.preselected !== null) && /政府网站|两微一端|公开查阅点/.test(narrow(t))],
  ['basis', t => t.includes('《') && t.includes('》')],
  ['audience', t => (audiences as readonly string[]).some(a => narrow(t).includes(narrow(a).slice(0, 3)))],
  ['mode', t => /^[■√☑□]?(?:主动|依申请)/u.test(narrow(t))],
  ['levels', t => /^[■√☑□]?[县市区]级|[乡镇]级$/u.test(narrow(t))],
  ['subject', t => /(?:部门|局|政府|街道|办事处|办公室)[)）]*$/.test(fold(t)) && t.length < 60],
  ['order', t => /^\d{1,3}$/.test(narrow(t))],
] // prettier-ignore

/**
 * Tells the columns of a table without a header by what stands in them: only where the limit and two more elements are beyond
 * doubt. The names stand before the content, as in the national form.
 */
export function inferHeader(grid: Grid): Header | null {
  const width = widthOf(grid.rows)
  const roles: (Role | null)[] = Array.from({ length: width }, () => null)
  const cells = Array.from({ length: width }, (_, c) =>
    grid.rows.slice(0, 300).flatMap(r => (r[c] && r[c].text !== '' ? [r[c].text] : [])),
  )
  for (const [role, is] of tests) {
    let best = -1
    let most = 0.6
    for (let c = 0; c < width; c++) {
      const share = roles[c] === null ? shareOf(cells[c]!, is) : 0
      if (share > most) {
        most = share
        best = c
      }
    }
    if (best >= 0) roles[best] = role
  }
  const sure = (['deadline', 'basis', 'channels', 'audience', 'mode', 'subject'] as const).filter(r =>
    roles.includes(r),
  )
  if (!roles.includes('deadline') || sure.length < 3) return null
  const first = Math.min(...sure.map(r => roles.indexOf(r)))
  const open = roles.flatMap((r, c) => (r === null && c < first && cells[c]!.length > 0 ? [c] : []))
  const content = open.at(-1)
  if (content === undefined || open.length < 2 || open.length > 4) return null
  roles[content] = 'content'
  const names = open.slice(0, -1)
  const nameRoles: readonly Role[] = names.length === 1 ? ['level2'] : ['level1', 'level2', 'level3']
  names.forEach((c, i) => (roles[c] = nameRoles[i] ?? null))
  const columns: Column[] = roles.map((role, c) => ({ role, header: role === null ? '' : `第${c + 1}列` }))
  return { from: -1, to: -1, columns, renamed: [], isInferred: true }
}
