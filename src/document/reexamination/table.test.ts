import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { sql } from 'kysely'
import { makeBureau, type Bureau } from '../../../test/setup/bureau.ts'
import { makeCampaignBench, type CampaignBench } from './campaign.fixture.ts'
import { issuedDocuments } from './issued.fixture.ts'
import { itemDeeds } from './deeds.ts'
import { itemsOf, readItem } from './store.ts'
import { verbsFor } from './procedure.ts'
import { itemsVisibleTo, seesItem } from './visibility.ts'
import { itemStates, itemVerbs, itemWorkflow } from './workflow.ts'

let bench: CampaignBench
let other: Bureau
let campaign: number

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

beforeAll(async () => {
  bench = await makeCampaignBench()
  other = await makeBureau(bench.t.db, 'other-bureau', '别县应急管理局')
  const { bureau, who, t } = bench
  await issuedDocuments(t.db, { ...bureau, drafterId: who.drafter.staffId }, 3)
  await issuedDocuments(
    t.db,
    { bodyId: bureau.bodyId, departmentId: bureau.otherDepartmentId, drafterId: who.drafter2.staffId },
    3,
  )
  campaign = await bench.open()
})
afterAll(() => bench.t.close())

function everybody(): Actor[] {
  const { bureau, who } = bench
  return roles.flatMap(role =>
    [bureau.bodyId, other.bodyId].flatMap(bodyId =>
      [null, bureau.departmentId, bureau.otherDepartmentId].flatMap(departmentId =>
        (
          [
            [who.drafter.staffId, null],
            [who.leader.staffId, null],
            [who.leader.staffId, who.drafter2.staffId],
          ] as const
        ).map(([staffId, onBehalfOf]) => ({
          staffId,
          name: '甲',
          bodyId: bureau.bodyId,
          departmentId: bureau.departmentId,
          roles: [{ role, bodyId, departmentId, onBehalfOf, onBehalfName: null }],
        })),
      ),
    ),
  )
}

test('表里的每个动作都有做法，表外的一个没有', () => {
  const inTable = new Set(Object.values(itemWorkflow).flatMap(steps => Object.keys(steps)))
  expect(Object.keys(itemDeeds).sort()).toEqual([...inTable].sort())
  expect([...itemVerbs].sort()).toEqual([...inTable].sort())
})

test('角色 × 机关 × 部门 × 本人：单件的可见规则与列表的可见条件逐一相同，外机关和三员看不见', async () => {
  const items = await Promise.all(
    (await bench.items(campaign)).map(async i => (await readItem(bench.t.db, i.id))!),
  )
  expect(items).toHaveLength(6)
  let seen = 0
  const none = { state: null, department: null, attribute: null, opinion: null, late: false, q: '' }
  for (const actor of everybody()) {
    const of = { campaignId: campaign, filter: none, visible: itemsVisibleTo(actor), today: '2026-03-02' }
    const listed = (await itemsOf(bench.t.db, of, { limit: 100, offset: 0 })).map(i => i.id)
    const single = items.filter(i => seesItem(i, actor)).map(i => i.id)
    expect(listed, JSON.stringify(actor.roles)).toEqual(single)
    const { role, bodyId } = actor.roles[0]!
    if (bodyId === other.bodyId || /Admin$|secrecyOfficer|legalReviewer/.test(role))
      expect(single).toEqual([])
    seen += single.length
  }
  expect(seen).toBeGreaterThan(60)
})

/** Written by hand, not read from the table: who may do what. */
function lawful(state: string, verb: string, actor: Actor, drafterId: number, departmentId: number): boolean {
  const r = actor.roles[0]!
  if (r.bodyId !== bench.bureau.bodyId) return false
  if (r.departmentId !== null && r.departmentId !== departmentId) return false
  const officer = r.role === 'opennessOfficer'
  const bodyWideDrafter = r.role === 'drafter' && r.departmentId === null
  if (bodyWideDrafter && (r.onBehalfOf ?? actor.staffId) !== drafterId) return false
  switch (`${state}.${verb}`) {
    case 'asked.answer':
      return ['departmentHead', 'drafter'].includes(r.role)
    case 'asked.remind':
    case 'asked.proceed':
    case 'answered.decide':
    case 'decided-open.convert':
      return officer
    default:
      return false
  }
}

test('环节 × 动作 × 角色 × 机关 × 部门：只有表里写明的能办，其余一律拒绝且什么也没有改变', async () => {
  const { t, who } = bench
  t.setNow('2026-04-02T09:00:00+08:00')
  const [answered, decided] = await bench.items(campaign)
  const secretary = who.publisher2.staffId
  const forms: Record<string, unknown> = {
    answer: { opinion: 'keep' },
    decide: { decision: 'keep', secretary, groundStands: true },
  }
  let allowed = 0
  let refused = 0
  for (const state of itemStates)
    for (const verb of itemVerbs)
      for (const actor of everybody()) {
        // Opinions stay in the history, so decisions are tried on a document of their own; four eyes has its own test.
        const item = verb === 'decide' ? decided : answered
        await sql`update reexamination_item set state = ${state}, version = 1, reminded_at = null,
          conversion_refused = '先前没有转成', answered_by = ${who.departmentHead.staffId},
          answered_for = null where id = ${item!.id}`.execute(t.db)
        const expected = lawful(state, verb, actor, who.drafter.staffId, bench.bureau.departmentId)
        const row = (await readItem(t.db, item!.id))!
        expect(verbsFor(row, actor).includes(verb), `${state} ${verb} ${JSON.stringify(actor.roles)}`).toBe(
          expected,
        )
        const error = await bench.on(item!.id, verb, actor, { reason: '理由', form: forms[verb] }).then(
          () => null,
          (e: unknown) => e,
        )
        const after = (await readItem(t.db, item!.id))!
        if (expected) {
          expect(error, `${state} ${verb} ${JSON.stringify(actor.roles)}`).toBeNull()
          allowed++
          continue
        }
        expect(error, `${state} ${verb} ${JSON.stringify(actor.roles)}`).toBeInstanceOf(Refused)
        expect(after.version).toBe(1)
        expect(after.state).toBe(state)
        refused++
        expect(['not-found', 'not-now', 'forbidden']).toContain((error as Refused).code)
        if (!seesItem(row, actor)) expect((error as Refused).code).toBe('not-found')
      }
  expect(allowed).toBeGreaterThan(15)
  expect(refused).toBeGreaterThan(3000)
}, 480_000)
