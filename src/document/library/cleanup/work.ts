import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { gathered, lightOfLeft, plainRank, undue, wordsOfLeft, type WorkSource } from '#kit/worklist/work.ts'
import { calendarsFor, holdersIn, namesOfHolders } from '#people/directory.ts'
import type { House } from '../../../house.ts'
import { cleanupsDecided, conclusionsWaiting } from './store.ts'
import { cleanupWorkflow, itemWorkflow } from './workflow.ts'

/**
 * 清理 on the worklist beside its documents (which wait as documents do): a round whose every document is decided waits for the leader;
 * what was decided before an expiry waits to be carried out by somebody else than who decided it.
 */
export function cleanupWork(house: Pick<House, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house
  const bodiesOf = (actor: Actor, roles: readonly string[]) => [
    ...new Set(actor.roles.filter(r => r.departmentId === null && roles.includes(r.role)).map(r => r.bodyId)),
  ]
  const todo = async (actor: Actor) => {
    const [rounds, applying] = [
      await cleanupsDecided(db, bodiesOf(actor, cleanupWorkflow.open.conclude.by)),
      await conclusionsWaiting(db, bodiesOf(actor, itemWorkflow.decided.apply.by), [
        actor.staffId,
        ...actor.roles.flatMap(r => (r.onBehalfOf === null ? [] : [r.onBehalfOf])),
      ]),
    ]
    const holders = await holdersIn(
      db,
      [...rounds, ...applying].map(r => r.bodyId),
    )
    const today = dayOf(house.now())
    const calendarOf = await calendarsFor(
      house,
      rounds.map(r => r.bodyId),
    )
    const turn = (bodyId: number, roles: readonly string[]) =>
      namesOfHolders(holders, { bodyId, departments: [] }, roles)
    return [
      ...rounds.map(row => {
        const left = calendarOf(row.bodyId).workingDaysBetween(today, row.opinionsBy)
        return {
          id: `round-${row.id}`,
          title: row.name,
          facts: [`${row.takenIn}件已全部决定`],
          step: '待审定清理结果',
          turn: turn(row.bodyId, cleanupWorkflow.open.conclude.by),
          dueOn: row.opinionsBy,
          light: lightOfLeft(left),
          words: wordsOfLeft(left),
          left,
          rank: plainRank,
          since: isoOf(row.openedAt),
          address: `/cleanups/${row.id}`,
        }
      }),
      ...applying.map(row => ({
        id: `expiry-${row.bodyId}`,
        title: '到期评估的结论',
        facts: [`${row.count}件已决定`],
        step: '待执行结论',
        turn: turn(row.bodyId, itemWorkflow.decided.apply.by),
        dueOn: null,
        light: 'none' as const,
        words: '',
        left: undue,
        rank: plainRank,
        since: isoOf(row.since),
        address: '/library/expiring',
      })),
    ]
  }
  return gathered({
    kind: 'cleanup',
    label: '规范性文件清理',
    all: async (list, actor) => (list === 'todo' ? todo(actor) : []),
  })
}
