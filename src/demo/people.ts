import { sql } from 'kysely'
import type { Trx } from '#kit/db.ts'
import { appoint, createBody, createDepartment, createStaff } from '#people/bodies.ts'
import type { Role } from '#people/model.ts'
import { hashPassword } from '#people/passwords.ts'
import { addSeries } from '#document/numbers.ts'
import type { House } from '../house.ts'
import { demoBodies, demoDepartments, demoStaff, type DemoBody } from './bodies.ts'

export const demoPassword = 'Zhaoming-2026-demo'

/** What the public is told about a demonstration body: nothing that looks like a real telephone or address. */
const site = (body: DemoBody) => ({
  phone: '（演示，未设置）',
  dutyPhone: '（演示，未设置）',
  address: '（演示，未设置）',
  hours: '工作日9:00—12:00，14:00—17:30（演示）',
  opennessOffice: `${body.name}办公室`,
  ...(body.creditCode ? { creditCode: body.creditCode } : {}),
})

/** A body with its departments, its people in every role and its series of document numbers; all or nothing. */
async function addBody(
  trx: Trx,
  body: DemoBody,
  parentId: number | null,
  passwordHash: string,
  sort: number,
  at: Date,
) {
  const bodyId = await createBody(
    trx,
    {
      parentId,
      slug: body.slug,
      name: body.name,
      shortName: body.shortName,
      level: body.level,
      region: body.region,
      creditCode: body.creditCode ?? null,
      indexTemplate: body.creditCode ? '{uscc}/{yyyy}-{seq:5}' : '{area}/{yyyy}-{seq:5}',
      sort,
      site: site(body),
    },
    'system',
    at,
  )
  const departments = new Map<string, number>()
  let order = 0
  for (const d of demoDepartments)
    departments.set(
      d.key,
      await createDepartment(trx, { bodyId, name: d.name, duty: d.duty, sort: order++ }, 'system', at),
    )
  for (const [i, name] of body.business.entries())
    departments.set(
      `business${i === 0 ? '' : i + 1}`,
      await createDepartment(trx, { bodyId, name, duty: 'business', sort: order++ }, 'system', at),
    )
  for (const person of demoStaff) {
    const departmentId = departments.get(person.department)
    // A township has one business office; the second drafter belongs to bodies that have two.
    if (departmentId === undefined) continue
    const staffId = await createStaff(
      trx,
      {
        bodyId,
        departmentId,
        account: `${body.slug}-${person.key}`,
        name: person.name,
        title: null,
        passwordHash,
        mustChange: false,
      },
      'system',
      at,
    )
    await appoint(
      trx,
      { staffId, role: person.role as Role, bodyId, departmentId: person.scoped ? departmentId : null },
      at,
    )
  }
  for (const [i, series] of body.series.entries()) await addSeries(trx, bodyId, series, i)
  return bodyId
}

/** The tree of bodies; bodies that are there already are left as they are, so a start that was cut short goes on. */
export async function loadBodies(house: House, log: (line: string) => void): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: number; slug: string }>`select id, slug from office.body`.execute(house.db)
  const ids = new Map(rows.map(r => [r.slug, r.id]))
  const missing = demoBodies.filter(b => !ids.has(b.slug))
  if (missing.length === 0) return ids
  log(`载入演示机构：${missing.length}个单位及其人员……`)
  const passwordHash = await hashPassword(demoPassword)
  for (const body of missing) {
    const parentId = body.parent === null ? null : ids.get(body.parent)!
    const sort = demoBodies.indexOf(body)
    const at = house.now()
    const id = await house.db
      .transaction()
      .execute(trx => addBody(trx, body, parentId, passwordHash, sort, at))
    ids.set(body.slug, id)
  }
  return ids
}
