import type { ChannelName } from '../model.ts'
import { fold } from '../rules/fold.ts'
import { readFlag } from './cells.ts'
import type { Grid, GridCell } from './grid.ts'
import { roles, type Header, type Role } from './header.ts'

export type Read = Record<Role, string>

export type Places = {
  of(role: Role): number | null
  readonly name: readonly number[]
  readonly content: number | null
  readonly basis: number | null
  readonly first: number
  readonly boxes: readonly { readonly column: number; readonly name: ChannelName }[]
}

/** Where each element stands. */
export function placesOf(header: Header): Places {
  const places = new Map<Role, number>()
  const boxes: { column: number; name: ChannelName }[] = []
  for (const [column, { role }] of header.columns.entries())
    if (typeof role === 'string') {
      if (!places.has(role)) places.set(role, column)
    } else if (role) boxes.push({ column, name: role.channel })
  const of = (role: Role) => places.get(role) ?? null
  const name = (['order', 'level1', 'level2', 'level3'] as const).flatMap(r => of(r) ?? [])
  return { of, name, content: of('content'), basis: of('basis'), first: Math.min(...places.values()), boxes }
}

/** What stands in each element's cell of a row. */
export function valuesOf(row: readonly (GridCell | null)[], header: Header): Read {
  const read = {} as Read
  for (const role of roles) read[role] = ''
  for (const [c, { role, isMore }] of header.columns.entries())
    if (typeof role === 'string') {
      const text = row[c]?.text ?? ''
      if (isMore) {
        if (text !== '' && row[c] !== row[c - 1]) read[role] += `${read[role] === '' ? '' : '\n'}${text}`
      }
      // Two columns for one level: ticked where either is.
      else if (read[role] === '' || readFlag(text) === true) read[role] = text
    }
  return read
}

/** A second row of a repeated header, which says the same as the first one's. */
export function isSubRow(row: readonly (GridCell | null)[], r: number, grid: Grid, header: Header): boolean {
  if (header.from === header.to) return false
  const below = grid.rows[header.to]!
  const own = row.flatMap((c, i) => (c && c.text !== '' && c.row === r ? [[fold(c.text), i] as const] : []))
  return own.length >= 2 && own.every(([text, i]) => text === fold(below[i]?.text ?? ''))
}
