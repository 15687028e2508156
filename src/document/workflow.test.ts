import { describe, expect, test } from 'vitest'
import type { HeldRole } from '#kit/actor.ts'
import { rolesFor } from '#kit/permit.ts'
import { stepOf, targetsOf, type Step } from '#kit/workflow.ts'
import { clause } from '#law/clauses.ts'
import { deedsOf } from './actions/perform.ts'
import { proofOf } from './variants/proof.ts'
import { beginnings, goesForward, labelOfVerb, stateLabels, states, workflow } from './workflow.ts'

const steps = states.flatMap(from =>
  Object.entries<Step>(workflow[from]).map(([verb, step]) => ({ from, verb, step })),
)
const allRoles = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
]

describe('公文流程表', () => {
  test('每个动作的去向都是表中的环节，标签、依据和结果说明齐全', () => {
    for (const { from, verb, step } of [
      ...steps,
      ...Object.entries<Step>(beginnings).map(([verb, step]) => ({ from: '（开始）', verb, step })),
    ]) {
      for (const to of targetsOf(step)) expect(states, `${from}.${verb}`).toContain(to)
      expect(step.label.length, `${from}.${verb}`).toBeGreaterThan(1)
      expect(step.effect, `${from}.${verb}`).toMatch(/[。]$/)
      expect(step.basis.length, `${from}.${verb}`).toBeGreaterThan(0)
      for (const id of step.basis) expect(clause(id).text.length, id).toBeGreaterThan(0)
      expect(step.by.length, `${from}.${verb}`).toBeGreaterThan(0)
      expect(labelOfVerb(verb)).not.toBe(verb)
    }
    for (const state of states) expect(stateLabels[state].length).toBeGreaterThan(1)
  })

  test('每个环节都能从拟稿或补录到达，除终点外都有出路', () => {
    const reached = new Set<string>(Object.values<Step>(beginnings).flatMap(targetsOf))
    for (let size = -1; size !== reached.size;) {
      size = reached.size
      for (const { from, step } of steps)
        if (reached.has(from)) for (const to of targetsOf(step)) reached.add(to)
    }
    expect([...reached].sort()).toEqual([...states].sort())
    for (const state of states)
      if (!['withdrawn', 'cancelled', 'removed'].includes(state))
        expect(Object.keys(workflow[state]).length, state).toBeGreaterThan(0)
  })

  test('应急厅函〔2019〕390号四（一）2：没有一条路径不经公开审查和领导签发就到印发、公开', () => {
    const { faults, places } = proofOf(workflow)
    expect(faults).toEqual([])
    expect(places).toBeGreaterThan(30)
  })

  test('退回、作废、撤回、文号作废都必须写明理由', () => {
    for (const { from, verb, step } of steps)
      if (
        [
          'return',
          'cancel',
          'withdraw',
          'voidNumber',
          'clear',
          'askSecrecy',
          'refer',
          'findSecret',
          'determineOpen',
          'determineSecret',
          'consult',
          'referOpenness',
          'recordOpinion',
          'recordDetermination',
          'endCountersign',
          'reattribute',
          'correct',
          'refuseAfter',
        ].includes(verb)
      )
        expect(step.reason, `${from}.${verb}`).toBe('required')
  })

  test('390号文五（三）、四眼：送审人不能审核、审查、签发、发布自己的公文，补录人不能自己核对发布', () => {
    for (const verb of [
      'approve',
      'clear',
      'findSecret',
      'determineOpen',
      'determineSecret',
      'agree',
      'pass',
      'sign',
      'publish',
      'schedule',
      'reattribute',
      'correct',
      'publishEmergency',
      'endorse',
      'ratify',
    ])
      for (const { step } of steps.filter(s => s.verb === verb)) expect(step.notBy, verb).toContain('submit')
    expect(workflow['import-check'].confirm.notBy).toContain('import')
  })

  test('表中没有的一律不许：环节 × 动作 × 角色逐一核对', () => {
    const verbs = [...new Set(steps.map(s => s.verb)), 'constructor', 'toString', '__proto__', 'delete']
    let allowed = 0
    for (const state of [...states, 'nowhere'])
      for (const verb of verbs)
        for (const role of allRoles) {
          const step = stepOf(workflow, state, verb)
          // 会签由被问到的部门办，其余由公文所在的部门办。
          const departmentId = step?.asked ? 2 : null
          const held: HeldRole = { role, bodyId: 1, departmentId, onBehalfOf: null, onBehalfName: null }
          const actor = { staffId: 7, name: '甲', bodyId: 1, departmentId: 1, roles: [held] }
          const row = { id: 1, bodyId: 1, departmentId: 1, drafterId: 7, state, version: 1, asked: [2] }
          const expected = steps.some(s => s.from === state && s.verb === verb && s.step.by.includes(role))
          expect(
            step !== undefined && rolesFor(step, row, actor).length > 0,
            `${state}.${verb} ${role}`,
          ).toBe(expected)
          if (!expected) continue
          allowed++
          // The same person in another body, or with the role for another department, may not.
          const elsewhere = { ...actor, roles: [{ ...held, bodyId: 2 }] }
          const otherDepartment = { ...actor, roles: [{ ...held, departmentId: 3 }] }
          expect(rolesFor(step!, row, elsewhere)).toEqual([])
          expect(rolesFor(step!, row, otherDepartment)).toEqual([])
          if (step!.own) expect(rolesFor(step!, { ...row, drafterId: 8 }, actor)).toEqual([])
        }
    expect(allowed).toBe(steps.reduce((n, s) => n + s.step.by.length, 0))
  })

  test('表中每个动作都有对应的办理，没有多余的办理', () => {
    const deeds = deedsOf({ calendar: () => undefined as never, signer: undefined as never })
    expect(Object.keys(deeds).sort()).toEqual([...new Set(steps.map(s => s.verb))].sort())
    for (const { verb, step } of steps)
      if (targetsOf(step).length > 1) expect(deeds[verb]?.choose, `${verb}有多个去向`).toBeTypeOf('function')
  })

  test('每个未完结的环节都有人可等：至少一个向前的动作', () => {
    for (const state of states) {
      if (['published', 'withdrawn', 'cancelled', 'removed'].includes(state)) continue
      expect(Object.keys(workflow[state]).some(goesForward), state).toBe(true)
    }
  })
})
