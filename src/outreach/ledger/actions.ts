import { act, type Deed, type Done, type Request } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import { Refused } from '#kit/errors.ts'
import type { Now } from '#kit/now.ts'
import type { Procedure } from '#kit/procedure.ts'
import { lineOf } from '#people/bodies.ts'
import { reaching } from '#people/rules/power.ts'
import { lockLetter, moveLetter, reopenLetter, type LetterSubject } from '../store/ledger.ts'
import { ledgerReaderAdmins, ledgerReaders, letterWorkflow } from './model.ts'

export type LedgerHouse = { readonly db: Db; readonly now: Now; recordChanged(): void }

type Row = LetterSubject & { readonly departmentId: null; readonly drafterId: number }

const isAdmin = (role: string) => (ledgerReaderAdmins as readonly string[]).includes(role)

/** An actor as he stands over a body: administrators reach down, everybody else works in his own body alone. */
export async function standing(db: Db, actor: Actor, bodyId: number): Promise<Actor> {
  const line = (await lineOf(db, bodyId)) ?? [bodyId]
  const admins = reaching(actor, line).roles.filter(r => isAdmin(r.role))
  return { ...actor, roles: [...actor.roles.filter(r => !isAdmin(r.role)), ...admins] }
}

const letterProcedure: Procedure<Row> = {
  kind: 'subscription-letter',
  noun: '邮件',
  workflow: letterWorkflow,
  async lock(trx, id) {
    const row = await lockLetter(trx, id)
    return row && { ...row, departmentId: null, drafterId: 0 }
  },
  sees: (row, actor) =>
    actor.roles.some(r => r.bodyId === row.bodyId && (ledgerReaders as readonly string[]).includes(r.role)),
  move: moveLetter,
}

const retry: Deed<Row> = {
  guard: ({ row }) => (row.isWanted ? [] : [{ text: '收信人已停止订阅，不再发送。' }]),
  async apply({ trx, row, at }) {
    return { data: { owed: await reopenLetter(trx, row.id, at) } }
  },
}

/** 重新发送: a letter that failed is sent once more. Throws Refused with every reason; then nothing has changed. */
export async function retryLetter(house: LedgerHouse, request: Omit<Request, 'verb'>): Promise<Done> {
  const found = await house.db.transaction().execute(trx => lockLetter(trx, request.subject))
  if (!found) throw new Refused('not-found', '没有找到这封邮件。')
  const actor = await standing(house.db, request.actor, found.bodyId)
  return act(house, letterProcedure, retry, { ...request, actor, verb: 'retry' })
}
