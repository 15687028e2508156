import { parseCsv, readXlsx } from 'hucre'
import { act, begin, type Context, type Deed, type Done } from '#kit/act.ts'
import { heldRoles, type Actor } from '#kit/actor.ts'
import { sha256Hex } from '#kit/crypto.ts'
import { Refused } from '#kit/errors.ts'
import type { Procedure } from '#kit/procedure.ts'
import type { Trx } from '#kit/db.ts'
import { decodeText } from '#patrol/readers/text.ts'
import type { House } from '../house.ts'
import { mostBytes, type Finding, type MovedRow } from './model.ts'
import { readRows } from './rules/read.ts'
import { resolve, type Resolved } from './resolve.ts'
import { insertAddresses, insertTable, lockTable, moveTable, oneAtATime, removeAddresses } from './store.ts'
import { movedBeginning, movedWorkflow, type MovedVerb } from './workflow.ts'

/** Everybody with work to do in the body sees its tables; nobody else. */
export const seesTable = (row: { readonly bodyId: number }, actor: Actor) =>
  actor.roles.some(r => r.bodyId === row.bodyId)

export const movedProcedure: Procedure<MovedRow> = {
  kind: 'moved',
  noun: '旧网址对照表',
  workflow: movedWorkflow,
  lock: lockTable,
  sees: seesTable,
  move: moveTable,
}

export type Given = { readonly name: string; readonly bytes: Uint8Array }

const cell = (value: unknown) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

/** The rows of a CSV or XLSX file, whatever its name says. Throws Refused with what to do. */
async function rowsOf({ bytes }: Given): Promise<string[][]> {
  const refuse = (text: string) => new Refused('invalid', [{ field: 'file', text }])
  if (bytes.length === 0) throw refuse('文件是空的，请重新导出后再选。')
  if (bytes.length > mostBytes)
    throw refuse(`文件超过 ${mostBytes / 1024 / 1024} MB，请拆成几张表，或者只留两列。`)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const book = await readXlsx(bytes).catch(() => {
      throw refuse('这个 XLSX 文件打不开，可能已损坏或设有密码。请另存一份再选。')
    })
    const sheet = book.sheets.find(s => s.rows.length > 0)
    if (!sheet) throw refuse('这个 XLSX 文件里没有内容。')
    return sheet.rows.map(row => row.map(cell))
  }
  try {
    const { text } = decodeText(bytes)
    const delimiter = /^[^\n]*\t/.test(text) ? '\t' : ','
    return (parseCsv(text, { delimiter }) as unknown[][]).map(row => row.map(cell))
  } catch {
    throw refuse('这个文件读不出表格。请用 CSV 或 XLSX，两列：旧网址、新网址（或文号、索引号）。')
  }
}

/** Whether the actor may take a table in for the body. Throws Refused. */
function keeper(actor: Actor, bodyId: number) {
  const [as] = movedBeginning.by.flatMap(role => heldRoles(actor, role, bodyId))
  if (!as)
    throw new Refused('forbidden', [
      { text: '旧网址对照表由本机关的公开审查员或发布员维护，您没有这个权限。', basis: '47号(2017)/网址' },
    ])
  return as
}

async function understood(
  house: Pick<House, 'db' | 'site'>,
  bodyId: number,
  given: Given,
  db: House['db'] | Trx = house.db,
): Promise<Resolved> {
  const { lines, findings } = readRows(await rowsOf(given))
  const resolved = await resolve(db, house.site, bodyId, lines)
  return {
    pairs: resolved.pairs,
    findings: [...findings, ...resolved.findings].sort((a, b) => a.row - b.row),
  }
}

/** What a file would do: where each old address would lead, and everything that is said of its rows. Nothing changes. */
export async function rehearse(house: House, actor: Actor, bodyId: number, given: Given): Promise<Resolved> {
  keeper(actor, bodyId)
  return understood(house, bodyId, given)
}

const isFault = (f: Finding) => f.tier === 'fault'

/** Takes a table in, all of it or nothing: from the commit on its addresses answer 301. Throws Refused with every reason. */
export async function takeTable(
  house: House,
  actor: Actor,
  bodyId: number,
  given: Given,
  key?: string,
): Promise<Done> {
  const as = keeper(actor, bodyId)
  const fileHash = sha256Hex(Buffer.from(given.bytes))
  const request = { kind: 'moved', bodyId, role: as.role, verb: 'take', actor, key, form: { fileHash } }
  return begin(house, request, async (trx, at) => {
    await oneAtATime(trx)
    const { pairs, findings } = await understood(house, bodyId, given, trx)
    const faults = findings.filter(isFault)
    if (faults.length > 0)
      throw new Refused(
        'invalid',
        faults.slice(0, 100).map(f => ({ field: 'file', text: `第 ${f.row} 行：${f.text}` })),
      )
    if (pairs.length === 0)
      throw new Refused('invalid', [{ field: 'file', text: '表里的旧网址都已经在用，没有新的可以启用。' }])
    const { name } = given
    const id = await insertTable(trx, {
      bodyId,
      takerId: actor.staffId,
      name,
      fileHash,
      rows: pairs.length,
      at,
    })
    return {
      id,
      state: movedBeginning.to,
      data: { name, fileHash, rows: pairs.length },
      publish: () => insertAddresses(trx, id, pairs),
    }
  })
}

const withdraw: Deed<MovedRow> = {
  async apply(c: Context<MovedRow, unknown>) {
    return { data: { name: c.row.name, rows: c.row.rows } }
  },
  publish: c => removeAddresses(c.trx, c.row.id),
}

export function performMoved(
  house: House,
  request: {
    subject: number
    verb: MovedVerb
    actor: Actor
    reason?: string | null
    version?: number
    key?: string
  },
): Promise<Done> {
  return act(house, movedProcedure, withdraw, request)
}
