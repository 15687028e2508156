import type { Query, Trx } from '#kit/db.ts'
import type { Calendar } from '#law/calendar.ts'

/** What other rooms may ask about people: names, places, who holds what. */

export type BodyRow = {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly shortName: string
  readonly region: string
  readonly creditCode: string | null
  readonly organCode: string | null
  readonly indexTemplate: string
}

export async function bodyOf(db: Query, id: number): Promise<BodyRow> {
  const row = await db
    .selectFrom('body')
    .select(['id', 'slug', 'name', 'short_name', 'region', 'credit_code', 'organ_code', 'index_template'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    shortName: row.short_name,
    region: row.region,
    creditCode: row.credit_code,
    organCode: row.organ_code,
    indexTemplate: row.index_template,
  }
}

export async function departmentName(db: Query, id: number): Promise<string> {
  const row = await db.selectFrom('department').select('name').where('id', '=', id).executeTakeFirstOrThrow()
  return row.name
}

export async function departmentsIn(db: Query, bodyId: number): Promise<{ id: number; name: string }[]> {
  return db
    .selectFrom('department')
    .select(['id', 'name'])
    .where('body_id', '=', bodyId)
    .where('active', '=', true)
    .orderBy('sort')
    .orderBy('id')
    .execute()
}

async function names(
  db: Query,
  table: 'staff' | 'department' | 'body',
  ids: readonly number[],
): Promise<Map<number, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom(table).select(['id', 'name']).where('id', 'in', wanted).execute()
  return new Map(rows.map(r => [r.id, r.name]))
}

export const staffNames = (db: Query, ids: readonly number[]) => names(db, 'staff', ids)
export const departmentNames = (db: Query, ids: readonly number[]) => names(db, 'department', ids)
export const bodyNames = (db: Query, ids: readonly number[]) => names(db, 'body', ids)

export type Holder = {
  readonly bodyId: number
  readonly departmentId: number | null
  readonly role: string
  readonly staffId: number
  readonly name: string
}

/** Who holds which role in some bodies now: active people, activated and unrevoked grants. Delegations are not counted. */
export async function holdersIn(db: Query, bodyIds: readonly number[]): Promise<Holder[]> {
  const wanted = [...new Set(bodyIds)]
  if (wanted.length === 0) return []
  const rows = await db
    .selectFrom('role_grant as g')
    .innerJoin('staff as s', 's.id', 'g.staff_id')
    .select(['g.body_id', 'g.department_id', 'g.role', 's.id', 's.name'])
    .where('g.body_id', 'in', wanted)
    .where('g.revoked_at', 'is', null)
    .where('g.activated_at', 'is not', null)
    .where('s.active', '=', true)
    .orderBy('s.id')
    .execute()
  return rows.map(r => ({
    bodyId: r.body_id,
    departmentId: r.department_id,
    role: r.role,
    staffId: r.id,
    name: r.name,
  }))
}

/** The names of those whose turn it is: holders of some roles in a body, for the whole of it or for one of some departments. */
export function namesOfHolders(
  holders: readonly Holder[],
  place: { readonly bodyId: number; readonly departments: readonly (number | null)[] },
  roles: readonly string[],
): string[] {
  return [
    ...new Set(
      holders
        .filter(
          h =>
            h.bodyId === place.bodyId &&
            roles.includes(h.role) &&
            (h.departmentId === null || place.departments.includes(h.departmentId)),
        )
        .map(h => h.name),
    ),
  ]
}

/** Who stands in today for some people on leave. */
export async function standInsFor(db: Query, staffIds: readonly number[], today: string): Promise<number[]> {
  const wanted = [...new Set(staffIds)]
  if (wanted.length === 0) return []
  const rows = await db
    .selectFrom('delegation')
    .select('to_staff')
    .where('from_staff', 'in', wanted)
    .where('ended_at', 'is', null)
    .where('from_on', '<=', today)
    .where('until_on', '>=', today)
    .execute()
  return rows.map(r => r.to_staff)
}

/** The regions of some bodies: which local holidays count there. */
export async function regionsOf(db: Query, bodyIds: readonly number[]): Promise<Map<number, string>> {
  const wanted = [...new Set(bodyIds)]
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('body').select(['id', 'region']).where('id', 'in', wanted).execute()
  return new Map(rows.map(r => [r.id, r.region]))
}

type Counts = { readonly db: Query; readonly calendar: (region?: string) => Calendar }

/** The calendar of each body: the national one, and the holidays of its region (全国年节及纪念日放假办法第四条). */
export async function calendarsFor(
  house: Counts,
  bodyIds: readonly number[],
): Promise<(bodyId: number) => Calendar> {
  const regions = await regionsOf(house.db, bodyIds)
  return bodyId => house.calendar(regions.get(bodyId))
}

/** The calendar of one body. */
export const calendarFor = async (house: Counts, bodyId: number): Promise<Calendar> =>
  (await calendarsFor(house, [bodyId]))(bodyId)

/** Leaves a notice for some people: shown in the console, never by mail. */
/** Empties what people were told of a matter that must not be here (保密法第三十一条); that they were told stays. */
export async function forgetNotices(trx: Trx, kinds: readonly string[], subject: number): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ text: '（内容已清除）' })
    .where('subject_kind', 'in', [...kinds])
    .where('subject_id', '=', subject)
    .execute()
}

export async function notify(
  db: Query,
  staffIds: readonly number[],
  notice: { kind: string; subject: number; text: string; at: Date },
): Promise<void> {
  if (staffIds.length === 0) return
  await db
    .insertInto('notice')
    .values(
      [...new Set(staffIds)].map(staff_id => ({
        staff_id,
        subject_kind: notice.kind,
        subject_id: notice.subject,
        text: notice.text,
        created_at: notice.at,
      })),
    )
    .execute()
}
