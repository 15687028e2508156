import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { makeBureau } from '../../test/setup/bureau.ts'
import { makeDocumentBench, type DocumentBench } from './journey.fixture.ts'
import { readDocument, rowsOf } from './store.ts'
import { seesDocument, visibleTo } from './visibility.ts'
import { states } from './workflow.ts'

let bench: DocumentBench

beforeAll(async () => {
  bench = await makeDocumentBench()
})
afterAll(() => bench.t.close())

const roles = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
]

test('角色 × 机关 × 部门 × 环节 × 本人：单件的可见规则与列表的可见条件逐一相同，三员和外机关什么也看不见', async () => {
  const { t, bureau } = bench
  const other = await makeBureau(t.db, 'other-bureau', '别县应急管理局')
  const ids: number[] = []
  for (const state of states)
    for (const [bodyId, departmentId, drafter] of [
      [bureau.bodyId, bureau.departmentId, bureau.actors.drafter],
      [bureau.bodyId, bureau.otherDepartmentId, bureau.actors.drafter2],
      [other.bodyId, other.departmentId, other.actors.drafter],
    ] as const) {
      const { subject } = await bench.drafted()
      await t.db
        .updateTable('document')
        .set({ state, body_id: bodyId, department_id: departmentId, drafter_id: drafter.staffId })
        .where('id', '=', subject)
        .execute()
      ids.push(subject)
    }
  const documents = await Promise.all(ids.map(async id => (await readDocument(t.db, id))!))
  let seen = 0
  for (const role of roles)
    for (const bodyId of [bureau.bodyId, other.bodyId])
      for (const departmentId of [null, bureau.departmentId, bureau.otherDepartmentId])
        for (const [staffId, onBehalfOf] of [
          [bureau.actors.drafter.staffId, null],
          [bureau.actors.leader.staffId, null],
          [bureau.actors.leader.staffId, bureau.actors.drafter2.staffId],
        ] as const) {
          const held = { role, bodyId, departmentId, onBehalfOf, onBehalfName: null }
          const actor: Actor = {
            staffId,
            name: '甲',
            bodyId: bureau.bodyId,
            departmentId: bureau.departmentId,
            roles: [held],
          }
          const listed = (await rowsOf(t.db, visibleTo(actor), { limit: 1000 }))
            .map(d => d.id)
            .sort((a, b) => a - b)
          const single = documents.filter(d => seesDocument(d, actor)).map(d => d.id)
          expect(listed, JSON.stringify(held)).toEqual(single)
          expect(single.every(id => documents.find(d => d.id === id)!.bodyId === bodyId)).toBe(true)
          if (role.endsWith('Admin')) expect(single).toEqual([])
          seen += single.length
        }
  expect(seen).toBeGreaterThan(200)
})
