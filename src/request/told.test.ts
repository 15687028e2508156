import { afterAll, beforeAll, expect, test } from 'vitest'
import { countedKinds } from './clock.ts'
import { queryHash } from './codes.ts'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'
import { addFact } from './store/facts.ts'
import { statusOf } from './store/portal.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

test('查进度的页面和后台按同样的记录计算期限：时钟读的每一种记录都在回执页上', async () => {
  const [one] = await bench.register({})
  const { db, house } = bench.t
  for (const kind of countedKinds)
    await db.transaction().execute(trx =>
      addFact(trx, {
        requestId: one!.subject,
        kind,
        on: '2026-11-23',
        ref: null,
        data: {},
        sealed: null,
        by: null,
        at: house.now(),
      }),
    )
  const told = (await statusOf(bench.t.portalDb, one!.receiptCode, queryHash(one!.queryCode)))!
  const kinds = new Set(told.matters[0]!.facts.map(f => f.kind))
  expect(countedKinds.filter(kind => !kinds.has(kind))).toEqual([])
})
