import type { Actor } from '#kit/actor.ts'
import { dayOf, isoOf } from '#kit/now.ts'
import { openSteps } from '#kit/worklist/open.ts'
import type { PastLine, PastSource } from '#kit/worklist/past.ts'
import {
  gathered,
  lightOfLeft,
  mostGathered,
  plainRank,
  wordsOfLeft,
  type WorkSource,
} from '#kit/worklist/work.ts'
import type { Calendar } from '#law/calendar.ts'
import { calendarsFor } from '#people/directory.ts'
import type { House } from '../house.ts'
import { kindLabels } from './model.ts'
import { orderProcedure } from './procedure.ts'
import { openOrders, ordersById, type OrderRow } from './store/orders.ts'
import { orderReaders, orderStateLabels, orderWorkflow, wordsOfPatrol } from './workflow.ts'

const overseers: readonly string[] = ['opennessOfficer', 'leader']

/** 整改工单 on the worklist: his own and those without an owner; whoever oversees watches all that are late or close to it. */
export function orderWork(house: Pick<House, 'db' | 'now' | 'calendar'>): WorkSource {
  const { db } = house
  const bodies = (actor: Actor, roles: readonly string[]) => [
    ...new Set(actor.roles.filter(r => roles.includes(r.role)).map(r => r.bodyId)),
  ]
  const rowsOf = async (orders: readonly OrderRow[]) => {
    const calendarOf = await calendarsFor(
      house,
      orders.map(o => o.bodyId),
    )
    return orders.map(order => rowOf(order, calendarOf(order.bodyId)))
  }
  const rowOf = (order: OrderRow, calendar: Calendar) => {
    const left = calendar.workingDaysBetween(dayOf(house.now()), order.dueOn)
    return {
      id: String(order.id),
      title: order.title,
      facts: [kindLabels[order.kind], order.message],
      step: orderStateLabels[order.state],
      turn: order.ownerName === null ? [] : [order.ownerName],
      dueOn: order.dueOn,
      light: lightOfLeft(left),
      words: wordsOfLeft(left),
      left,
      rank: plainRank,
      since: isoOf(order.foundAt),
      address: `/patrol/orders/${order.id}`,
    }
  }
  async function todo(actor: Actor) {
    const self = new Set([actor.staffId, ...actor.roles.map(r => r.onBehalfOf ?? actor.staffId)])
    const orders = (await openOrders(db, bodies(actor, orderReaders), mostGathered + 1)).filter(
      o => o.ownerId === null || self.has(o.ownerId),
    )
    const steps = await openSteps(db, orderProcedure, orders, actor)
    return rowsOf(orders.filter(o => (steps.get(o.id)?.length ?? 0) > 0))
  }
  return gathered({
    kind: 'order',
    label: '整改工单',
    all: async (list, actor) =>
      list === 'todo'
        ? todo(actor)
        : (await rowsOf(await openOrders(db, bodies(actor, overseers), mostGathered + 1))).filter(
            row => row.light !== 'green',
          ),
  })
}

/** 整改工单 that a person had checked again or excused. */
export function orderPast({ db }: Pick<House, 'db'>): PastSource {
  const { kind } = orderProcedure
  return {
    kind,
    label: '整改工单',
    workflow: orderWorkflow,
    labelOf: verb => wordsOfPatrol(kind, verb)?.verb ?? verb,
    async lines(actor, ids) {
      const orders = (await ordersById(db, ids)).filter(order => orderProcedure.sees(order, actor))
      return new Map(
        orders.map((order): [number, PastLine] => [
          order.id,
          {
            title: order.title,
            facts: [kindLabels[order.kind], order.message],
            step: orderStateLabels[order.state],
            turn: order.state === 'open' && order.ownerName !== null ? [order.ownerName] : [],
            address: `/patrol/orders/${order.id}`,
          },
        ]),
      )
    },
  }
}
