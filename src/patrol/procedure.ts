import type { Procedure } from '#kit/procedure.ts'
import { lockOrder, moveOrder, type OrderRow } from './store/orders.ts'
import { orderReaders, orderWorkflow, type OrderState } from './workflow.ts'

export const orderProcedure: Procedure<OrderRow> = {
  kind: 'order',
  noun: '整改工单',
  workflow: orderWorkflow,
  lock: lockOrder,
  sees: (order, actor) => actor.roles.some(r => r.bodyId === order.bodyId && orderReaders.includes(r.role)),
  move: (trx, order, to, at) => moveOrder(trx, order.id, to as OrderState, at),
}
