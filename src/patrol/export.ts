import type { Actor } from '#kit/actor.ts'
import { Refused } from '#kit/errors.ts'
import { exportSource, type AnySource } from '#kit/exports/source.ts'
import { dayOf, minuteOf } from '#kit/now.ts'
import { bodyNames } from '#people/directory.ts'
import type { House } from '../house.ts'
import { conditionsOf, orderFilters, type OrderFilters } from './filters.ts'
import { kindLabels, tierLabels } from './model.ts'
import { countOf, ordersOf, type OrderRow } from './store/orders.ts'
import { orderReaders, orderStateLabels } from './workflow.ts'

const stretch = 500

type Line = OrderRow & { readonly body: string }

/** Bodies in which somebody has to do with orders. */
export const orderBodies = (actor: Actor): number[] => [
  ...new Set(actor.roles.filter(r => orderReaders.includes(r.role)).map(r => r.bodyId)),
]

/** 自查整改台账: what was found, who had to mend it by when, what became of it. (吉林 一(三)) */
export function orderExport(house: Pick<House, 'db' | 'now' | 'site'>): AnySource {
  const which = (actor: Actor, asked: OrderFilters) => ({
    bodyIds: orderBodies(actor),
    ...asked,
    today: dayOf(house.now()),
  })
  return exportSource<OrderFilters, Line>({
    name: 'orders',
    query: orderFilters,
    columns: [
      { header: '机关', width: 24, cell: r => r.body },
      { header: '发现时间', width: 18, cell: r => minuteOf(r.foundAt) },
      { header: '页面或栏目', width: 44, cell: r => r.title },
      { header: '网址', width: 44, cell: r => house.site.origin + house.site.base + r.address },
      { header: '问题', width: 14, cell: r => kindLabels[r.kind] },
      { header: '级别', width: 16, cell: r => tierLabels[r.tier] },
      { header: '位置', width: 20, cell: r => r.place },
      { header: '说明', width: 60, cell: r => r.message },
      { header: '责任人', width: 14, cell: r => r.ownerName ?? '没有责任人' },
      { header: '整改期限', width: 12, cell: r => r.dueOn },
      { header: '状态', width: 10, cell: r => orderStateLabels[r.state] },
      { header: '办结时间', width: 18, cell: r => r.closedAt && minuteOf(r.closedAt) },
      { header: '办结说明', width: 40, cell: r => r.closedWhy },
    ],
    bodyOf(actor) {
      const [bodyId] = orderBodies(actor)
      if (bodyId === undefined)
        throw new Refused('forbidden', '整改台账由公开、保密审查员，发布员，处室负责人和领导导出。')
      return bodyId
    },
    title: () => '自查整改台账',
    conditions: (_actor, asked) => Promise.resolve(conditionsOf(asked, dayOf(house.now()))),
    count: async (actor, asked, most) => Math.min(most + 1, await countOf(house.db, which(actor, asked))),
    async *rows(actor, asked) {
      const names = await bodyNames(house.db, orderBodies(actor))
      for (let offset = 0; ; offset += stretch) {
        const rows = await ordersOf(house.db, { ...which(actor, asked), limit: stretch, offset })
        yield* rows.map(r => ({ ...r, body: names.get(r.bodyId) ?? '' }))
        if (rows.length < stretch) return
      }
    },
  })
}
