import type { Query } from '#kit/db.ts'

/** The parts of a case that are to be opened, and whether every one of them passed the check that nothing masked is left. */
export async function openPartsOf(
  db: Query,
  requestId: number,
): Promise<{ count: number; verified: boolean }> {
  const rows = await db
    .selectFrom('request_file')
    .select('checked')
    .where('request_id', '=', requestId)
    .where('role', '=', 'open-part')
    .where('deleted_at', 'is', null)
    .execute()
  const passed = (checked: unknown) =>
    typeof checked === 'object' && checked !== null && 'clean' in checked && checked.clean === true
  return { count: rows.length, verified: rows.length > 0 && rows.every(r => passed(r.checked)) }
}
