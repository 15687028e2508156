import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Actor, HeldRole } from '../actor.ts'
import type { Db } from '../db.ts'
import type { Subject } from '../procedure.ts'
import type { Workflow } from '../workflow.ts'
import { openSteps } from './open.ts'

/** Four eyes are not in these tables: nothing is asked of the database. */
const none = null as unknown as Db

const step = (by: readonly string[], more: { own?: true; asked?: true } = {}) =>
  ({ to: 'done', by, basis: [], ...more }) as unknown as Workflow[string][string]
const workflow: Workflow = {
  open: { take: step(['officer', 'head']), save: step(['drafter'], { own: true }) },
  asked: { answer: step(['head'], { asked: true }), close: step(['officer']) },
}
const other: Workflow = { open: { hold: step(['officer']) } }

const place = fc.constantFrom(null, 1, 2)
const row = fc.record({
  state: fc.constantFrom('open', 'asked', 'done'),
  bodyId: fc.constantFrom(1, 2),
  departmentId: place,
  drafterId: fc.constantFrom(7, 8),
  asked: fc.uniqueArray(fc.constantFrom(1, 2)),
  isShared: fc.constantFrom(undefined, true as const),
  ownTable: fc.boolean(),
})
const role = fc.record({
  role: fc.constantFrom('officer', 'head', 'drafter'),
  bodyId: fc.constantFrom(1, 2),
  departmentId: place,
  onBehalfOf: fc.constantFrom(null, 8),
})

it('几千件一起看可以办什么，与一件一件看完全相同：环节、机关、部门、经办人、交办部门、各自的流程', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 30 }),
      fc.array(role, { maxLength: 4 }),
      async (drawn, held) => {
        const rows = drawn.map(({ isShared, ...r }, at) => ({
          ...r,
          ...(isShared ? { isShared } : {}),
          id: at + 1,
          version: 1,
        }))
        const actor: Actor = {
          staffId: 7,
          name: '甲',
          bodyId: 1,
          departmentId: null,
          roles: held as HeldRole[],
        }
        const table = {
          kind: 'matter',
          workflow,
          tableOf: (r: Subject & { ownTable: boolean }) => (r.ownTable ? other : workflow),
          sees: (r: Subject) => r.id % 5 !== 0,
        }
        const together = await openSteps(none, table, rows, actor)
        const said = (steps: readonly { verb: string }[] | undefined) => steps?.map(s => s.verb)
        for (const one of rows) {
          const alone = await openSteps(none, table, [one], actor)
          expect(said(together.get(one.id))).toEqual(said(alone.get(one.id)))
        }
      },
    ),
    { numRuns: 300 },
  )
})
