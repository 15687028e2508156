import { afterAll, beforeAll, expect, test } from 'vitest'
import { filterOf, filters } from './filters.ts'
import { makeRequestBench, type RequestBench } from './request.fixture.ts'
import { registerRows } from './store/register.ts'

let bench: RequestBench
beforeAll(async () => {
  bench = await makeRequestBench()
})
afterAll(() => bench.t.close())

test('条例第三十三条：未办结的登记簿先收到的在前，先到期的不会落在后面；别的从近到远', async () => {
  const ids: number[] = []
  for (const on of ['2026-03-02', '2026-03-04', '2026-03-05']) {
    bench.t.setNow(`${on}T10:00:00+08:00`)
    const [one] = await bench.register({ description: `${on}的检查记录` })
    ids.push(one!.subject)
  }
  const asked = async (query: object) =>
    (
      await registerRows(bench.t.db, [bench.bureau.bodyId], filterOf(filters.parse(query)), {
        limit: 9,
        offset: 0,
      })
    ).map(row => row.id)
  expect(await asked({ state: 'open' })).toEqual(ids)
  expect(await asked({})).toEqual([...ids].reverse())
})
