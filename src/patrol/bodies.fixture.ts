import { sql } from 'kysely'
import { setUpBodies } from '#record/record.fixture.ts'
import type { TestHouse } from '../../test/setup/house.ts'

/** The three bodies of the record's fixture, known to the office side as well: orders belong to bodies of the office. */
export async function setUpOfficeBodies(t: TestHouse): Promise<void> {
  await setUpBodies(t.house)
  await sql`insert into office.body (id, parent_id, ancestors, slug, name, short_name, level, region, created_at) overriding system value
    select id, parent_id, ancestors, slug, name, short_name, level, '410000', now() from record.body order by id`.execute(
    t.db,
  )
}
