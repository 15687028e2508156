import type { Selectable } from 'kysely'
import type { Query, Trx } from '#kit/db.ts'
import type { Variant as VariantTable } from '#kit/schema.gen.ts'
import { moverOf } from '#kit/subjectTable.ts'
import type { Difference, Rules, Variant, VariantForm, VariantState } from './model.ts'

const fromRow = (row: Selectable<VariantTable>): Variant => ({
  id: row.id,
  bodyId: row.body_id,
  number: row.number,
  name: row.name,
  inherits: row.inherits,
  differences: row.differences as unknown as readonly Difference[],
  why: row.why,
  validFrom: row.valid_from,
  state: row.state as VariantState,
  version: row.version,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  decisionReason: row.decision_reason,
})

export async function variantById(db: Query, id: number): Promise<Variant | null> {
  const row = await db.selectFrom('variant').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? fromRow(row) : null
}

export async function lockVariant(trx: Trx, id: number): Promise<Variant | null> {
  const row = await trx.selectFrom('variant').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? fromRow(row) : null
}

/** Every version of every body, newest first. */
export async function allVariants(db: Query): Promise<Variant[]> {
  const rows = await db.selectFrom('variant').selectAll().orderBy('id', 'desc').execute()
  return rows.map(fromRow)
}

/** Approved versions of some bodies. */
export async function activeVariantsOf(db: Query, bodyIds: readonly number[]): Promise<Variant[]> {
  if (bodyIds.length === 0) return []
  const rows = await db
    .selectFrom('variant')
    .selectAll()
    .where('body_id', 'in', [...bodyIds])
    .where('state', '=', 'active')
    .execute()
  return rows.map(fromRow)
}

/** What some documents go by. A version is never changed once approved, so what is read stays true. */
export async function rulesOf(db: Query, ids: readonly (number | null)[]): Promise<Map<number, Rules>> {
  const wanted = [...new Set(ids.filter(id => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom('variant')
    .select(['id', 'body_id', 'number', 'name', 'differences'])
    .where('id', 'in', wanted)
    .execute()
  return new Map(
    rows.map(r => [
      r.id,
      {
        id: r.id,
        bodyId: r.body_id,
        number: r.number,
        name: r.name,
        differences: r.differences as unknown as readonly Difference[],
      },
    ]),
  )
}

/** Inserts a proposal with the body's next number. The body's row keeps two proposals from taking the same one. */
export async function insertVariant(
  trx: Trx,
  bodyId: number,
  form: VariantForm,
  more: { readonly why: string; readonly by: number; readonly at: Date },
): Promise<{ id: number; number: number }> {
  await trx.selectFrom('body').select('id').where('id', '=', bodyId).forUpdate().execute()
  const { last } = await trx
    .selectFrom('variant')
    .select(eb => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('last'))
    .where('body_id', '=', bodyId)
    .executeTakeFirstOrThrow()
  const number = Number(last) + 1
  const { id } = await trx
    .insertInto('variant')
    .values({
      body_id: bodyId,
      number,
      name: form.name,
      inherits: form.inherits,
      differences: JSON.stringify(form.differences),
      why: more.why,
      valid_from: form.validFrom,
      state: 'proposed',
      proposed_by: more.by,
      proposed_at: more.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, number }
}

export const moveVariant = moverOf('variant')

export async function noteDecision(
  trx: Trx,
  id: number,
  decision: { readonly by: number; readonly at: Date; readonly reason: string | null },
): Promise<void> {
  await trx
    .updateTable('variant')
    .set({ decided_by: decision.by, decided_at: decision.at, decision_reason: decision.reason })
    .where('id', '=', id)
    .execute()
}
