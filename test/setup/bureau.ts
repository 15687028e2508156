import type { Actor } from '#kit/actor.ts'
import type { Db } from '#kit/db.ts'
import type { DocumentRole } from '../../src/document/workflow.ts'

export type Bureau = {
  readonly bodyId: number
  readonly departmentId: number
  readonly otherDepartmentId: number
  readonly actors: Readonly<
    Record<DocumentRole | 'drafter2' | 'publisher2' | 'systemAdmin' | 'securityAdmin' | 'auditAdmin', Actor>
  >
}

const people = [
  ['drafter', '拟稿人甲', true],
  ['drafter2', '拟稿人乙', true],
  ['departmentHead', '部门负责人甲', true],
  ['opennessOfficer', '公开机构经办人甲', false],
  ['secrecyOfficer', '保密审查员甲', false],
  ['legalReviewer', '合法性审查员甲', false],
  ['leader', '签发领导甲', false],
  ['publisher', '发布员甲', false],
  ['publisher2', '发布员乙', false],
  ['systemAdmin', '系统管理员甲', false],
  ['securityAdmin', '安全保密管理员甲', false],
  ['auditAdmin', '审计管理员甲', false],
] as const

const at = '2026-01-01T00:00:00+08:00'

/** A bureau with two departments and one person for every role, straight into the tables: a fixture, not a procedure. */
export async function makeBureau(db: Db, slug = 'test-bureau', name = '测试县应急管理局'): Promise<Bureau> {
  const body = await db
    .insertInto('body')
    .values({
      slug,
      name,
      short_name: name,
      level: 'county',
      region: '410821',
      credit_code: '11220000740468418C',
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('record.body')
    .values({ id: body.id, slug, name, short_name: name, level: 'county' })
    .execute()
  const departments = await db
    .insertInto('department')
    .values([
      { body_id: body.id, name: '安全生产监管股', duty: 'business', sort: 1 },
      { body_id: body.id, name: '救灾股', duty: 'business', sort: 2 },
    ])
    .returning('id')
    .execute()
  const [departmentId, otherDepartmentId] = [departments[0]!.id, departments[1]!.id]
  await db
    .insertInto('number_series')
    .values({ body_id: body.id, code: '测应急', name: '普通发文' })
    .execute()
  const actors: Record<string, Actor> = {}
  for (const [key, personName, scoped] of people) {
    const role = key.replace(/2$/, '')
    const staff = await db
      .insertInto('staff')
      .values({
        body_id: body.id,
        department_id: departmentId,
        account: `${slug}-${key.toLowerCase()}`,
        name: personName,
        password_hash: 'no password in fixtures',
        password_set_at: at,
        must_change: false,
        created_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('role_grant')
      .values({
        staff_id: staff.id,
        role,
        body_id: body.id,
        department_id: scoped ? departmentId : null,
        granted_at: at,
        activated_at: at,
      })
      .execute()
    actors[key] = {
      staffId: staff.id,
      name: personName,
      bodyId: body.id,
      departmentId,
      roles: [
        {
          role,
          bodyId: body.id,
          departmentId: scoped ? departmentId : null,
          onBehalfOf: null,
          onBehalfName: null,
        },
      ],
    }
  }
  return { bodyId: body.id, departmentId, otherDepartmentId, actors: actors as Bureau['actors'] }
}
